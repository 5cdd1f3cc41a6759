/**
 * The language of the user's locale: "ja" or "en". The first of LC_ALL, LC_MESSAGES and LANG that is not empty decides
 * (POSIX.1-2017, Base Definitions, 8.2). Locales of other languages give English.
 */
export function localeLanguage(env: Readonly<Record<string, string | undefined>>): "en" | "ja" {
  const locale = ["LC_ALL", "LC_MESSAGES", "LANG"].map((name) => env[name]).find((value) => value);
  return /^ja(?:[_.@-]|$)/i.test(locale ?? "") ? "ja" : "en";
}
