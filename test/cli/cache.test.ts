import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

const files = {
  "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n",
  "m/1_a.sql": "CREATE TABLE a (id int);",
  "m/2_b.sql": "ALTER TABLE old DROP COLUMN x;",
};
const command = ["lint", "--format", "json", "--cache", "--cache-location", "cache", "--now", "2026-11-22T01:00:00Z"];
const lint = (folder: string, ...more: readonly string[]) => releaseGate(folder, [...command, ...more]);
const kept = (folder: string) => readdirSync(join(folder, "cache"));

describe("lint --cache", () => {
  it("gives the same result from the cache, and really from there", async () => {
    const folder = project(files);
    const first = await lint(folder);
    expect(kept(folder)).toHaveLength(1);
    const file = join(folder, "cache", kept(folder)[0]!);
    const written = statSync(file).mtimeMs;
    expect(await lint(folder)).toEqual(first);
    expect(statSync(file).mtimeMs).toBe(written);
  });

  it("keeps findings and no output: each format and language is written anew", async () => {
    const folder = project(files);
    await lint(folder, "--lang", "en");
    const [file = ""] = kept(folder);
    const text = readFileSync(join(folder, "cache", file), "utf8").split("\n")[1] ?? "";
    const [found] = (JSON.parse(text) as { files: { migrations: { findings: object[] }[] }[] }).files[1]!.migrations;
    expect(found!.findings).toContainEqual(expect.objectContaining({ rule: "no-drop-column", severity: "error" }));
    expect(text).not.toContain("DROP COLUMN x");
    for (const format of ["pretty", "github", "markdown", "html"]) {
      const warm = ["lint", "--cache", "--cache-location", "cache", "--now", "2026-11-22T01:00:00Z"];
      const more = ["--format", format, "--lang", "ja"];
      const cold = await releaseGate(folder, ["lint", "--now", "2026-11-22T01:00:00Z", ...more]);
      await releaseGate(folder, [...warm, ...more]);
      expect(await releaseGate(folder, [...warm, ...more])).toEqual(cold);
    }
    // JSON asks for the facts of each statement; the others share what was found.
    expect(kept(folder)).toHaveLength(2);
  });

  it("is the user's own: nobody else may enter its folder, and what others wrote is judged again", async () => {
    const folder = project(files);
    const first = await lint(folder);
    expect(statSync(join(folder, "cache")).mode & 0o777).toBe(0o700);
    const file = join(folder, "cache", kept(folder)[0]!);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, "utf8");
    const target = join(folder, "written");
    const planted = {
      texts: ["0 errors"],
      output: "0 errors",
      exitCode: 0,
      files: [{ path: target, text: "x", mode: 493 }],
    };
    for (const each of [JSON.stringify(planted), `${text.split("\n")[0]}\n${JSON.stringify(planted)}`, ""]) {
      writeFileSync(file, each);
      expect(await lint(folder)).toEqual(first);
      expect(existsSync(target)).toBe(false);
    }
  });

  it("is not read where another user sealed it", async () => {
    const folder = project(files);
    const first = await lint(folder);
    const other = { env: { RELEASE_GATE_CACHE: join(folder, "other user") } };
    const file = join(folder, "cache", kept(folder)[0]!);
    const before = readFileSync(file, "utf8");
    expect(await releaseGate(folder, command, other)).toEqual(first);
    expect(readFileSync(file, "utf8").split("\n")[0]).not.toBe(before.split("\n")[0]);
  });

  it("is not kept in a folder that is open to others, or a link", async () => {
    const folder = project(files);
    mkdirSync(join(folder, "cache"), { mode: 0o777 });
    chmodSync(join(folder, "cache"), 0o777);
    await lint(folder);
    expect(kept(folder)).toEqual([]);
    rmdirSync(join(folder, "cache"));
    mkdirSync(join(folder, "elsewhere"), { mode: 0o700 });
    symlinkSync("elsewhere", join(folder, "cache"));
    await lint(folder);
    expect(kept(folder)).toEqual([]);
  });

  it("lies in the user's cache folder, where no other is named", async () => {
    const folder = project(files);
    const env = { RELEASE_GATE_CACHE: "", XDG_CACHE_HOME: join(folder, "xdg") };
    await releaseGate(folder, ["lint", "--cache"], { env });
    expect(readdirSync(join(folder, "xdg/release-gate/lint"))).toHaveLength(2);
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
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
