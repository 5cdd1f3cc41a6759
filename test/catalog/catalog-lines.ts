import type {
  Catalog,
  Column,
  Constraint,
  Relation,
  Routine,
  TypeRef,
  UserType,
} from "../../packages/core/src/catalog/catalog.js";
import { relationName } from "../../packages/core/src/catalog/lookup.js";

const mark = (condition: boolean | undefined, word: string): string => (condition ? ` ${word}` : "");

function nameOf(catalog: Catalog, oid: number | undefined): string {
  const relation = oid === undefined ? undefined : catalog.relations.get(oid);
  return relation ? relationName(relation) : "";
}

function columnNames(relation: Relation | undefined, numbers: readonly number[]): string {
  return numbers.map((number) => relation?.columns.find((each) => each.number === number)?.name ?? "*").join(",");
}

/** A type with its modifiers as the server's atttypmod tells them: numeric(10) is numeric(10,0). */
function typeLine(type: TypeRef, typmods = true): string {
  const name = type.name + (type.array ? "[]" : "");
  if (!typmods || type.typmods.length === 0 || /\.interval$/.test(type.name)) return name;
  const values = /\.numeric$/.test(type.name) && type.typmods.length === 1 ? [...type.typmods, 0] : type.typmods;
  return `${name}(${values.join(",")})`;
}

function relationLines(catalog: Catalog, relation: Relation): string[] {
  const name = relationName(relation);
  const table = relation.kind === "table" || relation.kind === "partitioned-table";
  const lines = [
    `${relation.kind} ${name} ${relation.persistence}${mark(relation.rowSecurity, "row-security")}${mark(relation.forceRowSecurity, "forced")}` +
      `${table ? ` identity-${relation.replicaIdentity}` : ""}${mark(relation.populated === false, "unpopulated")}`,
  ];
  lines.push(...relation.columns.map((column, at) => columnLine(name, column, at)));
  lines.push(...relation.constraints.map((constraint) => constraintLine(catalog, relation, constraint)));
  if (relation.index) lines.push(indexLine(catalog, relation));
  if (relation.sequence) lines.push(sequenceLine(catalog, relation));
  if (!relation.index)
    lines.push(...relation.parents.map((oid, at) => `inherits ${name} from ${nameOf(catalog, oid)} #${at + 1}`));
  if (relation.partitionOf) lines.push(`partition ${name}${mark(relation.partitionOf.default, "default")}`);
  if (relation.partitionKey) {
    lines.push(
      `partitioned ${name} by ${relation.partitionKey.strategy} (${columnNames(relation, relation.partitionKey.columns)})`,
    );
  }
  for (const trigger of relation.triggers) {
    const flags = `${mark(trigger.row, "row")} ${trigger.function} ${trigger.enabled}${mark(trigger.constraint, "constraint")}${mark(trigger.parent !== undefined, "cloned")}`;
    lines.push(`trigger ${name}.${trigger.name} ${trigger.timing} ${[...trigger.events].sort().join(",")}${flags}`);
  }
  for (const policy of relation.policies) {
    const kind = policy.permissive ? "permissive" : "restrictive";
    lines.push(`policy ${name}.${policy.name} ${kind} ${policy.command} (${[...policy.roles].sort().join(",")})`);
  }
  for (const rule of relation.rules)
    lines.push(`rule ${name}.${rule.name} ${rule.event}${mark(rule.instead, "instead")}`);
  if (relation.kind === "view" || relation.kind === "materialized-view") lines.push(...needs(catalog, relation));
  return lines;
}

function needs(catalog: Catalog, view: Relation): string[] {
  return (catalog.dependencies.get(`relation:${view.oid}`) ?? []).flatMap(({ on }) => {
    if (on.class !== "relation" || !on.column || on.oid === view.oid) return [];
    return [
      `needs ${relationName(view)} on ${nameOf(catalog, on.oid)}.${columnNames(catalog.relations.get(on.oid), [on.column])}`,
    ];
  });
}

function columnLine(relation: string, column: Column, at: number): string {
  const inherited = column.inherited > 0 ? ` inherited-${column.inherited}` : "";
  return (
    `column ${relation}.${column.name} #${at + 1} ${typeLine(column.type)}${mark(column.notNull, "not-null")}${mark(column.default !== undefined, "default")}` +
    `${column.identity ? ` identity-${column.identity}` : ""}${column.generated ? ` ${column.generated}` : ""}${mark(column.local, "local")}${inherited}` +
    `${column.collation && column.collation !== "default" ? ` collate-${column.collation.split(".").at(-1)}` : ""}`
  );
}

function constraintLine(catalog: Catalog, relation: Relation, constraint: Constraint): string {
  const names = columnNames(relation, constraint.columns);
  const target = constraint.references === undefined ? undefined : catalog.relations.get(constraint.references);
  const foreign =
    ` references ${nameOf(catalog, constraint.references)}(${columnNames(target, constraint.referencedColumns ?? [])}) by ${nameOf(catalog, constraint.index)}` +
    ` on delete ${constraint.onDelete} on update ${constraint.onUpdate}`;
  const parent = [...relation.parents]
    .flatMap((oid) => catalog.relations.get(oid)?.constraints ?? [])
    .find((each) => each.oid === constraint.parent);
  const inherited = constraint.inherited > 0 ? ` inherited-${constraint.inherited}` : "";
  return (
    `constraint ${relationName(relation)}.${constraint.name} ${constraint.kind} (${constraint.kind === "check" ? names.split(",").sort().join(",") : names})` +
    `${mark(!constraint.validated, "not-valid")}${mark(!constraint.enforced, "not-enforced")}${mark(constraint.deferrable, "deferrable")}${mark(constraint.initiallyDeferred, "deferred")}` +
    `${mark(constraint.noInherit && /check|not-null/.test(constraint.kind), "no-inherit")}${mark(constraint.local, "local")}${inherited}` +
    `${/primary|unique|exclusion/.test(constraint.kind) ? ` index ${nameOf(catalog, constraint.index)}` : ""}${mark(constraint.withoutOverlaps, "without-overlaps")}` +
    `${constraint.kind === "foreign-key" ? foreign : ""}${parent ? ` of ${parent.name}` : ""}`
  );
}

function indexLine(catalog: Catalog, relation: Relation): string {
  const index = relation.index!;
  const table = catalog.relations.get(index.table);
  const keys = index.keys.map(
    (key) => `${columnNames(table, [key.column])}${mark(key.descending, "desc")}${mark(key.nullsFirst, "nulls-first")}`,
  );
  const included = index.include.map((number) => `${columnNames(table, [number])} include`);
  return (
    `index ${relationName(relation)} on ${nameOf(catalog, index.table)} ${index.method}${mark(index.unique, "unique")}${mark(index.primary, "primary")}` +
    `${mark(index.exclusion, "exclusion")}${mark(index.nullsNotDistinct, "nulls-not-distinct")}${mark(!index.valid, "invalid")} (${[...keys, ...included].join(",")})` +
    `${mark(index.predicate !== undefined, "where")}${index.parent === undefined ? "" : ` of ${nameOf(catalog, index.parent)}`}`
  );
}

function sequenceLine(catalog: Catalog, relation: Relation): string {
  const shape = relation.sequence!;
  const owner = shape.ownedBy;
  const owned =
    owner &&
    ` ${owner.identity ? "identity of" : "owned by"} ${nameOf(catalog, owner.table)}.${columnNames(catalog.relations.get(owner.table), [owner.column])}`;
  return `sequence ${relationName(relation)} ${shape.type} start ${shape.start} by ${shape.increment} from ${shape.min} to ${shape.max} cache ${shape.cache}${mark(shape.cycle, "cycle")}${owned ?? ""}`;
}

function typeLineOf(type: UserType): string {
  const base = type.kind === "domain" && type.base ? ` over ${typeLine(type.base, false)}` : "";
  const checks =
    type.kind === "domain" && type.checks?.length
      ? ` ${type.checks
          .map((each) => each.name + (each.validated ? "" : " not-valid"))
          .sort()
          .join(",")}`
      : "";
  const domain =
    type.kind === "domain" ? `${mark(type.notNull, "not-null")}${mark(type.default !== undefined, "default")}` : "";
  return `type ${type.schema}.${type.name} ${type.kind}${type.labels ? ` (${type.labels.join(",")})` : base}${domain}${checks}`;
}

function routineLine(routine: Routine): string {
  const types = routine.arguments.map((type) => typeLine(type, false)).join(",");
  const returns =
    routine.kind === "function"
      ? ` returns ${mark(routine.returnsSet, "setof ")}${routine.returns ? typeLine(routine.returns, false) : ""}`
      : "";
  const flags = `${routine.volatility} ${routine.language}${mark(routine.strict, "strict")}${mark(routine.securityDefiner, "definer")} defaults-${routine.defaults}`;
  return `${routine.kind} ${routine.schema}.${routine.name}(${types})${returns} ${flags}`;
}

/** What is in a catalog, as sorted lines. Types that extensions brought are left out. */
export function linesOfCatalog(catalog: Catalog): string[] {
  const ofExtension = (type: UserType): boolean =>
    (catalog.dependencies.get(`type:${type.oid}`) ?? []).some((each) => each.on.class === "extension");
  const publications = catalog.publications.values().map((each) => {
    const tables = each.tables
      .map((oid) => ` ${nameOf(catalog, oid)}`)
      .sort()
      .join("");
    return `publication ${each.name}${mark(each.allTables, "all")} (${each.publishes.join(",")})${tables}`;
  });
  return [
    ...catalog.schemas
      .keys()
      .filter((name) => name !== "public")
      .map((name) => `schema ${name}`),
    ...catalog.relations.values().flatMap((relation) => relationLines(catalog, relation)),
    ...catalog.types
      .values()
      .filter((type) => !ofExtension(type))
      .map(typeLineOf),
    ...catalog.routines.values().map(routineLine),
    ...publications,
    ...catalog.statistics.values().map((each) => {
      const columns = columnNames(catalog.relations.get(each.table), each.columns);
      return `statistics ${each.schema}.${each.name} on ${nameOf(catalog, each.table)} (${columns}) expressions-${each.expressions.length}`;
    }),
    ...catalog.extensions.values().map((each) => `extension ${each.name} in ${each.schema}`),
  ].sort();
}
