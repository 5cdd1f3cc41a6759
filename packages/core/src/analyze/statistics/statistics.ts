import type { Catalog, Oid, Relation } from "../../catalog/catalog.js";
import type { RoleSettings } from "./role-settings.js";
import type { RunnerTable } from "../runner-table.js";

/** What a relation held when the statistics were collected. */
export interface RelationStatistics {
  /** "schema.name", as the catalog names it. */
  readonly name: string;
  /** Rows, as the planner estimates them; missing where nobody has analysed the table. */
  readonly rows?: number | undefined;
  /** Bytes of its main part, without indexes and TOAST. */
  readonly bytes: number;
  /** Rows written since `writesSince`. */
  readonly inserted?: number | undefined;
  readonly updated?: number | undefined;
  readonly deleted?: number | undefined;
}

/** What is known of a database: sizes, invalid indexes, settings, and which migrations it has. */
export interface Statistics {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly collectedAt: string;
  readonly postgres: { readonly major: number; readonly version: string };
  /** The role that asked: the settings are those that its sessions begin with. */
  readonly role: string;
  /** lock_timeout, statement_timeout, TimeZone and their like, by their names in lower case. */
  readonly settings: Readonly<Record<string, string>>;
  /** What roles and the database give to later sessions, of the same settings; not in files of older versions. */
  readonly roles?: readonly RoleSettings[] | undefined;
  /** Since when writes are counted (ISO 8601); null where the server does not know. */
  readonly writesSince: string | null;
  readonly relations: readonly RelationStatistics[];
  /** "schema.name" of indexes that a failed concurrent build left. */
  readonly invalidIndexes: readonly string[];
  /** The tables in which migration runners keep what they have run. */
  readonly runners: readonly RunnerTable[];
}

/** Hangs sizes and the validity of indexes on a catalog's relations, found by their names. What `isNew` made has none. */
export function withStatistics(
  catalog: Catalog,
  { relations: known, invalidIndexes }: Statistics,
  isNew: (oid: Oid) => boolean,
): Catalog {
  let { relations } = catalog;
  const change = (name: string, changed: (relation: Relation) => Relation): void => {
    const relation = relations.get(catalog.relationNames.get(name) ?? 0);
    if (relation && !isNew(relation.oid)) relations = relations.set(relation.oid, changed(relation));
  };
  for (const { name, rows, bytes } of known) {
    change(name, (relation) => ({ ...relation, bytes, ...(rows === undefined ? {} : { rows }) }));
  }
  for (const name of invalidIndexes) {
    change(name, (relation) =>
      relation.index ? { ...relation, index: { ...relation.index, valid: false } } : relation,
    );
  }
  return relations === catalog.relations ? catalog : { ...catalog, relations };
}
