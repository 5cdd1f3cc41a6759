import { fill, type Message } from "../text/message.js";
import { japanese } from "./ja/index.js";

/** The languages that messages can be shown in. */
export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

/** The text of a message in a language; English where a text has no translation (a test forbids that). */
export function render(message: Message, language: Language): string {
  return fill(message, language === "ja" ? (pattern) => japanese().get(pattern) ?? pattern : (pattern) => pattern);
}
