import { msg, UserError, type Message } from "@release-gate/core";
import { isLoopback } from "./trusted.js";

/**
 * A URL of a PostgreSQL server that a flag or the environment gave. Its text is never repeated: it may hold a password.
 * @throws UserError where it is none, or where a `%` in it stands before no byte.
 */
export function postgresUrl(flag: string, url: string): string {
  if (URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol) && isEncoded(url)) return url;
  throw new UserError(msg`${flag} is not the URL of a PostgreSQL database.`, {
    hint: msg`Write it as postgresql://user@host:5432/database.`,
  });
}

function isEncoded(url: string): boolean {
  try {
    const { username, password, pathname } = new URL(url);
    return [username, password, pathname].every((part) => typeof decodeURIComponent(part) === "string");
  } catch {
    return false;
  }
}

/** What an error says, without the password of the URL that it may repeat. */
export function withoutPassword(text: string, url: string): string {
  const { password } = new URL(url);
  const secrets = [password, decodeURIComponent(password)].filter((secret) => secret !== "");
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text).replace(/\.$/, "");
}

/**
 * What to tell where the password of a URL goes to another machine without encryption; undefined where it does not. The driver
 * `pg` encrypts only where the URL or PGSSLMODE asks for it, and does not fall back where it does.
 */
export function inClearNote(url: string): Message | undefined {
  const parsed = new URL(url);
  const host = parsed.searchParams.get("host") ?? parsed.hostname;
  const password = parsed.password !== "" || (process.env["PGPASSWORD"] ?? "") !== "";
  const local = host === "" || decodeURIComponent(host).startsWith("/") || isLoopback(new URL(`http://${host}`));
  const mode = parsed.searchParams.get("sslmode") ?? process.env["PGSSLMODE"] ?? "disable";
  const encrypted =
    mode !== "disable" ||
    ["1", "true"].includes(parsed.searchParams.get("ssl") ?? "") ||
    parsed.searchParams.get("sslnegotiation") === "direct";
  if (!password || local || encrypted) return undefined;
  return msg`The connection to ${host}, with its password, is not encrypted: add "sslmode=verify-full" to the URL.`;
}
