import type { Span } from "../text/span.js";
import type { Comment, Migration } from "./migration.js";

/** A comment that silences rules: for the next statement, or for the whole file. */
export interface Suppression {
  /** Rule ids; empty means every rule. */
  readonly rules: readonly string[];
  readonly reason: string;
  readonly expires: string | undefined;
  readonly span: Span;
  readonly scope: "statement" | "file";
  /** Index of the statement it is for. */
  readonly statement: number | undefined;
}

const pattern = /^--\s*release-gate:\s*(allow-file|allow)\s+([\w\s,-]*?)\s*(?:--\s*(.*))?$/;

/**
 * The suppressions of a migration: `-- release-gate: allow <rule>[, <rule>] -- reason [expires YYYY-MM-DD]` for the next
 * statement, `allow-file` for the file.
 */
export function suppressionsOf(migration: Migration): Suppression[] {
  return migration.comments.flatMap((comment) => {
    const match = pattern.exec(comment.text.trim());
    return match ? [suppression(migration, comment, match)] : [];
  });
}

function suppression(migration: Migration, comment: Comment, match: RegExpExecArray): Suppression {
  const text = match[3] ?? "";
  const expires = /\bexpires\s+(\d{4}-\d{2}-\d{2})\b/.exec(text)?.[1];
  const next = migration.statements.find((statement) => statement.span.end > comment.span.end);
  return {
    rules: (match[2] ?? "").split(/[\s,]+/).filter((rule) => rule !== ""),
    reason: text.replace(/\s*\(?\bexpires\s+\d{4}-\d{2}-\d{2}\)?\s*$/, "").trim(),
    expires,
    span: comment.span,
    scope: match[1] === "allow-file" ? "file" : "statement",
    statement: match[1] === "allow-file" ? undefined : next?.index,
  };
}
