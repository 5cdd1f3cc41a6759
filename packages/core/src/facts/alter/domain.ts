import type { AlterDomainStmt } from "@pgsql/types";
import type { Oid, Relation, UserType } from "../../catalog/catalog.js";
import { nameFrom, strings } from "../../catalog/names.js";
import { findType } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { pointAt, pointAtName, whole } from "./words.js";
import { Work } from "./work.js";

/** ALTER DOMAIN. A new rule for values is checked in all tables that have columns of the domain. */
export const alterDomain: Family<"AlterDomainStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const name = nameFrom(strings(node.typeName));
  const type = findType(before, name);
  const place = whole(statement);
  if (!type) {
    if (before.complete && before.extensions.size === 0)
      work.refuse("42704", msg`type "${name.name}" does not exist`, pointAtName(place, name.name));
    else work.assume(msg`The domain ${name.name} is not in the history: it is assumed that no known table uses it.`);
    return work.facts();
  }
  if (type.kind !== "domain") {
    work.refuse("42809", msg`"${name.name}" is not a domain`, pointAtName(place, name.name));
    return work.facts();
  }
  const checks = checkedBy(work, node, type);
  if (checks) for (const table of tablesOf(work, type, checks)) scanFor(work, table, checks);
  return work.facts();
};

function scanFor(work: Work, table: Relation, span: Span): void {
  work.lock(table, "SHARE", "referencing");
  work.scan(table, "domain", span);
}

/** The words that make the server look at all values; undefined where it need not. Subtypes as in gram.y's AlterDomainStmt. */
function checkedBy(work: Work, node: AlterDomainStmt, type: UserType): Span | undefined {
  const place = whole(work.statement);
  const known = type.checks?.find((each) => each.name === node.name);
  const missing = (): void =>
    work.refuse(
      "42704",
      msg`constraint "${node.name ?? ""}" of domain "${type.name}" does not exist`,
      pointAtName(place, node.name ?? ""),
    );
  switch (node.subtype) {
    case "O":
      return type.notNull ? undefined : pointAt(place, "SET NOT NULL");
    case "C":
      return addCheck(work, node, type);
    case "V":
      if (!known) missing();
      return known && pointAt(place, "VALIDATE CONSTRAINT");
    case "X":
      if (!known && !node.missing_ok && !type.notNull) missing();
      return undefined;
    default:
      return undefined;
  }
}

function addCheck(work: Work, node: AlterDomainStmt, type: UserType): Span | undefined {
  const constraint = node.def && "Constraint" in node.def ? node.def.Constraint : undefined;
  const span = pointAt(whole(work.statement), "ADD CONSTRAINT", "ADD");
  if (constraint?.conname !== undefined && type.checks?.some((each) => each.name === constraint.conname))
    work.refuse("42710", msg`constraint "${constraint.conname}" for domain "${type.name}" already exists`, span);
  if (constraint?.contype === "CONSTR_NOTNULL") return type.notNull ? undefined : span;
  return constraint?.skip_validation ? undefined : span;
}

/** Tables and materialized views with a column of the domain or of a domain over it. Inside of other types it is refused. */
function tablesOf(work: Work, domain: UserType, span: Span): Relation[] {
  const found = new Set<Relation>();
  const seen = typesWith(work, domain.oid);
  for (const table of work.catalog.relations.values()) {
    for (const column of table.columns) {
      if (column.type.oid === undefined || !seen.has(column.type.oid)) continue;
      const direct = isDomainOver(work, column.type.oid, domain.oid) && !column.type.array;
      if (
        table.kind !== "table" &&
        table.kind !== "materialized-view" &&
        !(table.kind === "partitioned-table" && !direct)
      )
        continue;
      if (direct) found.add(table);
      else
        work.refuse(
          "0A000",
          msg`cannot alter type "${domain.name}" because column "${table.name}.${column.name}" uses it`,
          span,
        );
    }
  }
  return [...found];
}

/** The domain, and all types that hold values of it: domains over it, composite types and what is made of them. */
function typesWith(work: Work, domain: Oid): Set<Oid> {
  const seen = new Set<Oid>([domain]);
  for (let size = 0; size !== seen.size;) {
    size = seen.size;
    for (const type of work.catalog.types.values()) {
      const attributes = type.relation === undefined ? [] : (work.catalog.relations.get(type.relation)?.columns ?? []);
      const parts = [type.base, ...attributes.map((each) => each.type)];
      if (!parts.some((part) => part?.oid !== undefined && seen.has(part.oid))) continue;
      seen.add(type.oid);
      if (type.relation !== undefined) seen.add(type.relation);
    }
  }
  return seen;
}

function isDomainOver(work: Work, oid: Oid, domain: Oid): boolean {
  for (let at: Oid | undefined = oid, steps = 0; at !== undefined && steps < 64; steps++) {
    if (at === domain) return true;
    const base: UserType["base"] = work.catalog.types.get(at)?.base;
    at = base?.array ? undefined : base?.oid;
  }
  return false;
}
