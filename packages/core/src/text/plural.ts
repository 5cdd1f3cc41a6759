// The parser of FormatJS, the kept implementation of ICU MessageFormat. Not its formatter, intl-messageformat: that asks
// Intl.NumberFormat for the locale, which costs a short process more than all else here.
import { isArgumentElement, isLiteralElement, isPluralElement, parse } from "@formatjs/icu-messageformat-parser";
import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";

const parsed = new Map<string, readonly MessageFormatElement[]>();
let english: Intl.PluralRules | undefined;

/** Whether a pattern has a plural, so that it must be parsed. All others are filled without the parser. */
export const hasPlural = (pattern: string): boolean => pattern.includes(", plural,");

/**
 * Fills an English ICU pattern: "{0} {0, plural, one {row} other {rows}}". Each pattern is parsed once, at its first use.
 * A value that is no number takes the form `other`.
 */
export function fillPlural(pattern: string, values: readonly string[]): string {
  let elements = parsed.get(pattern);
  if (!elements) parsed.set(pattern, (elements = parse(pattern, { ignoreTag: true, requiresOtherClause: true })));
  return textOf(elements, values);
}

function textOf(elements: readonly MessageFormatElement[], values: readonly string[]): string {
  return elements.map((element) => partOf(element, values)).join("");
}

function partOf(element: MessageFormatElement, values: readonly string[]): string {
  if (isLiteralElement(element)) return element.value;
  if (isArgumentElement(element)) return values[Number(element.value)] ?? `{${element.value}}`;
  if (!isPluralElement(element)) throw new Error("A text of ours uses more of ICU MessageFormat than plurals.");
  const value = Number(values[Number(element.value)]);
  english ??= new Intl.PluralRules("en");
  const chosen = element.options[`=${value}`] ?? element.options[english.select(value)] ?? element.options["other"];
  return textOf(chosen?.value ?? [], values);
}
