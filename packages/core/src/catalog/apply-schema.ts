import type {
  AlterOwnerStmt,
  AlterSeqStmt,
  CreateExtensionStmt,
  CreateSchemaStmt,
  CreateSeqStmt,
  Node,
} from "@pgsql/types";
import { bringOthers } from "./apply-others.js";
import { roleName } from "./alter-relation.js";
import { Refused, type Draft } from "./draft.js";
import { namedStatistics } from "./apply-statistics.js";
import { extensionSchemas, extensionTypes } from "./extensions.js";
import { findRelation } from "./lookup.js";
import { nameFrom, objectParts, rangeName } from "./names.js";
import { optionText } from "./options.js";
import { newRelation, persistenceOf, schemaForCreation } from "./relations.js";
import { routineOf } from "./routine-address.js";
import { ownedByOption, sequenceShape, setOwner } from "./sequences.js";
import { findType } from "./type-names.js";

/** Runs a statement inside of another, on the same draft. */
export type Run = (draft: Draft, node: Node) => void;

const orderOfElements = ["CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt"];

/** What CREATE SCHEMA makes in the schema in the order in which it is made: kind after kind, whatever the text says. */
export function schemaElements(node: CreateSchemaStmt): Node[] {
  const rank = (element: Node): number => orderOfElements.indexOf(Object.keys(element)[0] ?? "");
  return [...(node.schemaElts ?? [])].sort((a, b) => rank(a) - rank(b));
}

/** CREATE SCHEMA, with what it creates in itself. */
export function createSchema(draft: Draft, node: CreateSchemaStmt, run: Run): void {
  const owner = node.authrole && roleName(draft, node.authrole);
  const name = node.schemaname ?? owner ?? "";
  if (draft.catalog.schemas.has(name)) {
    if (node.if_not_exists) return;
    throw new Refused("42P06", `schema "${name}" already exists`);
  }
  const uncertain = node.if_not_exists === true && !draft.catalog.complete;
  const schema = {
    oid: draft.newOid(),
    name,
    existence: uncertain ? ("maybe" as const) : draft.existence,
    ...(owner && { owner }),
  };
  draft.update({ schemas: draft.catalog.schemas.set(name, schema) });
  if (!node.schemaElts?.length) return;
  const { session } = draft.catalog;
  draft.update({ session: { ...session, searchPath: [name, ...session.searchPath] } });
  for (const element of schemaElements(node)) run(draft, element);
  draft.update({ session });
}

/** CREATE SEQUENCE. */
export function createSequence(draft: Draft, node: CreateSeqStmt): void {
  const persistence = persistenceOf(node.sequence?.relpersistence);
  const name = rangeName(node.sequence);
  const schema = schemaForCreation(draft, name, persistence);
  if (node.if_not_exists && draft.catalog.relationNames.has(`${schema}.${name.name}`)) return;
  const sequence = draft.add({
    ...newRelation(draft, schema, name.name, "sequence"),
    persistence: schema === "pg_temp" ? "temporary" : persistence,
    sequence: sequenceShape(draft, node.options, "int8"),
  });
  changeOwner(draft, sequence.oid, node.options);
}

function changeOwner(draft: Draft, sequence: number, options: readonly Node[] | undefined): void {
  const owner = ownedByOption(draft, options);
  if (owner === "none") setOwner(draft, sequence, undefined);
  else if (owner) setOwner(draft, sequence, { table: owner.table.oid, column: owner.column, identity: false });
}

/** ALTER SEQUENCE: its numbers, its type, OWNED BY. */
export function alterSequence(draft: Draft, node: AlterSeqStmt): void {
  const sequence = draft.named(rangeName(node.sequence));
  if (!sequence.sequence) throw new Refused("42809", `"${sequence.name}" is not a sequence`);
  draft.patch(sequence.oid, { sequence: sequenceShape(draft, node.options, "int8", sequence.sequence) });
  changeOwner(draft, sequence.oid, node.options);
}

/** CREATE EXTENSION: known extensions bring their types. */
export function createExtension(draft: Draft, node: CreateExtensionStmt): void {
  const name = node.extname ?? "";
  if (draft.catalog.extensions.has(name)) {
    if (node.if_not_exists) return;
    throw new Refused("42710", `extension "${name}" already exists`);
  }
  const options = new Map(
    (node.options ?? []).flatMap((each) =>
      "DefElem" in each ? [[each.DefElem.defname ?? "", optionText(each.DefElem.arg)]] : [],
    ),
  );
  const given = options.get("schema");
  const schema = extensionSchemas[name] ?? given ?? schemaForCreation(draft, { name }, "permanent");
  const version = options.get("new_version");
  const oid = draft.newOid();
  const extension = { oid, name, schema, ...(version !== undefined && { version }) };
  draft.update({ extensions: draft.catalog.extensions.set(name, extension) });
  bringOthers(draft, name, { class: "extension", oid });
  for (const [type, owner] of Object.entries(extensionTypes)) {
    if (owner !== name || draft.catalog.typeNames.has(`${schema}.${type}`)) continue;
    const made = draft.putType({ oid: draft.newOid(), schema, name: type, kind: "base", existence: draft.existence });
    draft.depend({ class: "type", oid: made.oid }, { class: "extension", oid }, "internal");
  }
}

/** ALTER ... OWNER TO of what is no relation (relations: ALTER TABLE). */
export function alterOwner(draft: Draft, node: AlterOwnerStmt): void {
  const owner = roleName(draft, node.newowner);
  const statistics =
    node.objectType === "OBJECT_STATISTIC_EXT" ? namedStatistics(draft, objectParts(node.object)) : undefined;
  if (statistics) draft.putStatistics({ ...statistics, owner });
  const name = nameFrom(objectParts(node.object));
  const relation = node.relation && findRelation(draft.catalog, rangeName(node.relation));
  if (relation) draft.patch(relation.oid, { owner });
  const type =
    node.objectType === "OBJECT_TYPE" || node.objectType === "OBJECT_DOMAIN"
      ? findType(draft.catalog, name)
      : undefined;
  if (type) draft.update({ types: draft.catalog.types.set(type.oid, { ...type, owner }) });
  const schema = node.objectType === "OBJECT_SCHEMA" ? draft.catalog.schemas.get(name.name) : undefined;
  if (schema) draft.update({ schemas: draft.catalog.schemas.set(schema.name, { ...schema, owner }) });
  const routine =
    node.object && /FUNCTION|PROCEDURE|ROUTINE|AGGREGATE/.test(node.objectType ?? "")
      ? routineOf(draft, node.object)
      : undefined;
  if (routine) draft.putRoutine({ ...routine, owner });
}
