import { beforeAll, describe, expect, it } from "vitest";
import { baselineEntries, english, loadParser, olderCounts, sourceOf, type LintReport } from "../../src/index.js";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

type Files = Readonly<Record<string, string>>;
const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text, plan text);";
const index = "CREATE INDEX users_email ON users (email);";
const lint = (files: Files, options: Partial<FlatOptions> = {}): LintReport =>
  lintFlat(
    Object.entries(files).map(([path, text]) => sourceOf(path, text)),
    { postgres: 18, framework: "plain", ...options },
  );
const errors = (report: LintReport): string[] =>
  report.files.flatMap(({ source, migrations }) =>
    migrations.flatMap(({ findings }) =>
      findings
        .filter(({ severity, suppressed }) => severity === "error" && !suppressed)
        .map(({ rule }) => `${source.path} ${rule}`),
    ),
  );
const asked = (files: Files): ReadonlySet<string> => new Set(Object.keys(files));
/** So many files, each with an index on the table of the first one. */
const history = (count: number): Files => ({
  "0001_users.sql": users,
  ...Object.fromEntries(
    Array.from({ length: count - 1 }, (_, at) => [
      `${String(at + 2).padStart(4, "0")}_index.sql`,
      `CREATE INDEX i${at} ON users (email);`,
    ]),
  ),
});

describe("where nothing tells what was released", () => {
  const files = { "1_users.sql": users, "2_index.sql": index };
  const danger = ["2_index.sql require-concurrent-index"];

  it("each file is judged after what stands before it, whoever names the files", () => {
    expect(errors(lint(files))).toEqual(danger);
    expect(errors(lint(files, { given: asked(files) }))).toEqual(danger);
    expect(errors(lint(files, { given: new Set(["2_index.sql"]) }))).toEqual(danger);
  });

  it("a file knows what it makes itself", () => {
    expect(errors(lint({ "1_users.sql": `${users}\n${index}` }))).toEqual([]);
  });

  it("a down migration in a file of its own is part of its up migration's deployment", () => {
    const pair = { "1_a.up.sql": users, "1_a.down.sql": "DROP TABLE users;" };
    const { files: linted } = lint(pair, { framework: "golang-migrate" });
    const down = linted.flatMap(({ migrations }) => migrations).find(({ migration }) => migration.direction === "down");
    expect(down?.steps[0]?.deployment.created("public.users")).toBe(true);
  });

  it("no file holds the locks of another one, also where the runner runs all that is pending in one transaction", () => {
    const alone = lint(
      { "1_users.sql": users, "2_a.sql": "ALTER TABLE users ADD COLUMN a text;", "3_b.sql": index },
      { transaction: "batch" },
    );
    const last = alone.files.at(-1)!.migrations[0]!.steps[0]!;
    expect([...last.transaction.locks]).toEqual([]);
    const together = lint(
      { "1_users.sql": users, "2_a.sql": "ALTER TABLE users ADD COLUMN a text;", "3_b.sql": index },
      { transaction: "batch", released: "1" },
    );
    const { locks } = together.files.at(-1)!.migrations[0]!.steps[0]!.transaction;
    expect([...locks]).toContainEqual({ relation: "public.users", mode: "ACCESS EXCLUSIVE" });
  });

  it("is said with the key that tells it, and not of a lone file", () => {
    const [note] = lint(files).notes;
    expect(note?.reason).toBe("released-unknown");
    expect(english(note!.text)).toMatch(
      /^It is not known what was released: each of the 2 files .*"released: NAME".*--since/,
    );
    expect(lint({ "1_users.sql": users }).notes).toEqual([]);
    expect(lint(files, { given: new Set(["2_index.sql"]) }).notes).toEqual([]);
    expect(lint(files, { released: "1" }).notes).toEqual([]);
  });

  it("ten files count; what stands before them is counted by rule, and warns", () => {
    const report = lint(history(30));
    expect(report.files.filter(({ migrations }) => migrations.some(({ older }) => older))).toHaveLength(20);
    expect(olderCounts(report)).toMatchObject({ files: 20, errors: 19, rules: { "require-concurrent-index": 19 } });
    const checks = migrationChecks(report);
    expect(checks.filter(({ outcome }) => outcome === "hold")).toHaveLength(10);
    expect(checks.find(({ id }) => id === "migrations/older")).toMatchObject({ outcome: "warn" });
    expect(baselineEntries(report.files).filter(({ rule }) => rule === "require-concurrent-index")).toHaveLength(29);
    expect(olderCounts(lint(history(10)))).toBeUndefined();
    expect(olderCounts(lint(history(30), { released: "0001_users" }))).toBeUndefined();
  });

  it("only the newest of thousands of files take part in the verdict, and each is looked at once", () => {
    const report = lint(history(1000), { steps: false });
    expect(olderCounts(report)?.errors).toBe(989);
    expect(errors(report)).toHaveLength(999);
  });
});

describe("where something tells what was released", () => {
  const files = { "1_users.sql": users, "2_index.sql": index, "3_new.sql": "ALTER TABLE users DROP COLUMN plan;" };

  it.each<[string, Partial<FlatOptions>]>([
    ["released", { released: "2" }],
    ["a git ref", { changes: { since: "main", files: new Map([["3_new.sql", undefined]]) } }],
  ])("by %s, the same is found whatever is named", (_, options) => {
    const found = errors(lint(files, options));
    expect(found).toEqual(["3_new.sql no-drop-column"]);
    expect(errors(lint(files, { ...options, given: asked(files) }))).toEqual(found);
    expect(errors(lint(files, { ...options, given: new Set(["2_index.sql"]) }))).toEqual([]);
  });

  it("a released file that is named is not judged, and that is said; what it does can be seen", () => {
    const report = lint(files, { released: "2", given: new Set(["2_index.sql"]), named: new Set(["2_index.sql"]) });
    const [named] = report.files.flatMap(({ source, migrations }) => (source.path === "2_index.sql" ? migrations : []));
    expect(named).toMatchObject({ deployment: false, findings: [] });
    expect(named?.steps[0]?.facts.indexBuilds).toHaveLength(1);
    expect(report.notes.map(({ text }) => english(text))).toEqual([
      "1 of the files that were named are released, and so not judged.",
    ]);
  });
});

describe("a released migration that was edited", () => {
  const edited = `${users}\nDROP TABLE orders;\n`;
  const changes = {
    since: "main",
    files: new Map([
      ["1_users.sql", sourceOf("1_users.sql", users)],
      ["2_index.sql", undefined],
    ]),
  };
  const files = { "1_users.sql": edited, "2_index.sql": index };

  it("shows that, and nothing of its statements; its table is not new for what ships", () => {
    expect(errors(lint(files, { changes }))).toEqual([
      "1_users.sql no-edited-migration",
      "2_index.sql require-concurrent-index",
    ]);
  });

  it("is judged in full where the edit is allowed: it will run somewhere", () => {
    const allowed = `${users}\n-- release-gate: allow no-edited-migration -- It ran nowhere.\nDROP TABLE orders;\n`;
    const off: Partial<FlatOptions> = {
      settings: new Map([["no-edited-migration", { severity: "off", options: {} }]]),
    };
    const danger = ["1_users.sql no-drop-table", "2_index.sql require-concurrent-index"];
    expect(errors(lint(files, { changes, ...off }))).toEqual(danger);
    expect(errors(lint({ ...files, "1_users.sql": allowed }, { changes }))).toContain("1_users.sql no-drop-table");
  });
});

describe("a new file before a released one", () => {
  const files = { "m/1_users.sql": users, "m/2_late.sql": "SELECT 1;", "m/3_more.sql": "SELECT 2;" };
  const told = (all: Files, news: readonly string[], options: Partial<FlatOptions> = {}): string[] => {
    const changes = { since: "main", files: new Map(news.map((path) => [path, undefined])) };
    return lint(all, { changes, ...options }).notes.flatMap(({ reason, text }) =>
      reason === "out-of-order" ? [english(text)] : [],
    );
  };

  it("is told, and warns", () => {
    const [text, ...others] = told(files, ["m/2_late.sql"]);
    expect(others).toEqual([]);
    expect(text).toContain("New, but before m/3_more.sql, which is released: m/2_late.sql.");
    const report = lint(files, { changes: { since: "main", files: new Map([["m/2_late.sql", undefined]]) } });
    expect(
      migrationChecks(report)
        .filter(({ reason }) => reason === "out-of-order")
        .map(({ outcome }) => outcome),
    ).toEqual(["warn"]);
  });

  it("is told by the runner's own order: numbers, or folders by name", () => {
    const sqlx = { "m/9_a.up.sql": users, "m/10_b.up.sql": "SELECT 1;", "m/11_c.up.sql": "SELECT 1;" };
    expect(told(sqlx, ["m/10_b.up.sql"], { framework: "sqlx" })).toHaveLength(1);
    expect(told(sqlx, ["m/11_c.up.sql"], { framework: "sqlx" })).toEqual([]);
    const prisma = { "m/20240101000000_a/migration.sql": users, "m/20250101000000_b/migration.sql": "SELECT 1;" };
    expect(told(prisma, ["m/20240101000000_a/migration.sql"], { framework: "prisma" })).toHaveLength(1);
  });

  it.each([
    ["golang-migrate", "m/1_a.up.sql", "m/2_b.up.sql", "m/3_c.up.sql", "SELECT 1;", "never runs this file"],
    ["goose", "m/1_a.sql", "m/2_b.sql", "m/3_c.sql", "-- +goose Up\nSELECT 1;", "refuses this file"],
    ["flyway", "m/V1__a.sql", "m/V2__b.sql", "m/V3__c.sql", "SELECT 1;", "refuses this file"],
  ])("holds where %s is known not to run it", (framework, first, late, last, text, why) => {
    const all = { [first]: text, [late]: text, [last]: text };
    const at = (path: string, options: Partial<FlatOptions> = {}) =>
      lint(all, { framework, changes: { since: "main", files: new Map([[path, undefined]]) }, ...options });
    const held = migrationChecks(at(late)).filter(({ outcome }) => outcome === "hold");
    expect(held.map(({ summary }) => english(summary)).join()).toContain(why);
    expect(held[0]?.source?.file).toBe(late);
    expect(told(all, [late], { framework })).toEqual([]);
    expect(migrationChecks(at(last)).filter(({ outcome }) => outcome !== "pass")).toEqual([]);
    const allowed = at(late, { allowed: { notRead: ["never-run"], notJudged: [] } });
    expect(migrationChecks(allowed).map(({ outcome }) => outcome)).toContain("warn");
    expect(migrationChecks(allowed).map(({ outcome }) => outcome)).not.toContain("hold");
  });

  it("is no matter of Flyway's repeatable files, which run after all versions", () => {
    const all = { "m/V1__a.sql": "SELECT 1;", "m/R__views.sql": "SELECT 1;", "m/V2__b.sql": "SELECT 1;" };
    const changes = { since: "main", files: new Map([["m/V2__b.sql", undefined]]) };
    expect(migrationChecks(lint(all, { framework: "flyway", changes })).map(({ outcome }) => outcome)).toEqual([
      "pass",
    ]);
  });

  it("is none where all that stands after it ships too, or lies in another folder", () => {
    expect(told(files, ["m/2_late.sql", "m/3_more.sql"])).toEqual([]);
    expect(told({ "a/1_users.sql": users, "b/1_x.sql": "SELECT 1;" }, ["a/1_users.sql"])).toEqual([]);
  });
});

describe("files that git does not know", () => {
  it("are judged each by itself: whether they were released it cannot tell", () => {
    const files = { "1_users.sql": users, "2_index.sql": index };
    const changes = { since: "main", files: new Map(), unknown: asked(files) };
    const report = lint(files, { changes });
    expect(errors(report)).toEqual(["2_index.sql require-concurrent-index"]);
    expect(english(report.notes[0]!.text)).toMatch(/^git does not know 2 of the files/);
  });
});
