import type { Message } from "../text/message.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { blankComments } from "./blank-comments.js";
import { bodyText, QueryFinder, spanIn, type BodyText } from "./body-text.js";
import { parseStatements } from "./parse.js";
import { parseRoutines } from "./parser.js";
import { bodyParts } from "./plpgsql.js";
import type { PostgresMajor, Statement } from "./statement.js";
import { tokensOf, type Token } from "./tokens.js";
import { nodesOf } from "./walk.js";

/** A static SQL statement inside of a routine's body, at its place in the source. */
export interface BodyStatement extends Statement {
  /** Runs only on some paths: inside of IF, CASE, a loop or a block with EXCEPTION, or after a RETURN or EXIT inside of one. */
  readonly conditional: boolean;
}

/** An EXECUTE, whose SQL is known only when it runs. */
export interface DynamicStatement {
  readonly span: Span;
  readonly conditional: boolean;
  /** What yields the SQL, as it is written. */
  readonly expression: string;
  /** The whole SQL where the expression is one string constant. */
  readonly literal: string | undefined;
  /** All string constants in the expression, in order: 'ALTER TABLE ' || x || ' ADD c int' has two. */
  readonly parts: readonly string[];
}

/** What a DO block runs, or what a function or procedure would. */
export interface RoutineBody {
  readonly language: "plpgsql" | "sql";
  readonly statements: readonly BodyStatement[];
  readonly dynamic: readonly DynamicStatement[];
  /** Why the body could not be read; the lists are empty then. */
  readonly error?: Message;
}

/**
 * Opens the body of DO, CREATE FUNCTION and CREATE PROCEDURE in PL/pgSQL, and of functions in SQL that are given as a string.
 * Undefined for other statements and languages, and for bodies written with escapes (E''), whose places cannot be told.
 */
export function routineBody(statement: Statement, postgres: PostgresMajor = 18): RoutineBody | undefined {
  if (statement.kind !== "DoStmt" && statement.kind !== "CreateFunctionStmt") return undefined;
  const language = languageOf(statement);
  if (language !== "plpgsql" && language !== "sql") return undefined;
  const token = bodyToken(statement);
  const body = token && bodyText(token);
  if (body === undefined) return undefined;
  return language === "sql" ? sqlBody(body, postgres) : plpgsqlBody(statement, body, postgres);
}

interface Option {
  readonly defname?: string;
  readonly location?: number;
  readonly arg?: { readonly String?: { readonly sval?: string } };
}

function options(statement: Statement): readonly Option[] {
  const node = statement.node;
  if (node === undefined) return [];
  const list =
    "DoStmt" in node ? node.DoStmt.args : "CreateFunctionStmt" in node ? node.CreateFunctionStmt.options : [];
  return (list ?? []).map((each) => ("DefElem" in each ? (each.DefElem as Option) : {}));
}

/** The language in lower case, as PostgreSQL looks it up; a DO block without one is PL/pgSQL. */
function languageOf(statement: Statement): string {
  const given = options(statement).find((option) => option.defname === "language");
  return given?.arg?.String?.sval ?? (statement.kind === "DoStmt" ? "plpgsql" : "");
}

/** The first string at or after the option that holds the body. */
function bodyToken(statement: Statement): Token | undefined {
  const option = options(statement).find((each) => each.defname === "as");
  if (option === undefined) return undefined;
  const from = statement.at(option.location ?? 0);
  return tokensOf(statement).find((token) => token.kind === "string" && token.span.start >= from);
}

function sqlBody(body: BodyText, postgres: PostgresMajor): RoutineBody {
  const { statements } = parseStatements(body.text, { postgres });
  return {
    language: "sql",
    statements: statements.map((each) => moved(each, body, (offset) => offset, false)),
    dynamic: [],
  };
}

function plpgsqlBody(statement: Statement, body: BodyText, postgres: PostgresMajor): RoutineBody {
  const answer = parseRoutines(statement.text);
  if ("exhausted" in answer) return failed(msg`The routine's body is nested too deeply to be parsed.`);
  if ("message" in answer) return failed(msg`${answer.message}`);
  const { queries, leaves } = bodyParts(answer.json);
  // The parser's queries have blanks for some comments; a body in '...' is read as it is.
  const finder = new QueryFinder(body.quoted ? body.text : (blankComments(body.text) ?? body.text));
  const left = Math.min(Infinity, ...leaves.map((lineno) => finder.line(lineno)));
  const statements: BodyStatement[] = [];
  const dynamic: DynamicStatement[] = [];
  for (const query of queries) {
    const found = finder.find(query.text, query.lineno);
    const start = found?.start ?? finder.line(query.lineno);
    const conditional = query.conditional || start > left;
    if (query.dynamic) {
      const span = spanIn(body, start, found?.end ?? start);
      dynamic.push({ span, conditional, expression: query.text, ...literals(query.text) });
      continue;
    }
    const [parsed] = parseStatements(query.text, { postgres }).statements;
    if (parsed !== undefined) statements.push(moved(parsed, body, found?.place ?? (() => start), conditional));
  }
  const inOrder = <Each extends { readonly span: Span }>(list: Each[]): Each[] =>
    list.sort((a, b) => a.span.start - b.span.start);
  return {
    language: "plpgsql",
    statements: inOrder(statements).map((each, index) => ({ ...each, index })),
    dynamic: inOrder(dynamic),
  };
}

function failed(error: Message): RoutineBody {
  return { language: "plpgsql", statements: [], dynamic: [], error };
}

/** A statement that was parsed from a part of a body, at its place in the source. */
function moved(
  statement: Statement,
  body: BodyText,
  place: (offset: number) => number,
  conditional: boolean,
): BodyStatement {
  const toSource = (offset: number): number => body.place(place(offset));
  const spanOf = (span: Span): Span => ({
    start: toSource(span.start),
    end: Math.max(toSource(span.start), toSource(span.end)),
  });
  const { error } = statement;
  return {
    ...statement,
    span: spanOf(statement.span),
    ...(error && { error: { ...error, span: spanOf(error.span) } }),
    at: (location) => toSource(statement.at(location)),
    conditional,
  };
}

/** The string constants of an expression. */
function literals(expression: string): Pick<DynamicStatement, "literal" | "parts"> {
  const node = parseStatements(`SELECT ${expression}`, { postgres: 18 }).statements[0]?.node;
  if (node === undefined) return { literal: undefined, parts: [] };
  const parts: string[] = [];
  for (const { sval } of nodesOf(node, "A_Const")) {
    const text = (sval as { readonly sval?: string } | undefined)?.sval;
    if (text !== undefined) parts.push(text);
  }
  const [target] = "SelectStmt" in node ? (node.SelectStmt.targetList ?? []) : [];
  const value = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  const literal = value && "A_Const" in value ? value.A_Const.sval?.sval : undefined;
  return { literal, parts };
}
