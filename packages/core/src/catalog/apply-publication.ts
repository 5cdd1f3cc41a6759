import type { AlterPublicationStmt, CreatePublicationStmt, Node } from "@pgsql/types";
import type { Oid, Publication } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { creationSchema, descendants, findRelation } from "./lookup.js";
import { rangeName } from "./names.js";
import { optionText } from "./options.js";

const everything = ["insert", "update", "delete", "truncate"];

interface Objects {
  readonly tables: readonly Oid[];
  readonly schemas: readonly string[];
}

/** The tables and schemas of FOR ... and of ADD, SET, DROP. A table brings its children along, unless it is partitioned or ONLY. */
function objectsOf(draft: Draft, nodes: readonly Node[] | undefined): Objects {
  const tables = new Set<Oid>();
  const schemas = new Set<string>();
  for (const node of nodes ?? []) {
    if (!("PublicationObjSpec" in node)) continue;
    const { pubtable, pubobjtype, name } = node.PublicationObjSpec;
    const relation = pubtable && findRelation(draft.catalog, rangeName(pubtable.relation));
    if (pubtable && !relation && draft.catalog.complete)
      throw new Refused("42P01", `relation "${pubtable.relation?.relname}" does not exist`);
    if (relation) {
      tables.add(relation.oid);
      const withChildren = pubtable.relation?.inh === true && relation.kind !== "partitioned-table";
      if (withChildren) for (const child of descendants(draft.catalog, relation)) tables.add(child.oid);
    }
    if (pubobjtype === "PUBLICATIONOBJ_TABLES_IN_SCHEMA" && name !== undefined) schemas.add(name);
    if (pubobjtype === "PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA") schemas.add(creationSchema(draft.catalog));
  }
  return { tables: [...tables], schemas: [...schemas] };
}

function publishesOf(options: readonly Node[] | undefined): string[] | undefined {
  for (const node of options ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname !== "publish") continue;
    const words = optionText(node.DefElem.arg).split(",");
    return everything.filter((event) => words.some((word) => word.trim() === event));
  }
  return undefined;
}

/** CREATE PUBLICATION. */
export function createPublication(draft: Draft, node: CreatePublicationStmt): void {
  const name = node.pubname ?? "";
  if (draft.catalog.publications.has(name)) throw new Refused("42710", `publication "${name}" already exists`);
  const publication: Publication = {
    oid: draft.newOid(),
    name,
    allTables: node.for_all_tables === true,
    ...objectsOf(draft, node.pubobjects),
    publishes: publishesOf(node.options) ?? everything,
  };
  draft.update({ publications: draft.catalog.publications.set(name, publication) });
}

/** ALTER PUBLICATION. */
export function alterPublication(draft: Draft, node: AlterPublicationStmt): void {
  const before = draft.catalog.publications.get(node.pubname ?? "");
  if (!before) throw new Refused("42704", `publication "${node.pubname}" does not exist`);
  const given = objectsOf(draft, node.pubobjects);
  const publishes = publishesOf(node.options);
  const changed = node.pubobjects?.length ? combine(before, given, node.action ?? "") : before;
  draft.update({
    publications: draft.catalog.publications.set(before.name, { ...changed, ...(publishes && { publishes }) }),
  });
}

function combine(before: Publication, given: Objects, action: string): Publication {
  if (action === "AP_SetObjects") return { ...before, ...given };
  if (action === "AP_DropObjects") {
    return {
      ...before,
      tables: before.tables.filter((oid) => !given.tables.includes(oid)),
      schemas: before.schemas.filter((name) => !given.schemas.includes(name)),
    };
  }
  return {
    ...before,
    tables: [...new Set([...before.tables, ...given.tables])],
    schemas: [...new Set([...before.schemas, ...given.schemas])],
  };
}
