import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { startingState } from "../../packages/core/src/analyze/starting-catalog.js";
import { sourceOf } from "../../packages/core/src/source/source.js";
import { loadParser, parseStatements } from "../../packages/core/src/sql/parse.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";
import { linesOfCatalog } from "./catalog-lines.js";
import { linesOfServer } from "./server-shape.js";

stopServersAfterwards();
await loadParser();
const folder = join(import.meta.dirname, "histories");
const sessions: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(sessions.map((session) => session.close())));

/** pg_dump of the PATH, or of Debian's packages. It reads servers of its own version and older ones. */
const found = [
  ...(process.env.PATH ?? "").split(":"),
  ...[18, 17, 16, 15, 14].map((major) => `/usr/lib/postgresql/${major}/bin`),
]
  .map((path) => join(path, "pg_dump"))
  .find((path) => existsSync(path));
const major = found === undefined ? undefined : Number(/ (\d+)/.exec((await execa(found, ["--version"])).stdout)?.[1]);
const ready = found !== undefined && major !== undefined && available(major);

it("has pg_dump at hand where nothing may be skipped", () => {
  if (process.env["REQUIRE_ALL"] === "1") expect(found).toBeDefined();
});

describe("the dump of pg_dump --schema-only", () => {
  it.skipIf(!ready).each(readdirSync(folder))("after %s replays to the catalog of that server", async (history) => {
    const running = await server(major ?? 0);
    const database = await running.createDatabase();
    const session = await running.connect(database);
    sessions.push(session);
    const postgres = (major ?? 18) as 18;
    for (const { text } of parseStatements(readFileSync(join(folder, history), "utf8"), { postgres }).statements) {
      await session.run(text).catch(() => undefined);
    }
    const { stdout } = await execa(found ?? "", ["--schema-only", "--no-owner", running.url(database)]);
    const source = sourceOf("schema.sql", stdout.replace(/^\\.*$/gm, ""));
    const catalog = startingState({ postgres, schema: { source, released: false } }).catalog;
    const lasting = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes("pg_temp"));
    expect(lasting(linesOfCatalog(catalog))).toEqual(lasting(await linesOfServer(session)));
  });
});
