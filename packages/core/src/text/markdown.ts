import { visible, visibleLines } from "./visible.js";

/**
 * A text that Markdown shows as it is, on one line: nothing in it becomes markup, a link, a mention, HTML, or the end of a
 * table's cell.
 */
export function plainMarkdown(text: string): string {
  return visible(text.replace(/\s+/g, " "))
    .replace(/[\\`*_{}[\]#|~$!]/g, "\\$&")
    .replace(/^(?=[-+](?:\s|$))/, "\\")
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=\w)/g, "@\u200B")
    .replace(/:\/\//g, ":\u200B//")
    .replace(/\b(mailto|xmpp):/gi, "$1:\u200B")
    .replace(/\bwww\./gi, "www\u200B.");
}

/** A name as code within a line, whatever stands in it: its fence is longer than any run of backticks in the name. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (!shown.includes("`")) return `\`${shown}\``;
  const fence = "`".repeat(longestRun(shown) + 1);
  return `${fence} ${shown} ${fence}`;
}

/** A code block whose fence is longer than any run of backticks in it. */
export function codeBlock(code: string, language: string): string {
  const fence = "`".repeat(Math.max(2, longestRun(code)) + 1);
  return `${fence}${language}\n${visibleLines(code)}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
