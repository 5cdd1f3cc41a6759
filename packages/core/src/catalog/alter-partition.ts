import type { Command } from "./alter-column.js";
import { validateParentIndex } from "./apply-index.js";
import type { Oid, Relation } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { linkChild, mergeIntoParent, parentLeaves, refuseCircle, unlinkChild } from "./inheritance.js";
import { attachIndex, constraintOf } from "./indexes.js";
import { descendants } from "./lookup.js";
import { rangeName } from "./names.js";
import { completePartition, partitionOf } from "./partitions.js";

function named(draft: Draft, command: Command): Relation {
  const { def } = command.node;
  if (def && "RangeVar" in def) return draft.named(rangeName(def.RangeVar));
  return draft.named(rangeName(def && "PartitionCmd" in def ? def.PartitionCmd.name : undefined));
}

/** ATTACH PARTITION, of a table to a table or an index to an index. */
export function attach(draft: Draft, command: Command): void {
  const parent = draft.relation(command.table);
  const child = named(draft, command);
  if (parent.index) {
    attachIndex(draft, parent.oid, child.oid);
    validateParentIndex(draft, parent.oid);
    return;
  }
  if (parent.kind !== "partitioned-table") throw new Refused("42809", `"${parent.name}" is not partitioned`);
  if (child.partitionOf || child.parents.length > 0)
    throw new Refused("42809", `"${child.name}" is already a partition or child`);
  refuseCircle(draft, parent, child);
  const { def } = command.node;
  mergeIntoParent(draft, parent.oid, child.oid, true);
  linkChild(draft, parent.oid, child.oid);
  draft.patch(child.oid, {
    partitionOf: partitionOf(parent.oid, def && "PartitionCmd" in def ? def.PartitionCmd.bound : undefined),
  });
  completePartition(draft, parent.oid, child.oid);
}

/** DETACH PARTITION [CONCURRENTLY] and its FINALIZE: the partition becomes a table of its own. */
export function detach(draft: Draft, command: Command): void {
  const child = named(draft, command);
  if (child.partitionOf?.parent !== command.table) {
    throw new Refused("42P01", `relation "${child.name}" is not a partition of relation ${command.table}`);
  }
  parentLeaves(draft, command.table, child.oid, true);
  unlinkChild(draft, command.table, child.oid);
  const { partitionOf: _, ...rest } = draft.relation(child.oid);
  draft.update({ relations: draft.catalog.relations.set(child.oid, rest) });
  for (const oid of rest.indexes) detachIndex(draft, oid);
  freeForeignKeys(draft, child.oid);
  dropClonedTriggers(draft, child.oid);
}

/** An index of a detached partition is its own again, and so is its constraint. */
function detachIndex(draft: Draft, oid: Oid): void {
  const relation = draft.relation(oid);
  const { parent, ...index } = relation.index!;
  if (parent === undefined) return;
  draft.patch(parent, { children: draft.relation(parent).children.filter((each) => each !== oid) });
  draft.patch(oid, { parents: [], index });
  const constraint = constraintOf(draft, oid);
  if (constraint) ownAgain(draft, index.table, constraint.oid);
}

function ownAgain(draft: Draft, table: Oid, oid: Oid): void {
  const relation = draft.relation(table);
  const constraints = relation.constraints.map((each) => {
    if (each.oid !== oid) return each;
    const { parent: _, ...rest } = each;
    return { ...rest, local: true, inherited: 0 };
  });
  draft.patch(table, { constraints });
}

function freeForeignKeys(draft: Draft, table: Oid): void {
  for (const constraint of draft.relation(table).constraints) {
    if (constraint.kind === "foreign-key" && constraint.parent !== undefined) ownAgain(draft, table, constraint.oid);
  }
}

/** Row triggers that came from the parent go away with it, in the partition's own partitions too. */
function dropClonedTriggers(draft: Draft, table: Oid): void {
  const relation = draft.relation(table);
  const cloned = new Set(relation.triggers.filter((each) => each.parent !== undefined).map((each) => each.oid));
  if (cloned.size === 0) return;
  draft.patch(table, { triggers: relation.triggers.filter((each) => !cloned.has(each.oid)) });
  for (const below of descendants(draft.catalog, relation)) {
    draft.patch(below.oid, {
      triggers: below.triggers.filter((each) => each.parent === undefined || !cloned.has(each.parent)),
    });
  }
}

/** INHERIT. */
export function addInherit(draft: Draft, command: Command): void {
  const parent = named(draft, command);
  const child = draft.relation(command.table);
  if (child.parents.includes(parent.oid))
    throw new Refused("42P07", `relation "${parent.name}" would be inherited from more than once`);
  refuseCircle(draft, parent, child);
  mergeIntoParent(draft, parent.oid, child.oid, false);
  linkChild(draft, parent.oid, child.oid);
}

/** NO INHERIT. */
export function dropInherit(draft: Draft, command: Command): void {
  const parent = named(draft, command);
  if (!draft.relation(command.table).parents.includes(parent.oid))
    throw new Refused("42P01", `"${parent.name}" is not a parent`);
  parentLeaves(draft, parent.oid, command.table, false);
  unlinkChild(draft, parent.oid, command.table);
}
