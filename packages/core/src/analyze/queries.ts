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

/** The indexes of the first and the last statement that go in the same query. */
function queryOf(
  { multiStatementQuery, blocks, statements }: Migration,
  { index, span }: Statement,
): { readonly first: number; readonly last: number } {
  if (multiStatementQuery) return { first: 0, last: statements.length - 1 };
  const block = blocks?.find(({ start, end }) => start <= span.start && span.start < end);
  if (!block) return { first: index, last: index };
  let [first, last] = [index, index];
  while (first > 0 && (statements[first - 1]?.span.start ?? -1) >= block.start) first--;
  while ((statements[last + 1]?.span.start ?? Infinity) < block.end) last++;
  return { first, last };
}
