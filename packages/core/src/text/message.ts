import { fillPlural, hasPlural } from "./plural.js";

/**
 * A text for a person: the English pattern with `{0}`, `{1}`, ... and the values. Words that depend on a number are written in
 * ICU MessageFormat: msg`${count} {0, plural, one {row} other {rows}}`. Made by the tag `msg`, rendered by
 * `render` in the language asked for. The pattern is the key of the Japanese catalog (`messages/ja`).
 */
export interface Message {
  readonly pattern: string;
  readonly values: readonly MessageValue[];
}

/** A value in a message: text, a number, or a message of its own. */
export type MessageValue = string | number | Message;

/** Tag of every user-facing text: msg`Writes to ${table} wait until the index is built.` */
export function msg(parts: TemplateStringsArray, ...values: readonly MessageValue[]): Message {
  let pattern = parts[0] ?? "";
  for (let i = 1; i < parts.length; i++) pattern += `{${i - 1}}${parts[i] ?? ""}`;
  return { pattern, values };
}

/**
 * Puts the values into a pattern. `pick` chooses the pattern to use, for nested messages too. `show` is the door that every
 * text among the values passes: most come from somebody else.
 */
export function fill(
  message: Message,
  pick: (pattern: string) => string,
  show: (value: string) => string = (value) => value,
): string {
  const texts = message.values.map((value) =>
    typeof value === "object" ? fill(value, pick, show) : typeof value === "string" ? show(value) : String(value),
  );
  const pattern = pick(message.pattern);
  if (hasPlural(pattern)) return fillPlural(pattern, texts);
  return pattern.replace(/\{(\d+)\}/g, (whole, index: string) => texts[Number(index)] ?? whole);
}

/** The English text of a message. */
export function english(message: Message): string {
  return fill(message, (pattern) => pattern);
}
