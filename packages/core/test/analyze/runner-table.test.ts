import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf, UserError, type RunnerTable, type Statistics } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

function statistics(...runners: readonly RunnerTable[]): Statistics {
  return {
    schemaVersion: 1,
    collectedAt: "2026-11-22T00:00:00Z",
    postgres: { major: 18, version: "18.4" },
    role: "app",
    settings: {},
    writesSince: null,
    relations: [],
    invalidIndexes: [],
    runners,
  };
}

/** The paths of what ships, and the findings that say that a file was edited, as paths. */
function judge(
  framework: string,
  paths: readonly string[],
  known: Statistics,
  more: Partial<Parameters<typeof lintFlat>[1]> = {},
) {
  const sources = paths.map((path) => sourceOf(path, "SELECT 1;\n"));
  const { files } = lintFlat(sources, {
    postgres: 18,
    framework,
    statistics: known,
    checksumsOf: (_tool, { path }) => [`sum of ${path}`],
    ...more,
  });
  const having = (test: (file: (typeof files)[number]) => boolean) =>
    files.filter(test).map(({ source }) => source.path);
  return {
    ships: having(({ migrations }) => migrations.some(({ deployment, history }) => deployment && history !== true)),
    edited: having(({ migrations }) =>
      migrations.some(({ findings }) => findings.some(({ rule }) => rule === "no-edited-migration")),
    ),
  };
}

describe("an invalid index that production has", () => {
  const messages = (sql: string, invalid: readonly string[]) =>
    lintFlat([sourceOf("1_a.sql", "CREATE TABLE users (id int, email text);"), sourceOf("2_b.sql", sql)], {
      postgres: 18,
      framework: "plain",
      transaction: "none",
      released: "1",
      statistics: { ...statistics(), invalidIndexes: invalid },
    })
      .files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))
      .filter(({ rule }) => rule === "no-hidden-invalid-index")
      .map(({ severity, message }) => `${severity}: ${english(message)}`);

  it("stops the build of that name, or is taken for it", () => {
    expect(messages("CREATE INDEX CONCURRENTLY i ON users (email);", ["public.i"])).toEqual([
      "error: public.i already exists and is INVALID: PostgreSQL would refuse the build (42P07).",
    ]);
    expect(messages("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email);", ["public.i"])).toEqual([
      "error: public.i already exists and is INVALID: IF NOT EXISTS would accept it.",
    ]);
  });

  it("does neither where it is dropped first, has another name, or nobody looked", () => {
    const drop = "DROP INDEX CONCURRENTLY IF EXISTS i; ";
    expect(messages(`${drop}CREATE INDEX CONCURRENTLY i ON users (email);`, ["public.i"])).toEqual([]);
    expect(messages("CREATE INDEX CONCURRENTLY i ON users (email);", ["other.i", "public.j"])).toEqual([]);
    expect(messages("CREATE INDEX CONCURRENTLY i ON users (email);", [])).toEqual([]);
  });
});

describe("what ships by the table of the runner", () => {
  it("is what comes after the one version of golang-migrate, also between numbers of other lengths", () => {
    const table: RunnerTable = { tool: "golang-migrate", table: "public.schema_migrations", ran: [], upTo: "9" };
    const paths = ["000008_a.up.sql", "9_b.up.sql", "9_b.down.sql", "10_c.up.sql", "10_c.down.sql"];
    expect(judge("golang-migrate", paths, statistics(table)).ships).toEqual(["10_c.up.sql", "10_c.down.sql"]);
  });

  it("is what a list of versions lacks, also before the last one that has run", () => {
    const table: RunnerTable = {
      tool: "goose",
      table: "public.goose_db_version",
      ran: [{ version: "1" }, { version: "3" }],
    };
    expect(judge("goose", ["00001_a.sql", "00002_b.sql", "00003_c.sql"], statistics(table)).ships).toEqual([
      "00002_b.sql",
    ]);
  });

  it("is told by Flyway's versions however they are written, and by its baseline", () => {
    const table: RunnerTable = {
      tool: "flyway",
      table: "public.flyway_schema_history",
      ran: [{ version: "2.1", name: "V2_1__c.sql", checksum: "sum of V2_1__c.sql" }],
      upTo: "1.5",
    };
    const paths = ["V1__a.sql", "V01_5__b.sql", "V2_1__c.sql", "V2_10__d.sql", "V2_2__e.sql"];
    expect(judge("flyway", paths, statistics(table))).toEqual({ ships: ["V2_2__e.sql", "V2_10__d.sql"], edited: [] });
  });

  it("has a repeatable migration of Flyway whose checksum is another one, which is no mistake", () => {
    const table: RunnerTable = {
      tool: "flyway",
      table: "public.flyway_schema_history",
      ran: [
        { version: "1", name: "V1__a.sql", checksum: "another" },
        { name: "R__views.sql", checksum: "another" },
        { name: "R__same.sql", checksum: "sum of R__same.sql" },
      ],
    };
    expect(judge("flyway", ["V1__a.sql", "R__same.sql", "R__views.sql"], statistics(table))).toEqual({
      ships: ["R__views.sql"],
      edited: ["V1__a.sql"],
    });
  });

  it("is told by the digits of Diesel's folders and by the names of Prisma's", () => {
    const diesel: RunnerTable = { tool: "diesel", table: "t", ran: [{ version: "20260101000000" }] };
    expect(
      judge("diesel", ["2026-01-01-000000_a/up.sql", "2026-01-02-000000_b/up.sql"], statistics(diesel)).ships,
    ).toEqual(["2026-01-02-000000_b/up.sql"]);
    const prisma: RunnerTable = { tool: "prisma", table: "t", ran: [{ name: "20260101_a", checksum: "another" }] };
    expect(judge("prisma", ["20260101_a/migration.sql", "20260102_b/migration.sql"], statistics(prisma))).toEqual({
      ships: ["20260102_b/migration.sql"],
      edited: ["20260101_a/migration.sql"],
    });
  });

  it("is told by how many Drizzle has run, whose hashes tell which of them were edited", () => {
    const table: RunnerTable = {
      tool: "drizzle",
      table: "drizzle.__drizzle_migrations",
      ran: [{ checksum: "sum of 0000_a.sql" }, { checksum: "another" }],
      count: 2,
    };
    expect(judge("drizzle", ["0000_a.sql", "0001_b.sql", "0002_c.sql"], statistics(table))).toEqual({
      ships: ["0002_c.sql"],
      edited: ["0001_b.sql"],
    });
  });

  it("is everything where the runner's table is empty, and where no table is about these migrations", () => {
    const empty: RunnerTable = { tool: "goose", table: "public.goose_db_version", ran: [] };
    expect(judge("goose", ["1_a.sql"], statistics(empty)).ships).toEqual(["1_a.sql"]);
    const other: RunnerTable = { tool: "sqlx", table: "public._sqlx_migrations", ran: [], upTo: "7", count: 3 };
    expect(judge("goose", ["1_a.sql"], statistics(other)).ships).toEqual(["1_a.sql"]);
  });

  it("is told by a table of another runner only where that names the migrations", () => {
    const table: RunnerTable = { tool: "rails", table: "public.schema_migrations", ran: [{ version: "1" }] };
    expect(judge("plain", ["1_a.sql", "2_b.sql"], statistics(table)).ships).toEqual(["2_b.sql"]);
  });

  it("is told by the names of the scripts that run SQL files of the same name", () => {
    const table: RunnerTable = {
      tool: "db-migrate",
      table: "public.migrations",
      ran: [{ name: "/20260101000000-a" }, { name: "20260102000000_b.js" }],
    };
    const paths = [
      "20260101000000-a-up.sql",
      "20260101000000-a-down.sql",
      "20260102000000_b.sql",
      "20260103000000-c-up.sql",
    ];
    expect(judge("plain", paths, statistics(table)).ships).toEqual(["20260103000000-c-up.sql"]);
  });

  it("is not told by numbers that a library has given to its own migrations", () => {
    const river: RunnerTable = { tool: "river", table: "public.river_migration", ran: [{ version: "1" }] };
    const worker: RunnerTable = { tool: "graphile-worker", table: "w.migrations", ran: [{ version: "2" }] };
    expect(judge("plain", ["1_a.sql", "2_b.sql"], statistics(river, worker)).ships).toEqual(["1_a.sql", "2_b.sql"]);
    expect(judge("river", ["001_a.up.sql", "002_b.up.sql"], statistics(river)).ships).toEqual(["002_b.up.sql"]);
  });

  it("cannot be told where the runner has run other migrations only", () => {
    const table: RunnerTable = { tool: "goose", table: "public.goose_db_version", ran: [{ version: "77" }] };
    expect(() => judge("goose", ["1_a.sql"], statistics(table))).toThrow(UserError);
    expect(judge("goose", ["1_a.sql"], statistics(table), { given: new Set(["1_a.sql"]) }).ships).toEqual(["1_a.sql"]);
  });

  it("gives way to what git and the policy say", () => {
    const table: RunnerTable = { tool: "goose", table: "public.goose_db_version", ran: [{ version: "1" }] };
    const paths = ["1_a.sql", "2_b.sql", "3_c.sql"];
    expect(judge("goose", paths, statistics(table), { released: "2" }).ships).toEqual(["3_c.sql"]);
    const changes = { since: "main", files: new Map([["2_b.sql", undefined]]) };
    expect(judge("goose", paths, statistics(table), { changes }).ships).toEqual(["2_b.sql"]);
  });
});
