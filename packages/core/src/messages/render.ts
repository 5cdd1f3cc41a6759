import { fill, type Message } from "../text/message.js";
import { visible } from "../text/visible.js";
import { japanese } from "./ja/index.js";

/** The languages that messages can be shown in. */
export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

/**
 * The text of a message in a language, to be shown to people; English where a text has no translation (a test forbids that).
 * Names and words of somebody else stand in it as `visible` shows them: on one line, without control characters.
 */
export function render(message: Message, language: Language): string {
  return fill(message, patternIn(language), visible);
}

/** As `render`, with every value exactly as it is: for JSON, which escapes by itself. Not to be shown as it stands. */
export function exactText(message: Message, language: Language): string {
  return fill(message, patternIn(language));
}

const patternIn =
  (language: Language) =>
  (pattern: string): string =>
    language === "ja" ? (japanese().get(pattern) ?? pattern) : pattern;
