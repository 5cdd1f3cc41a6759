import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../packages/adapters/src/postgres-catalog.js";
import { readSchema } from "../../packages/adapters/src/postgres-schema.js";
import { apply, emptyCatalog } from "../../packages/core/src/catalog/apply.js";
import { loadParser, parseStatements } from "../../packages/core/src/sql/parse.js";
import { postgresMajors } from "../../packages/core/src/sql/statement.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";
import { linesOfCatalog } from "./catalog-lines.js";
import { linesOfServer } from "./server-shape.js";

stopServersAfterwards();
await loadParser();
const folder = join(import.meta.dirname, "histories");
const sessions: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(sessions.map((session) => session.close())));

/** Temporary objects are no part of a schema that is read. */
const lasting = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes("pg_temp"));

describe.each(postgresMajors.map((major) => ({ major })))("the schema read from PostgreSQL $major", ({ major }) => {
  it.skipIf(!available(major)).each(readdirSync(folder))(
    "after %s replays to the catalog of that server",
    async (history) => {
      const running = await server(major);
      const session = await running.connect(await running.createDatabase());
      sessions.push(session);
      for (const { text } of parseStatements(readFileSync(join(folder, history), "utf8"), { postgres: major })
        .statements) {
        await session.run(text).catch(() => undefined);
      }
      const schema = await readSchema(session);
      let catalog = emptyCatalog({ postgres: major, complete: true });
      for (const statement of parseStatements(schema, { postgres: major }).statements)
        catalog = apply(catalog, statement);
      const lines = lasting(await linesOfServer(session));
      expect(lasting(linesOfCatalog(catalog))).toEqual(lines);
      expect(lines.length).toBeGreaterThan(5);
    },
  );

  it.skipIf(!available(major))("is a catalog with the rows and bytes of its tables", async () => {
    const running = await server(major);
    const session = await running.connect(await running.createDatabase());
    sessions.push(session);
    await session.run(
      "CREATE TABLE t AS SELECT n FROM generate_series(1, 1000) n; CREATE TABLE fresh (a int); ANALYZE t",
    );
    const catalog = await readCatalog(session);
    const table = (name: string) => catalog.relations.get(catalog.relationNames.get(name) ?? 0);
    expect(table("public.t")?.rows).toBe(1000);
    expect(table("public.t")?.bytes).toBeGreaterThan(8191);
    // PostgreSQL 14 and later say -1 for a table that was never analysed.
    expect(table("public.fresh")?.rows).toBeUndefined();
    expect(catalog.complete).toBe(true);
  });
});
