import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

const policy = "version: 1\nmigrations: { path: m }\n";
const drop = "DROP TABLE a;";

/** Runs `check` where all that ships is a loss: a gate that opens was led astray. */
async function check(files: Record<string, string | Uint8Array>, prepare?: (folder: string) => void) {
  const folder = project({ "release-gate.yaml": policy, "m/1.sql": drop, ".git/HEAD": "", ...files });
  prepare?.(folder);
  return { folder, ...(await releaseGate(folder, ["check"])) };
}

describe("a policy that tries to open the gate", () => {
  it.each([
    ["by a key of every object", `${policy}__proto__: { enforce: report }\n`],
    ["by a rule that every object has", `version: 1\nmigrations: { path: m, rules: { constructor: off } }\n`],
    ["by a merge", `<<: { enforce: report }\n${policy}`],
    ["by a second document", `${policy}---\n${policy}enforce: report\n`],
    ["by a NUL", `version: 1\0\nmigrations: { path: m }\n`],
    ["by a number without end", policy.replace("1", "1e999")],
    ["by a ref that is an option of git", "version: 1\nmigrations: { path: m, since: --output=pwned }\n"],
    ["by a file of the machine", "version: 1\nmigrations: { path: /etc/hostname }\n"],
    ["by a baseline elsewhere", "version: 1\nmigrations: { path: m, baseline: ../../b.json }\n"],
  ])("%s is refused", async (_, text) => {
    const { exitCode, folder, stderr } = await check({ "release-gate.yaml": text, ".env": "RELEASE_GATE_FILES=/" });
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain("bug");
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });

  it("by a link to a file of the machine is refused, and shows nothing of it", async () => {
    const folder = project({ "secret.yaml": "hunter2: 1\n", "repo/.git/HEAD": "", "repo/m/1.sql": drop });
    symlinkSync("../secret.yaml", join(folder, "repo/release-gate.yaml"));
    const { exitCode, stdout, stderr } = await releaseGate(join(folder, "repo"), ["check"]);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain("hunter2");
  });
});

describe("migrations that try to pass unseen", () => {
  it.each([
    ["behind a turn of direction", { "m/1.sql": `\u202e-- release-gate: allow-file no-drop-table -- x\n${drop}` }],
    ["by an ending in capitals", { "m/1.sql": "SELECT 1;", "m/2.SQL": drop }],
    ["in a name of escapes", { "m/1.sql": 'DROP TABLE U&"\\0061";' }],
    ["behind a program of psql", { "m/1.sql": "\\! touch pwned\nSELECT 1;" }],
    ["behind three hundred folders", { "m/1.sql": "SELECT 1;", [`m/${"d/".repeat(300)}2.sql`]: drop }],
  ])("%s hold", async (_, files) => {
    const { exitCode, folder } = await check(files);
    expect(exitCode).toBe(1);
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });

  it("among links in a circle hold", async () => {
    const { exitCode } = await check({}, (folder) => {
      symlinkSync(".", join(folder, "m/a"));
      symlinkSync("../m", join(folder, "m/b"));
    });
    expect(exitCode).toBe(1);
  });

  it("in another encoding are refused", async () => {
    expect((await check({ "m/1.sql": Buffer.from(`\uFEFF${drop}`, "utf16le") })).exitCode).toBe(2);
  });
});

it("modules of the repository are not loaded", async () => {
  const evil = 'require("fs").writeFileSync("pwned", "")';
  const names = ["yaml", "pg", "picomatch", "libpg-query"];
  const modules = names.map((name) => [`node_modules/${name}/index.js`, evil]);
  const { exitCode, folder } = await check(Object.fromEntries(modules) as Record<string, string>);
  expect(exitCode).toBe(1);
  expect(existsSync(join(folder, "pwned"))).toBe(false);
});

describe("git that is told another history", () => {
  const git = (folder: string, ...args: string[]): string =>
    execaSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder }).stdout;

  /** A branch "base", and a commit after it that drops a table. */
  function history(): string {
    const folder = project({ "release-gate.yaml": policy, "m/1.sql": "SELECT 1;" });
    git(folder, "init", "-q", ".");
    for (const message of ["a", "b"]) {
      git(folder, "add", "-A", "-f");
      git(folder, "commit", "-qm", message);
      if (message === "b") break;
      git(folder, "branch", "base");
      writeFileSync(join(folder, "m/2.sql"), drop);
      writeFileSync(join(folder, ".gitignore"), "m/2.sql\n");
      writeFileSync(join(folder, ".gitattributes"), "*.sql -diff binary\n");
    }
    return folder;
  }

  it.each([
    ["files that are ignored and binary", () => undefined, 1],
    ["a commit that stands for the base", (folder: string) => git(folder, "replace", "base", "HEAD"), 2],
    [
      "a history that is cut off",
      (folder: string) => writeFileSync(join(folder, ".git/shallow"), `${git(folder, "rev-parse", "HEAD")}\n`),
      2,
    ],
    [
      "a change that git is told not to see",
      (folder: string) => {
        git(folder, "update-index", "--assume-unchanged", "m/1.sql");
        writeFileSync(join(folder, "m/1.sql"), drop);
      },
      1,
    ],
  ])("does not open the gate: %s", async (_, change, code) => {
    const folder = history();
    change(folder);
    mkdirSync(join(folder, "empty"), { recursive: true });
    expect((await releaseGate(folder, ["check", "--since", "base"])).exitCode).toBe(code);
  });
});

describe("SLOs and snapshots", () => {
  const slo = `apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec: { ratioMetric: { counter: true, good: { metricSource: { type: snapshot, spec: { metric: good } } }, total: { metricSource: { type: snapshot, spec: { metric: total } } } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;
  const sloPolicy = "version: 1\nslo: { files: [slos], metrics: [metrics] }\n";
  const now = "2026-11-22T00:00:00Z";
  const row = (metric: string, value: string): string =>
    `{"ts":"2026-11-21T23:59:00Z","window":"1m","metric":"${metric}","labels":{},"value":${value}}\n`;
  const bad = row("good", "1") + row("total", "1000");

  async function checkSlo(files: Record<string, string>, prepare?: (folder: string) => void) {
    const folder = project({
      ".git/HEAD": "",
      "release-gate.yaml": sloPolicy,
      "slos/.keep": "",
      "metrics/.keep": "",
      ...files,
    });
    prepare?.(folder);
    return releaseGate(folder, ["check", "--now", now]);
  }

  it("that are links are read", async () => {
    const { stdout, exitCode } = await checkSlo({ "x/a.yaml": slo, "x/a.jsonl": bad }, (folder) => {
      symlinkSync("../x/a.yaml", join(folder, "slos/a.yaml"));
      symlinkSync("../x/a.jsonl", join(folder, "metrics/a.jsonl"));
    });
    expect(exitCode, stdout).toBe(1);
    expect(stdout).toContain("99 % within 28d");
    expect(stdout).not.toContain("never had a row");
  });

  it.each(["prom", "om"])("of a folder of .%s files are read", async (ending) => {
    const text = `# TYPE good counter
# TYPE total counter
good_total 0 1795305480
good_total 1 1795305540
total_total 0 1795305480
total_total 1000 1795305540
# EOF
`;
    const named = slo.replace("metric: good", "metric: good_total").replace("metric: total", "metric: total_total");
    const { stdout } = await checkSlo({ "slos/a.yaml": named, [`metrics/a.${ending}`]: text });
    expect(stdout.replace(/\s+/g, " ")).toContain("999 of 1000 events were bad");
  });

  it.each(["1e308", "1e-320", "-1e308", `1${"0".repeat(300)}`, `0.${"0".repeat(400_000)}1`])(
    "with the number in row %# are no bug",
    async (value) => {
      const { exitCode, stdout, stderr } = await checkSlo({
        "slos/a.yaml": slo,
        "metrics/a.jsonl": row("good", value) + row("total", value),
      });
      expect([1, 2]).toContain(exitCode);
      expect(stdout + stderr).not.toContain("This is a bug");
    },
  );
});
