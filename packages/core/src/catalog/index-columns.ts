import type { Relation } from "./catalog.js";
import { columnsIn } from "./expression.js";

/** The column numbers that an index needs: keys, included ones, and those in its expressions and predicate. */
export function indexColumns(table: Relation, relation: Relation): number[] {
  const index = relation.index!;
  const expressions = [...index.keys.map((key) => key.expression?.node), index.predicate?.node];
  return [
    ...index.keys.map((key) => key.column).filter((number) => number > 0),
    ...index.include,
    ...columnsIn(expressions, table),
  ];
}
