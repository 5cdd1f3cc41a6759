import type { Constraint as ConstraintNode } from "@pgsql/types";
import type { Column, Constraint, Relation, TypeRef } from "../../catalog/catalog.js";
import { findColumn, indexesOf } from "../../catalog/lookup.js";
import { rangeName, strings } from "../../catalog/names.js";
import { domainChain, resolveType } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import type { OfColumn } from "./add-constraint.js";
import { partitionsOf } from "./foreign-key-check.js";
import type { TableChange } from "./table-change.js";
import { pointAt, pointAtName, type Place } from "./words.js";
import { hasRows, targetOf } from "./work.js";

/** ADD FOREIGN KEY, and REFERENCES of a new column. */
export function addForeignKey(change: TableChange, node: ConstraintNode, place: Place, of: OfColumn | undefined): void {
  const { work, target } = change;
  const span = pointAt(place, "FOREIGN KEY", "REFERENCES");
  const name = rangeName(node.pktable);
  const to = targetOf(work, name, pointAtName(place, name.name), "table");
  if (!to) return;
  const columns = of ? [of.column] : strings(node.fk_attrs);
  refuse(change, node, to, columns, span);
  for (const part of [to, ...partitionsOf(work, to)])
    work.lock(part, "SHARE ROW EXCLUSIVE", part === target ? undefined : "referenced");
  const skips = node.skip_validation === true || node.is_enforced !== true || of?.skipValidation === true;
  // Below a partition that lends its key nothing is left to do.
  const lends = (relation: Relation): boolean => hasSame(relation, to, node, columns);
  for (const relation of target.kind === "partitioned-table" ? change.familyUntil(lends) : [target]) {
    if (relation !== target && lends(relation)) work.lock(to, "ACCESS EXCLUSIVE", "referenced");
    else if (!skips && hasRows(relation))
      change.checkReferences({ from: relation, to, span, byRows: node.fk_with_period === true });
  }
  if (node.is_enforced !== true || of) return;
  for (const column of columns)
    if (!change.added.has(column))
      work.breaks({ who: "writers", of: `${change.name}.${column}`, why: "constrained", span });
}

/** A partition that has the same foreign key lends it to the parent's. */
function hasSame(relation: Relation, to: Relation, node: ConstraintNode, columns: readonly string[]): boolean {
  const numbers = columns.map((column) => findColumn(relation, column)?.number ?? 0);
  return relation.constraints.some(
    (each) =>
      each.kind === "foreign-key" &&
      each.references === to.oid &&
      each.parent === undefined &&
      sameList(each.columns, numbers) &&
      action(each.onDelete) === action(node.fk_del_action) &&
      action(each.onUpdate) === action(node.fk_upd_action) &&
      each.deferrable === (node.deferrable === true),
  );
}

function action(text: string | undefined): string {
  return text === undefined || text === "a" || text === "no action" ? "a" : (text[0] ?? "a");
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function refuse(change: TableChange, node: ConstraintNode, to: Relation, columns: readonly string[], span: Span): void {
  const { target, work } = change;
  if (target.kind === "partitioned-table") {
    if (!change.recurses)
      work.refuse(
        "42809",
        msg`cannot use ONLY for foreign key on partitioned table "${target.name}" referencing relation "${to.name}"`,
        span,
      );
    if (node.skip_validation && work.postgres < 18)
      work.refuse(
        "42809",
        msg`cannot add NOT VALID foreign key on partitioned table "${target.name}" referencing relation "${to.name}"`,
        pointAt({ statement: work.statement, span: work.statement.span }, "NOT VALID"),
      );
  }
  refusePersistence(change, to, span);
  const own = columns.map((column) => columnOrRefuse(change, target, column, span));
  const theirs = strings(node.pk_attrs).map((column) => columnOrRefuse(change, to, column, span));
  if (to.oid < 0) return;
  const key = referencedKey(change, to, strings(node.pk_attrs));
  if (!key) {
    if (node.pk_attrs?.length)
      work.refuse(
        "42830",
        msg`there is no unique constraint matching given keys for referenced table "${to.name}"`,
        span,
      );
    else work.refuse("42704", msg`there is no primary key for referenced table "${to.name}"`, span);
    return;
  }
  const targets = node.pk_attrs?.length
    ? theirs
    : key.map((number) => to.columns.find((each) => each.number === number));
  own.forEach((column, i) => refuseTypes(change, columns[i] ?? "", column, targets[i], node, span));
}

function refusePersistence(change: TableChange, to: Relation, span: Span): void {
  const { target, work } = change;
  if (target.oid < 0 || to.oid < 0) return;
  if (target.persistence === "permanent" && to.persistence !== "permanent")
    work.refuse("42P16", msg`constraints on permanent tables may reference only permanent tables`, span);
  if (target.persistence === "unlogged" && to.persistence === "temporary")
    work.refuse("42P16", msg`constraints on unlogged tables may reference only permanent or unlogged tables`, span);
  if (target.persistence === "temporary" && to.persistence !== "temporary")
    work.refuse("42P16", msg`constraints on temporary tables may reference only temporary tables`, span);
  if (to.kind !== "table" && to.kind !== "partitioned-table")
    work.refuse("42809", msg`referenced relation "${to.name}" is not a table`, span);
}

function columnOrRefuse(change: TableChange, relation: Relation, name: string, span: Span): Column | undefined {
  const column = findColumn(relation, name);
  if (
    column ||
    relation.oid < 0 ||
    relation.existence === "maybe" ||
    (relation === change.target && change.added.has(name))
  )
    return column;
  change.work.refuse("42703", msg`column "${name}" referenced in foreign key constraint does not exist`, span);
  return undefined;
}

/** The columns of the unique, whole, immediate key that the reference stands on. */
function referencedKey(change: TableChange, to: Relation, names: readonly string[]): readonly number[] | undefined {
  const primary = to.constraints.find((each: Constraint) => each.kind === "primary-key");
  if (names.length === 0) return primary?.columns ?? (to === change.target && change.addsKey() ? [] : undefined);
  const wanted = names.map((name) => findColumn(to, name)?.number ?? 0);
  if (wanted.includes(0)) return wanted;
  const set = (numbers: readonly number[]): string => [...numbers].sort((a, b) => a - b).join();
  const unique = indexesOf(change.catalog, to).some((index) => {
    const shape = index.index;
    return (
      shape?.unique === true &&
      shape.predicate === undefined &&
      set(shape.keys.map((key) => key.column)) === set(wanted)
    );
  });
  const constraint = to.constraints.some(
    (each) => (each.kind === "primary-key" || each.kind === "unique") && set(each.columns) === set(wanted),
  );
  return unique || constraint || to === change.target ? wanted : undefined;
}

/** Built-in families between which there is an equality operator that foreign keys can use. */
const families: readonly RegExp[] = [
  /^int[248]$|^numeric$|^float[48]$/,
  /^(text|varchar|bpchar|name|citext)$/,
  /^(date|timestamp|timestamptz)$/,
  /^uuid$/,
  /^bool$/,
  /^jsonb?$/,
  /^bytea$/,
];

/** Numbers reference others of their own family, and those that they become without loss of range. */
function numberFits(change: TableChange, from: TypeRef, to: TypeRef): boolean {
  const rank = (type: TypeRef): number => {
    const name = (domainChain(change.catalog, type).at(-1) ?? type).name.slice("pg_catalog.".length);
    return name.startsWith("int") ? 0 : name === "numeric" ? 1 : 2;
  };
  return rank(from) <= rank(to);
}

function refuseTypes(
  change: TableChange,
  name: string,
  from: Column | undefined,
  to: Column | undefined,
  node: ConstraintNode,
  span: Span,
): void {
  const def = change.added.get(name);
  const own: TypeRef | undefined = from?.type ?? (def && resolveType(change.catalog, def.typeName));
  if (!own || !to || change.has("AT_AlterColumnType", name)) return;
  const family = (type: TypeRef): number => {
    const base = domainChain(change.catalog, type).at(-1) ?? type;
    return base.array || !base.name.startsWith("pg_catalog.")
      ? -1
      : families.findIndex((each) => each.test(base.name.slice("pg_catalog.".length)));
  };
  const [a, b] = [family(own), family(to.type)];
  if (a < 0 || b < 0 || (a === b && (a !== 0 || numberFits(change, own, to.type)))) return;
  change.work.refuse(
    "42804",
    msg`foreign key constraint "${node.conname ?? `${change.target.name}_${name}_fkey`}" cannot be implemented`,
    span,
  );
}
