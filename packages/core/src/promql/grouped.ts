import { isWhole, nodesOf, parsePromQl, selectorIn } from "./parser.js";
import { filled, replaced } from "./window.js";

/**
 * A query with its results told apart by some labels: each of its aggregations keeps them. Of a bare counter (or its sum) the
 * increase over the window asked for. Undefined where the query cannot be understood.
 */
export function groupedQuery(given: string, labels: readonly string[], counter: boolean): string | undefined {
  const query = filled(given);
  const tree = parsePromQl(query);
  if (!isWhole(tree)) return undefined;
  const by = `by (${labels.join(", ")})`;
  const own = counter && query === given ? selectorIn(tree, query) : undefined;
  if (own !== undefined) return `sum ${by} (increase(${own}[{{.window}}]))`;
  const edits: { from: number; to: number; by: string }[] = [];
  for (const node of nodesOf(tree)) {
    const op = node.name === "AggregateExpr" ? node.getChild("AggregateOp") : null;
    if (op === null) continue;
    const modifier = node.getChild("AggregateModifier");
    if (modifier === null) {
      edits.push({ from: op.to, to: op.to, by: ` ${by} ` });
      continue;
    }
    const names = modifier.getChild("GroupingLabels");
    if (names === null) return undefined;
    const listed = names.getChildren("LabelName").map(({ from, to }) => query.slice(from, to));
    const isBy = modifier.getChild("By") !== null;
    const kept = isBy ? [...new Set([...listed, ...labels])] : listed.filter((name) => !labels.includes(name));
    edits.push({ from: names.from, to: names.to, by: `(${kept.join(", ")})` });
  }
  return replaced(
    given,
    edits.toSorted((a, b) => a.from - b.from),
  );
}
