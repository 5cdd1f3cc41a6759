import type { Node } from "@pgsql/types";
import { fixedKind } from "./fixed-kinds.js";
import type { NodeKind } from "./statement.js";

/** A node met on a walk: the name of its type ("ColumnRef") and its fields. */
export interface Visited {
  readonly kind: NodeKind;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * All nodes of a tree, outer before inner and fields in the tree's order, with an explicit stack: as deep as the parser answers.
 * A field of only one possible type (a statement's `relation`) stands without the type's name in the tree; it is visited as any other.
 */
export function* walk(root: Node | readonly Node[] | undefined): Generator<Visited> {
  const values: unknown[] = [root];
  const kinds: (NodeKind | undefined)[] = [undefined];
  while (values.length > 0) {
    const value = values.pop();
    const known = kinds.pop();
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) (values.push(value[i]), kinds.push(undefined));
      continue;
    }
    const visited = visitedOf(value, known);
    if (visited === undefined) continue;
    yield visited;
    const fields = Object.entries(visited.fields);
    for (let i = fields.length - 1; i >= 0; i--) {
      const [name, field] = fields[i] ?? [];
      if (typeof field !== "object" || name === undefined) continue;
      values.push(field);
      kinds.push(fixedKind(visited.kind, name));
    }
  }
}

/** The fields of all nodes of one kind: `nodesOf(statement.node, "RangeVar")`. */
export function* nodesOf<Kind extends NodeKind>(root: Node | readonly Node[] | undefined, kind: Kind): Generator<Visited["fields"]> {
  for (const visited of walk(root)) if (visited.kind === kind) yield visited.fields;
}

function visitedOf(value: unknown, known: NodeKind | undefined): Visited | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && /^[A-Z]/.test(key)) {
    const fields = (value as Record<string, unknown>)[key];
    if (typeof fields === "object" && fields !== null) return { kind: key as NodeKind, fields: fields as Record<string, unknown> };
  }
  return known && { kind: known, fields: value as Record<string, unknown> };
}
