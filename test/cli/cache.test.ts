import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

const files = {
  "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n",
  "m/1_a.sql": "CREATE TABLE a (id int);",
  "m/2_b.sql": "ALTER TABLE old DROP COLUMN x;",
};
const lint = (folder: string, ...more: readonly string[]) =>
  releaseGate(folder, [
    "lint",
    "--format",
    "json",
    "--cache",
    "--cache-location",
    "cache",
    "--now",
    "2026-11-22T01:00:00Z",
    ...more,
  ]);
const kept = (folder: string) => readdirSync(join(folder, "cache"));

describe("lint --cache", () => {
  it("gives the same result from the cache, and really from there", async () => {
    const folder = project(files);
    const first = await lint(folder);
    expect(kept(folder)).toHaveLength(1);
    expect(await lint(folder)).toEqual(first);
    const file = join(folder, "cache", kept(folder)[0]!);
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), output: "kept" }));
    expect((await lint(folder)).stdout).toBe("kept");
  });

  it("judges again after an edit of any migration, also of the history", async () => {
    const folder = project({ ...files, "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  released: 1_a\n" });
    await lint(folder);
    writeFileSync(join(folder, "m/1_a.sql"), "CREATE TABLE a (id int); CREATE TABLE old (x int);");
    const edited = await lint(folder);
    expect(kept(folder)).toHaveLength(2);
    expect(edited.stdout).toContain('"certainty": "exact"');
  });

  it.each([
    [
      "the policy's rules",
      (folder: string) =>
        writeFileSync(
          join(folder, "release-gate.yaml"),
          `${files["release-gate.yaml"]}  rules:\n    no-drop-column: off\n`,
        ),
      [],
    ],
    ["a new file", (folder: string) => writeFileSync(join(folder, "m/3_c.sql"), "DROP TABLE a;"), []],
    ["a renamed file's order", (folder: string) => writeFileSync(join(folder, "m/0_z.sql"), "SELECT 1;"), []],
    ["the server's version", () => undefined, ["--postgres", "14"]],
    ["the language", () => undefined, ["--lang", "ja"]],
    ["the day", () => undefined, ["--now", "2026-11-23T01:00:00Z"]],
  ])("judges again after a change of %s", async (_, change, more) => {
    const folder = project(files);
    await lint(folder);
    change(folder);
    await lint(folder, ...more);
    expect(kept(folder)).toHaveLength(2);
  });

  it("judges again where the kept file is damaged, or gone", async () => {
    const folder = project(files);
    const first = await lint(folder);
    writeFileSync(join(folder, "cache", kept(folder)[0]!), "{ half");
    expect(await lint(folder)).toEqual(first);
  });

  it("works without a cache that it could write", async () => {
    const folder = project(files);
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(folder, "cache"), "a file in the way");
    expect((await lint(folder)).exitCode).toBe(1);
  });
});
