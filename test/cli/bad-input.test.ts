import { describe, expect, it } from "vitest";
import { exampleProject, project, releaseGate } from "../support/cli.js";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const now = ["--now", "2026-11-22T01:00:00Z"];

describe("check without a usable configuration", () => {
  it("exits 2 and says how to write one where there is none", async () => {
    const ran = await releaseGate(project({}), ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toContain("No release-gate.yaml was found");
    expect(ran.stderr).toContain('Begin with "release-gate init"');
  });

  it("names line, column and the likely key where a key is unknown", async () => {
    const folder = project({ "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  framwork: prisma\n" });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('release-gate.yaml:4:3: The key "framwork" is not known here.');
    expect(ran.stderr).toContain('Did you mean "framework"?');
  });

  it("names one key that is mistyped, not the one that therefore is missing, and says what a missing one is", async () => {
    const mistyped = await releaseGate(project({ "release-gate.yaml": "version: 1\nmigrations:\n  pth: m\n" }), [
      "check",
    ]);
    expect([mistyped.exitCode, mistyped.stderr]).toEqual([
      2,
      'release-gate.yaml:3:3: The key "pth" is not known here.\n  Did you mean "path"?\n',
    ]);
    const missing = await releaseGate(project({ "release-gate.yaml": "version: 1\nmigrations:\n  role: a\n" }), [
      "check",
    ]);
    expect(missing.stderr).toBe('release-gate.yaml:3:3: The key "path" is missing.\n  Add it: a string or a list.\n');
  });

  it("names line, column and the likely rule where a rule is unknown", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  rules:\n    no-drop-colum: off\n",
    });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('release-gate.yaml:5:5: There is no rule "no-drop-colum".');
    expect(ran.stderr).toContain('Did you mean "no-drop-column"?');
  });

  it("names the place where the file is not YAML", async () => {
    const ran = await releaseGate(project({ "release-gate.yaml": "version: 1\nmigrations: [\n" }), ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(/^release-gate\.yaml:\d+:\d+: This is not valid YAML/);
  });

  it("says so where the file is empty, or has nothing to check", async () => {
    const empty = await releaseGate(project({ "release-gate.yaml": "" }), ["check"]);
    expect([empty.exitCode, empty.stderr]).toEqual([
      2,
      expect.stringContaining("release-gate.yaml is empty.") as string,
    ]);
    const nothing = await releaseGate(project({ "release-gate.yaml": "version: 1\n" }), ["check"]);
    expect([nothing.exitCode, nothing.stderr]).toEqual([
      2,
      expect.stringContaining("configures nothing to check") as string,
    ]);
  });

  it("says which migration is not there where the released one is unknown", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  released: 2_b\n",
      "m/1_a.sql": "SELECT 1;",
    });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('The released migration "2_b" is not among the migrations.');
  });
});

describe("migrations that are not found", () => {
  it("stop the gate where the folder has none of the framework's", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  framework: prisma\n",
      "m/1_a.sql": "DROP TABLE a;",
    });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("release-gate.yaml:3:3: There is no migration of prisma in m.");
  });

  it("are judged all the same where somebody named the file", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  framework: prisma\n",
      "m/1_a/migration.sql": "CREATE TABLE a ();",
      "new.sql": "DROP TABLE a;",
    });
    const ran = await releaseGate(folder, ["lint", "new.sql", "--format", "json"]);
    expect(ran.exitCode).toBe(1);
    expect((JSON.parse(ran.stdout) as Report).files[0]!.migrations[0]!.findings.map(({ rule }) => rule)).toContain(
      "no-drop-table",
    );
  });
});

describe("lint of a file that cannot be read as SQL text", () => {
  it("exits 2 for a binary file and names the first NUL byte", async () => {
    const folder = project({ "a.sql": new Uint8Array([0x53, 0x0a, 0x45, 0x00, 0x4c]) });
    const ran = await releaseGate(folder, ["lint", "a.sql"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("a.sql:2:2: a.sql is not a text file");
  });

  it("exits 2 for text that is not UTF-8 and names the first bad byte", async () => {
    const folder = project({ "a.sql": new Uint8Array([0x2d, 0x2d, 0x20, 0xe9, 0x0a]) });
    const ran = await releaseGate(folder, ["lint", "a.sql"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("a.sql:1:4: a.sql is not UTF-8 text.");
  });

  it("exits 2 for a path that does not exist and for a glob without a match", async () => {
    const missing = await releaseGate(project({}), ["lint", "none.sql"]);
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringContaining("none.sql does not exist.") as string,
    ]);
    const glob = await releaseGate(project({}), ["lint", "*.sql"]);
    expect([glob.exitCode, glob.stderr]).toEqual([2, expect.stringContaining("No file matches *.sql.") as string]);
  });
});

describe("lint of SQL that is wrong, blank or oddly encoded", () => {
  it("reports a syntax error at its place and still judges the rest", async () => {
    const folder = project({
      "1.sql": "CREATE TABLE t (id int);",
      "2.sql": "SELECT é FROM FROM;\nALTER TABLE users ADD COLUMN n serial;\n",
    });
    const ran = await releaseGate(folder, ["lint", "2.sql", "--format", "json"]);
    expect(ran.exitCode).toBe(1);
    const report = JSON.parse(ran.stdout) as Report;
    const findings = report.files[0]!.migrations[0]!.findings;
    const wrong = findings.find(({ rule }) => rule === "syntax-error");
    expect(wrong).toMatchObject({ severity: "error", line: 1, column: 15, statement: 0 });
    expect(wrong!.message).toContain('syntax error at or near "FROM"');
    expect(findings.some(({ rule, line }) => rule === "no-table-rewrite" && line === 2)).toBe(true);
    expect(report.summary.notJudged).toBe(0); // the server refuses it: that is judged
  });

  it("passes a blank file and one with comments only", async () => {
    const folder = project({ "blank.sql": " \n\t", "empty.sql": "", "comment.sql": "-- nothing to do\n" });
    const ran = await releaseGate(folder, ["lint", ".", "--format", "json"]);
    expect(ran.exitCode).toBe(0);
    expect((JSON.parse(ran.stdout) as Report).summary).toMatchObject({ files: 3, statements: 0, errors: 0 });
  });

  it("counts a byte order mark and CRLF where the file has them", async () => {
    const folder = project({ "a.sql": "\uFEFF-- é\r\nALTER TABLE users DROP COLUMN age;\r\n" });
    const ran = await releaseGate(folder, ["lint", "a.sql", "--format", "json"]);
    const migration = (JSON.parse(ran.stdout) as Report).files[0]!.migrations[0]!;
    expect(migration.statements[0]).toMatchObject({ line: 2, column: 1, span: { start: 7, end: 40 } });
    expect(migration.findings.every(({ line }) => line === 2)).toBe(true);
  });
});

describe("check of metrics that are missing or broken", () => {
  it("holds with no-data where a snapshot file is empty", async () => {
    const folder = exampleProject();
    writeFileSync(join(folder, "metrics/checkout.jsonl"), "");
    const ran = await releaseGate(folder, ["check", "--only", "slo", "--format", "json", ...now]);
    expect(ran.exitCode).not.toBe(0);
    const { checks } = JSON.parse(ran.stdout) as { checks: { id: string; outcome: string; reason: string }[] };
    const budget = checks.find(({ id }) => id === "slo/checkout-availability/budget");
    expect(budget).toMatchObject({ outcome: "hold", reason: "no-data" });
  });

  it("holds where a file among the SLOs is of a kind that is not read, and warns of such metrics", async () => {
    const folder = exampleProject();
    writeFileSync(join(folder, "slo/more.json"), "{}");
    writeFileSync(join(folder, "metrics/more.csv"), "");
    const args = ["check", "--only", "slo", "--now", "2026-11-22T01:00:00Z", "--format", "json"];
    const { exitCode, stdout } = await releaseGate(folder, args);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; outcome: string; reason: string }[] };
    expect(checks.filter(({ reason }) => reason === "not-read").map(({ id, outcome }) => [id, outcome])).toEqual([
      ["slo/not-read/slo/more.json", "hold"],
      ["slo/not-read/metrics/more.csv", "warn"],
    ]);
    expect(exitCode).toBe(1);
  });

  it("exits 2 and names the line where a snapshot line is not JSON", async () => {
    const folder = exampleProject();
    appendFileSync(join(folder, "metrics/checkout.jsonl"), "{ not json\n");
    const ran = await releaseGate(folder, ["check", ...now]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(/metrics\/checkout\.jsonl:\d+:\d+: /);
  });

  it("names the line of the policy that names a path that is not there", async () => {
    const text = "version: 1\nmigrations:\n  path: m\nslo:\n  files: slo\n  metrics: none\n";
    const folder = project({ "release-gate.yaml": text, "m/1_a.sql": "SELECT 1;\n", "slo/a.yaml": "" });
    const { exitCode, stderr } = await releaseGate(folder, ["check"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("release-gate.yaml:6:3: none does not exist.")]);
  });
});

interface Report {
  readonly files: readonly {
    readonly migrations: readonly {
      readonly statements: readonly { readonly line: number; readonly column: number; readonly span: object }[];
      readonly findings: readonly { readonly rule: string; readonly line: number; readonly message: string }[];
    }[];
  }[];
  readonly summary: { readonly notJudged: number };
}
