import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadProject } from "@release-gate/adapters";
import { lintProject } from "../src/project.js";
import { english, loadParser, parsePolicy, type LintReport } from "@release-gate/core";

const top = mkdtempSync(join(tmpdir(), "release-gate-accounting-"));
const fixtures = join(import.meta.dirname, "../../../fixtures/frameworks");

beforeAll(async () => {
  await loadParser();
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

let folders = 0;

/** A folder with some files; each holds a statement that is right for any framework. */
function folderWith(files: readonly string[], policy = "version: 1\nmigrations: { path: m }\n"): string {
  const folder = join(top, String(folders++));
  mkdirSync(join(folder, "m"), { recursive: true });
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "release-gate.yaml"), policy);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "SELECT 1;\n");
  }
  return folder;
}

/** What a walk of a folder counts, written without the code under test. */
function walked(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return statSync(path).isDirectory() ? walked(path) : [path];
  });
}

/** Every file of a report, in the one place where it is. */
const accounted = (report: LintReport): string[] => [
  ...report.files.map(({ source }) => source.path),
  ...report.beside,
  ...report.notRead.map(({ path }) => path),
];

const name = fc.oneof(
  fc.constantFrom(
    "README.md",
    ".gitkeep",
    "atlas.sum",
    "knexfile.ts",
    "index.js",
    "seed.csv",
    "V5__g.sql",
    "R__views.sql",
    "beforeEachMigrate.sql",
    "schema.sql",
    ".hidden.sql",
    "002_b.SQL",
    "3_c.Up.Sql",
    "notes",
    "x.psql",
  ),
  fc
    .tuple(
      fc.integer({ min: 1, max: 99 }),
      fc.constantFrom("_", "-", "__", "."),
      fc.constantFrom(
        ..."sql up.sql down.sql mysql.up.sql ts js rb py go xml fizz yaml json sql.gz sql.erb SQL md conf sql.conf".split(
          " ",
        ),
      ),
    )
    .map(([number, between, ending]) => `${number}${between}a.${ending}`),
);
const folder = fc.constantFrom("", "sub/", "2020_x/", "migrations/", "V1/", ".hidden/");

/** A policy for each fixture, with the values that some of them ask for. */
const everywhere = `version: 1
migrations:
  path: .
  placeholders: { ":APP_SCHEMA": a, GRAPHILE_WORKER_SCHEMA: w, DATABASE_VISITOR: v, DATABASE_OWNER: o, schema: app, Namespace: app, app_schema: app }
`;

describe("the files of a project's migrations", () => {
  it("are each judged, history, beside or not read: together what a walk of the folder counts", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(folder, name), { minLength: 1, maxLength: 12 }), (files) => {
        const root = folderWith(["m/0_first.sql", ...files.map(([at, file]) => `m/${at}${file}`)]);
        const report = lintProject(loadProject(root));
        const there = walked(join(root, "m")).map((path) => relative(root, path));
        expect(accounted(report).toSorted()).toEqual(there.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it("add up where the policy names them by a glob, too", () => {
    const policy = "version: 1\nmigrations: { path: 'm/**/*.sql' }\n";
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(folder, name), { minLength: 1, maxLength: 12 }), (files) => {
        const root = folderWith(["m/0_first.sql", ...files.map(([at, file]) => `m/${at}${file}`)], policy);
        const there = walked(join(root, "m")).map((path) => relative(root, path));
        expect(accounted(lintProject(loadProject(root))).toSorted()).toEqual(there.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["m/*.sql", ["m/1_a.sql", "m/2_b.SQL", "m/.5_h.sql"], ["m/3_c.ts", "m/4_d.rb"]],
    ["{m,n}/*.sql", ["m/1_a.sql", "m/2_b.SQL", "m/.5_h.sql"], ["m/3_c.ts", "m/4_d.rb"]],
    ["{m/x,m}/*.sql", ["m/1_a.sql", "m/2_b.SQL", "m/.5_h.sql"], ["m/3_c.ts", "m/4_d.rb"]],
    ["m/1*.sql", ["m/1_a.sql"], ["m/3_c.ts", "m/4_d.rb"]],
    ["m*", ["m/1_a.sql", "m/2_b.SQL", "m/.5_h.sql", "m/sub/1_s.sql"], ["m/3_c.ts", "m/4_d.rb", "m/sub/2_s.ts"]],
  ])("beside those that the glob %s takes are told when a runner could run them", (glob, judged, notRead) => {
    const there = ["m/1_a.sql", "m/2_b.SQL", "m/3_c.ts", "m/4_d.rb", "m/.5_h.sql", "m/sub/1_s.sql", "m/sub/2_s.ts"];
    const report = lintProject(loadProject(folderWith(there, `version: 1\nmigrations: { path: "${glob}" }\n`)));
    expect(report.files.map(({ source }) => source.path).toSorted()).toEqual(judged.toSorted());
    expect(report.notRead.map(({ path }) => path)).toEqual(notRead);
  });

  it.each(readdirSync(fixtures))("add up in the fixture of %s", (framework) => {
    const root = join(fixtures, framework);
    const report = lintProject({ root, policyPath: undefined, policy: parsePolicy(everywhere, "release-gate.yaml") });
    const there = walked(root).map((path) => relative(root, path));
    expect(accounted(report).toSorted()).toEqual(there.toSorted());
    // A fixture is a project as its tool has it: nothing of it is unknown.
    expect(report.notRead.filter(({ why }) => why !== "never-run")).toEqual([]);
  });
});

const notRead = (files: readonly string[], policy?: string): [string, string, boolean][] =>
  lintProject(loadProject(folderWith(files, policy))).notRead.map(({ path, why, ships }) => [path, why, ships]);
const released = "version: 1\nmigrations: { path: m, released: 1_a }\n";

describe("a file that is not read", () => {
  it("is told by what it is written in, whatever folder of migrations it lies in", () => {
    const files = ["m/1_a.sql", "m/2_b.ts", "m/3_c.rb", "m/4_d.fizz", "m/5_e.xml", "m/6_f.sql.gz", "m/x.psql"];
    expect(notRead(files, released).map(([path, why]) => `${path} ${why}`)).toEqual([
      "m/2_b.ts typescript",
      "m/3_c.rb ruby",
      "m/4_d.fizz fizz",
      "m/5_e.xml xml",
      "m/6_f.sql.gz archive",
      "m/x.psql other",
    ]);
  });

  it("ships where its number is later than what was released, and is history where it is not", () => {
    expect(
      notRead(["m/2_b.sql", "m/1_a.ts", "m/3_c.ts"], "version: 1\nmigrations: { path: m, released: 2_b }\n"),
    ).toEqual([
      ["m/1_a.ts", "typescript", false],
      ["m/3_c.ts", "typescript", true],
    ]);
  });

  it("ends certainty, so that 'complete' is no longer true", () => {
    const policy = "version: 1\nmigrations: { path: m, complete: true, released: 1_a }\n";
    const catalogOf = (files: readonly string[]) => lintProject(loadProject(folderWith(files, policy))).catalog;
    expect(catalogOf(["m/1_a.sql"]).complete).toBe(true);
    expect(catalogOf(["m/0_a.py", "m/1_a.sql"]).complete).toBe(false);
  });

  it("is an error that says what was named, where nothing that was named can be judged", () => {
    const folder = folderWith(["m/1_a.sql", "m/2_b.ts", "m/6.md"]);
    const project = loadProject(folder);
    expect(() => lintProject(project, { paths: ["m/6.md"] })).toThrow(
      "There is no SQL to judge in what was named: m/6.md.",
    );
    expect(lintProject(project, { paths: ["m/2_b.ts"] }).notRead.map(({ path }) => path)).toEqual(["m/2_b.ts"]);
    expect(() => lintProject(project, { paths: ["m/6.md", "m/1_a.sql"] })).not.toThrow();
  });

  it("is never code around the migrations, a note, or the runner's own file", () => {
    const files = ["m/1_a.sql", "m/embed.go", "m/mod.rs", "m/README.md", "m/knexfile.js", "m/atlas.sum", "m/a.test.ts"];
    expect(notRead(files)).toEqual([]);
  });

  it("is a SQL file whose name its runner does not take", () => {
    expect(notRead(["m/1_a.up.sql", "m/2_b.up.sql", "m/V5__g.up.sql", "m/11_plain.sql"])).toEqual([
      ["m/11_plain.sql", "never-run", true],
      ["m/V5__g.up.sql", "never-run", true],
    ]);
  });

  it("is a file that Drizzle's journal does not name", () => {
    const root = folderWith(["m/0000_a.sql", "m/0001_b.sql"]);
    mkdirSync(join(root, "m/meta"));
    writeFileSync(join(root, "m/meta/_journal.json"), '{ "entries": [{ "tag": "0000_a" }] }');
    const report = lintProject(loadProject(root));
    expect(report.files.map(({ source }) => source.path)).toEqual(["m/0000_a.sql"]);
    expect(report.notRead.map(({ path, why, text }) => [path, why, english(text)])).toEqual([
      ["m/0001_b.sql", "never-run", "drizzle never runs this file: meta/_journal.json does not name it."],
    ]);
    expect(report.beside).toEqual(["m/meta/_journal.json"]);
  });

  it("is a callback that Flyway runs around each migration", () => {
    expect(notRead(["m/V1__a.sql", "m/beforeEachMigrate.sql", "m/afterClean.sql"])).toEqual([
      ["m/beforeEachMigrate.sql", "callback", true],
    ]);
  });
});

describe("a link", () => {
  const read = (root: string) => lintProject(loadProject(root)).files.map(({ source }) => source.path);

  it("to a file or folder of the repository is followed", () => {
    const root = folderWith(["m/1_a.sql", "x/s.sql", "y/3_c.sql"]);
    symlinkSync("../x/s.sql", join(root, "m/2_b.sql"));
    symlinkSync("../y", join(root, "m/more"));
    expect(read(root)).toEqual(["m/1_a.sql", "m/2_b.sql", "m/more/3_c.sql"]);
  });

  it("that leads back is followed no further", () => {
    const root = folderWith(["m/1_a.sql", "m/sub/2_b.sql"]);
    symlinkSync("..", join(root, "m/sub/up"));
    symlinkSync(".", join(root, "m/self"));
    expect(read(root)).toEqual(["m/1_a.sql", "m/sub/2_b.sql"]);
  });

  it("that leads out of the repository, or nowhere, is an error that names it", () => {
    const root = folderWith(["m/1_a.sql"]);
    writeFileSync(join(top, "outside.sql"), "SELECT 1;");
    symlinkSync(join(top, "outside.sql"), join(root, "m/2_b.sql"));
    expect(() => read(root)).toThrow("m/2_b.sql is a link that leads out of the repository.");
    rmSync(join(root, "m/2_b.sql"));
    symlinkSync("nowhere.sql", join(root, "m/2_b.sql"));
    expect(() => read(root)).toThrow("m/2_b.sql is a link that leads nowhere.");
  });

  it("that a glob means is treated alike, and one that it does not mean is left alone", () => {
    const root = folderWith(["m/1_a.sql", "x/s.sql"], "version: 1\nmigrations: { path: 'm/**/*.sql' }\n");
    symlinkSync("../x", join(root, "m/more"));
    symlinkSync("..", join(root, "m/up"));
    symlinkSync("nowhere.md", join(root, "m/notes.md"));
    expect(read(root)).toEqual(["m/1_a.sql", "m/more/s.sql"]);
    symlinkSync("nowhere.sql", join(root, "m/2_b.sql"));
    expect(() => read(root)).toThrow("m/2_b.sql is a link that leads nowhere.");
    rmSync(join(root, "m/2_b.sql"));
    symlinkSync(fixtures, join(root, "m/out"));
    expect(() => read(root)).toThrow("m/out is a link that leads out of the repository.");
  });
});
