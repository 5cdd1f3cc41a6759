import type { CreateForeignServerStmt, CreateForeignTableStmt } from "@pgsql/types";
import { createTable } from "./apply-table.js";
import type { Catalog, ObjectAddress } from "./catalog.js";
import type { Draft } from "./draft.js";
import { findRelation } from "./lookup.js";
import { rangeName } from "./names.js";

/** CREATE SERVER. */
export function createServer(draft: Draft, { servername, fdwname }: CreateForeignServerStmt): void {
  if (servername === undefined) return;
  draft.update({ servers: new Map(draft.catalog.servers).set(servername, fdwname ?? "") });
}

/** CREATE FOREIGN TABLE. */
export function createForeignTable(draft: Draft, { base, servername }: CreateForeignTableStmt): void {
  if (!base) return;
  createTable(draft, base, "foreign-table");
  const table = findRelation(draft.catalog, rangeName(base.relation));
  if (table?.kind === "foreign-table" && servername !== undefined && table.server === undefined)
    draft.patch(table.oid, { server: servername });
}

/** ALTER SERVER ... RENAME. */
export function renameServer(draft: Draft, from: string, to: string): void {
  const servers = new Map(draft.catalog.servers);
  const wrapper = servers.get(from);
  if (wrapper === undefined || !servers.delete(from)) return;
  draft.update({ servers: servers.set(to, wrapper) });
  for (const { oid, server } of draft.catalog.relations.values()) if (server === from) draft.patch(oid, { server: to });
}

/** ALTER FOREIGN DATA WRAPPER ... RENAME. */
export function renameWrapper(draft: Draft, from: string, to: string): void {
  const renamed = [...(draft.catalog.servers ?? [])].map(([server, wrapper]) => [
    server,
    wrapper === from ? to : wrapper,
  ]);
  draft.update({ servers: new Map(renamed as [string, string][]) });
}

/** The servers of a wrapper. */
export function serversOf(catalog: Catalog, wrapper: string): string[] {
  return [...(catalog.servers ?? [])].filter(([, of]) => of === wrapper).map(([server]) => server);
}

/** The foreign tables that need one of some servers. */
export function tablesOfServers(catalog: Catalog, servers: readonly string[]): ObjectAddress[] {
  return catalog.relations
    .values()
    .filter(({ server }) => server !== undefined && servers.includes(server))
    .map(({ oid }) => ({ class: "relation", oid }));
}
