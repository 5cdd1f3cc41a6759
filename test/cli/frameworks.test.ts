import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";
import { commit, git, write } from "../support/git.js";

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly framework: string;
    readonly migrations: readonly {
      readonly transaction: string;
      readonly findings: readonly {
        readonly rule: string;
        readonly line: number;
        readonly column: number;
        readonly span: { readonly start: number; readonly end: number };
      }[];
    }[];
  }[];
  readonly summary: { readonly notJudged: number };
}

async function lint(folder: string, ...paths: string[]): Promise<Report> {
  const { stdout, stderr } = await releaseGate(folder, ["lint", ...paths, "--format", "json"]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Report;
}

describe("release-gate lint", () => {
  it("ends with 2, the place and what to do for a placeholder without value", async () => {
    const folder = project({ "V1__a.sql": "SELECT 1;\nDROP TABLE ${app}.users;\n" });
    expect(await releaseGate(folder, ["lint", "V1__a.sql"])).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("V1__a.sql:2:12: The placeholder ${app} has no value.\n"),
    });
    const { stderr } = await releaseGate(folder, ["lint", "V1__a.sql", "--lang", "ja"]);
    expect(stderr).toContain("プレースホルダー ${app} に値がありません。");
    expect(stderr).toContain("「app: 値」");
  });

  it("reports places of the file as it is written, with its byte order mark, whatever the values are", async () => {
    const text = "\uFEFF-- é 日本\nALTER TABLE ${app}.t ADD COLUMN a int;CREATE INDEX ON ${app}.t (a);";
    const folder = project({
      "V1__a.sql": text,
      "release-gate.yaml":
        "version: 1\nmigrations:\n  path: .\n  placeholders: { app: a_much_longer_name_than_the_placeholder }\n",
    });
    const { files } = await lint(folder, "V1__a.sql");
    const found = files[0]?.migrations[0]?.findings.find(({ rule }) => rule === "require-concurrent-index");
    expect(found && text.slice(found.span.start, found.span.end)).toBe("INDEX");
    expect(found).toMatchObject({ line: 2, column: "ALTER TABLE ${app}.t ADD COLUMN a int;CREATE ".length + 1 });
  });

  it("writes no fix over a placeholder, and those beside it into the file as it is", async () => {
    const folder = project({
      "db/V1__t.sql": "CREATE TABLE ${app}.t (a int);",
      "db/V2__i.sql": "CREATE INDEX i ON ${app}.t (a);",
      "release-gate.yaml":
        "version: 1\nmigrations:\n  path: db\n  transaction: none\n  released: V1__t\n  placeholders: { app: longer_name }\n",
    });
    await releaseGate(folder, ["lint", "--fix"]);
    expect(readFileSync(`${folder}/db/V2__i.sql`, "utf8")).toBe("CREATE INDEX CONCURRENTLY i ON ${app}.t (a);");
  });

  it("ends with 2 where two frameworks left their marks, and says how to name one", async () => {
    const folder = project({
      "m/1_a.sql": "-- +goose Up\nSELECT 1;\n",
      "m/2_b.sql": "-- migrate:up\nSELECT 1;\n-- migrate:down\n",
    });
    const { exitCode, stderr } = await releaseGate(folder, ["lint", "m"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("m/1_a.sql looks like goose, m/2_b.sql like dbmate.");
    expect(stderr).toContain("migrations.framework: goose");
  });

  it("counts a template with control flow as not judged, and does not pass it silently", async () => {
    const folder = project({ "1_a.up.sql": "{{ if .postgres }}DROP TABLE users;{{ end }}\n" });
    const { files, summary } = await lint(folder, "1_a.up.sql");
    expect(summary.notJudged).toBe(1);
    expect(files[0]?.migrations[0]?.findings.map(({ rule }) => rule)).toEqual(["no-unread-template"]);
  });

  it("knows the history beside one file by what lies beside it", async () => {
    const folder = project({
      "go.mod": "module x\n\nrequire github.com/maragudk/migrate v0.4.3\n",
      ".git/HEAD": "",
      "sql/0001_t.up.sql": "CREATE TABLE t (a int);",
      "sql/0002_i.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
    });
    const { files } = await lint(folder, "sql/0002_i.up.sql");
    expect(files.map(({ path, framework }) => [path, framework])).toEqual([["sql/0002_i.up.sql", "maragudk-migrate"]]);
    expect(files[0]?.migrations[0]?.transaction).toBe("file");
    expect(files[0]?.migrations[0]?.findings.map(({ rule }) => rule)).toContain("no-concurrent-in-transaction");
  });

  it("tells the framework of what is staged by the manifests of the work tree", async () => {
    const folder = project({ "go.mod": "module x\n\nrequire github.com/maragudk/migrate v0.4.3\n" });
    git(folder, "init", "-q");
    commit(folder, { "sql/0001_t.up.sql": "CREATE TABLE t (a int);" });
    write(folder, { "sql/0002_i.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a);" });
    git(folder, "add", "sql");
    const { stdout } = await releaseGate(folder, ["lint", "--staged", "--format", "json"]);
    const { files } = JSON.parse(stdout) as Report;
    expect(files.map(({ path, framework }) => [path, framework])).toEqual([["sql/0002_i.up.sql", "maragudk-migrate"]]);
  });
});
