import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { project, releaseGate, root } from "../support/cli.js";

/** What a command did: files it opened for reading and for writing, programs it started, addresses it called. */
interface Seen {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly runs: readonly string[];
  readonly sends: readonly string[];
}

/** Runs the CLI under a spy. Its own files, those of Node and the user's cache are left out. */
async function seen(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Seen> {
  const logs = mkdtempSync(join(tmpdir(), "spy-"));
  onTestFinished(() => rmSync(logs, { recursive: true, force: true }));
  const log = join(logs, "log");
  const spy = fileURLToPath(new URL("spy.cjs", import.meta.url));
  const { exitCode, stderr } = await releaseGate(folder, args, {
    env: { NODE_OPTIONS: `--require ${spy}`, SPY_LOG: log, RELEASE_GATE_CACHE: join(logs, "cache"), ...env },
  });
  expect([0, 1], stderr).toContain(exitCode);
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const events = lines.map((line) => JSON.parse(line) as { kind: string; what: string });
  const of = (kind: string): string[] => [
    ...new Set(events.filter((each) => each.kind === kind).map(({ what }) => what)),
  ];
  const own = (path: string): boolean =>
    [join(root, "packages"), logs].some((folder) => path.startsWith(folder)) || path.includes("node_modules");
  return {
    reads: of("read").filter((path) => !own(path) && path !== "/dev/null"),
    writes: of("write").filter((path) => !own(path)),
    runs: of("run").map((program) => basename(program)),
    sends: of("send"),
  };
}

const inside = (folder: string, paths: readonly string[]): boolean =>
  paths.every((path) => path.startsWith(folder) || path.startsWith(realpathSync(folder)) || !path.startsWith("/"));

const files = {
  "m/1_a.sql": "CREATE TABLE a (id int);\n",
  "m/2_b.sql": "CREATE INDEX i ON a (id);\n",
  "release-gate.yaml": "version: 1\nmigrations: { path: m, released: '1_a' }\n",
};

function repository(more: Record<string, string> = {}): string {
  const folder = project({ ...files, ...more });
  const git = (...args: string[]): void => void execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a");
  return folder;
}

const slo = (url: string): string => `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: Prometheus, connectionDetails: { url: "${url}", timeout: 2 } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
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

async function prometheus(): Promise<{ url: string; host: string }> {
  const answer = JSON.stringify({ status: "success", data: { resultType: "matrix", result: [] } });
  const server = createServer((_, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host };
}

const sloPolicy = "version: 1\nslo: { files: [slo.yaml] }\n";

describe("what each command does, under a spy", () => {
  it("lint reads the repository, starts git only where a tag may be meant, writes and sends nothing", async () => {
    const folder = repository();
    const { reads, writes, runs, sends } = await seen(folder, ["lint"]);
    expect(reads.length).toBeGreaterThan(2);
    expect(inside(folder, reads)).toBe(true);
    expect(new Set(runs)).toEqual(new Set(runs.length > 0 ? ["git"] : []));
    expect([writes, sends]).toEqual([[], []]);
  });

  it("lint of a file without a policy starts nothing", async () => {
    const folder = project({ "a.sql": "CREATE INDEX i ON a (id);\n" });
    const { writes, runs, sends } = await seen(folder, ["lint", "a.sql"]);
    expect([writes, runs, sends]).toEqual([[], [], []]);
  });

  it("lint --fix writes the files that it mends, and nothing else", async () => {
    const policy = "version: 1\nmigrations: { path: m, released: '1_a', transaction: none }\n";
    const folder = repository({ "release-gate.yaml": policy });
    const { writes, sends } = await seen(folder, ["lint", "--fix"]);
    expect(inside(join(folder, "m"), writes)).toBe(true);
    expect(writes.length).toBeGreaterThan(0);
    expect(sends).toEqual([]);
  });

  it("check of migrations reads the repository, starts nothing but git, writes and sends nothing", async () => {
    const folder = repository();
    const { reads, writes, runs, sends } = await seen(folder, ["check", "--since", "main"]);
    expect(inside(folder, reads)).toBe(true);
    expect(new Set(runs)).toEqual(new Set(["git"]));
    expect([writes, sends]).toEqual([[], []]);
  });

  it("check of SLOs asks the servers that their DataSources name, and writes nothing", async () => {
    const { url, host } = await prometheus();
    const folder = project({ "slo.yaml": slo(url), "release-gate.yaml": sloPolicy });
    const { reads, writes, runs, sends } = await seen(folder, ["check"]);
    expect(inside(folder, reads)).toBe(true);
    expect(sends).toEqual([host]);
    // Whether the policy is weaker than at its base, git tells.
    expect(new Set([...runs, "git"])).toEqual(new Set(["git"]));
    expect(writes).toEqual([]);
  });

  it("collect asks the same servers and appends to its output alone", async () => {
    const { url, host } = await prometheus();
    const folder = project({ "slo.yaml": slo(url), "release-gate.yaml": sloPolicy });
    const { reads, writes, runs, sends } = await seen(folder, ["collect", "--output", "out"]);
    expect(inside(folder, reads)).toBe(true);
    expect(inside(join(folder, "out"), writes)).toBe(true);
    expect(sends).toEqual([host]);
    expect(runs).toEqual([]);
  });

  it("generate reads the SLOs, starts and sends nothing, and writes its output alone", async () => {
    const folder = project({ "slo.yaml": slo("http://127.0.0.1:9"), "release-gate.yaml": sloPolicy });
    const { reads, writes, runs, sends } = await seen(folder, ["generate", "prometheus-rules", "--output", "r.yaml"]);
    expect(inside(folder, reads)).toBe(true);
    expect(inside(folder, writes)).toBe(true);
    expect([runs, sends]).toEqual([[], []]);
  });

  it("init writes a policy, a baseline and a hook, starts nothing but git, and sends nothing", async () => {
    const folder = repository();
    rmSync(join(folder, "release-gate.yaml"));
    const { writes, runs, sends } = await seen(folder, ["init"]);
    expect(inside(folder, writes)).toBe(true);
    expect(new Set(runs)).toEqual(new Set(["git"]));
    expect(sends).toEqual([]);
  });

  it("explain reads, starts, writes and sends nothing", async () => {
    const folder = project(files);
    const { reads, writes, runs, sends } = await seen(folder, ["explain", "require-concurrent-index"]);
    expect([reads, writes, runs, sends]).toEqual([[], [], [], []]);
  });
});
