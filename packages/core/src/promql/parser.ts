import type { SyntaxNode, Tree } from "@lezer/common";
import type { LRParser } from "@lezer/lr";

let parser: LRParser | undefined;

/** Loads the grammar of PromQL: whoever reads queries waits for it once, and nobody else pays for it. */
export async function loadPromQl(): Promise<void> {
  parser ??= (await import("@prometheus-io/lezer-promql")).parser;
}

/** The syntax tree of a query. What the grammar does not know (a function of another server) is an error node in it. */
export function parsePromQl(query: string): Tree {
  if (parser === undefined) throw new Error("await loadPromQl() before queries are read");
  return parser.parse(query);
}

/** All nodes of a tree in the order of the text. */
export function nodesOf(tree: Tree): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({ enter: ({ node }) => void nodes.push(node) });
  return nodes;
}

export const isWhole = (tree: Tree): boolean => nodesOf(tree).every(({ type }) => !type.isError);

/** The functions that a query calls. */
export const functionsOf = (tree: Tree, query: string): ReadonlySet<string> =>
  new Set(
    nodesOf(tree)
      .filter(({ name }) => name === "FunctionIdentifier")
      .map((node) => query.slice(node.from, node.to)),
  );

/** What stands within parentheses, however many. */
export function bare(node: SyntaxNode | null): SyntaxNode | null {
  let inner = node;
  while (inner?.name === "ParenExpr") inner = inner.firstChild;
  return inner;
}

/** The only argument of a call or an aggregation; null where it has several. */
export function onlyArgument(node: SyntaxNode): SyntaxNode | null {
  const body = node.getChild("FunctionCallBody");
  const first = body?.firstChild ?? null;
  return first === null || first.nextSibling !== null ? null : bare(first);
}

/** The selector of a query that is one, or the sum of one without labels: of a bare counter. */
export function selectorIn(tree: Tree, query: string): string | undefined {
  if (!isWhole(tree)) return undefined;
  const top = bare(tree.topNode.firstChild);
  if (top === null || top.nextSibling !== null) return undefined;
  const isSum =
    top.name === "AggregateExpr" &&
    top.getChild("AggregateOp")?.firstChild?.name === "Sum" &&
    top.getChild("AggregateModifier") === null;
  const selector = isSum ? onlyArgument(top) : top;
  return selector?.name === "VectorSelector" ? query.slice(selector.from, selector.to) : undefined;
}

/** The names of the metrics that a query reads; "__name__" for one that it selects in another way than by its name. */
export function metricsOf(tree: Tree, query: string): string[] {
  const text = (node: SyntaxNode): string => query.slice(node.from, node.to);
  return nodesOf(tree)
    .filter(({ name }) => name === "VectorSelector")
    .map((selector) => {
      const identifier = selector.getChild("Identifier");
      if (identifier !== null) return text(identifier);
      for (const matcher of selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? []) {
        const [label, , value] = [matcher.firstChild, undefined, matcher.getChild("StringLiteral")];
        if (label === null || value === null || text(label) !== "__name__") continue;
        return matcher.getChild("MatchOp")?.firstChild?.name === "EqlSingle" ? text(value).slice(1, -1) : "__name__";
      }
      const quoted = selector.getChild("LabelMatchers")?.getChild("QuotedLabelName");
      return quoted ? text(quoted).slice(1, -1) : "__name__";
    });
}

/** Whether a query gives at most one series without labels: an aggregation that groups by nothing. */
export function isAggregated(tree: Tree): boolean {
  const top = bare(tree.topNode.firstChild);
  if (top?.name !== "AggregateExpr" || top.nextSibling !== null) return false;
  const modifier = top.getChild("AggregateModifier");
  if (modifier === null) return isPlainAggregate(top);
  return modifier.getChild("By") !== null && modifier.getChild("GroupingLabels")?.firstChild === null;
}

/** Those that keep the labels of what they choose, or make labels. */
const keepsLabels = new Set(["Topk", "Bottomk", "CountValues", "LimitK", "LimitRatio"]);
const isPlainAggregate = (node: SyntaxNode): boolean =>
  !keepsLabels.has(node.getChild("AggregateOp")?.firstChild?.name ?? "");

/** A label that a selector wants some value of, with the metric that it selects. */
export interface WantedLabel {
  readonly metric: string;
  readonly label: string;
}

/** The labels that a query's selectors want a value of; `!=`, `!~` and what fits the empty text find series without it, too. */
export function wantedLabels(tree: Tree, query: string): WantedLabel[] {
  const text = (node: SyntaxNode): string => query.slice(node.from, node.to);
  return nodesOf(tree).flatMap((selector) => {
    const identifier = selector.name === "VectorSelector" ? selector.getChild("Identifier") : null;
    if (identifier === null) return [];
    const matchers = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
    return matchers.flatMap((matcher): WantedLabel[] => {
      const [label, op, value] = ["LabelName", "MatchOp", "StringLiteral"].map((name) => matcher.getChild(name));
      if (!label || !value) return [];
      const kind = op?.firstChild?.name;
      const wants = kind === "EqlSingle" ? text(value).length > 2 : kind === "EqlRegex" && !fitsNothing(text(value));
      return wants && text(label) !== "__name__" ? [{ metric: text(identifier), label: text(label) }] : [];
    });
  });
}

/** Whether a pattern fits the empty text; one that JavaScript does not read (RE2 has others) may. */
function fitsNothing(literal: string): boolean {
  try {
    return new RegExp(`^(?:${literal.slice(1, -1)})$`).test("");
  } catch {
    return true;
  }
}
