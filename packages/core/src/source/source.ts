import type { Source } from "./migration.js";

/** A source from a file's text: a byte order mark is taken off and remembered. */
export function sourceOf(path: string, text: string): Source {
  const bom = text.startsWith("\uFEFF");
  return { path, text: bom ? text.slice(1) : text, bom };
}
