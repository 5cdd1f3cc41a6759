import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPrometheus, startPrometheus } from "../../packages/adapters/test/support/prometheus-server.js";
import { project, releaseGate, root } from "../support/cli.js";
import { prometheusSlo } from "../support/prometheus-slo.js";

const programs = findPrometheus();
const missing = programs === undefined && process.env["REQUIRE_ALL"] !== "1";

const slo = (url: string): string => prometheusSlo(url, { window: "1m", target: 0.99 });
const policy = `version: 1
stage: canary-5
slo:
  files: slo.yaml
  stale-after: 8s
  windows: [{ long: 15s, short: 5s, factor: 3 }]
`;

/** A service that counts 100 requests at every scrape, of which half fail while it is failing. */
async function service() {
  const counts = { 200: 0, 500: 0 };
  let failing = false;
  let scrapes = 0;
  const server = createServer((_request, response) => {
    scrapes++;
    counts[500] += failing ? 50 : 0;
    counts[200] += failing ? 50 : 100;
    const lines = Object.entries(counts).map(([code, count]) => `http_requests_total{code="${code}"} ${count}`);
    response
      .writeHead(200, { "content-type": "text/plain; version=0.0.4" })
      .end(`# TYPE http_requests_total counter\n${lines.join("\n")}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const vanish = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(vanish);
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (now: boolean) => (failing = now),
    scrapes: () => scrapes,
    vanish,
  };
}

interface Report {
  readonly decision: string;
  readonly exitCode: number;
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly reason: string }[];
}

describe("release-gate check --watch", () => {
  it.skipIf(missing)(
    "against a real Prometheus that scrapes a live service: promotes, rolls back when it fails, promotes once the failure has left the window, holds when it vanishes",
    { timeout: 240_000 },
    async () => {
      if (programs === undefined)
        throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
      const api = await service();
      const running = await startPrometheus(programs, "", [api.target]);
      onTestFinished(running.stop);
      const folder = project({ "release-gate.yaml": policy, "slo.yaml": slo(running.url) });
      const check = async (
        ...args: string[]
      ): Promise<Report & { readonly stderr: string; readonly code: number | undefined }> => {
        const { exitCode, stdout, stderr } = await releaseGate(folder, ["check", "--format", "json", ...args]);
        if (stdout === "") throw new Error(stderr);
        return { ...(JSON.parse(stdout) as Report), stderr, code: exitCode };
      };
      const until = async (decision: string): Promise<Report[]> => {
        const seen: Report[] = [];
        for (const end = Date.now() + 100_000; Date.now() < end; await wait(1000)) {
          const report = await check();
          if (report.decision === decision) return seen;
          seen.push(report);
        }
        throw new Error(`No ${decision}: ${JSON.stringify(seen.at(-1))}`);
      };

      expect((await check()).code).toBe(1);
      while (api.scrapes() < 8) await wait(200);
      const well = await check("--watch", "3s", "--every", "1s");
      expect([well.code, well.decision, well.exitCode]).toEqual([0, "promote", 0]);
      expect(well.stderr.split("\n").filter((line) => /^\S+Z \d\/4 promote, \d good$/.test(line))).toHaveLength(4);

      api.fail(true);
      const failing = await check("--watch", "30s", "--every", "1s");
      expect([failing.code, failing.decision]).toEqual([3, "rollback"]);
      expect(failing.checks[0]).toMatchObject({ id: "slo/api/burn/15s-5s", outcome: "rollback", reason: "burn-rate" });

      // More than the minute's budget, however much traffic the minute will have had.
      for (const enough = api.scrapes() + 3; api.scrapes() < enough;) await wait(200);
      api.fail(false);
      const recovered = Date.now();
      const before = await until("promote");
      // The burn ends soon; the budget of the minute stays exhausted until the failure has left it.
      expect(before.at(-1)).toMatchObject({
        decision: "hold",
        checks: expect.arrayContaining([expect.objectContaining({ reason: "budget-exhausted" })]) as unknown,
      });
      expect(Date.now() - recovered).toBeGreaterThan(40_000);
      expect((await check("--watch", "2s", "--every", "1s")).code).toBe(0);

      api.vanish();
      await until("hold");
      const gone = await check("--watch", "2s", "--every", "1s");
      expect([gone.code, gone.decision]).toEqual([1, "hold"]);
      expect(
        gone.checks.some(
          ({ reason }) => reason === "stale" || reason === "no-data" || reason === "insufficient-samples",
        ),
      ).toBe(true);
    },
  );

  const snapshot = {
    "release-gate.yaml": "version: 1\nstage: canary-5\nslo:\n  files: slo.yaml\n  metrics: metrics\n",
    "slo.yaml":
      slo("")
        .split("---")[0]
        ?.replace(/metricSourceRef: prom, spec: \{ query: '[^']*' \}/, "type: jsonl, spec: { metric: m }")
        .replace("metricSourceRef: prom, spec: { query: http_requests_total }", "type: jsonl, spec: { metric: m }")
        .replace("1m", "1h") ?? "",
    "metrics/a.jsonl": `${JSON.stringify({ ts: new Date().toISOString(), window: "5m", metric: "m", good: 100, total: 100 })}\n`,
  };

  it.each(["hold", "pass"])(
    "case 4: counts only samples whose short window had data, whatever the hour before says (stale: %s)",
    async (stale) => {
      const end = Date.now() - 50 * 60_000;
      const rows = Array.from({ length: 288 }, (_, i) => {
        const ts = new Date(end - i * 300_000).toISOString();
        return `${JSON.stringify({ ts, window: "5m", metric: "m", good: 1000, total: 1000 })}\n`;
      });
      const folder = project({
        ...snapshot,
        "release-gate.yaml": `${snapshot["release-gate.yaml"]}  stale: ${stale}\n`,
        "slo.yaml": snapshot["slo.yaml"].replace("1h", "7d"),
        "metrics/a.jsonl": rows.join(""),
      });
      const { exitCode, stderr } = await releaseGate(folder, ["check", "--watch", "2s", "--every", "1s"]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/ 3\/3 \w+, 0 good/);
    },
  );

  it("case 4: counts no sample of a server that has nothing since half an hour", async () => {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const form = new URLSearchParams(body);
        const [start = 0, last = 0, step = 1] = ["start", "end", "step"].map((key) => Number(form.get(key)));
        const values: [number, string][] = [];
        for (let at = start; at <= Math.min(last, Date.now() / 1000 - 1800); at += step) values.push([at, "100"]);
        const result = values.length === 0 ? [] : [{ metric: {}, values }];
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ status: "success", data: { resultType: "matrix", result } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const folder = project({
      "release-gate.yaml": "version: 1\nstage: canary\nslo:\n  files: slo.yaml\n",
      "slo.yaml": prometheusSlo(url, { window: "7d", target: 0.999 }),
    });
    const { exitCode, stderr, stdout } = await releaseGate(folder, ["check", "--watch", "2s", "--every", "1s"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/ 3\/3 hold, 0 good: api: the newest data are of/);
    expect(stdout).toMatch(/stale after|no data/);
  });

  it("prints its state and exits 1 when interrupted", async () => {
    const folder = project(snapshot);
    const running = execa(
      process.execPath,
      [join(root, "packages/cli/dist/main.js"), "check", "--watch", "5m", "--every", "1s", "--format", "json"],
      { cwd: folder, reject: false, env: { NO_COLOR: "1" } },
    );
    await new Promise<void>((resolve) =>
      running.stderr.on("data", (text: Buffer) => (String(text).includes("2/301") ? resolve() : undefined)),
    );
    running.kill("SIGINT");
    const { exitCode, stdout, stderr, signal } = await running;
    expect([exitCode, signal]).toEqual([1, undefined]);
    expect(stderr).toMatch(/Watching was interrupted after [2-4] of 301 samples, of which [2-4] were good\.$/);
    expect(JSON.parse(stdout)).toMatchObject({ decision: "promote", exitCode: 1 });
  });

  it.each([
    [["--every", "1s"], "--every needs --watch."],
    [["--watch", "1m", "--now", "2026-11-22T01:00:00Z"], "--watch and --now cannot be given together."],
    [["--watch", "1s", "--every", "1m"], "--every is longer than --watch."],
    [["--watch", "0.1s"], '--watch cannot be "0.1s".'],
  ])("refuses %j", async (args, text) => {
    expect(await releaseGate(project(snapshot), ["check", ...args])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(text) as string,
    });
  });
});
