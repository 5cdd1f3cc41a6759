import type { FuncCall, ParamRef, RangeVar, TransactionStmt } from "@pgsql/types";
import { parseStatements } from "../sql/parse.js";
import type { PostgresMajor, Statement } from "../sql/statement.js";
import { nodesOf } from "../sql/walk.js";
import { literalOf } from "./literal.js";
import type { RecordedStatement } from "./recorded.js";

/** One SQL statement of what was sent: a simple query may hold several. */
export interface Piece {
  readonly sent: RecordedStatement;
  readonly statement: Statement;
  /** Its text with the values of its parameters, as far as they are known. */
  readonly text: string;
  /** Whether some parameter has no known value, or the text was too long to be kept. */
  readonly unknown: boolean;
  /** Names of the tables and views in it, without schemas. */
  readonly relations: readonly string[];
  /** "BEGIN", "COMMIT", "ROLLBACK" where it begins or ends a transaction. */
  readonly turns?: "begin" | "commit" | "rollback";
  readonly failed: boolean;
}

/** A piece with the transaction that it ran in: a number, or undefined for one by itself. */
export interface Placed {
  readonly piece: Piece;
  readonly transaction: number | undefined;
  /** That transaction is one query of several statements. */
  readonly query: boolean;
}

/** What was sent, statement by statement, without what never ran. */
export function piecesOf(sent: readonly RecordedStatement[], postgres: PostgresMajor): readonly Piece[] {
  return sent
    .filter((each) => each.skipped !== true && each.how !== "function")
    .flatMap((each) => piecesOfOne(each, postgres));
}

function piecesOfOne(sent: RecordedStatement, postgres: PostgresMajor): Piece[] {
  const { statements } = parseStatements(sent.sql, { postgres });
  return statements.flatMap((statement, index): Piece[] => {
    // After an error nothing more of a query runs; each statement that ran has its tag.
    if (sent.error && (sent.error.while === "parsing" ? index > 0 : index > sent.tags.length)) return [];
    const isCut = sent.cut === true && index === statements.length - 1;
    // What is left of it is no statement: it is told by its beginning, and refused by whoever reads it.
    const { text, unknown } = isCut
      ? { text: `${statement.text.slice(0, 1000)} ...`, unknown: true }
      : withValues(statement, sent);
    const turns = turnOf(statement);
    return [
      {
        sent,
        statement,
        text,
        unknown,
        relations: nodesOf(statement.node, "RangeVar").map((range) => (range as RangeVar).relname ?? ""),
        ...(turns ? { turns } : {}),
        failed: sent.error !== undefined && index === (sent.error.while === "parsing" ? 0 : sent.tags.length),
      },
    ];
  });
}

function withValues(
  statement: Statement,
  sent: RecordedStatement,
): { readonly text: string; readonly unknown: boolean } {
  const parameters = nodesOf(statement.node, "ParamRef") as readonly ParamRef[];
  let { text } = statement;
  let unknown = false;
  const places = parameters
    .map(({ number = 0, location = 0 }) => ({ number, at: statement.at(location) - statement.span.start }))
    .sort((a, b) => b.at - a.at);
  for (const { number, at } of places) {
    const value = sent.values[number - 1];
    const literal = value && literalOf(value);
    const end = at + `$${number}`.length;
    if (literal === undefined || text.slice(at, end) !== `$${number}`) unknown = true;
    else text = text.slice(0, at) + literal + text.slice(end);
  }
  return { text, unknown };
}

function turnOf({ kind, node }: Statement): Piece["turns"] {
  if (kind !== "TransactionStmt" || !node || !("TransactionStmt" in node)) return undefined;
  switch ((node.TransactionStmt as TransactionStmt).kind) {
    case "TRANS_STMT_BEGIN":
    case "TRANS_STMT_START":
      return "begin";
    case "TRANS_STMT_COMMIT":
    case "TRANS_STMT_PREPARE":
      return "commit";
    case "TRANS_STMT_ROLLBACK":
      return "rollback";
    default:
      return undefined;
  }
}

/** The functions that a statement calls, without schemas. */
export function calledIn({ statement }: Piece): readonly string[] {
  return nodesOf(statement.node, "FuncCall").map((call) => {
    const last = (call as FuncCall).funcname?.at(-1);
    return last && "String" in last ? (last.String.sval ?? "") : "";
  });
}
