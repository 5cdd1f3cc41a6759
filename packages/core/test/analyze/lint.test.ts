import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, msg, sourceOf, UserError, type Rule, type Step } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

/** A rule that reports what a test wants to know of each step. */
function watching(check: NonNullable<Rule["check"]>): Rule {
  return {
    id: "watch",
    title: "Require to be watched",
    severity: "error",
    default: true,
    fixable: false,
    covers: [],
    why: msg`Why.`,
    instead: msg`Instead.`,
    examples: [],
    check,
  };
}

function stepsOf(files: Readonly<Record<string, string>>, options: Partial<FlatOptions> = {}): Step[] {
  const steps: Step[] = [];
  const rule = watching((step) => {
    steps.push(step);
    return [];
  });
  const sources = Object.entries(files).map(([path, text]) => sourceOf(path, text));
  lintFlat(sources, { postgres: 18, rules: [rule], ...options });
  return steps;
}

describe("the deployment", () => {
  const files = { "1.sql": "CREATE TABLE a (id int);", "2.sql": "CREATE TABLE b (id int);", "3.sql": "SELECT 1;" };

  it("is each file by itself where nothing else is said", () => {
    const steps = stepsOf(files);
    expect(steps.map(({ deployment }) => deployment.created("public.a"))).toEqual([false, false, false]);
    expect(steps.map(({ migration }) => migration.name)).toEqual(["1", "2", "3"]);
  });

  it("is what comes after the released migration", () => {
    expect(stepsOf(files, { released: "1" }).map(({ migration }) => migration.name)).toEqual(["2", "3"]);
  });

  it("is everything where nothing is released yet", () => {
    const last = stepsOf(files, { released: "none" }).at(-1)!;
    expect([last.deployment.created("public.a"), last.deployment.created("public.b")]).toEqual([true, true]);
  });

  it("is judged where it was asked for", () => {
    expect(stepsOf(files, { given: new Set(["2.sql"]) }).map(({ migration }) => migration.name)).toEqual(["2"]);
  });

  const judged = (options: Partial<FlatOptions>): string[] =>
    lintFlat(
      Object.entries(files).map(([path, text]) => sourceOf(path, text)),
      { postgres: 18, ...options },
    )
      .files.filter(({ migrations }) => migrations.some(({ deployment }) => deployment))
      .map(({ source }) => source.path);

  it("is not what was asked for: a released file is not judged, and of the others only those", () => {
    expect(judged({ released: "1", given: new Set(["1.sql"]) })).toEqual([]);
    expect(judged({ released: "1", given: new Set(["1.sql", "2.sql", "3.sql"]) })).toEqual(["2.sql", "3.sql"]);
    expect(judged({ released: "1", given: new Set(["3.sql"]) })).toEqual(["3.sql"]);
  });

  it("of a given file is the one that it ships in: what ships before it is new", () => {
    const last = stepsOf(files, { released: "1", given: new Set(["3.sql"]) }).at(-1)!;
    expect([last.deployment.created("public.a"), last.deployment.created("public.b")]).toEqual([false, true]);
  });

  it("must have been told a released migration that exists", () => {
    expect(() => stepsOf(files, { released: "7" })).toThrow(UserError);
  });

  const since = (changed: Readonly<Record<string, string | undefined>>): Partial<FlatOptions> => ({
    changes: {
      since: "main",
      files: new Map(
        Object.entries(changed).map(([path, text]) => [path, text === undefined ? undefined : sourceOf(path, text)]),
      ),
    },
  });

  it("is what is new or different since a git ref", () => {
    expect(judged(since({ "3.sql": undefined }))).toEqual(["3.sql"]);
    expect(judged(since({ "2.sql": "CREATE TABLE b (id bigint);", "3.sql": undefined }))).toEqual(["2.sql", "3.sql"]);
  });

  it("is nothing where the git ref has it all", () => {
    expect(judged(since({ "README.md": undefined }))).toEqual([]);
  });

  it("does not have a file that was only renamed since the git ref", () => {
    expect(judged(since({ "2.sql": files["2.sql"], "3.sql": undefined }))).toEqual(["3.sql"]);
  });

  it("is told by the git ref rather than by the released migration", () => {
    expect(judged({ ...since({ "3.sql": undefined }), released: "1" })).toEqual(["3.sql"]);
  });

  it("knows the tables that it created, and not those of the history", () => {
    const last = stepsOf(files, { released: "1" }).at(-1)!;
    expect([last.deployment.created("public.a"), last.deployment.created("public.b")]).toEqual([false, true]);
  });

  it("does not take for its own what history made between two of its files", () => {
    const last = stepsOf(files, { released: "2", added: new Set(["1.sql", "3.sql"]) }).at(-1)!;
    expect([last.deployment.created("public.a"), last.deployment.created("public.b")]).toEqual([true, false]);
  });

  it("is not made by asking for several files", () => {
    const last = stepsOf(files, { given: new Set(["1.sql", "3.sql"]) }).at(-1)!;
    expect([last.deployment.created("public.a"), last.deployment.created("public.b")]).toEqual([false, false]);
  });

  it("has a file that is new for certain, wherever it stands before the released one", () => {
    expect(judged({ released: "2", added: new Set(["1.sql"]) })).toEqual(["1.sql", "3.sql"]);
  });

  it.each(["0001", "1", "1_a", "1_a.sql", "db/1_a.sql"])("comes after the migration that %s names", (released) => {
    const paths = ["db/0001_z.sql", "db/1_a.sql", "db/0002_b.sql"].slice(released.startsWith("1") ? 1 : 0);
    const sources = paths.map((path) => sourceOf(path, "SELECT 1;"));
    const { files: linted } = lintFlat(sources, { postgres: 18, released });
    const shipped = linted.filter(({ migrations }) => migrations.some(({ deployment }) => deployment));
    expect(shipped.map(({ source }) => source.path)).toEqual(["db/0002_b.sql"]);
  });

  it("knows its table under a new name", () => {
    const steps = stepsOf({ "1.sql": "CREATE TABLE a (id int); ALTER TABLE a RENAME TO z; SELECT 1;" });
    expect(steps.at(-1)!.deployment.created("public.z")).toBe(true);
  });
});

describe("the transaction of a step", () => {
  const open = (text: string, path = "1.sql", options: Partial<FlatOptions> = {}) =>
    stepsOf({ [path]: text }, options).map(({ transaction }) => transaction.open);

  it("is not open in a plain file, as psql runs it, but where the policy says that the runner opens one", () => {
    expect(open("SELECT 1; SELECT 2;")).toEqual([false, false]);
    expect(open("SELECT 1; SELECT 2;", "1.sql", { transaction: "file" })).toEqual([true, true]);
    expect(open("SELECT 1; SELECT 2;", "1.sql", { marks: { outside: "NO_TRANSACTION" } })).toEqual([true, true]);
    expect(open("SELECT 1; BEGIN; SELECT 2; COMMIT;")).toEqual([false, false, true, true]);
  });

  it("is open in a Prisma file with several statements, not with one", () => {
    expect(open("SELECT 1; SELECT 2;", "1_a/migration.sql")).toEqual([true, true]);
    expect(open("SELECT 1;", "1_a/migration.sql")).toEqual([false]);
  });

  it("is opened and closed by BEGIN and COMMIT", () => {
    expect(open("SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3;", "1.sql", { transaction: "none" })).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it("loses what was made in it by ROLLBACK, and back to a savepoint", () => {
    const after = (text: string) => stepsOf({ "1.sql": text }, { transaction: "none" }).at(-1)!.before;
    const text = "BEGIN; CREATE TABLE a (id int); SAVEPOINT s; CREATE TABLE b (id int); ";
    expect(after(`${text} ROLLBACK; SELECT 1;`).relationNames.has("public.a")).toBe(false);
    const rolledBack = after(`${text} ROLLBACK TO s; SELECT 1;`);
    expect([rolledBack.relationNames.has("public.a"), rolledBack.relationNames.has("public.b")]).toEqual([true, false]);
  });

  it("forgets SET LOCAL at its end, and keeps SET", () => {
    const settings = (text: string) =>
      Object.fromEntries(stepsOf({ "1.sql": text }, { transaction: "none" }).at(-1)!.transaction.settings);
    expect(settings("BEGIN; SET LOCAL lock_timeout = '2s'; SELECT 1;")).toEqual({ lock_timeout: "2s" });
    expect(settings("BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT; SELECT 1;")).toEqual({});
    expect(settings("SET lock_timeout = 5000; BEGIN; COMMIT; SELECT 1;")).toEqual({ lock_timeout: "5000" });
    expect(settings("BEGIN; SET lock_timeout = '2s'; ROLLBACK; SELECT 1;")).toEqual({});
    expect(settings("SET lock_timeout = '2s'; RESET lock_timeout; SELECT 1;")).toEqual({});
  });

  it("starts afresh in each file, settings and search path too", () => {
    const last = stepsOf({ "1.sql": "SET lock_timeout = '2s'; SET search_path = app;", "2.sql": "SELECT 1;" }).at(-1)!;
    expect(last.transaction.settings.size).toBe(0);
    expect(last.before.session.searchPath).toEqual(["public"]);
  });
});

describe("a comment that allows a rule", () => {
  const everywhere = watching((step) => [{ span: step.statement.span, message: msg`Found.` }]);
  const suppressed = (text: string, today = "2026-11-22") =>
    lintFlat([sourceOf("1.sql", text)], {
      postgres: 18,
      rules: [everywhere],
      today,
    }).files[0]!.migrations[0]!.findings.map((finding) => finding.suppressed);

  it("silences the next statement only, and keeps its reason", () => {
    expect(suppressed("-- release-gate: allow watch -- reviewed by DBA\nSELECT 1;\nSELECT 2;")).toEqual([
      { by: "comment", reason: "reviewed by DBA" },
      undefined,
    ]);
  });

  it("does not silence another rule", () => {
    expect(suppressed("-- release-gate: allow other -- no\nSELECT 1;")).toEqual([undefined]);
  });

  it("silences the file where it says so", () => {
    expect(suppressed("-- release-gate: allow-file watch -- seed data\nSELECT 1;\nSELECT 2;")).toEqual([
      { by: "comment", reason: "seed data" },
      { by: "comment", reason: "seed data" },
    ]);
  });

  it("counts until the day it expires, and no longer", () => {
    const text = "-- release-gate: allow watch -- until the index is there expires 2026-11-22\nSELECT 1;";
    expect(suppressed(text)).toEqual([{ by: "comment", reason: "until the index is there", expires: "2026-11-22" }]);
    expect(suppressed(text, "2026-11-23")).toEqual([undefined]);
  });
});

describe("a down migration", () => {
  it("is replayed after its up one, changes nothing for the next, and is judged for syntax only", () => {
    const report = lintFlat(
      [
        sourceOf("1_a/migration.sql", "CREATE TABLE a (id int);"),
        sourceOf("1_a/down.sql", "DROP TABLE a;"),
        sourceOf("2_b/migration.sql", "ALTER TABLE a ADD COLUMN b int;"),
      ],
      { postgres: 18, rules: [watching((step) => [{ span: step.statement.span, message: msg`Found.` }])] },
    );
    const [up, down] = report.files;
    expect(down!.migrations[0]).toMatchObject({ findings: [], steps: [{ statement: { kind: "DropStmt" } }] });
    expect(up!.migrations[0]!.findings).toHaveLength(1);
    expect(report.catalog.relationNames.has("public.a")).toBe(true);
  });
});

describe("a report without its steps", () => {
  const files = {
    "1.sql": "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
    "2.sql": "ALTER TABLE users ADD COLUMN full_name text; DO $$ BEGIN EXECUTE current_setting('x'); END $$;",
    "3.sql": "ALTER TABLE users DROP COLUMN name; SELEC;",
  };
  const lint = (steps: boolean) =>
    lintFlat(
      Object.entries(files).map(([path, text]) => sourceOf(path, text)),
      { postgres: 18, released: "1", steps },
    ).files.flatMap(({ migrations }) => migrations);

  it("has the same findings, phases and numbers, those of the whole deployment too", () => {
    const told = lint(true).map(({ steps, ...rest }) => ({ ...rest, kept: steps.length > 0 }));
    expect(lint(false).map(({ steps, ...rest }) => ({ ...rest, kept: steps.length > 0 }))).toEqual(
      told.map((each) => ({ ...each, kept: false, migration: expect.anything() as unknown })),
    );
    expect(told.map(({ kept, statements }) => [kept, statements])).toEqual([
      [false, 0],
      [true, 2],
      [true, 2],
    ]);
    expect(told[2]?.findings.map(({ rule }) => rule)).toContain("no-mixed-phases");
  });
});
