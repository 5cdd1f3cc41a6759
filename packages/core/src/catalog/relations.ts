import type { Oid, Persistence, Relation, RelationKind } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { creationSchema, hasSchema, type Name } from "./lookup.js";
import { truncateName } from "./names.js";

/** What a relation is as long as nothing is known of it or put into it. */
export const emptyRelation = {
  persistence: "permanent",
  columns: [],
  nextColumn: 1,
  constraints: [],
  indexes: [],
  parents: [],
  children: [],
  triggers: [],
  policies: [],
  rules: [],
  rowSecurity: false,
  forceRowSecurity: false,
  replicaIdentity: "default",
  options: new Map(),
} as const satisfies Partial<Relation>;

/** A relation with nothing in it, with a new oid; not in the catalog yet. */
export function newRelation(draft: Draft, schema: string, name: string, kind: RelationKind): Relation {
  return {
    oid: draft.newOid(),
    schema,
    name: truncateName(name),
    kind,
    ...emptyRelation,
    existence: draft.existence,
    ...(draft.catalog.session.role !== undefined && { owner: draft.catalog.session.role }),
  };
}

const persistences: Readonly<Record<string, Persistence>> = { p: "permanent", u: "unlogged", t: "temporary" };

/** The persistence that a RangeVar asks for. */
export function persistenceOf(letter: string | undefined): Persistence {
  return persistences[letter ?? "p"] ?? "permanent";
}

/** The schema that CREATE puts a name into. Refused where a complete catalog has no such schema. */
export function schemaForCreation(draft: Draft, name: Name, persistence: Persistence): string {
  if (persistence === "temporary" || name.schema?.startsWith("pg_temp")) return "pg_temp";
  const schema = name.schema ?? firstExisting(draft);
  if (!hasSchema(draft.catalog, schema)) throw new Refused("3F000", `schema "${schema}" does not exist`);
  return schema;
}

/** The search path's first schema that exists; in an incomplete catalog the first, known or not. */
function firstExisting(draft: Draft): string {
  const { catalog } = draft;
  if (!catalog.complete) return creationSchema(catalog);
  const schema = catalog.session.searchPath.find((each) => catalog.schemas.has(each));
  if (schema === undefined) throw new Refused("3F000", "no schema has been selected to create in");
  return schema;
}

/** Remembers that a table made with ON COMMIT DROP goes when the transaction ends. */
export function noteOnCommit(draft: Draft, table: Oid, action: string | undefined): void {
  if (action !== "ONCOMMIT_DROP") return;
  const { session } = draft.catalog;
  draft.update({ session: { ...session, dropOnCommit: [...(session.dropOnCommit ?? []), table] } });
}
