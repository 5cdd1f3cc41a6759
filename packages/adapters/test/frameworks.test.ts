import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { frameworks, loadParser, type LintReport } from "@release-gate/core";
import { bareProject, loadProject } from "@release-gate/adapters";
import { lintProject } from "../src/project.js";

beforeAll(() => loadParser());

const root = join(import.meta.dirname, "../../../fixtures/frameworks");
const projects = readdirSync(root);

function lint(name: string): LintReport {
  const folder = join(root, name);
  const policy = existsSync(join(folder, "release-gate.yaml"));
  return lintProject(policy ? loadProject(folder) : bareProject(folder), policy ? {} : { paths: [folder] });
}

const of = (report: LintReport, rule: string, direction = "up") =>
  report.files.flatMap(({ source, migrations }) =>
    migrations
      .filter((each) => each.migration.direction === direction)
      .flatMap(({ findings }) =>
        findings.filter((finding) => finding.rule === rule).map((finding) => ({ path: source.path, source, finding })),
      ),
  );

describe("a project of each framework", () => {
  it("is there", () => {
    expect(projects.filter((name) => name !== "drizzle-folders")).toEqual(
      frameworks.map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  describe.each(projects)("%s", (name) => {
    it("is told from its files, and its up sections parse", () => {
      const report = lint(name);
      expect(new Set(report.files.map(({ framework }) => framework))).toEqual(
        new Set([name === "drizzle-folders" ? "drizzle" : name]),
      );
      expect(of(report, "syntax-error")).toEqual([]);
      expect(of(report, "no-failing-statement")).toEqual([]);
    });

    it("may build an index concurrently where its runner allows it, and not in the files that are wrong", () => {
      const report = lint(name);
      const found = of(report, "no-concurrent-in-transaction").map(({ path }) => path);
      const wrong = report.files.map(({ source }) => source.path).filter((path) => path.includes("wrong"));
      const up = wrong.filter((path) => !/down\.sql$/.test(path));
      expect(found).toEqual(up);
      expect(up.length).toBeGreaterThan(0);
    });

    it("has its findings at words of the files", () => {
      for (const { source, finding } of of(lint(name), "no-concurrent-in-transaction"))
        expect(source.text.slice(finding.span.start, finding.span.end)).toBe("CONCURRENTLY");
    });
  });
});

describe("a project with a runner of its own", () => {
  it("has its marks in the policy: CONCURRENTLY fails only where no mark leaves the transaction", () => {
    const report = lintProject(loadProject(join(root, "../projects/own-runner")));
    expect(of(report, "no-concurrent-in-transaction").map(({ path }) => path)).toEqual(["migrations/003_wrong.sql"]);
    expect(report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))).toHaveLength(1);
  });
});

describe("the order of", () => {
  const order = (name: string) => lint(name).files.map(({ source }) => source.path);

  it("goose is that of the numbers", () => {
    expect(order("goose")).toEqual(["00001_users.sql", "00002_index.sql", "00003_wrong.sql", "00004_wrong_block.sql"]);
  });

  it("sql-migrate is that of the numbers, not of the text", () => {
    expect(order("sql-migrate")).toEqual(["1.sql", "2.sql", "10_wrong.sql"]);
  });

  it("Flyway is that of the versions, an undo after its version, and repeatable files at the end", () => {
    expect(order("flyway")).toEqual([
      "V1__users.sql",
      "V1_2__index.sql",
      "V1_10__wrong.sql",
      "V2__configured.sql",
      "U2__configured.sql",
      "R__emails.sql",
      "afterMigrate.sql",
    ]);
  });

  it("Drizzle is that of its journal", () => {
    expect(order("drizzle")).toEqual(["0000_users.sql", "0002_name.sql", "0001_wrong.sql", "0003_escape.sql"]);
  });

  it("Sqitch is that of its plan, with the first script of a reworked change under its tag", () => {
    expect(order("sqitch")).toEqual([
      "deploy/users@v1.sql",
      "deploy/index.sql",
      "deploy/an_wrong.sql",
      "deploy/users.sql",
      "revert/users.sql",
    ]);
  });

  it("yuniql is that of the folders' versions between its own folders, without _erase", () => {
    expect(order("yuniql")).toEqual([
      "_init/schema.sql",
      "v0.00/users.sql",
      "v0.02/name.sql",
      "v0.10/wrong.sql",
      "_post/check.sql",
    ]);
  });

  it("graphile-migrate is the committed ones, then the current one", () => {
    expect(order("graphile-migrate").at(-1)).toBe("current.sql");
  });

  it("pop leaves out the files of other databases, and the neutral file that PostgreSQL has one of its own for", () => {
    expect(order("pop").slice(0, 2)).toEqual(["20260101000000_users.postgres.up.sql", "20260101000000_users.down.sql"]);
  });
});
