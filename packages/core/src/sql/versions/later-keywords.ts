import type { Node } from "@pgsql/types";
import { Lexer } from "../lexer.js";
import type { NodeKind, PostgresMajor } from "../statement.js";
import { visit } from "../walk.js";
import { originalOffset, type Renamed } from "./renamed.js";

/**
 * Words that became keywords with a version and can since then not be every name. From `pg_get_keywords()` of servers 14 to 18.
 * `json` could still name a function in 16.
 */
const became: ReadonlyMap<string, PostgresMajor> = new Map<string, PostgresMajor>([
  ["system_user", 16],
  ["json", 16],
  ["json_array", 16],
  ["json_arrayagg", 16],
  ["json_object", 16],
  ["json_objectagg", 16],
  ["json_exists", 17],
  ["json_query", 17],
  ["json_scalar", 17],
  ["json_serialize", 17],
  ["json_table", 17],
  ["json_value", 17],
  ["merge_action", 17],
]);

const some = /system_user|json|merge_action/i;

/** Whether a text may hold words that an older server takes for plain names. */
export function mayHoldLaterKeywords(text: string, postgres: PostgresMajor): boolean {
  return postgres < 17 && some.test(text);
}

const meanings = new Set<NodeKind>([
  "JsonArrayAgg",
  "JsonArrayConstructor",
  "JsonArrayQueryConstructor",
  "JsonFuncExpr",
  "JsonObjectAgg",
  "JsonObjectConstructor",
  "JsonParseExpr",
  "JsonScalarExpr",
  "JsonSerializeExpr",
  "JsonTable",
  "MergeSupportFunc",
]);

/** Whether a tree takes one of those words for more than a name. */
export function usesLaterKeywords(node: Node): boolean {
  let uses = false;
  visit(node, (kind, fields) => {
    uses ||= meanings.has(kind) || (kind === "SQLValueFunction" && fields.op === "SVFOP_SYSTEM_USER");
  });
  return uses;
}

/** Quotes the words that are not keywords of a version, so that today's grammar reads them as that version does. */
export function quoteLaterKeywords(text: string, postgres: PostgresMajor): Renamed | undefined {
  const lexer = new Lexer(text);
  const starts: number[] = [];
  let result = "";
  let done = 0;
  while (lexer.next()) {
    if (lexer.kind !== "word" || lexer.end - lexer.start > 14) continue;
    const word = text.slice(lexer.start, lexer.end).toLowerCase();
    const since = word === "json" && parenthesisFollows(text, lexer.end) ? 17 : became.get(word);
    if ((since ?? 0) <= postgres) continue;
    // A blank beside another quoted name, which would be the same name with a quote in it.
    const before = text[lexer.start - 1] === '"' ? ' "' : '"';
    const after = text[lexer.end] === '"' ? '" ' : '"';
    result += text.slice(done, lexer.start) + before + word + after;
    starts.push(...Array<number>(before.length).fill(lexer.start), ...Array<number>(after.length).fill(lexer.end));
    done = lexer.end;
  }
  if (starts.length === 0) return undefined;
  return { text: result + text.slice(done), original: (offset) => originalOffset(starts, offset) };
}

function parenthesisFollows(text: string, from: number): boolean {
  const lexer = new Lexer(text, from);
  while (lexer.next()) if (lexer.kind !== "blank" && lexer.kind !== "comment") return text[lexer.start] === "(";
  return false;
}
