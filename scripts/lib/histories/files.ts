import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseStatements } from "../../../packages/core/src/sql/parse.js";
import { split } from "../../../packages/core/src/sql/split.js";
import type { PostgresMajor } from "../../../packages/core/src/sql/statement.js";
import type { Piece } from "./sources.js";

/** A file that is a history of its own, and what psql would have done to run it that is left out here. */
export interface FileHistory {
  readonly name: string;
  readonly pieces: readonly Piece[];
  readonly left: Left;
}

/** How often something of psql's was left out. */
export interface Left {
  /** Commands: `\set`, `\d`, `\gexec`. */
  readonly commands: number;
  /** COPY ... FROM stdin, with its data. */
  readonly copies: number;
  /** Statements that psql's variables stand in, `:'file'`. */
  readonly variables: number;
}

/** What PostgreSQL's own regression tests make the tables of: it runs before each of the other files, and is not counted there. */
const setupName = "test_setup.sql";

/** The .sql files of a folder by name; of `only`, where names are given. */
export function readFileHistories(folder: string, major: PostgresMajor, only: readonly string[]): FileHistory[] {
  const setupPath = join(folder, setupName);
  const setup = existsSync(setupPath) ? readPiece(setupPath, major).piece : undefined;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .filter((file) => only.length === 0 || only.includes(basename(file, ".sql")))
    .sort()
    .map((file) => {
      const { piece, left } = readPiece(join(folder, file), major);
      const first: Piece[] = setup && file !== setupName ? [{ ...setup, setup: true }] : [];
      return { name: basename(file, ".sql"), pieces: [...first, piece], left };
    });
}

/** A file without what only psql can run. Blanks stand in the place of what is left out. */
function readPiece(path: string, major: PostgresMajor): { piece: Piece; left: Left } {
  const text = readFileSync(path, "latin1");
  const left = { commands: 0, copies: 0, variables: 0 };
  const { pieces } = split(text);
  left.commands = pieces.filter(({ kind }) => kind === "meta").length;
  let kept = "";
  for (const statement of parseStatements(text, { postgres: major }).statements) {
    if (/\bfrom\s+stdin\b/i.test(statement.text) && /^copy\b/i.test(statement.text)) left.copies++;
    else if (!statement.node && /(?:^|[^:\w]):(?:\w+|'\w+'|"\w+")/.test(statement.text)) left.variables++;
    else kept += `${statement.text};\n`;
  }
  return { piece: { path: basename(path), text: kept }, left };
}
