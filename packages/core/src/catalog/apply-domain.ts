import type { AlterDomainStmt, Constraint as ConstraintNode, CreateDomainStmt } from "@pgsql/types";
import { namedType, newType } from "./apply-type.js";
import type { UserType } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { expressionOf, objectsIn } from "./expression.js";
import { constraintName } from "./generated-names.js";
import { nameFrom, strings, truncateName } from "./names.js";
import { resolveType } from "./type-names.js";

/** CREATE DOMAIN. */
export function createDomain(draft: Draft, node: CreateDomainStmt): void {
  const base = resolveType(draft.catalog, node.typeName);
  const collation = strings(node.collClause?.collname).join(".");
  const type = draft.putType({
    ...newType(draft, nameFrom(strings(node.domainname)), "domain"),
    base,
    ...(collation && { collation }),
    notNull: false,
    checks: [],
  });
  if (base.oid !== undefined)
    draft.depend({ class: "type", oid: type.oid }, { class: "type", oid: base.oid }, "normal");
  for (const each of node.constraints ?? []) if ("Constraint" in each) constrain(draft, type.oid, each.Constraint);
}

function put(draft: Draft, type: UserType): void {
  draft.update({ types: draft.catalog.types.set(type.oid, type) });
}

function constrain(draft: Draft, oid: number, node: ConstraintNode): void {
  const type = draft.catalog.types.get(oid)!;
  if (node.contype === "CONSTR_NOTNULL") put(draft, { ...type, notNull: true });
  if (node.contype === "CONSTR_DEFAULT" && node.raw_expr)
    put(draft, { ...type, default: expressionOf(draft.catalog, node.raw_expr) });
  if (node.contype === "CONSTR_CHECK") addCheck(draft, type, node);
}

function addCheck(draft: Draft, type: UserType, node: ConstraintNode): void {
  const name = truncateName(node.conname ?? constraintName(draft.catalog, type.schema, type.name, undefined, "check"));
  const checks = type.checks ?? [];
  if (checks.some((each) => each.name === name))
    throw new Refused("42710", `constraint "${name}" for domain already exists`);
  if (!node.raw_expr) return;
  const check = {
    oid: draft.newOid(),
    name,
    expression: expressionOf(draft.catalog, node.raw_expr),
    validated: node.skip_validation !== true,
  };
  put(draft, { ...type, checks: [...checks, check] });
  draft.countConstraint(type.schema, name, 1);
  for (const on of objectsIn(draft.catalog, node.raw_expr))
    draft.depend({ class: "type", oid: type.oid }, on, "normal");
}

/** ALTER DOMAIN: default, NOT NULL, constraints. The letters are those of AlterDomainStmt in parsenodes.h. */
export function alterDomain(draft: Draft, node: AlterDomainStmt): void {
  const type = namedType(draft, strings(node.typeName));
  const { default: _, ...bare } = type;
  switch (node.subtype) {
    case "T":
      return put(draft, node.def ? { ...type, default: expressionOf(draft.catalog, node.def) } : bare);
    case "N":
      return put(draft, { ...type, notNull: false });
    case "O":
      return put(draft, { ...type, notNull: true });
    case "C":
      return node.def && "Constraint" in node.def ? constrain(draft, type.oid, node.def.Constraint) : undefined;
    case "X":
      return dropCheck(draft, type, node);
    case "V":
      return put(draft, {
        ...type,
        checks: (type.checks ?? []).map((each) => (each.name === node.name ? { ...each, validated: true } : each)),
      });
    default:
  }
}

function dropCheck(draft: Draft, type: UserType, node: AlterDomainStmt): void {
  const kept = (type.checks ?? []).filter((each) => each.name !== node.name);
  if (kept.length === (type.checks ?? []).length) {
    // From 17 on NOT NULL is a constraint with a name.
    if (type.notNull && draft.catalog.postgres >= 17) put(draft, { ...type, notNull: false });
    else if (!node.missing_ok) throw new Refused("42704", `constraint "${node.name}" of domain does not exist`);
    return;
  }
  put(draft, { ...type, checks: kept });
  draft.countConstraint(type.schema, node.name ?? "", -1);
}
