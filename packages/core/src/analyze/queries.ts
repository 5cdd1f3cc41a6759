import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";

/**
 * Whether a statement goes to the server in one query with others. The server then runs them in one transaction, even where
 * nobody opened one.
 */
export function sharesQuery(migration: Migration, statement: Statement): boolean {
  const { first, last } = queryOf(migration, statement);
  return first < last;
}

/** Whether no further statement of its query follows. */
export function isLastOfQuery(migration: Migration, statement: Statement): boolean {
  return queryOf(migration, statement).last === statement.index;
}

/**
 * Statements after which the server commits at once, so that a pipeline begins its transaction only behind them (tried on 14 to
 * 18, test/postgres/queries.test.ts).
 */
const endsItself =
  /^(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX\b.*\bCONCURRENTLY|VACUUM)\b/is;

/** The indexes of the first and the last statement that go in the same query. */
function queryOf(
  { multiStatementQuery, pipeline, blocks, statements }: Migration,
  { index, span }: Statement,
): { readonly first: number; readonly last: number } {
  if (multiStatementQuery) {
    const before = pipeline && index === 0 && endsItself.test(statements[0]?.text ?? "");
    return { first: 0, last: before ? 0 : statements.length - 1 };
  }
  const block = blocks?.find(({ start, end }) => start <= span.start && span.start < end);
  if (!block) return { first: index, last: index };
  let [first, last] = [index, index];
  while (first > 0 && (statements[first - 1]?.span.start ?? -1) >= block.start) first--;
  while ((statements[last + 1]?.span.start ?? Infinity) < block.end) last++;
  return { first, last };
}
