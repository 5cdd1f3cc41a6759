import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Lexer } from "../../../packages/core/src/sql/lexer.js";
import { split, type Piece } from "../../../packages/core/src/sql/split.js";

/** A statement as a server is sent it, with its semicolon, and where it stands first. */
export interface Sample {
  readonly text: string;
  readonly piece: Piece;
  readonly place: string;
}

/** The different statements of the files below a folder; `all` counts every one of them. */
export interface Samples {
  readonly files: number;
  readonly all: number;
  /** Those with variables of psql (`:name`, `:'name'`), which psql replaces before a server sees them: not asked about. */
  readonly withVariables: number;
  readonly different: readonly Sample[];
}

/** Splits every .sql file below a folder. */
export function samplesOf(folder: string): Samples {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sql"));
  const different = new Map<string, Sample>();
  let [all, withVariables] = [0, 0];
  for (const file of files.toSorted()) {
    const whole = readFileSync(join(folder, file), "utf8");
    for (const { kind, span, body } of split(whole).pieces) {
      if (kind !== "statement") continue;
      all++;
      const text = whole.slice(body.start, span.end);
      if (usesVariables(text)) withVariables++;
      else if (!different.has(text)) {
        const place = `${file}:${whole.slice(0, body.start).split("\n").length}`;
        different.set(text, { text, piece: pieceOf(text, body.end - body.start), place });
      }
    }
  }
  return { files: files.length, all, withVariables, different: [...different.values()] };
}

/** A text as a sample, where it is one statement and nothing else. */
export function sampleOf(text: string, place: string): Sample | undefined {
  const pieces = split(text).pieces.filter(({ kind }) => kind !== "blank");
  const [piece] = pieces;
  if (piece?.kind !== "statement" || pieces.length > 1 || piece.body.start > 0 || usesVariables(text)) return undefined;
  return { text: text.slice(0, piece.span.end), piece, place };
}

function pieceOf(text: string, end: number): Piece {
  return { kind: "statement", span: { start: 0, end: text.length }, body: { start: 0, end } };
}

/** Whether psql would put something in: a colon and a name without a blank between them, outside of `[1:n]`. */
function usesVariables(text: string): boolean {
  const lexer = new Lexer(text);
  let [brackets, colon] = [0, -1];
  while (lexer.next()) {
    const own = text.slice(lexer.start, lexer.end);
    if (own === "[") brackets++;
    if (own === "]") brackets--;
    const joined = colon === lexer.start;
    if (joined && (lexer.kind === "string" || lexer.kind === "quoted" || own === "{")) return true;
    if (joined && lexer.kind === "word" && brackets === 0) return true;
    colon = own === ":" ? lexer.end : -1;
  }
  return false;
}
