import type { Constraint as ConstraintNode, IndexElem, Node } from "@pgsql/types";
import type { Column, Constraint, Oid, Relation } from "./catalog.js";
import { patchColumn } from "./columns.js";
import { Refused, type Draft } from "./draft.js";
import { columnsIn, expressionOf, objectsIn } from "./expression.js";
import { addForeignKey } from "./foreign-keys.js";
import { constraintName } from "./generated-names.js";
import { createIndex } from "./indexes.js";
import { columnByNumber, findColumn, findConstraint, findRelation } from "./lookup.js";
import { stringOf, strings, truncateName } from "./names.js";

/** How a constraint comes to its table. */
export interface Adding {
  /** The column whose definition it stands in. */
  readonly column?: string | undefined;
  /** In CREATE TABLE, where NOT VALID has nothing to leave unread. */
  readonly creating: boolean;
  /** ALTER TABLE ONLY: children are left alone. */
  readonly only: boolean;
}

/** Adds a constraint of any kind to a table and, where PostgreSQL does, to its children. */
export function addConstraint(draft: Draft, table: Oid, node: ConstraintNode, adding: Adding): void {
  switch (node.contype) {
    case "CONSTR_CHECK":
      return addCheck(draft, table, node, adding);
    case "CONSTR_NOTNULL":
      return addNotNullNode(draft, table, node, adding);
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE":
    case "CONSTR_EXCLUSION":
      return addIndexConstraint(draft, table, node, adding);
    case "CONSTR_FOREIGN":
      return addForeignKey(draft, table, node, adding);
    default:
  }
}

function timing(node: ConstraintNode): Pick<Constraint, "deferrable" | "initiallyDeferred"> {
  return {
    deferrable: node.deferrable === true || node.initdeferred === true,
    initiallyDeferred: node.initdeferred === true,
  };
}

function refuseTaken(relation: Relation, name: string | undefined): void {
  if (name !== undefined && findConstraint(relation, name)) {
    throw new Refused("42710", `constraint "${name}" for relation "${relation.name}" already exists`);
  }
}

function addCheck(draft: Draft, table: Oid, node: ConstraintNode, adding: Adding): void {
  const relation = draft.relation(table);
  const columns = columnsIn(node.raw_expr, relation);
  const only = columns.length === 1 ? columnByNumber(relation, columns[0]!)?.name : undefined;
  const name = truncateName(
    node.conname ?? constraintName(draft.catalog, relation.schema, relation.name, only, "check"),
  );
  const enforced = node.is_enforced === true;
  const skipped = node.skip_validation === true && !adding.creating;
  const constraint: Omit<Constraint, "oid"> = {
    name,
    kind: "check",
    columns,
    validated: enforced && !skipped,
    enforced,
    deferrable: false,
    initiallyDeferred: false,
    noInherit: node.is_no_inherit === true,
    local: true,
    inherited: 0,
    ...(node.raw_expr && { expression: expressionOf(draft.catalog, node.raw_expr) }),
  };
  const merged = findConstraint(relation, name);
  if (merged && merged.kind === "check" && merged.inherited > 0 && !merged.local) {
    draft.patchConstraint(table, merged.oid, { local: true });
    return;
  }
  refuseTaken(relation, name);
  putCheck(draft, table, constraint);
  if (!constraint.noInherit && !adding.only) inheritCheck(draft, table, constraint);
}

/** Adds a check and records what its expression needs. */
export function putCheck(draft: Draft, table: Oid, constraint: Omit<Constraint, "oid">): void {
  const oid = draft.newOid();
  draft.addConstraint(table, { oid, ...constraint });
  for (const on of objectsIn(draft.catalog, constraint.expression?.node)) {
    draft.depend({ class: "constraint", oid, relation: table }, on, "normal");
  }
}

/** Gives a parent's check to its children: merged with one of the same name, else added. */
function inheritCheck(draft: Draft, parent: Oid, constraint: Omit<Constraint, "oid">): void {
  for (const child of draft.relation(parent).children) {
    const relation = draft.relation(child);
    const same = findConstraint(relation, constraint.name);
    if (same) {
      if (same.kind !== "check") throw new Refused("42710", `constraint "${constraint.name}" already exists`);
      draft.patchConstraint(child, same.oid, { inherited: same.inherited + 1 });
      continue;
    }
    const inherited = {
      ...constraint,
      ...(constraint.expression && { columns: columnsIn(constraint.expression.node, relation) }),
      local: false,
      inherited: 1,
    };
    putCheck(draft, child, inherited);
    inheritCheck(draft, child, inherited);
  }
}

function addNotNullNode(draft: Draft, table: Oid, node: ConstraintNode, adding: Adding): void {
  const relation = draft.relation(table);
  const column = findColumn(relation, adding.column ?? stringOf(node.keys?.[0]));
  if (!column) throw new Refused("42703", "column does not exist");
  setNotNull(draft, table, column.number, {
    name: node.conname,
    validated: node.skip_validation !== true || adding.creating,
    noInherit: node.is_no_inherit === true,
    only: adding.only,
  });
}

/** What a NOT NULL constraint is to be; where it exists already only its validity can change. */
export interface NotNull {
  readonly name?: string | undefined;
  readonly validated?: boolean;
  readonly noInherit?: boolean;
  readonly only?: boolean;
  /** It comes from a parent: not local. */
  readonly inherited?: boolean;
}

/** Makes a column NOT NULL, in the children too. From PostgreSQL 18 on it is a constraint with a name. */
export function setNotNull(draft: Draft, table: Oid, number: number, wanted: NotNull = {}): void {
  const column = columnByNumber(draft.relation(table), number);
  if (!column) return;
  if (!column.notNull) patchColumn(draft, table, number, { notNull: true });
  const name = draft.catalog.postgres >= 18 ? notNullConstraint(draft, table, column, wanted) : undefined;
  if (wanted.only || wanted.noInherit) return;
  for (const child of draft.relation(table).children) {
    const below = findColumn(draft.relation(child), column.name);
    if (below) setNotNull(draft, child, below.number, { ...wanted, name, inherited: true });
  }
}

/** The NOT NULL constraint of a column, made or brought up to date. Gives its name. */
function notNullConstraint(draft: Draft, table: Oid, column: Column, wanted: NotNull): string {
  const relation = draft.relation(table);
  const known = notNullOf(relation, column.number);
  const inherited = wanted.inherited ? 1 : 0;
  if (known) {
    draft.patchConstraint(table, known.oid, {
      validated: known.validated || wanted.validated !== false,
      local: known.local || !inherited,
      inherited: known.inherited + inherited,
    });
    return known.name;
  }
  const taken = wanted.name !== undefined && findConstraint(relation, wanted.name) !== undefined;
  const name =
    wanted.name !== undefined && !taken
      ? truncateName(wanted.name)
      : constraintName(draft.catalog, relation.schema, relation.name, column.name, "not_null");
  draft.addConstraint(table, {
    oid: draft.newOid(),
    name,
    kind: "not-null",
    columns: [column.number],
    validated: wanted.validated !== false,
    enforced: true,
    deferrable: false,
    initiallyDeferred: false,
    noInherit: wanted.noInherit === true,
    local: !inherited,
    inherited,
  });
  return name;
}

/** The NOT NULL constraint of a column, where the version has such objects. */
export function notNullOf(relation: Relation, number: number): Constraint | undefined {
  return relation.constraints.find((each) => each.kind === "not-null" && each.columns[0] === number);
}

const kinds = { CONSTR_PRIMARY: "primary-key", CONSTR_UNIQUE: "unique", CONSTR_EXCLUSION: "exclusion" } as const;

function elementsOf(names: readonly string[]): IndexElem[] {
  return names.map((name) => ({ name }));
}

function exclusionElements(nodes: readonly Node[] | undefined): IndexElem[] {
  return (nodes ?? []).flatMap((pair) => {
    const element = "List" in pair ? pair.List.items?.[0] : undefined;
    return element && "IndexElem" in element ? [element.IndexElem] : [];
  });
}

function addIndexConstraint(draft: Draft, table: Oid, node: ConstraintNode, adding: Adding): void {
  const relation = draft.relation(table);
  const kind = kinds[node.contype as keyof typeof kinds];
  if (kind === "primary-key" && relation.constraints.some((each) => each.kind === kind)) {
    throw new Refused("42P16", `multiple primary keys for table "${relation.name}" are not allowed`);
  }
  refuseTaken(relation, node.conname);
  if (node.indexname !== undefined) return useIndex(draft, table, node, kind);
  const names = adding.column === undefined ? strings(node.keys) : [adding.column];
  const elements = kind === "exclusion" ? exclusionElements(node.exclusions) : elementsOf(names);
  if (kind === "primary-key") {
    for (const name of names) {
      const column = findColumn(relation, name);
      if (!column) throw new Refused("42703", `column "${name}" named in key does not exist`);
      keyNotNull(draft, table, column, adding.only);
    }
  }
  createIndex(draft, {
    table,
    name: node.conname === undefined ? undefined : truncateName(node.conname),
    elements,
    include: elementsOf(strings(node.including)),
    method: node.access_method ?? (node.without_overlaps ? "gist" : "btree"),
    unique: kind !== "exclusion",
    primary: kind === "primary-key",
    exclusion: kind === "exclusion" || node.without_overlaps === true,
    nullsNotDistinct: node.nulls_not_distinct === true,
    where: node.where_clause,
    constraint: { kind, ...timing(node), ...(node.without_overlaps && { withoutOverlaps: true }) },
    only: adding.only,
    tablespace: node.indexspace,
  });
}

/** A primary key makes its columns NOT NULL; those that are it already stay as they are. */
function keyNotNull(draft: Draft, table: Oid, column: Column, only: boolean): void {
  const known =
    column.notNull && (draft.catalog.postgres < 18 || notNullOf(draft.relation(table), column.number) !== undefined);
  if (!known) setNotNull(draft, table, column.number, { only });
}

/** ADD CONSTRAINT ... USING INDEX: the index gets the constraint's name. */
function useIndex(draft: Draft, table: Oid, node: ConstraintNode, kind: "primary-key" | "unique" | "exclusion"): void {
  const relation = draft.relation(table);
  const index = findRelation(draft.catalog, { schema: relation.schema, name: node.indexname ?? "" });
  if (!index?.index || index.index.table !== table)
    throw new Refused("42704", `index "${node.indexname}" does not exist`);
  const name = node.conname === undefined ? index.name : truncateName(node.conname);
  if (name !== index.name) draft.rename(index.oid, name);
  const columns = index.index.keys.map((key) => key.column);
  if (kind === "primary-key") {
    for (const column of relation.columns.filter((each) => columns.includes(each.number)))
      keyNotNull(draft, table, column, false);
    draft.patch(index.oid, { index: { ...index.index, primary: true } });
  }
  draft.addConstraint(table, {
    oid: draft.newOid(),
    name,
    kind,
    columns,
    ...timing(node),
    validated: true,
    enforced: true,
    noInherit: true,
    local: true,
    inherited: 0,
    index: index.oid,
  });
}
