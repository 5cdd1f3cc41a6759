import { msg, render, UserError, visible, type Language } from "@release-gate/core";

/** The text of a failure: for a wrong input what, where and what to do; for our own bug the stack. */
export function failureText(error: unknown, language: Language): string {
  if (!(error instanceof UserError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${render(msg`This is a bug in Release Gate; please report it with this text:`, language)}\n${stack}\n`;
  }
  const { place } = error;
  const at = place
    ? `${[visible(place.path), place.line, place.column].filter((part) => part !== undefined).join(":")}: `
    : "";
  const hint = error.hint ? `\n  ${render(error.hint, language)}` : "";
  return `${at}${render(error.text, language)}${hint}\n`;
}
