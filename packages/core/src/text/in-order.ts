/**
 * Whether a text has a match of each form, one after the other. One pass, where a pattern with gaps between the forms takes a
 * time that grows with a power of their number. The forms have the flag `g`.
 */
export function inOrder(text: string, forms: readonly RegExp[]): boolean {
  let at = 0;
  for (const form of forms) {
    form.lastIndex = at;
    if (!form.test(text)) return false;
    at = form.lastIndex;
  }
  return true;
}
