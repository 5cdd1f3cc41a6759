import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, readMigrations, sourceOf, UserError } from "@release-gate/core";

beforeAll(() => loadParser());

const read = (paths: readonly string[], framework?: string) =>
  readMigrations(
    paths.map((path) => sourceOf(path, "SELECT 1;")),
    { postgres: 18, ...(framework === undefined ? {} : { framework }) },
  );
const order = (paths: readonly string[]) => read(paths).map(({ source }) => source.path);

describe("the order of migrations", () => {
  it("compares numbers as numbers, whatever their length", () => {
    expect(order(["m/10_b.sql", "m/9_a.sql", "m/0011_c.sql"])).toEqual(["m/9_a.sql", "m/10_b.sql", "m/0011_c.sql"]);
    expect(order(["m/V1_10__b.sql", "m/V1_9__a.sql", "m/V1.2__c.sql"])).toEqual([
      "m/V1.2__c.sql",
      "m/V1_9__a.sql",
      "m/V1_10__b.sql",
    ]);
  });

  it("keeps timestamps of more digits than a double holds exact", () => {
    expect(order(["m/90071992547409931_b.sql", "m/90071992547409930_a.sql"])).toEqual([
      "m/90071992547409930_a.sql",
      "m/90071992547409931_b.sql",
    ]);
  });

  it("puts files without a number after those with one, by name", () => {
    expect(order(["m/views.sql", "m/2_b.sql", "m/functions.sql"])).toEqual([
      "m/2_b.sql",
      "m/functions.sql",
      "m/views.sql",
    ]);
  });

  it("puts a down migration right after its up one", () => {
    const paths = ["p/2_b/down.sql", "p/1_a/migration.sql", "p/2_b/migration.sql", "p/1_a/down.sql"];
    expect(order(paths)).toEqual(["p/1_a/migration.sql", "p/1_a/down.sql", "p/2_b/migration.sql", "p/2_b/down.sql"]);
  });
});

describe("the framework of a file", () => {
  it.each([
    ["prisma/migrations/20260120000000_add/migration.sql", "prisma", "up", "20260120000000"],
    ["prisma/migrations/20260120000000_add/down.sql", "prisma", "down", "20260120000000"],
    ["db/000007_users.down.sql", "golang-migrate", "down", "000007"],
    ["migrations/2026-01-20-101500_users/up.sql", "diesel", "up", "2026-01-20-101500"],
    ["sql/V3__users.sql", "flyway", "up", "3"],
  ])("is told from the path %s: %s", (path, framework, direction, version) => {
    expect(read([path])).toMatchObject([{ framework, direction, version }]);
  });

  it("is not guessed for a plain SQL file", () => {
    expect(read(["queries/top-users.sql"])).toMatchObject([{ framework: "plain" }]);
  });

  it("must be a known one where it is named, and the error lists them", () => {
    expect(() => read(["a.sql"], "prism")).toThrow(UserError);
    expect(() => read(["a.sql"], "prism")).toThrow('Unknown migration framework "prism".');
  });
});

describe("who opens the transaction", () => {
  it("is nobody for Prisma, whose file goes as one query of several statements", () => {
    expect(read(["m/1_a/migration.sql"])).toMatchObject([{ transaction: "none", multiStatementQuery: true }]);
  });

  it("is nobody for a plain file, which psql sends statement by statement", () => {
    expect(read(["m/1_a.sql"])).toMatchObject([
      { transaction: "none", multiStatementQuery: false, transactionIsGuess: true },
    ]);
  });
});
