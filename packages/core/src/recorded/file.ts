import type { Source } from "../source/migration.js";
import { recordedMark } from "../source/recorded.js";
import { sourceOf } from "../source/source.js";
import type { RecordedMigration } from "./migrations.js";

/**
 * Recorded migrations as files that are read as the runner ran them: `0001_name.sql`, with a first line that says how. Statements
 * that the server refused are in them, each after a remark that says so.
 */
export function recordedFiles(migrations: readonly RecordedMigration[]): readonly Source[] {
  const width = Math.max(4, String(migrations.length).length);
  return migrations.map((migration, index) =>
    sourceOf(`${String(index + 1).padStart(width, "0")}_${fileName(migration)}.sql`, textOf(migration)),
  );
}

function fileName({ name, tool }: RecordedMigration): string {
  const from = name ?? tool ?? "recorded";
  const plain = from.replace(/\.(?:sql|[cm]?[jt]s|py|rb|xml|ya?ml)$/i, "").replace(/[^\p{L}\p{N}._-]+/gu, "_");
  return plain.slice(0, 100).replace(/^[._-]+|[._-]+$/g, "") || "recorded";
}

function textOf({ name, tool, transaction, lines }: RecordedMigration): string {
  const of = [
    tool === undefined ? "" : `, by ${oneLine(tool)}`,
    name === undefined ? "" : `, as ${oneLine(name)}`,
  ].join("");
  const statements = lines.map(({ text, error, unknown }) =>
    [
      ...(error ? [`-- The server refused it: ${error.sqlstate} ${oneLine(error.message)}`] : []),
      ...(unknown ? ["-- Not known as a whole: a parameter has no known value, or the text was too long."] : []),
      `${text};`,
    ].join("\n"),
  );
  return `${recordedMark}, transaction: ${transaction}${of}\n\n${statements.join("\n\n")}\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 200);
