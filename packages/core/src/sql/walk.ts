import type { Node } from "@pgsql/types";
import { fixedKind } from "./fixed-kinds.js";
import type { NodeKind } from "./statement.js";

/** A node met on a walk: the name of its type ("ColumnRef") and its fields. */
export interface Visited {
  readonly kind: NodeKind;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Calls back for all nodes of a tree, outer before inner and fields in the tree's order, with an explicit stack: as deep as the
 * parser answers. A field of only one possible type (a statement's `relation`) stands without the type's name in the tree; it is
 * visited as any other.
 */
export function visit(
  root: Node | readonly Node[] | undefined,
  each: (kind: NodeKind, fields: Visited["fields"]) => void,
): void {
  const values: unknown[] = [root];
  const kinds: (NodeKind | undefined)[] = [undefined];
  while (values.length > 0) {
    const value = values.pop();
    const known = kinds.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) {
        values.push(value[i]);
        kinds.push(undefined);
      }
      continue;
    }
    const named = nameOf(value);
    const kind = named ?? known;
    if (kind === undefined) continue;
    const fields = (named === undefined ? value : (value as Record<string, unknown>)[named]) as Record<string, unknown>;
    each(kind, fields);
    const first = values.length;
    for (const name in fields) {
      if (typeof fields[name] !== "object") continue;
      values.push(fields[name]);
      kinds.push(fixedKind(kind, name));
    }
    reverse(values, first);
    reverse(kinds, first);
  }
}

/** The name of the type in `{ ColumnRef: { ... } }`; undefined where the value is the fields themselves. */
function nameOf(value: object): NodeKind | undefined {
  for (const key in value) {
    const code = key.charCodeAt(0);
    return code >= 65 && code <= 90 ? (key as NodeKind) : undefined;
  }
  return undefined;
}

function reverse(list: unknown[], from: number): void {
  for (let low = from, high = list.length - 1; low < high; low++, high--) {
    [list[low], list[high]] = [list[high], list[low]];
  }
}

/** The nodes that `visit` meets, as a list. */
export function walk(root: Node | readonly Node[] | undefined): readonly Visited[] {
  const met: Visited[] = [];
  visit(root, (kind, fields) => met.push({ kind, fields }));
  return met;
}

/** The fields of all nodes of one kind: `nodesOf(statement.node, "RangeVar")`. */
export function nodesOf(root: Node | readonly Node[] | undefined, kind: NodeKind): readonly Visited["fields"][] {
  const met: Visited["fields"][] = [];
  visit(root, (each, fields) => each === kind && met.push(fields));
  return met;
}
