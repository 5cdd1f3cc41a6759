import { emptyCatalog } from "../../src/catalog/apply.js";
import { carriedOut, factsOf } from "../../src/facts/execute.js";
import type { Facts } from "../../src/facts/facts.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { parseStatements } from "../../src/sql/parse.js";
import type { PostgresMajor } from "../../src/sql/statement.js";
import type { Span } from "../../src/text/span.js";

/** The facts of a statement after a history, and the words that a span of them points at. */
export interface Told {
  readonly facts: Facts;
  readonly words: (span: Span | undefined) => string;
}

export interface TellOptions {
  readonly postgres?: PostgresMajor;
  readonly complete?: boolean;
  readonly open?: boolean;
}

export function tell(history: string, sql: string, options: TellOptions = {}): Told {
  const postgres = options.postgres ?? 18;
  const start = emptyCatalog({ postgres, complete: options.complete ?? true });
  const before = parseStatements(history, { postgres }).statements.reduce(
    (catalog, statement) => carriedOut(catalog, statement),
    start,
  );
  const [statement] = parseStatements(sql, { postgres }).statements;
  const facts = factsOf(statement!, before, { ...noTransaction, open: options.open ?? false });
  return { facts, words: (span) => (span ? sql.slice(span.start, span.end) : "") };
}

/** Relation -> mode. */
export function modesOf(facts: Facts): Record<string, string> {
  return Object.fromEntries(facts.locks.map((each) => [each.relation, each.mode]));
}
