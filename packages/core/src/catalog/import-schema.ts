import type { ImportForeignSchemaStmt } from "@pgsql/types";
import type { Catalog } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { mayHoldUnseen } from "./extensions.js";
import { findOther } from "./others.js";
import type { Name } from "./lookup.js";

/** IMPORT FOREIGN SCHEMA: which tables it makes, only the other server knows. */
export function importSchema(draft: Draft, node: ImportForeignSchemaStmt): void {
  const { catalog } = draft;
  const server = findOther(catalog, { type: "OBJECT_FOREIGN_SERVER", name: node.server_name ?? "" });
  if (!server && catalog.complete && !mayHoldUnseen(catalog))
    throw new Refused("42704", `server "${node.server_name}" does not exist`);
  const schema = catalog.schemas.get(node.local_schema ?? "");
  if (schema) draft.update({ schemas: catalog.schemas.set(schema.name, { ...schema, imported: true }) });
  else if (catalog.complete) throw new Refused("3F000", `schema "${node.local_schema}" does not exist`);
}

/** Whether a name may mean a table that IMPORT FOREIGN SCHEMA made; without a name, whether there are any. */
export function mayBeImported(catalog: Catalog, name?: Name): boolean {
  if (!name) return catalog.schemas.values().some(({ imported }) => imported);
  const schemas = name.schema === undefined ? catalog.session.searchPath : [name.schema];
  return schemas.some((each) => catalog.schemas.get(each)?.imported);
}
