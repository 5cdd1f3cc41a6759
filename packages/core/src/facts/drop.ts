import type { DropStmt } from "@pgsql/types";
import type { Constraint, ObjectAddress, Relation } from "../catalog/catalog.js";
import { closureOf } from "../catalog/dependents.js";
import { relationName, relationsOf } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { dropTargets } from "./drop-targets.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts, Loss } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { family, refuseInTransaction } from "./targets.js";
import { wordsSpan } from "./words.js";

type Input = FactsInput<"DropStmt">;

/** DROP of objects, with all that goes along or, with CASCADE, depends on them. */
function drop(input: Input): Facts {
  const { node, before, statement } = input;
  const draft = new FactsDraft(before);
  if (node.concurrent) return dropConcurrently(draft, input);
  const targets = dropTargets(draft, input);
  if (draft.error) return draft.facts();
  dropAddresses(draft, input, targets, node.behavior === "DROP_CASCADE");
  if (!before.complete && node.behavior === "DROP_CASCADE") {
    draft.assume(msg`What else depends on it is not in the history; it is assumed that nothing does.`);
  }
  if (node.removeType === "OBJECT_SCHEMA" && !draft.error) {
    for (const name of schemaNames(node)) draft.lose({ what: "schema", name, span: wordsSpan(statement, "DROP") });
  }
  return draft.facts();
}

function schemaNames(node: DropStmt): string[] {
  return (node.objects ?? []).flatMap((each) => ("String" in each ? [each.String.sval ?? ""] : []));
}

/** Locks and losses of dropping objects together; error 2BP01 where others depend on them and CASCADE is missing. */
export function dropAddresses(
  draft: FactsDraft,
  input: Place,
  targets: readonly ObjectAddress[],
  cascade: boolean,
): void {
  const { gone, blocking } = closureOf(draft.catalog, targets, cascade);
  if (blocking.length > 0) {
    return draft.refuse(
      "2BP01",
      msg`cannot drop it because other objects depend on it`,
      wordsSpan(input.statement, "DROP"),
    );
  }
  const relations = new Set(gone.filter((each) => each.class === "relation" && !each.column).map((each) => each.oid));
  const named = new Set(targets.filter((each) => each.class === "relation").map((each) => each.oid));
  for (const address of gone) lockGone(draft, input, address, relations, named);
}

function lockGone(
  draft: FactsDraft,
  input: Place,
  address: ObjectAddress,
  gone: ReadonlySet<number>,
  named: ReadonlySet<number>,
): void {
  const on = address.class === "relation" || address.class === "default" ? address.oid : address.relation;
  const relation = on === undefined ? undefined : draft.catalog.relations.get(on);
  if (!relation) return;
  if (address.class === "statistics") return draft.lock(relation, "SHARE UPDATE EXCLUSIVE", "owner");
  if (address.class !== "relation") return lockPart(draft, address, relation, gone);
  if (address.column) return loseColumn(draft, input, relation, address.column);
  draft.lock(relation, "ACCESS EXCLUSIVE", named.has(relation.oid) ? undefined : whyOf(relation));
  loseRelation(draft, input, relation);
  const table = relation.index && draft.catalog.relations.get(relation.index.table);
  if (table) draft.lock(table, "ACCESS EXCLUSIVE", "owner");
  // Of a partitioned index that is named all partitions are locked, also those that have no part of it.
  if (table && relation.kind === "partitioned-index" && named.has(relation.oid))
    for (const each of family(draft.catalog, table).slice(1)) draft.lock(each, "ACCESS EXCLUSIVE", "partition");
  lockReferencedTables(draft, relation);
  if (relation.partitionOf) lockParent(draft, relation);
}

function whyOf(relation: Relation): "index" | "sequence" | "view" | "partition" | "child" {
  if (relation.kind === "sequence") return "sequence";
  if (relation.kind === "view" || relation.kind === "materialized-view") return "view";
  return relation.index ? "index" : relation.partitionOf ? "partition" : "child";
}

/** A constraint, trigger, policy, rule or default that goes: its table, and what a foreign key points at. */
function lockPart(draft: FactsDraft, address: ObjectAddress, relation: Relation, gone: ReadonlySet<number>): void {
  const constraint =
    address.class === "constraint" ? relation.constraints.find((each) => each.oid === address.oid) : undefined;
  if (gone.has(relation.oid) && constraint?.kind !== "foreign-key") return;
  draft.lock(relation, "ACCESS EXCLUSIVE", address.class === "constraint" ? "referencing" : undefined);
  if (
    address.class === "trigger" &&
    relation.kind === "partitioned-table" &&
    relation.triggers.find((each) => each.oid === address.oid)?.row
  ) {
    for (const each of family(draft.catalog, relation).slice(1)) draft.lock(each, "ACCESS EXCLUSIVE", "partition");
  }
  if (constraint) lockReferencedBy(draft, constraint);
}

/** Foreign keys of a table that goes are dropped on the referenced table too; a partition's inherited ones are not. */
function lockReferencedTables(draft: FactsDraft, relation: Relation): void {
  for (const key of relation.constraints) {
    if (key.kind === "foreign-key" && key.parent === undefined) lockReferencedBy(draft, key);
  }
}

/** The tables that have the server's triggers of a key: before 15 only those that hold rows. */
function lockReferencedBy(draft: FactsDraft, key: Constraint): void {
  const referenced = key.references === undefined ? undefined : draft.catalog.relations.get(key.references);
  if (!referenced) return;
  for (const table of family(draft.catalog, referenced, referenced.kind === "partitioned-table"))
    if (draft.catalog.postgres >= 15 || table.kind !== "partitioned-table")
      draft.lock(table, "ACCESS EXCLUSIVE", "referenced");
}

/** Dropping a partition changes its parent, and what the DEFAULT partition may hold. */
function lockParent(draft: FactsDraft, relation: Relation): void {
  const parent = draft.catalog.relations.get(relation.partitionOf?.parent ?? -1);
  if (!parent) return;
  draft.lock(parent, "ACCESS EXCLUSIVE", "parent");
  for (const sibling of relationsOf(draft.catalog, parent.children)) {
    if (sibling.partitionOf?.default) draft.lock(sibling, "ACCESS EXCLUSIVE", "partition");
  }
}

function loseRelation(draft: FactsDraft, { statement }: Place, relation: Relation): void {
  const what = lossOf(relation);
  if (!what) return;
  const name = relationName(relation);
  const span = wordsSpan(statement, "DROP");
  draft.lose({ what, name, relation: name, span });
  draft.breaks({
    who: what === "view" && relation.kind !== "view" ? "readers" : "both",
    of: name,
    why: "dropped",
    span,
  });
}

function lossOf(relation: Relation): Loss["what"] | undefined {
  switch (relation.kind) {
    case "table":
    case "partitioned-table":
    case "foreign-table":
      return "table";
    case "view":
    case "materialized-view":
      return "view";
    case "sequence":
      return "sequence";
    default:
      return undefined;
  }
}

function loseColumn(draft: FactsDraft, { statement }: Place, relation: Relation, number: number): void {
  draft.lock(relation, "ACCESS EXCLUSIVE");
  const column = relation.columns.find((each) => each.number === number);
  if (!column) return;
  const name = `${relationName(relation)}.${column.name}`;
  const span = wordsSpan(statement, "DROP");
  draft.lose({ what: "column", name, relation: relationName(relation), span });
  draft.breaks({ who: "both", of: name, why: "dropped", span });
}

/** DROP INDEX CONCURRENTLY: the table SHARE UPDATE EXCLUSIVE, in the end the index ACCESS EXCLUSIVE. */
function dropConcurrently(draft: FactsDraft, input: Input): Facts {
  const { node, statement, transaction } = input;
  const words = wordsSpan(statement, "CONCURRENTLY");
  if ((node.objects ?? []).length > 1)
    draft.refuse("0A000", msg`DROP INDEX CONCURRENTLY does not support dropping multiple objects`, words);
  if (node.behavior === "DROP_CASCADE")
    draft.refuse("0A000", msg`DROP INDEX CONCURRENTLY does not support CASCADE`, words);
  const targets = dropTargets(draft, input);
  for (const index of relationsOf(
    draft.catalog,
    targets.map((each) => each.oid),
  )) {
    if (index.kind === "partitioned-index")
      draft.refuse("0A000", msg`cannot drop partitioned index "${index.name}" concurrently`, words);
    refuseInTransaction(draft, transaction.open, "DROP INDEX CONCURRENTLY", words);
    if (closureOf(draft.catalog, targets, false).blocking.length > 0) {
      draft.refuse("2BP01", msg`cannot drop index ${index.name} because other objects depend on it`, words);
    }
    draft.lock(index, "ACCESS EXCLUSIVE");
    const table = index.index && draft.catalog.relations.get(index.index.table);
    if (table) draft.lock(table, "SHARE UPDATE EXCLUSIVE", "owner");
  }
  if (targets.length === 0 && !node.missing_ok)
    refuseInTransaction(draft, transaction.open, "DROP INDEX CONCURRENTLY", words);
  return draft.facts();
}

export const dropFamilies: Families = { DropStmt: drop };
