import type { Edit, Finding } from "../rules/rule.js";

/**
 * The edits of the fixes that can be made together, in the order of the text. A fix is made whole or not at all: one that
 * touches an earlier one waits for the next time. What is suppressed is not fixed.
 */
export function compatibleEdits(findings: readonly Finding[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const { fix, suppressed } of findings) {
    if (!fix || suppressed) continue;
    if (fix.some((edit) => taken.some((other) => touches(edit, other)))) continue;
    taken.push(...fix);
  }
  return taken.sort((a, b) => a.span.start - b.span.start);
}

/** Two insertions at one place touch each other as well: either order could be wrong. */
function touches({ span: a }: Edit, { span: b }: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
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
