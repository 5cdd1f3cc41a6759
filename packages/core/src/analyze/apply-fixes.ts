import type { Edit, Finding } from "../rules/rule.js";

/**
 * The edits of the fixes that can be made together, in the order of the text. A fix is made whole or not at all: one that
 * touches an earlier one waits for the next time. What is suppressed is not fixed.
 */
export function compatibleEdits(findings: readonly Finding[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const { fix, suppressed } of findings) {
    if (!fix || suppressed) continue;
    if (
      fix.some((edit) => touches(edit, taken[placeOf(edit, taken)]) || touches(edit, taken[placeOf(edit, taken) - 1]))
    )
      continue;
    for (const edit of fix) taken.splice(placeOf(edit, taken), 0, edit);
  }
  return taken;
}

/** Where an edit stands among others that are in the order of the text and do not touch each other: before the first behind it. */
function placeOf({ span }: Edit, among: readonly Edit[]): number {
  let from = 0;
  let to = among.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = among[middle]?.span ?? span;
    if (other.start > span.start || (other.start === span.start && other.end > span.end)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Two insertions at one place touch each other as well: either order could be wrong. */
function touches({ span: a }: Edit, other: Edit | undefined): boolean {
  return other !== undefined && a.start <= other.span.end && other.span.start <= a.end;
}

/** A text with the fixes of its findings. */
export function fixedText(text: string, findings: readonly Finding[]): string {
  let fixed = "";
  let at = 0;
  for (const { span, text: inserted } of compatibleEdits(findings)) {
    fixed += text.slice(at, span.start) + inserted;
    at = span.end;
  }
  return fixed + text.slice(at);
}
