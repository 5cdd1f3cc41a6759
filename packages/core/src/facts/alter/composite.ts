import type { AlterTableCmd, AlterTableStmt } from "@pgsql/types";
import type { Relation } from "../../catalog/catalog.js";
import { recordedDependents } from "../../catalog/address.js";
import { descendants, relationName } from "../../catalog/lookup.js";
import { rangeName } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { dropColumn } from "./drop-column.js";
import { TableChange, type Command } from "./table-change.js";
import { alterColumnType } from "./type-change.js";
import { commandPlaces, pointAt, pointAtName, whole } from "./words.js";
import { targetOf, type Work } from "./work.js";

/** ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE. */
export function alterComposite(work: Work, node: AlterTableStmt): void {
  const name = rangeName(node.relation);
  const type = targetOf(work, name, pointAtName(whole(work.statement), name.name), "composite-type");
  if (!type) return;
  work.lock(type, "ACCESS EXCLUSIVE");
  const places = commandPlaces(work.statement, node.cmds?.length ?? 0);
  (node.cmds ?? []).forEach((each, index) => {
    if ("AlterTableCmd" in each)
      alterAttribute(work, type, { cmd: each.AlterTableCmd, place: places[index] ?? whole(work.statement) });
  });
}

function alterAttribute(work: Work, type: Relation, { cmd, place }: Command): void {
  const adds = cmd.subtype === "AT_AddColumn";
  const span = pointAt(
    place,
    adds ? "ADD ATTRIBUTE" : cmd.subtype === "AT_DropColumn" ? "DROP ATTRIBUTE" : "ALTER ATTRIBUTE",
  );
  const def = cmd.def && "ColumnDef" in cmd.def ? cmd.def.ColumnDef : undefined;
  const name = (adds ? def?.colname : cmd.name) ?? "";
  const known = type.columns.some((column) => column.name === name);
  if (type.oid >= 0 && adds && known)
    return work.refuse("42701", msg`column "${name}" of relation "${type.name}" already exists`, span);
  if (type.oid >= 0 && !adds && !known) {
    if (!cmd.missing_ok) work.refuse("42703", msg`column "${name}" of relation "${type.name}" does not exist`, span);
    return;
  }
  if (!adds)
    work.breaks({
      who: "both",
      of: `${relationName(type)}.${name}`,
      why: cmd.subtype === "AT_DropColumn" ? "dropped" : "retyped",
      span,
    });
  if (cmd.subtype === "AT_DropColumn")
    work.lose({ what: "column", name: `${relationName(type)}.${name}`, relation: relationName(type), span });
  if (cmd.subtype === "AT_AlterColumnType") refuseUsed(work, type, span);
  for (const table of lockTypedTables(work, type, cmd.behavior === "DROP_CASCADE", span))
    alterTyped(work, table, cmd, { cmd, place });
}

/** What the type's change does to a typed table. */
function alterTyped(work: Work, table: Relation, cmd: AlterTableCmd, command: Command): void {
  const change = new TableChange(
    work,
    { ...table, ofType: undefined } as unknown as Relation,
    "ACCESS EXCLUSIVE",
    true,
    [cmd],
  );
  if (cmd.subtype === "AT_DropColumn") dropColumn(change, command);
  if (cmd.subtype === "AT_AlterColumnType") alterColumnType(change, command);
  change.finish();
}

/** Columns of the type would have to be written anew, which PostgreSQL does not do. */
function refuseUsed(work: Work, type: Relation, span: Span): void {
  for (const { dependent } of recordedDependents(work.catalog, typeAddress(work, type))) {
    const table =
      dependent.class === "relation" && dependent.column ? work.catalog.relations.get(dependent.oid) : undefined;
    const column = table?.columns.find((each) => each.number === dependent.column);
    if (table && column && table.ofType === undefined && table.kind !== "view")
      work.refuse(
        "0A000",
        msg`cannot alter type "${type.name}" because column "${table.name}.${column.name}" uses it`,
        span,
      );
  }
}

function typeAddress(work: Work, type: Relation): { readonly class: "type" | "relation"; readonly oid: number } {
  const oid = work.catalog.typeNames.get(relationName(type));
  return oid === undefined ? { class: "relation", oid: type.oid } : { class: "type", oid };
}

/** The tables OF a composite type follow it with CASCADE, and forbid its change without. */
export function lockTypedTables(work: Work, type: Relation, cascade: boolean, span: Span): Relation[] {
  const oid = work.catalog.typeNames.get(relationName(type));
  const tables = [...work.catalog.relations.values()].filter(
    (each) => each.ofType !== undefined && (each.ofType === oid || each.ofType === type.oid),
  );
  if (tables.length > 0 && !cascade) {
    work.refuse("2BP01", msg`cannot alter type "${type.name}" because it is the type of a typed table`, span);
    return [];
  }
  for (const table of tables) {
    work.lock(table, "ACCESS EXCLUSIVE", "referencing");
    for (const child of descendants(work.catalog, table)) work.lock(child, "ACCESS EXCLUSIVE", "child");
  }
  return tables;
}
