import type { ObjectAddress, Oid, Relation } from "./catalog.js";
import { clearColumn } from "./columns.js";
import { closureOf } from "./dependents.js";
import { Refused, type Draft } from "./draft.js";
import { unlinkChild } from "./inheritance.js";

/** Drops objects with all that goes along. Refused where something else needs them and there is no CASCADE. */
export function dropAll(draft: Draft, targets: readonly ObjectAddress[], cascade: boolean): void {
  const { gone, blocking } = closureOf(draft.catalog, targets, cascade);
  if (blocking.length > 0) throw new Refused("2BP01", "cannot drop it because other objects depend on it");
  for (const address of gone) remove(draft, address);
}

/** Takes one object out, and nothing else. What is gone already is passed over. */
function remove(draft: Draft, address: ObjectAddress): void {
  switch (address.class) {
    case "relation":
      if (address.column) removeColumn(draft, address.oid, address.column);
      else removeRelation(draft, address.oid);
      break;
    case "constraint":
      if (hasRelation(draft, address)) draft.removeConstraint(address.relation!, address.oid);
      break;
    case "default":
      if (hasRelation(draft, address)) removeDefault(draft, address.relation!, address.column!);
      break;
    case "trigger":
      if (hasRelation(draft, address)) removeFrom(draft, address, "triggers");
      break;
    case "policy":
      if (hasRelation(draft, address)) removeFrom(draft, address, "policies");
      break;
    case "rule":
      if (hasRelation(draft, address)) removeFrom(draft, address, "rules");
      break;
    case "statistics":
      draft.forgetStatistics(address.oid);
      break;
    case "type":
      draft.forgetType(address.oid);
      break;
    case "routine":
      draft.forgetRoutine(address.oid);
      break;
    case "publication":
      removePublication(draft, address.oid);
      break;
    case "schema":
      removeSchema(draft, address.oid);
      break;
    case "extension":
      removeExtension(draft, address.oid);
      break;
    case "other":
      draft.forgetOther(address.oid);
      break;
    default:
  }
  draft.independ(address);
}

function hasRelation(draft: Draft, address: ObjectAddress): boolean {
  return address.relation !== undefined && draft.catalog.relations.has(address.relation);
}

function removePublication(draft: Draft, oid: Oid): void {
  const publication = draft.catalog.publications.values().find((each) => each.oid === oid);
  if (publication) draft.update({ publications: draft.catalog.publications.delete(publication.name) });
}

function removeSchema(draft: Draft, oid: Oid): void {
  const schema = draft.catalog.schemas.values().find((each) => each.oid === oid);
  if (schema) draft.update({ schemas: draft.catalog.schemas.delete(schema.name) });
}

function removeExtension(draft: Draft, oid: Oid): void {
  const extension = draft.catalog.extensions.values().find((each) => each.oid === oid);
  if (extension) draft.update({ extensions: draft.catalog.extensions.delete(extension.name) });
}

function removeFrom(draft: Draft, address: ObjectAddress, list: "triggers" | "policies" | "rules"): void {
  const relation = draft.relation(address.relation!);
  const kept = (relation[list] as readonly { readonly oid: Oid }[]).filter((each) => each.oid !== address.oid);
  const part = relation[list].find((each) => each.oid === address.oid);
  draft.patch(relation.oid, { [list]: kept } as Partial<Relation>);
  const constraint =
    list === "triggers" && relation.constraints.find((each) => each.kind === "trigger" && each.name === part?.name);
  if (constraint) draft.removeConstraint(relation.oid, constraint.oid);
  if (list === "triggers") for (const child of relation.children) removeClones(draft, child, address.oid);
}

/** The clones of a dropped trigger in the partitions. */
function removeClones(draft: Draft, table: Oid, parent: Oid): void {
  const clone = draft.relation(table).triggers.find((each) => each.parent === parent);
  if (clone) remove(draft, { class: "trigger", oid: clone.oid, relation: table });
}

/** A generated column goes when what it is made of goes; any other keeps existing without its default. */
function removeDefault(draft: Draft, table: Oid, number: number): void {
  const column = draft.relation(table).columns.find((each) => each.number === number);
  if (!column) return;
  if (column.generated) removeColumn(draft, table, number);
  else clearColumn(draft, table, number, "default");
}

function removeColumn(draft: Draft, table: Oid, number: number): void {
  const relation = draft.catalog.relations.get(table);
  if (!relation?.columns.some((each) => each.number === number)) return;
  draft.independ({ class: "default", oid: table, column: number });
  draft.patch(table, { columns: relation.columns.filter((each) => each.number !== number) });
}

function removeRelation(draft: Draft, oid: Oid): void {
  const relation = draft.catalog.relations.get(oid);
  if (!relation) return;
  for (const constraint of relation.constraints) {
    draft.independ({ class: "constraint", oid: constraint.oid });
    draft.removeConstraint(oid, constraint.oid);
  }
  for (const column of relation.columns) {
    draft.independ({ class: "relation", oid, column: column.number });
    draft.independ({ class: "default", oid, column: column.number });
  }
  for (const [kind, list] of [
    ["trigger", relation.triggers],
    ["policy", relation.policies],
    ["rule", relation.rules],
  ] as const) {
    for (const each of list) draft.independ({ class: kind, oid: each.oid });
  }
  detachFromOthers(draft, relation);
  draft.forget(oid);
}

/** Parents, children, the table of an index, publications: they no longer name the relation. */
function detachFromOthers(draft: Draft, relation: Relation): void {
  const { oid } = relation;
  for (const parent of relation.parents) if (draft.catalog.relations.has(parent)) unlinkChild(draft, parent, oid);
  const table = relation.index && draft.catalog.relations.get(relation.index.table);
  if (table) draft.patch(table.oid, { indexes: table.indexes.filter((each) => each !== oid) });
  for (const publication of draft.catalog.publications.values()) {
    if (!publication.tables.includes(oid)) continue;
    const tables = publication.tables.filter((each) => each !== oid);
    draft.update({ publications: draft.catalog.publications.set(publication.name, { ...publication, tables }) });
  }
}

/** The end of a transaction: tables made with ON COMMIT DROP go. */
export function dropOnCommit(draft: Draft): void {
  const { dropOnCommit: tables, ...session } = draft.catalog.session;
  if (!tables) return;
  draft.update({ session });
  const there = tables.filter((oid) => draft.catalog.relations.has(oid));
  dropAll(
    draft,
    there.map((oid) => ({ class: "relation", oid })),
    true,
  );
}

/** A name that a table made with ON COMMIT DROP holds is free again: its transaction must have ended unseen. */
export function freeOnCommit(draft: Draft, name: string): void {
  const oid = draft.catalog.relationNames.get(name);
  if (oid !== undefined && draft.catalog.session.dropOnCommit?.includes(oid)) dropOnCommit(draft);
}
