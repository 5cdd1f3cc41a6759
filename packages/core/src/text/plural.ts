// intl-messageformat: the FormatJS implementation of ICU MessageFormat, kept and free of dependencies beyond its parser.
import { IntlMessageFormat } from "intl-messageformat";

const parsed = new Map<string, IntlMessageFormat>();

/** Whether a pattern has a plural, so that it must be parsed. All others are filled without the parser. */
export const hasPlural = (pattern: string): boolean => pattern.includes(", plural,");

/**
 * Fills an English ICU pattern: "{0} {0, plural, one {row} other {rows}}". Each pattern is parsed once, at its first use.
 * A value that is no number takes the form `other`.
 */
export function fillPlural(pattern: string, values: readonly string[]): string {
  let format = parsed.get(pattern);
  if (!format) parsed.set(pattern, (format = new IntlMessageFormat(pattern, "en", undefined, { ignoreTag: true })));
  return String(format.format(Object.fromEntries(values.entries())));
}
