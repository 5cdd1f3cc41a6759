import type { Span } from "../text/span.js";
import { numbered, type Framework, type Section } from "./framework.js";
import { markerLines, partsAt, sectionOf, type MarkerLine } from "./marked-sections.js";
import type { Source } from "./migration.js";

const markers = /^--[^\S\n]*\+goose[^\S\n]+([^\r\n]*)/gim;

/**
 * goose: sections by `-- +goose Up` and `Down`, one transaction for each file, none with `-- +goose NO TRANSACTION` anywhere
 * in it. Every statement is sent alone, a `StatementBegin` block as one query. In pressly/goose:
 * internal/sqlparser/parser.go (markers, in any case), provider_run.go (runIndividually), provider_collect.go (two files of
 * one version are refused). A file before the newest that has run is refused without -allow-missing (run with 3.30.1).
 */
export const goose: Framework = {
  name: "goose",
  profile: {
    files: "`<n>_name.sql` with `-- +goose Up` and `-- +goose Down`",
    order: "by number",
    transaction: "each file",
    outside: "`-- +goose NO TRANSACTION`",
  },
  oncePer: "number",
  late: "refused",
  leaving: { write: "-- +goose NO TRANSACTION", alone: false },
  recognise: (path) => numbered(path),
  seen: (around) => around.holds(/^--[^\S\n]*\+goose[^\S\n]+up\b/im),
  sections: (source) => {
    const lines = markerLines(source.text, markers);
    const parts = partsAt(
      source.text,
      lines.flatMap((line) => {
        const word = line.words.toLowerCase();
        return word === "up" || word === "down" ? [{ direction: word, options: "", line } as const] : [];
      }),
    );
    const transaction = !lines.some((line) => line.words.toLowerCase() === "no transaction");
    const blocks = blocksBetween(lines, "statementbegin", "statementend");
    return orWhole(
      source,
      parts.map((part) => sectionOf(part, transaction, blocks)),
      transaction,
    );
  },
};

/** The text between two kinds of marker lines. */
export function blocksBetween(lines: readonly MarkerLine[], begin: string, end: string): Span[] {
  const blocks: Span[] = [];
  let open: MarkerLine | undefined;
  for (const line of lines) {
    const word = line.words.toLowerCase();
    if (word === begin) open = line;
    else if (word === end && open) {
      blocks.push({ start: open.next, end: line.span.start });
      open = undefined;
    }
  }
  return blocks;
}

/** A file without a marker is judged whole, though its framework refuses it. */
export function orWhole(source: Source, sections: readonly Section[], transaction: boolean): readonly Section[] {
  if (sections.length > 0) return sections;
  return [sectionOf({ direction: "up", options: "", span: { start: 0, end: source.text.length } }, transaction)];
}
