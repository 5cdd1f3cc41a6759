import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPrometheus, startPrometheus } from "../../packages/adapters/test/support/prometheus-server.js";
import { project, releaseGate, root, type Ran } from "../support/cli.js";

const programs = findPrometheus();
const missing = programs === undefined && process.env["REQUIRE_ALL"] !== "1";
const minute = 60_000;

const page = (name: string): string => readFileSync(join(root, "docs", name), "utf8");
/** The whole files that a page shows, by their path. */
const filesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)^```/gm)].map(([, path = "", file = ""]) => [path, file]),
  );
/** The commands of a page, with what they print. */
const commandsOf = (text: string): { readonly args: string[]; readonly output: string }[] =>
  [...text.matchAll(/^```console\n\$ release-gate ([^\n#]*)(?:#[^\n]*)?\n([\s\S]*?)^```/gm)].map(
    ([, args = "", output = ""]) => ({ args: args.trim().split(/\s+/), output }),
  );
const outputOf = (text: string, command: string, index = 0): string =>
  commandsOf(text).filter(({ args }) => args[0] === command)[index]?.output ?? `there is no ${command}`;
/** A report without what time and a server's rounding change: numbers, bars, where lines break. */
const shape = (text: string): string =>
  text
    .replace(/[█░▁▂▃▄▅▆▇]+|\.{3,}/g, "=")
    .replace(/=+/g, "=")
    .replaceAll("about ", "")
    .replace(/\d[\d.,:T-]*(?:Z|\b)|\d/g, "#")
    .replace(/\s+/g, " ")
    .trim();
const read = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

/** Two hours at 30 seconds: 300 requests each, of which 0.5 % fail and 2 % are slow. */
function history(end: number): string {
  const lines: Record<string, string[]> = { requests: [], buckets: [] };
  for (let i = 0; i <= 240; i++) {
    const at = (end - (240 - i) * 30_000) / 1000;
    lines["requests"]?.push(`http_requests_total{code="200"} ${i * 298.5} ${at}`);
    lines["buckets"]?.push(`http_request_duration_seconds_bucket{le="0.3"} ${i * 294} ${at}`);
  }
  const again = (make: (i: number, at: number) => string): string[] =>
    Array.from({ length: 241 }, (_, i) => make(i, (end - (240 - i) * 30_000) / 1000));
  return [
    "# TYPE http_requests counter",
    ...(lines["requests"] ?? []),
    ...again((i, at) => `http_requests_total{code="500"} ${i * 1.5} ${at}`),
    "# TYPE http_request_duration_seconds histogram",
    ...(lines["buckets"] ?? []),
    ...again((i, at) => `http_request_duration_seconds_bucket{le="+Inf"} ${i * 300} ${at}`),
    ...again((i, at) => `http_request_duration_seconds_count ${i * 300} ${at}`),
    ...["# EOF", ""],
  ].join("\n");
}

describe("docs/slo-with-prometheus.md", () => {
  const text = page("slo-with-prometheus.md");
  const files = filesOf(text);

  it.skipIf(missing)(
    "leads from an empty folder and a running Prometheus to a right verdict, by the files and outputs that it shows",
    async () => {
      if (programs === undefined) throw new Error("there is no prometheus");
      const { url, stop } = await startPrometheus(programs, history(Date.now()));
      onTestFinished(stop);
      const here = (shown: string): string => shown.replaceAll("http://localhost:9090", url);
      const folder = project({});
      const init = await releaseGate(folder, ["init", "--slo", "--prometheus", url]);
      expect(init).toEqual({ exitCode: 0, stderr: "", stdout: outputOf(text, "init") });
      for (const path of ["release-gate.yaml", "slo/http-requests.yaml"])
        expect(read(folder, path), path).toBe(here(files[path] ?? ""));

      const checked = await releaseGate(folder, ["check"]);
      expect([checked.exitCode, checked.stderr]).toEqual([0, ""]);
      expect(shape(checked.stdout)).toBe(shape(outputOf(text, "check")));
      expect(checked.stdout).toMatch(/(?:49\.\d|50(?:\.\d)?) % of the error budget is left/);

      const right = read(folder, "slo/http-requests.yaml");
      writeFileSync(
        join(folder, "slo/http-requests.yaml"),
        right.replace("'http_requests_total'", "http_request_total"),
      );
      const misspelt = await releaseGate(folder, ["check"]);
      expect(misspelt.exitCode).toBe(1);
      expect(shape(misspelt.stdout)).toBe(shape(outputOf(text, "check", 1)));
      writeFileSync(join(folder, "slo/http-requests.yaml"), right);

      for (const path of ["slo/latency.yaml", "slo/sloth.yaml", "slo/pyrra.yaml"])
        writeFileSync(join(folder, path), files[path] ?? "");
      const all = await releaseGate(folder, ["check", "--format", "json"]);
      const { decision, checks } = JSON.parse(all.stdout) as {
        decision: string;
        checks: { id: string; value?: number; outcome: string }[];
      };
      const left = new Map(
        checks
          .filter(({ id }) => id.endsWith("/budget"))
          .map(({ id, value = NaN }) => [id.split("/")[1], Math.round(value * 100) / 100]),
      );
      expect([decision, all.stderr]).toEqual(["promote", ""]);
      expect(Object.fromEntries(left)).toEqual({
        "http-requests": 0.5,
        "http-latency": 0.6,
        "shop-availability": 0.5,
        "pyrra-availability": 0.5,
      });
    },
  );

  it("tells a server that is down, a metric that it lacks, and flags without --slo, and writes nothing", async () => {
    const folder = project({});
    const down = await releaseGate(folder, ["init", "--slo", "--prometheus", "http://127.0.0.1:1"]);
    expect(down).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "http://127.0.0.1:1 cannot be reached (ECONNREFUSED).\n  Start the server, or correct --prometheus.\n",
    });
    const said = async (...args: string[]): Promise<Ran> => releaseGate(folder, ["init", ...args]);
    expect((await said("--slo")).stderr).toContain("Nothing tells what the SLO is to count.");
    expect((await said("--metric", "m")).stderr).toContain("--prometheus and --metric belong to --slo.");
    expect((await said("--slo", "--prometheus", "localhost:9090")).stderr).toContain(
      '--prometheus cannot be "localhost:9090".',
    );
    expect((await said("--slo", "--prometheus", "http://127.0.0.1:1", "--metric", "a{b}")).stderr).toContain(
      '--metric cannot be "a{b}".',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("docs/slo-with-datadog.md", () => {
  const text = page("slo-with-datadog.md");

  /** Datadog's answer to POST /api/v2/query/timeseries: 1000 requests a minute, of which 0.5 % fail. */
  async function datadog(): Promise<string> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { from, to, interval, queries } = (
          JSON.parse(body) as {
            data: { attributes: { from: number; to: number; interval: number; queries: { query: string }[] } };
          }
        ).data.attributes;
        const times: number[] = [];
        for (let at = Math.ceil(from / interval) * interval; at < to; at += interval) times.push(at);
        const each = (interval / minute) * (queries[0]?.query.includes("code:5xx") === true ? 1 : 200);
        const attributes = {
          series: [{ group_tags: [], query_index: 0, unit: null }],
          times,
          values: [times.map(() => each)],
        };
        response.end(JSON.stringify({ data: { id: "0", type: "timeseries_response", attributes } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("leads from two keys to a right verdict, by the files and the output that it shows", async () => {
    const url = await datadog();
    const files = filesOf(text);
    const policy = files["release-gate.yaml"] ?? "";
    expect(policy).toContain("{ site: datadoghq.eu }");
    const folder = project({
      ...files,
      "release-gate.yaml": policy.replace("{ site: datadoghq.eu }", `{ url: "${url}" }`),
    });
    const keys = { DD_API_KEY: "key", DD_APP_KEY: "key", RELEASE_GATE_HOSTS: "127.0.0.1" };
    const checked = await releaseGate(folder, ["check"], { env: keys });
    expect([checked.exitCode, checked.stderr]).toEqual([0, ""]);
    expect(shape(checked.stdout)).toBe(shape(outputOf(text, "check")));
    expect(checked.stdout).toContain("50 % of the error budget is left");
    const without = await releaseGate(folder, ["check"], { env: { DD_API_KEY: "", DD_APP_KEY: "" } });
    expect(without.exitCode).toBe(1);
    expect(without.stdout).toContain("DD_API_KEY");
  });
});

describe("docs/slo-with-files.md", () => {
  const text = page("slo-with-files.md");

  it("leads from an empty folder to a right verdict, by the files and outputs that it shows", async () => {
    const files = filesOf(text);
    const folder = project({ "metrics/2026-11-22.jsonl": files["metrics/2026-11-22.jsonl"] ?? "" });
    const [init, check] = commandsOf(text);
    expect(await releaseGate(folder, init?.args ?? [])).toEqual({ exitCode: 0, stderr: "", stdout: init?.output });
    for (const path of ["release-gate.yaml", "slo/checkout-requests.yaml"])
      expect(read(folder, path), path).toBe(files[path]);
    expect(await releaseGate(folder, check?.args ?? [])).toEqual({ exitCode: 0, stderr: "", stdout: check?.output });
    const later = await releaseGate(folder, ["check", "--now", "2026-11-29T00:31:00Z"]);
    expect([later.exitCode, later.stdout.includes("stale")]).toEqual([1, true]);
  });

  it("keeps an SLO and a policy that are there, and says what the policy lacks", async () => {
    const folder = project({ "release-gate.yaml": "version: 1\n", "slo/checkout-requests.yaml": "mine\n" });
    const { exitCode, stdout } = await releaseGate(folder, commandsOf(text)[0]?.args ?? []);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("slo/checkout-requests.yaml exists and is kept.");
    expect(stdout).toContain(
      "release-gate.yaml exists and is kept. Add these lines to it:\nslo:\n  files: slo\n  metrics: metrics\n",
    );
    expect(read(folder, "slo/checkout-requests.yaml")).toBe("mine\n");
  });
});

describe("docs/collect.md", () => {
  const text = page("collect.md");

  it.skipIf(missing)(
    "collects by its policy and its cron line, says what the policy lacks, and names only files that are there",
    async () => {
      if (programs === undefined) throw new Error("there is no prometheus");
      const end = Math.floor(Date.now() / (15 * minute)) * 15 * minute;
      const { url, stop } = await startPrometheus(programs, history(end));
      onTestFinished(stop);
      const policy = (/```yaml\n(version: 1[\s\S]*?)```/.exec(text)?.[1] ?? "").replace("http://localhost:9090", url);
      const folder = project({
        "release-gate.yaml": policy.replace(/ {2}metrics:.*\n/, ""),
        "slo/http-requests.yaml": filesOf(page("slo-with-prometheus.md"))["slo/http-requests.yaml"] ?? "",
      });
      const now = ["--now", new Date(end + minute).toISOString()];
      // A first run that finds no row yet leaves a gate that asks the server, and does not stop for a folder that is not there.
      const fresh = project({
        "release-gate.yaml": policy,
        "slo/a.yaml": filesOf(page("slo-with-prometheus.md"))["slo/http-requests.yaml"] ?? "",
      });
      expect((await releaseGate(fresh, ["collect", "--quiet", "--now", "2026-01-01T00:01:00Z"])).exitCode).toBe(0);
      expect((await releaseGate(fresh, ["check", ...now])).exitCode).toBe(0);
      const file = `metrics/${new Date(end).toISOString().slice(0, 16).replace(/\D/g, "")}.jsonl`;
      const first = await releaseGate(folder, ["collect", ...now]);
      expect(first).toEqual({
        exitCode: 0,
        stderr: "",
        stdout: `3 rows of 1 SLO: ${file}\n"check" does not read this file yet: write "metrics: metrics" under "slo:" of release-gate.yaml. From then on it judges by these rows and does not ask the server.\n`,
      });
      writeFileSync(join(folder, "release-gate.yaml"), policy);
      const earlier = await releaseGate(folder, ["collect", "--now", new Date(end - 14 * minute).toISOString()]);
      expect(shape(earlier.stdout)).toBe(shape(outputOf(text, "collect", 1)));
      expect((await releaseGate(folder, ["check", ...now])).exitCode).toBe(0);

      const cron = /^[\d, *]+ cd \S+ && flock -n \S+ npx release-gate (.*)$/m.exec(text)?.[1]?.split(" ") ?? [];
      expect(await releaseGate(folder, [...cron, ...now])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
      const empty = await releaseGate(folder, ["collect", "--now", "2026-01-01T00:01:00Z"]);
      expect(empty).toEqual({
        exitCode: 0,
        stderr: "",
        stdout: "Nothing was written: there is no row of 1 SLO from 2025-12-31T23:45:00Z to 2026-01-01T00:00:00Z.\n",
      });
      expect(existsSync(join(folder, "metrics/202601010000.jsonl"))).toBe(false);
      await stop();
      const down = await releaseGate(folder, [...cron, "--time-limit", "1s", ...now]);
      expect([down.exitCode, down.stdout]).toEqual([2, ""]);
      expect(down.stderr).toContain("http-requests: the metrics could not be read:");
    },
  );

  it("has a workflow that is YAML and runs the same command", () => {
    const workflow = parse(/```yaml\n(on:[\s\S]*?)```/.exec(text)?.[1] ?? "") as {
      jobs: { collect: { steps: { run?: string }[] } };
    };
    expect(workflow.jobs.collect.steps.map(({ run }) => run)).toContain("npx release-gate collect --quiet");
  });
});
