import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPrometheus, startPrometheus } from "../../packages/adapters/test/support/prometheus-server.js";
import { project, releaseGate } from "../support/cli.js";
import { prometheusSlo } from "../support/prometheus-slo.js";

const programs = findPrometheus();
const missing = programs === undefined && process.env["REQUIRE_ALL"] !== "1";
const minute = 60_000;
const slo = (url: string): string => prometheusSlo(url, { window: "28d", target: 0.999 });
const files = (url: string) => ({
  "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: metrics\n",
  "slo.yaml": slo(url),
});
const rowsOf = (folder: string, name: string): unknown[] =>
  readFileSync(join(folder, name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

/** A server that answers each request with the next of these answers, then with the last. */
async function serverOf(
  answers: readonly { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }[],
) {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const { status, headers = {}, body = "" } = answers[Math.min(asked++, answers.length - 1)] ?? { status: 500 };
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}
const at = Date.parse("2026-11-22T01:00:00Z") / 1000;
const answer = JSON.stringify({
  status: "success",
  data: { resultType: "matrix", result: [{ metric: {}, values: [[at, "10"]] }] },
});
const now = ["--now", "2026-11-22T01:07:00Z"];

describe("release-gate collect", () => {
  it.skipIf(missing)(
    "writes what a real Prometheus counted in the last whole quarter of an hour, and check reads it",
    async () => {
      if (programs === undefined)
        throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
      const end = Math.floor(Date.now() / (15 * minute)) * 15 * minute;
      const lines = ["# TYPE http_requests counter"];
      for (const [code, rate] of [
        ["200", 95],
        ["500", 5],
      ] as const) {
        for (let i = -60; i <= 0; i++)
          lines.push(`http_requests_total{code="${code}"} ${(i + 60) * rate} ${end / 1000 + i * 60}`);
      }
      const running = await startPrometheus(programs, [...lines, "# EOF", ""].join("\n"));
      onTestFinished(running.stop);
      const folder = project(files(running.url));
      const moment = ["--now", new Date(end + 1000).toISOString()];
      const { exitCode, stdout, stderr } = await releaseGate(folder, ["collect", ...moment]);
      const name = `${new Date(end).toISOString().slice(0, 16).replace(/\D/g, "")}.jsonl`;
      expect([exitCode, stderr, stdout]).toEqual([0, "", `3 rows of 1 SLO: metrics/${name}\n`]);
      const rows = rowsOf(folder, `metrics/${name}`);
      expect(rows).toHaveLength(3);
      for (const row of rows as { metric: string; window: string; good: number; total: number }[]) {
        expect(row).toMatchObject({ metric: "api", window: "5m" });
        expect(row.total).toBeCloseTo(500, 6);
        expect(row.good).toBeCloseTo(475, 6);
      }
      const again = await releaseGate(folder, ["collect", ...moment]);
      expect([again.exitCode, again.stdout]).toEqual([0, `0 rows of 1 SLO (3 were there already): metrics/${name}\n`]);
      expect(rowsOf(folder, `metrics/${name}`)).toHaveLength(3);
      const check = await releaseGate(folder, ["check", "--format", "json", ...moment]);
      const report = JSON.parse(check.stdout) as { checks: { id: string; samples: number }[] };
      expect(report.checks.find(({ id }) => id === "slo/api/budget")?.samples).toBeCloseTo(1500, 6);
    },
  );

  it("asks again where that may help, honours Retry-After, and shows it", async () => {
    const server = await serverOf([
      { status: 503, headers: { "retry-after": "1" } },
      { status: 200, body: answer },
    ]);
    const folder = project(files(server.url));
    const { exitCode, stdout, stderr } = await releaseGate(folder, ["collect", ...now]);
    expect(stderr).toBe(`${server.url} is not able to answer now (status 503). Trying again in 1 second.\n`);
    expect([exitCode, stdout]).toEqual([0, "1 row of 1 SLO: metrics/202611220100.jsonl\n"]);
    expect(rowsOf(folder, "metrics/202611220100.jsonl")).toEqual([
      { ts: "2026-11-22T01:00:00Z", window: "5m", metric: "api", good: 10, total: 10 },
    ]);
  });

  it("exits 2 and writes nothing where the source refuses, without asking again", async () => {
    const server = await serverOf([{ status: 401 }]);
    const folder = project(files(server.url.replace("//", "//user:secret@")));
    const { exitCode, stdout, stderr } = await releaseGate(folder, [
      "collect",
      "--output",
      "out",
      "--lang",
      "ja",
      ...now,
    ]);
    expect([exitCode, stdout, stderr]).toEqual([
      2,
      "何も書き込んでいません。\n",
      `api: メトリクスを読めませんでした: ${server.url} が認証情報を拒否しました（ステータス 401）。\n`,
    ]);
    expect(existsSync(join(folder, "out"))).toBe(false);
    expect(server.asked()).toBeLessThanOrEqual(2);
  });

  it("appends to the file or the folder of --output", async () => {
    const server = await serverOf([{ status: 200, body: answer }]);
    const folder = project({
      ...files(server.url),
      "all.jsonl": '{"ts":"2026-11-22T00:45:00Z","metric":"api","good":1,"total":1}\n',
    });
    expect((await releaseGate(folder, ["collect", "--output", "all.jsonl", ...now])).exitCode).toBe(0);
    expect(rowsOf(folder, "all.jsonl")).toHaveLength(2);
    expect((await releaseGate(folder, ["collect", "--output", "out", "--window", "1h", ...now])).exitCode).toBe(0);
    expect(readdirSync(join(folder, "out"))).toEqual(["202611220100.jsonl"]);
  });

  it("collects from Datadog, which check reads; without its keys it says where to put them", async () => {
    const attributes = {
      series: [{ group_tags: [], query_index: 0, unit: null }],
      times: [0, 300_000, 600_000].map((after) => Date.parse("2026-11-22T00:45:00Z") + after),
      values: [[100, null, 50]],
    };
    const body = JSON.stringify({ data: { id: "0", type: "timeseries_response", attributes } });
    const server = await serverOf([{ status: 200, body }]);
    const datadog = (keys: string): string =>
      slo(server.url)
        .replace(/query: '[^']*'/, "query: 'sum:http.requests{!code:5xx}.as_count()'")
        .replace("query: http_requests_total", "query: 'sum:http.requests{*}.as_count()'")
        .replace("type: Prometheus", "type: Datadog")
        .replace(`url: "${server.url}"`, `url: "${server.url}"${keys}`);
    const keys = ", apiKeyFile: api-key, applicationKeyFile: app-key";
    const given = { ...files(server.url), "slo.yaml": datadog(keys), "api-key": "secret", "app-key": "secret\n" };
    const folder = project(given);
    const { exitCode, stdout, stderr } = await releaseGate(folder, ["collect", ...now]);
    expect([exitCode, stderr, stdout]).toEqual([0, "", "2 rows of 1 SLO: metrics/202611220100.jsonl\n"]);
    expect(rowsOf(folder, "metrics/202611220100.jsonl")).toEqual([
      { ts: "2026-11-22T00:50:00Z", window: "5m", metric: "api", good: 100, total: 100 },
      { ts: "2026-11-22T01:00:00Z", window: "5m", metric: "api", good: 50, total: 50 },
    ]);
    const check = await releaseGate(folder, ["check", "--format", "json", ...now]);
    const { checks } = JSON.parse(check.stdout) as { checks: { id: string; samples: number }[] };
    expect(checks.find(({ id }) => id === "slo/api/budget")?.samples).toBe(150);

    const without = project({
      ...given,
      "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n",
      "slo.yaml": datadog(", applicationKeyFile: app-key, apiKeyFile: nowhere"),
    });
    const refused = await releaseGate(without, ["check", ...now]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout.replace(/\s+/g, " ")).toContain("nowhere cannot be read.");
    expect(refused.stdout + refused.stderr).not.toContain("secret");
  });

  it("refuses what it cannot do: a wrong window, no SLOs, no server", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n",
      "slo.yaml": slo("x").replaceAll("metricSourceRef: prom", "type: Prometheus"),
    });
    const ran = async (...args: string[]) => releaseGate(folder, ["collect", ...args]);
    expect(await ran("--window", "soon")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--window cannot be "soon".') as string,
    });
    expect(await ran()).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("release-gate.yaml:3:3: None of the policy's SLOs has a server") as string,
    });
  });
});

describe("release-gate check", () => {
  it("warns of what is odd in SLO files and of rows that were not counted", async () => {
    const row = (ts: string, rest: string) => `{"ts":"${ts}","window":"1h","metric":"api",${rest}}\n`;
    const rows = [
      row("2026-11-22T00:00:00Z", '"good":9,"total":10'),
      row("2026-11-22T01:00:00Z", '"good":10,"total":10'),
      row("2026-11-22T01:00:00Z", '"good":10,"total":10'),
      row("2026-11-22T01:05:00Z", '"value":"NaN"'),
    ];
    const folder = project({ ...files("http://127.0.0.1:9"), "metrics/a.jsonl": rows.join("") });
    const { stdout } = await releaseGate(folder, ["check", "--format", "json", ...now]);
    const { checks } = JSON.parse(stdout) as {
      checks: { id: string; outcome: string; summary: string; source: unknown }[];
    };
    const [file] = checks.filter(({ id }) => id === "slo/api/file");
    expect(file).toMatchObject({ outcome: "warn", source: { file: "slo.yaml", line: 15 } });
    const [data] = checks.filter(({ id }) => id === "slo/data");
    expect(data).toMatchObject({
      outcome: "warn",
      summary: "Rows of the snapshots were not counted: 1 repeats other rows, 1 has no number.",
    });
  });

  it("refuses choices for the checks of an SLO that is not there, at their line", async () => {
    const folder = project({
      ...files("http://127.0.0.1:9"),
      "release-gate.yaml":
        "version: 1\nslo:\n  files: slo.yaml\n  checks:\n    slo/api/*: { stale: warn }\n    slo/apii/budget: { stale: warn }\n",
    });
    expect(await releaseGate(folder, ["check", ...now])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^release-gate\.yaml:6:\d+: There is no SLO "apii"\./) as string,
    });
  });

  it("refuses exclusions of an SLO that is not there, at its line", async () => {
    const folder = project({
      ...files("http://127.0.0.1:9"),
      "release-gate.yaml":
        "version: 1\nslo:\n  files: slo.yaml\n  exclusions:\n    - { from: 2026-11-20T00:00:00Z, to: 2026-11-20T01:00:00Z, why: test, slos: [apii] }\n",
    });
    expect(await releaseGate(folder, ["check", ...now])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^release-gate\.yaml:5:\d+: There is no SLO "apii"\./) as string,
    });
  });
});

describe("release-gate generate prometheus-rules", () => {
  it.skipIf(missing)("writes rules that promtool accepts, to the output and to a file", async () => {
    if (programs === undefined) throw new Error("REQUIRE_ALL=1, and there is no promtool: apt-get install prometheus");
    const folder = project(files("http://127.0.0.1:9"));
    const { exitCode, stdout, stderr } = await releaseGate(folder, ["generate", "prometheus-rules"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const toFile = await releaseGate(folder, ["generate", "prometheus-rules", "--output", "rules.yaml"]);
    expect([toFile.exitCode, toFile.stdout, readFileSync(join(folder, "rules.yaml"), "utf8")]).toEqual([0, "", stdout]);
    const said = execFileSync(programs.promtool, ["check", "rules", join(folder, "rules.yaml")], { encoding: "utf8" });
    expect(said).toMatch(/SUCCESS: \d+ rules found/);
  });

  it("exits 2 where the file cannot be written", async () => {
    const folder = project(files("http://127.0.0.1:9"));
    const ran = await releaseGate(folder, ["generate", "prometheus-rules", "--output", "no/such/folder/rules.yaml"]);
    expect(ran).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringMatching(/^Cannot write .*rules\.yaml: there is no such file\./) as string,
    });
  });

  it("takes the burn windows of the policy, and refuses SLOs over snapshots", async () => {
    const folder = project({
      ...files("http://127.0.0.1:9"),
      "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  windows: [{ long: 20m, short: 2m, factor: 7 }]\n",
    });
    const { stdout } = await releaseGate(folder, ["generate", "prometheus-rules"]);
    expect(stdout).toContain("slo:burn_rate:ratio_rate20m");
    expect(stdout).not.toContain("ratio_rate1h");
    const snapshots = project({
      ...files(""),
      "slo.yaml": slo("").replaceAll(
        /metricSourceRef: prom, spec: \{ query: [^}]*\}?' ?\}|metricSourceRef: prom, spec: \{ query: http_requests_total \}/g,
        "type: jsonl, spec: { metric: m }",
      ),
    });
    expect(await releaseGate(snapshots, ["generate", "prometheus-rules"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("None of these SLOs has a query") as string,
    });
  });
});
