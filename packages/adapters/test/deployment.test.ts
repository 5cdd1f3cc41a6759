import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadParser, type ApplicationChange } from "@release-gate/core";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { commit, git, gitEnvironment, hasGit, write } from "../../../test/support/git.js";
import { loadProject } from "../src/index.js";
import { lintText, readLintInput } from "../src/project.js";

beforeAll(async () => {
  Object.assign(process.env, gitEnvironment);
  await loadParser();
});

const policy = "version: 1\nmigrations:\n  path: migrations\n  framework: plain\n  complete: true\n  since: main\n";

function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "release-gate-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  git(folder, "init", "-q", "-b", "main");
  commit(folder, { "release-gate.yaml": policy, "migrations/1_users.sql": "CREATE TABLE users (id int);\n", ...files });
  git(folder, "checkout", "-q", "-b", "work");
  return folder;
}

function application(folder: string, request = {}): readonly ApplicationChange[] | undefined {
  return readLintInput(loadProject(folder), request).options.deployment?.application;
}

describe.skipIf(!hasGit())("what changes in the application since the same ref", () => {
  it("is the removed and the added lines of each text file that is no migration", () => {
    const folder = repository({ "src/a.ts": "one\ntwo\nthree\n", "src/gone.ts": "old\n" });
    commit(folder, { "src/a.ts": "one\n2\nthree\nfour\n", "src/gone.ts": undefined });
    write(folder, { "src/new.ts": "fresh\n", "migrations/2_trips.sql": "SELECT 1;\n" });
    expect(application(folder)).toEqual([
      { path: "src/a.ts", removed: "two", added: "2\nfour" },
      { path: "src/gone.ts", removed: "old", added: "" },
      { path: "src/new.ts", removed: "", added: "fresh" },
    ]);
  });

  it("has lines that look like a header of a diff, and files with and without a last line break", () => {
    const folder = repository({ "q.sql": "-- a comment\n++ b\nlast", "z.txt": "x\n" });
    write(folder, { "q.sql": "--- /dev/null\n+++ b/other\nlast\n@@ -1 +1 @@\n", "z.txt": "y\n" });
    expect(application(folder)).toEqual([
      {
        path: "q.sql",
        removed: "-- a comment\n++ b\nlast",
        added: "--- /dev/null\n+++ b/other\nlast\n@@ -1 +1 @@",
      },
      { path: "z.txt", removed: "x", added: "y" },
    ]);
  });

  it("has files of any name, and none that is binary or generated", () => {
    const folder = repository({ 'sé "q".ts': "a\n", "bin.dat": "\0\u0001" });
    write(folder, {
      'sé "q".ts': "b\n",
      "bin.dat": "\0\u0002",
      "other.dat": "\0",
      "lock.json": "x\n".repeat(200_000),
    });
    expect(application(folder)).toEqual([{ path: 'sé "q".ts', removed: "a", added: "b" }]);
  });

  it("is what is staged where only that is judged", () => {
    const folder = repository({ "a.ts": "one\n" });
    write(folder, { "a.ts": "two\n" });
    git(folder, "add", "a.ts");
    write(folder, { "a.ts": "three\n", "b.ts": "x\n" });
    expect(application(folder, { staged: true })).toEqual([{ path: "a.ts", removed: "one", added: "two" }]);
  });

  it("has none of the project's own files: the policy, its statistics and its schema", () => {
    const own = { "statistics.json": "{}\n", "schema.sql": "SELECT 1;\n", "src/a.ts": "one\n" };
    const folder = repository(own);
    write(folder, {
      "release-gate.yaml": `${policy}  schema: ./schema.sql\n`,
      "statistics.json": "{ }\n",
      "schema.sql": "SELECT 2;\n",
      "src/a.ts": "two\n",
    });
    expect(application(folder)?.map(({ path }) => path)).toEqual(["src/a.ts", "statistics.json"]);
  });

  it("is unknown where nobody asks git", () => {
    const folder = repository({});
    write(folder, { "release-gate.yaml": policy.replace("  since: main\n", "") });
    expect(application(folder)).toBeUndefined();
  });
});

describe.skipIf(!hasGit())("an unsaved text", () => {
  it("ships with what its branch adds, as it does for the command line", () => {
    const folder = repository({});
    write(folder, {
      "migrations/2_trips.sql": "CREATE TABLE trips (id int);\n",
      "migrations/3_index.sql": "SELECT 1;\n",
    });
    const rulesFor = (text: string): string[] =>
      lintText(loadProject(folder), join(folder, "migrations/3_index.sql"), text).files.flatMap(({ migrations }) =>
        migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
      );
    expect(rulesFor("CREATE INDEX trips_id ON trips (id);\n")).not.toContain("require-concurrent-index");
    expect(rulesFor("CREATE INDEX users_id ON users (id);\n")).toContain("require-concurrent-index");
  });

  it("of a released migration is told that it was edited", () => {
    const folder = repository({});
    write(folder, { "migrations/1_users.sql": "CREATE TABLE users (id bigint);\n" });
    const { files } = lintText(
      loadProject(folder),
      join(folder, "migrations/1_users.sql"),
      "CREATE TABLE users (id bigint);\n",
    );
    const found = files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
    expect(found.map(({ rule }) => rule)).toContain("no-edited-migration");
  });
});
