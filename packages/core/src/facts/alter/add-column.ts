import type { ColumnDef, Constraint, Node } from "@pgsql/types";
import type { Relation } from "../../catalog/catalog.js";
import { objectsIn } from "../../catalog/expression.js";
import { findColumn } from "../../catalog/lookup.js";
import { domainChain, resolveType, serialBase } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import { soughtSpan } from "../../text/sought-span.js";
import type { Span } from "../../text/span.js";
import { domainIsConstrained } from "./coercible.js";
import { addConstraintTo } from "./add-constraint.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName, pointFrom, type Place } from "./words.js";
import { plannedVolatility } from "./planned-volatility.js";

/** What a new column brings. */
interface NewColumn {
  readonly def: ColumnDef;
  readonly constraints: readonly Constraint[];
  readonly default: Node | undefined;
  readonly generated: "stored" | "virtual" | undefined;
  readonly notNull: boolean;
  /** The words that make the server rewrite all rows. */
  readonly rewrites: Span | undefined;
}

/** ALTER TABLE ... ADD COLUMN. */
export function addColumn(change: TableChange, { cmd, place }: Command): void {
  if (!cmd.def || !("ColumnDef" in cmd.def)) return;
  const def = cmd.def.ColumnDef;
  const name = def.colname ?? "";
  if (change.target.partitionOf)
    change.work.refuse("42809", msg`cannot add column to a partition`, pointAt(place, "ADD COLUMN", "ADD"));
  const exists = change.column(name) !== undefined && !change.droppedColumns.has(name);
  if (exists || change.added.has(name)) {
    if (cmd.missing_ok) return;
    if (exists && change.column(name)?.existence === "certain" && change.known)
      change.work.refuse(
        "42701",
        msg`column "${name}" of relation "${change.target.name}" already exists`,
        pointAtName(place, name),
      );
  }
  if (!change.recurses && change.target.children.length > 0 && change.known)
    change.work.refuse("42P16", msg`column must be added to child tables too`, pointAtName(place, name));
  const family = change.familyUntil((relation) => findColumn(relation, name) !== undefined);
  const column = describe(change, def, place);
  change.added.set(name, def);
  for (const relation of family) {
    if (relation !== change.target && findColumn(relation, name)) continue;
    addTo(change, relation, column, place);
  }
  for (const constraint of column.constraints) {
    if (isTableConstraint(constraint))
      addConstraintTo(change, constraint, place, { column: name, skipValidation: rawDefault(column) === undefined });
  }
  if (column.notNull && rawDefault(column) === undefined && column.rewrites === undefined) {
    change.work.breaks({
      who: "writers",
      of: `${change.name}.${name}`,
      why: "required",
      span: pointAt(place, "NOT NULL", "PRIMARY KEY"),
    });
  }
}

function isTableConstraint(constraint: Constraint): boolean {
  return /^CONSTR_(CHECK|PRIMARY|UNIQUE|EXCLUSION|FOREIGN)$/.test(constraint.contype ?? "");
}

/** The expression that the server takes as the column's own default, which makes it validate foreign keys. */
function rawDefault(column: NewColumn): Node | undefined {
  return (
    column.default ??
    (column.generated ? column.constraints.find((each) => each.contype === "CONSTR_GENERATED")?.raw_expr : undefined)
  );
}

function describe(change: TableChange, def: ColumnDef, place: Place): NewColumn {
  const constraints = (def.constraints ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
  const has = (type: string): Constraint | undefined => constraints.find((each) => each.contype === type);
  const generated = has("CONSTR_GENERATED");
  const kind = generated && (generated.generated_kind === "v" ? "virtual" : "stored");
  const serial = serialBase(def.typeName);
  const column = {
    def,
    constraints,
    default: has("CONSTR_DEFAULT")?.raw_expr ?? (serial ? ({ Null: {} } as unknown as Node) : undefined),
    generated: kind,
    notNull:
      serial !== undefined || [has("CONSTR_NOTNULL"), has("CONSTR_PRIMARY"), has("CONSTR_IDENTITY")].some(Boolean),
  } as const;
  return { ...column, rewrites: rewriteReason(change, def, constraints, kind, place) };
}

function rewriteReason(
  change: TableChange,
  def: ColumnDef,
  constraints: readonly Constraint[],
  generated: string | undefined,
  place: Place,
): Span | undefined {
  const typed = def.typeName?.location === undefined ? pointAt(place) : soughtSpan(() => typeSpan(change, def, place));
  if (serialBase(def.typeName)) return typed;
  if (constraints.some((each) => each.contype === "CONSTR_IDENTITY"))
    return pointFrom(place, "GENERATED", "NOT", "PRIMARY", "CONSTRAINT");
  if (generated === "stored") return pointFrom(place, "GENERATED");
  const type = resolveType(change.catalog, def.typeName);
  if (generated === undefined && domainIsConstrained(change.catalog, type)) return typed;
  const own = constraints.find((each) => each.contype === "CONSTR_DEFAULT")?.raw_expr;
  if (own)
    return isVolatile(change, own)
      ? pointFrom(place, "DEFAULT", "NOT", "CONSTRAINT", "UNIQUE", "REFERENCES", "CHECK", "PRIMARY")
      : undefined;
  const inherited = domainChain(change.catalog, type).find(
    (each) => each.oid !== undefined && change.catalog.types.get(each.oid)?.default,
  );
  const fromDomain = inherited?.oid === undefined ? undefined : change.catalog.types.get(inherited.oid)?.default;
  return fromDomain && fromDomain.volatility !== "immutable" && fromDomain.volatility !== "stable" ? typed : undefined;
}

function typeSpan(change: TableChange, def: ColumnDef, place: Place): Span {
  const start = change.work.statement.at(def.typeName?.location ?? 0);
  const rest = place.span.end - start;
  const length =
    /^[\w."]+/.exec(change.work.statement.text.slice(start - change.work.statement.span.start))?.[0].length ?? 0;
  return { start, end: start + Math.max(0, Math.min(length, rest)) };
}

function isVolatile(change: TableChange, node: Node): boolean {
  const volatility = plannedVolatility(change.catalog, node);
  if (volatility === "unknown")
    change.work.assume(msg`The default's function is not known: it is assumed to be volatile.`);
  return volatility === "volatile" || volatility === "unknown";
}

function addTo(change: TableChange, relation: Relation, column: NewColumn, place: Place): void {
  if (column.rewrites) {
    change.rewrite(relation, column.rewrites);
    lockSequences(change, column.default);
    return;
  }
  const given = column.default && !isNull(column.default);
  if (!column.notNull || (given && column.generated === undefined)) return;
  if (column.generated !== undefined) {
    change.verify(relation, "not-null", pointAt(place, "NOT NULL", "PRIMARY KEY"));
    return;
  }
  change.verifyEmpty(relation, pointAt(place, "NOT NULL", "PRIMARY KEY"));
  if ((relation.rows ?? 0) > 0)
    change.work.refuse(
      "23502",
      msg`column "${column.def.colname ?? ""}" of relation "${relation.name}" contains null values`,
      pointAt(place, "NOT NULL", "PRIMARY KEY"),
    );
}

/** A rewrite asks the sequence behind the default for a number per row: without rows it does not. */
function lockSequences(change: TableChange, node: Node | undefined): void {
  if (!node) return;
  for (const address of objectsIn(change.catalog, node)) {
    const relation = address.class === "relation" ? change.catalog.relations.get(address.oid) : undefined;
    if (relation?.kind === "sequence") change.work.lock(relation, "ROW EXCLUSIVE", "sequence", true);
  }
}

function isNull(node: Node): boolean {
  if ("TypeCast" in node) return node.TypeCast.arg !== undefined && isNull(node.TypeCast.arg);
  return "A_Const" in node && node.A_Const.isnull === true;
}
