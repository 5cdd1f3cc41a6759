import type { Column, Oid, Relation } from "./catalog.js";
import { patchColumn, setDefault } from "./columns.js";
import { notNullOf, putCheck, setNotNull } from "./constraints.js";
import { Refused, type Draft } from "./draft.js";
import { columnsIn } from "./expression.js";
import { descendants, findColumn, findConstraint } from "./lookup.js";

/** The columns that a new child gets from its parents, one for each name, counting the parents that have it. */
export function inheritedColumns(parents: readonly Relation[], partition: boolean, postgres: number): Column[] {
  const columns: Column[] = [];
  for (const parent of parents) {
    for (const column of parent.columns) {
      const at = columns.findIndex((each) => each.name === column.name);
      const same = columns[at];
      if (same) columns[at] = { ...same, notNull: same.notNull || column.notNull, inherited: same.inherited + 1 };
      else columns.push(inheritedColumn(column, columns.length + 1, partition && postgres >= 17));
    }
  }
  return columns;
}

/** A column of a parent as a child gets it by ADD COLUMN. */
export function childColumn(column: Column): Column {
  return inheritedColumn(column, column.number, false);
}

function inheritedColumn(column: Column, number: number, keepsIdentity: boolean): Column {
  const { identity, statistics: _, ...rest } = column;
  return { ...rest, ...(keepsIdentity && identity && { identity }), number, local: false, inherited: 1 };
}

/** Makes a relation the child of another, in both. */
export function linkChild(draft: Draft, parent: Oid, child: Oid): void {
  draft.patch(parent, { children: [...draft.relation(parent).children, child] });
  draft.patch(child, { parents: [...draft.relation(child).parents, parent] });
}

/** Undoes `linkChild`. */
export function unlinkChild(draft: Draft, parent: Oid, child: Oid): void {
  draft.patch(parent, { children: draft.relation(parent).children.filter((oid) => oid !== child) });
  draft.patch(child, { parents: draft.relation(child).parents.filter((oid) => oid !== parent) });
}

/** Gives a new child its parents' checks and (where they are objects) NOT NULL constraints. */
export function inheritConstraints(draft: Draft, parents: readonly Relation[], child: Oid): void {
  for (const parent of parents) {
    for (const constraint of parent.constraints) {
      if (constraint.noInherit) continue;
      if (constraint.kind === "check") inheritCheckOf(draft, child, constraint);
      if (constraint.kind === "not-null") {
        const name = parent.columns.find((column) => column.number === constraint.columns[0])?.name ?? "";
        const column = findColumn(draft.relation(child), name);
        if (column)
          setNotNull(draft, child, column.number, {
            name: constraint.name,
            inherited: true,
            validated: constraint.validated,
          });
      }
    }
  }
}

function inheritCheckOf(draft: Draft, child: Oid, constraint: Relation["constraints"][number]): void {
  const relation = draft.relation(child);
  const same = findConstraint(relation, constraint.name);
  if (same) {
    draft.patchConstraint(child, same.oid, { inherited: same.inherited + 1 });
    return;
  }
  const { oid: _, ...rest } = constraint;
  putCheck(draft, child, {
    ...rest,
    columns: columnsIn(constraint.expression?.node, relation),
    validated: constraint.enforced,
    local: false,
    inherited: 1,
  });
}

/** Records what the inherited defaults of a new child need, as if they were its own. */
export function inheritDefaults(draft: Draft, child: Oid): void {
  for (const column of draft.relation(child).columns) {
    if (column.inherited > 0 && column.default)
      setDefault(draft, child, column.number, column.default.node as never, column.generated);
  }
}

/** No relation may become its own ancestor. */
export function refuseCircle(draft: Draft, parent: Relation, child: Relation): void {
  if (parent.oid !== child.oid && !descendants(draft.catalog, child).some((each) => each.oid === parent.oid)) return;
  throw new Refused("42P07", "circular inheritance not allowed");
}

/** ATTACH PARTITION and INHERIT: an existing table's columns and constraints become those of the parent too. */
export function mergeIntoParent(draft: Draft, parent: Oid, child: Oid, partition: boolean): void {
  const above = draft.relation(parent);
  for (const column of above.columns) {
    const below = findColumn(draft.relation(child), column.name);
    if (!below) throw new Refused("42804", `child table is missing column "${column.name}"`);
    const identity = partition && draft.catalog.postgres >= 17 && column.identity ? { identity: column.identity } : {};
    patchColumn(draft, child, below.number, {
      inherited: below.inherited + 1,
      ...(partition && { local: false }),
      ...identity,
    });
  }
  for (const constraint of above.constraints) {
    if (constraint.noInherit || (constraint.kind !== "check" && constraint.kind !== "not-null")) continue;
    const below = matching(draft, above, draft.relation(child), constraint);
    if (!below) throw new Refused("42804", `child table is missing constraint "${constraint.name}"`);
    draft.patchConstraint(child, below.oid, { inherited: below.inherited + 1, ...(partition && { local: false }) });
  }
}

function matching(draft: Draft, above: Relation, below: Relation, constraint: Relation["constraints"][number]) {
  if (constraint.kind === "check")
    return below.constraints.find((each) => each.kind === "check" && each.name === constraint.name);
  const name = above.columns.find((column) => column.number === constraint.columns[0])?.name ?? "";
  const column = findColumn(below, name);
  return column && notNullOf(below, column.number);
}

/** DETACH PARTITION and NO INHERIT: what came from the parent becomes the child's own. */
export function parentLeaves(draft: Draft, parent: Oid, child: Oid, partition: boolean): void {
  const above = draft.relation(parent);
  const names = new Set(above.columns.map((column) => column.name));
  const columns = draft.relation(child).columns.map((column): Column => {
    if (!names.has(column.name) || column.inherited === 0) return column;
    const { identity, ...rest } = column;
    const kept = partition ? rest : column;
    const inherited = column.inherited - 1;
    return { ...kept, ...(!partition && identity && { identity }), inherited, local: column.local || inherited === 0 };
  });
  draft.patch(child, { columns });
  for (const constraint of above.constraints) {
    if (constraint.kind !== "check" && constraint.kind !== "not-null") continue;
    const below = matching(draft, above, draft.relation(child), constraint);
    if (!below || below.inherited === 0) continue;
    const inherited = below.inherited - 1;
    draft.patchConstraint(child, below.oid, { inherited, local: below.local || inherited === 0 });
  }
}
