import type { AlterTableCmd, ColumnDef } from "@pgsql/types";
import type { Catalog, Column, Constraint, Relation } from "../../catalog/catalog.js";
import { columnByNumber, descendants, findColumn, indexesOf, relationName } from "../../catalog/lookup.js";
import { msg } from "../../text/message.js";
import { strings } from "../../catalog/names.js";
import type { Span } from "../../text/span.js";
import type { LockMode } from "../lock.js";
import { validateReferences } from "./foreign-key-check.js";
import type { Place } from "./words.js";
import { hasRows, isUnknown, type Work } from "./work.js";

/** One command of an ALTER TABLE and where its words are. */
export interface Command {
  readonly cmd: AlterTableCmd;
  readonly place: Place;
}

/** Foreign key values of `from` are looked up in `to`. */
export interface ReferenceCheck {
  readonly from: Relation;
  readonly to: Relation;
  readonly span: Span;
  /** WITH PERIOD: each row is looked up by itself. */
  readonly byRows?: boolean;
}

/**
 * One ALTER TABLE while its commands are gone through: what they ask of the tables, which is done once at the end, as in
 * phase 3 of the server (ATRewriteTables).
 */
export class TableChange {
  readonly work: Work;
  readonly target: Relation;
  /** The strongest mode that a command asks for; it is what all tables that the statement reaches are locked in. */
  readonly mode: LockMode;
  readonly recurses: boolean;
  /** Columns that earlier commands of the statement added. */
  readonly added = new Map<string, ColumnDef>();
  readonly droppedColumns = new Set<string>();
  readonly #cmds: readonly AlterTableCmd[];
  readonly retyped = new Set<string>();
  readonly droppedConstraints = new Set<string>();
  readonly #rewrites = new Map<Relation, Span>();
  readonly #verifies = new Map<
    Relation,
    { readonly why: "check" | "not-null" | "partition-bound"; readonly span: Span }[]
  >();
  readonly #failing = new Set<Relation>();
  readonly #rebuilds = new Map<Relation, { readonly table: Relation; readonly span: Span; readonly always: boolean }>();
  readonly #newIndexes: { readonly table: Relation; readonly span: Span; readonly index: string | undefined }[] = [];
  readonly #goneIndexes = new Set<Relation>();
  readonly #references: { readonly check: ReferenceCheck; readonly always: boolean }[] = [];

  constructor(work: Work, target: Relation, mode: LockMode, recurses: boolean, cmds: readonly AlterTableCmd[]) {
    this.work = work;
    this.target = target;
    this.#cmds = cmds;
    this.mode = mode;
    this.recurses = recurses;
  }

  get catalog(): Catalog {
    return this.work.catalog;
  }

  get name(): string {
    return relationName(this.target);
  }

  /** The target, with its children and partitions unless ONLY was said; all are locked in the statement's mode. */
  family(): readonly Relation[] {
    const below = this.recurses ? descendants(this.catalog, this.target) : [];
    for (const child of below) this.work.lock(child, this.mode, child.partitionOf ? "partition" : "child");
    return [this.target, ...below];
  }

  /**
   * The target, and below it those that pass a command on: `ends` tells where it goes no further. Each child that it
   * comes to is locked in the statement's mode.
   */
  familyUntil(ends: (relation: Relation) => boolean): readonly Relation[] {
    const reached = [this.target];
    for (let at = 0; at < reached.length && this.recurses; at++) {
      const relation = reached[at]!;
      if (at > 0 && ends(relation)) continue;
      for (const oid of relation.children) {
        const child = this.catalog.relations.get(oid);
        if (!child || reached.includes(child)) continue;
        this.work.lock(child, this.mode, child.partitionOf ? "partition" : "child");
        reached.push(child);
      }
    }
    return reached;
  }

  /** Children and partitions, whatever was said of ONLY; not locked by this. */
  below(): readonly Relation[] {
    return descendants(this.catalog, this.target);
  }

  column(name: string | undefined): Column | undefined {
    return name === undefined ? undefined : findColumn(this.target, name);
  }

  columnOf(relation: Relation, number: number): string {
    return columnByNumber(relation, number)?.name ?? "?";
  }

  /** Whether the absence of something in the target is known and not only unknown. */
  get known(): boolean {
    return !isUnknown(this.target) && this.target.existence === "certain";
  }

  /** The column that a command names; where it is certain that there is none, the error is told. */
  requireColumn(name: string, span: Span): Column | undefined {
    const column = this.column(name);
    if (column && !this.droppedColumns.has(name)) return column;
    if (this.added.has(name) || !this.known) return undefined;
    this.work.refuse("42703", msg`column "${name}" of relation "${this.target.name}" does not exist`, span);
    return undefined;
  }

  constraint(name: string | undefined): Constraint | undefined {
    return this.target.constraints.find((each) => each.name === name);
  }

  /** Whether the statement has such a command for that column. */
  has(type: AlterTableCmd["subtype"], column: string): boolean {
    return this.#cmds.some((cmd) => cmd.subtype === type && cmd.name === column);
  }

  /** Whether the statement adds a primary key that the column is in, which makes it NOT NULL first. */
  addsToPrimaryKey(column: string): boolean {
    return this.#cmds.some((cmd) => {
      const node = cmd.def && "Constraint" in cmd.def ? cmd.def.Constraint : undefined;
      return node?.contype === "CONSTR_PRIMARY" && strings(node.keys).includes(column);
    });
  }

  /** Whether the statement adds a primary key, by itself or with a column. */
  addsKey(): boolean {
    return this.#cmds.some(({ def }) => {
      const nodes = def && "ColumnDef" in def ? (def.ColumnDef.constraints ?? []) : def ? [def] : [];
      return nodes.some((node) => "Constraint" in node && node.Constraint.contype === "CONSTR_PRIMARY");
    });
  }

  /** Whether the statement adds a constraint of that name. */
  adds(constraint: string): boolean {
    return this.#cmds.some(
      (cmd) => cmd.def !== undefined && "Constraint" in cmd.def && cmd.def.Constraint.conname === constraint,
    );
  }

  isGone(relation: Relation, constraint: string): boolean {
    return relation === this.target && this.droppedConstraints.has(constraint);
  }

  /** A new index is built on a table. */
  buildNew(table: Relation, span: Span, index?: string): void {
    this.#newIndexes.push({ table, span, index });
  }

  /** All rows are rewritten, and every index with them. */
  rewrite(relation: Relation, span: Span): void {
    if (hasRows(relation) && !this.#rewrites.has(relation)) this.#rewrites.set(relation, span);
  }

  /** Every row is checked, unless a rewrite does that on its way. */
  verify(relation: Relation, why: "check" | "not-null" | "partition-bound", span: Span): void {
    if (!hasRows(relation)) return;
    this.#verifies.set(relation, [...(this.#verifies.get(relation) ?? []), { why, span }]);
  }

  /** A new column that must not be NULL and has no value: the scan ends at the first row, with an error. */
  verifyEmpty(relation: Relation, span: Span): void {
    this.verify(relation, "not-null", span);
    this.#failing.add(relation);
  }

  /** An index that is dropped for good. */
  dropIndex(index: Relation): void {
    this.work.lock(index, "ACCESS EXCLUSIVE", "index");
    this.#goneIndexes.add(index);
  }

  /** An index that is dropped and made again; `always` when it cannot be taken over as it is. */
  remakeIndex(table: Relation, index: Relation, always: boolean, span: Span): void {
    this.work.lock(index, "ACCESS EXCLUSIVE", "index");
    this.#rebuilds.set(index, { table, span, always: always || this.#rebuilds.get(index)?.always === true });
  }

  /** `always`: also where the altered table is not rewritten. */
  checkReferences(check: ReferenceCheck, always = true): void {
    this.#references.push({ check, always });
  }

  /** A constraint that goes with something else. */
  gone(relation: Relation, constraint: string): void {
    if (relation === this.target) this.droppedConstraints.add(constraint);
  }

  /** Does what was asked for. */
  finish(): void {
    for (const [relation, span] of this.#rewrites) this.#rewriteTable(relation, span);
    for (const [index, { table, span, always }] of this.#rebuilds) {
      if (this.#goneIndexes.has(index) || (!always && !this.#rewrites.has(table))) continue;
      if (!hasRows(table)) continue;
      this.work.rewrite(index);
      this.#build(table, index, span);
    }
    for (const { table, span, index } of this.#newIndexes) {
      if (!this.#rewrites.has(table)) this.work.scan(table, "index", span);
      this.work.build({
        ...(index !== undefined && { index }),
        table: relationName(table),
        blocksWrites: true,
        blocksReads: true,
        span,
      });
    }
    for (const [relation, reasons] of this.#verifies) {
      if (this.#rewrites.has(relation)) continue;
      const fails = this.#failing.has(relation);
      for (const { why, span } of reasons) this.work.scan(relation, why, span, fails);
    }
    for (const { check, always } of this.#references) {
      if (always || this.#rewrites.has(check.from) || this.#rewrites.has(check.to))
        validateReferences(this.work, check, this.droppedIndexes());
    }
  }

  /** Indexes that are not there any more when foreign keys are checked. */
  droppedIndexes(): ReadonlySet<Relation> {
    return this.#goneIndexes;
  }

  #rewriteTable(relation: Relation, span: Span): void {
    this.work.rewrite(relation);
    this.work.scan(relation, "rewrite", span);
    for (const index of indexesOf(this.catalog, relation)) {
      if (this.#goneIndexes.has(index) || this.#rebuilds.has(index)) continue;
      this.work.lock(index, "ACCESS EXCLUSIVE", "index");
      this.work.rewrite(index);
      this.#build(relation, index, span);
    }
  }

  #build(table: Relation, index: Relation, span: Span): void {
    if (!this.#rewrites.has(table)) this.work.scan(table, "index", span);
    this.work.build({
      index: relationName(index),
      table: relationName(table),
      blocksWrites: true,
      blocksReads: true,
      span,
    });
  }
}
