import type { File, FileError, Language, OkParseResult, ParseResult } from "@eslint/core";
import { GateSession } from "@release-gate/adapters";
import { LineMap, render, UserError, visible } from "@release-gate/core";
import { judge, type JudgedFile } from "./findings.js";
import { SqlSourceCode } from "./source-code.js";
import { syntaxTree, type ProgramNode, type SqlNode } from "./syntax-tree.js";

export interface SqlTypes {
  LangOptions: Record<string, unknown>;
  Code: SqlSourceCode;
  RootNode: ProgramNode;
  Node: SqlNode;
}

/** PostgreSQL's SQL as a language of ESLint, read by a session of its own. */
const sqlBy = (session: GateSession): Language<SqlTypes> => ({
  fileType: "text",
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: "type",
  visitorKeys: { Program: ["body"], Statement: [] },
  validateLanguageOptions(options) {
    const [unknown] = Object.keys(options);
    if (unknown !== undefined) {
      throw new TypeError(
        `Unknown language option "${unknown}": the version of PostgreSQL is set in release-gate.yaml.`,
      );
    }
  },
  parse: (file) => parse(session, file),
  createSourceCode: (file, { ast, judged }: OkParseResult<ProgramNode> & { judged?: JudgedFile }) => {
    if (!judged) throw new TypeError("The tree was not made by this language.");
    return new SqlSourceCode(textOf(file), ast, judged);
  },
});

/** `language: "release-gate/sql"`. ESLint has one of it for all files of a run. */
export const sql: Language<SqlTypes> = sqlBy(new GateSession());

/** The tree of a file, or its syntax errors. A wrong release-gate.yaml fails every file, with the place to mend. */
function parse(session: GateSession, file: File): ParseResult<ProgramNode> {
  const text = textOf(file);
  const judged = judgeOrExplain(session, file.physicalPath, text);
  if ("explained" in judged) return { ok: false, errors: [judged.explained] };
  if (judged.errors.length > 0) {
    const lines = new LineMap(text);
    return { ok: false, errors: judged.errors.map(({ message, offset }) => ({ message, ...lines.position(offset) })) };
  }
  const result: OkParseResult<ProgramNode> & { judged: JudgedFile } = {
    ok: true,
    ast: syntaxTree(text, judged.statements, judged.comments),
    judged,
  };
  return result;
}

function judgeOrExplain(
  session: GateSession,
  path: string,
  text: string,
): JudgedFile | { readonly explained: FileError } {
  try {
    return judge(session, path, text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { place } = error;
    const at = place
      ? `${[visible(place.path), place.line, place.column].filter((part) => part !== undefined).join(":")}: `
      : "";
    return { explained: { message: `${at}${render(error.text, "en")}`, line: 1, column: 1 } };
  }
}

/** ESLint gives text without a byte order mark, whether or not the file has one. */
function textOf(file: File): string {
  return typeof file.body === "string" ? file.body : new TextDecoder().decode(file.body);
}
