import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { project, releaseGate } from "../support/cli.js";

/** What terminals and CI runners obey: an escape, a title, a turn of direction, and commands at the begin of a line. */
const nasty = "x\u001b]0;owned\u0007\u009b2J\u202e\r\n::set-output name=a::b\n##vso[task.x]\n##[error]##teamcity[x]";

const now = ["--now", "2026-11-22T01:00:00Z"];

/** Nothing that is unseen but line ends, and no line that a runner takes for a command but those of the format `github`. */
function expectTame(text: string): void {
  expect(text.replaceAll("\n", "")).not.toMatch(/(?!\u200B)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  for (const line of text.split("\n")) {
    expect(line).not.toMatch(/^\s*::(?!(?:error|warning) (?:file|title)=[^:]*::).*::/);
    expect(line).not.toMatch(/##(?:vso|teamcity)?\[/i);
  }
}

const formats = ["pretty", "json", "github", "markdown", "html"] as const;

describe("what a repository says is never obeyed by a terminal or a CI runner", () => {
  const sql = `CREATE TABLE "${nasty}" (id int);\nCREATE INDEX i ON "${nasty}" (id);\nALTER TABLE "${nasty}" ADD CHECK (id > '\n::set-output name=x::y');\nDROP TABLE "${nasty}";\n`;

  it.each(formats)("names, SQL, comments, file names and the policy's words, as %s", async (format) => {
    const folder = project({
      [`m/1_${nasty.replaceAll("/", "")}.sql`]: sql,
      "m/2_b.sql": `-- release-gate: allow ${nasty}\nALTER TABLE "${nasty}" ADD b int; SELEC "${nasty}";`,
      "release-gate.yaml": `version: 1\nname: ${JSON.stringify(nasty)}\nmigrations:\n  path: m\n`,
    });
    for (const command of ["lint", "check"]) {
      const { stdout, stderr, exitCode } = await releaseGate(folder, [command, "--format", format, ...now]);
      expect(exitCode, stderr).toBe(1);
      expect(stdout).toContain("owned");
      expectTame(stdout + stderr);
    }
  });

  it("with colours there are only our own", async () => {
    const folder = project({ "a.sql": sql });
    const { stdout } = await releaseGate(folder, ["lint", "a.sql"], { env: { FORCE_COLOR: "1", NO_COLOR: "" } });
    // eslint-disable-next-line no-control-regex -- the colours
    expectTame(stdout.replace(/\x1b\[(?:[0-2]|22|3[0-79]|9[0-7])m/g, ""));
  });

  it("keeps JSON exact", async () => {
    const folder = project({ "a.sql": sql });
    const { stdout } = await releaseGate(folder, ["lint", "a.sql", "--format", "json"]);
    const report = JSON.parse(stdout) as { files: { migrations: { findings: { message: string }[] }[] }[] };
    const messages = report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
    expect(messages.some(({ message }) => message.includes(nasty.slice(0, 40)))).toBe(true);
  });

  it.each([
    ["an unknown flag", ["lint", `--${nasty}`]],
    ["a file that is not there", ["lint", nasty]],
    ["a policy that is not there", ["lint", "--config", nasty]],
    ["a ref", ["lint", "--since", nasty]],
    ["a format", ["lint", "--format", nasty]],
    ["a moment", ["check", "--now", nasty]],
    ["a kind", ["check", "--only", nasty]],
    ["a rule", ["explain", nasty]],
    ["a duration", ["check", "--watch", nasty]],
    ["a command", [nasty]],
  ])("in an error about %s", async (_, args) => {
    const folder = project({ "m/1.sql": "SELECT 1;", "release-gate.yaml": "version: 1\nmigrations: { path: m }\n" });
    const { stdout, stderr, exitCode } = await releaseGate(folder, args);
    expect(exitCode).toBe(2);
    expectTame(stdout + stderr);
  });

  it.each([
    ["an unknown key", `version: 1\n${JSON.stringify(nasty)}: 1\n`],
    ["a wrong value", `version: 1\nenforce: ${JSON.stringify(nasty)}\n`],
    ["a path", `version: 1\nmigrations: { path: ${JSON.stringify(nasty)} }\n`],
    ["a baseline", `version: 1\nmigrations: { path: m, baseline: ${JSON.stringify(nasty)} }\n`],
    ["a framework", `version: 1\nmigrations: { path: m, framework: ${JSON.stringify(nasty)} }\n`],
    ["a ref", `version: 1\nmigrations: { path: m, since: ${JSON.stringify(nasty)} }\n`],
    ["no YAML", `version: 1\nmigrations: "\u001b]0;owned\u0007\n::set-output name=a::b`],
  ])("in an error about a policy: %s", async (_, policy) => {
    const folder = project({ "m/1.sql": "SELECT 1;", "release-gate.yaml": policy });
    const { stdout, stderr, exitCode } = await releaseGate(folder, ["check"]);
    expect(exitCode).toBe(2);
    expectTame(stdout + stderr);
  });

  it("in the file name of a text on standard input", async () => {
    const folder = project({});
    for (const format of formats) {
      const args = ["lint", "--stdin", "--stdin-filename", `${nasty.replaceAll("/", "")}.sql`, "--format", format];
      const { stdout, stderr, exitCode } = await releaseGate(folder, args, {
        input: `CREATE INDEX i ON t (id); ${sql}`,
      });
      expect(exitCode, stderr).toBe(1);
      expectTame(stdout + stderr);
    }
  });

  it("in what PostgreSQL answers to trace", async () => {
    const raised = nasty
      .replaceAll("\u001b", "\\x1b")
      .replaceAll("\u0007", "\\x07")
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r");
    const folder = project({
      "1.sql": "SELECT 1;",
      "2.sql": `DO $$ BEGIN RAISE EXCEPTION '%', E'${raised}'; END $$;\nALTER TABLE "${nasty}" ADD b int;`,
    });
    for (const format of ["pretty", "json"]) {
      const { stdout, stderr, exitCode } = await releaseGate(folder, ["trace", "2.sql", "--format", format]);
      expect(exitCode, stderr).toBe(1);
      expect(stdout).toContain("owned");
      expectTame(stdout + stderr);
    }
  });

  it("in what a server of metrics answers", async () => {
    const server = createServer((_, response) => response.end(JSON.stringify({ status: "error", error: nasty })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const folder = project({
      "slo.yaml": slo(`http://127.0.0.1:${port}`),
      "release-gate.yaml": "version: 1\nslo: { files: [slo.yaml] }\n",
    });
    for (const args of [["check"], ["check", "--format", "github"], ["check", "--format", "markdown"], ["collect"]]) {
      const { stdout, stderr } = await releaseGate(folder, args);
      expect(stdout + stderr).toContain("owned");
      expectTame(stdout + stderr);
    }
  });
});

const slo = (url: string): string => `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: Prometheus, connectionDetails: { url: ${url} } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${JSON.stringify("a")} }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: good } } }
        total: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;
