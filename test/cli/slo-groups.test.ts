import { describe, expect, it, onTestFinished } from "vitest";
import { findPrometheus, startPrometheus } from "../../packages/adapters/test/support/prometheus-server.js";
import { project, releaseGate } from "../support/cli.js";
import { prometheusSlo } from "../support/prometheus-slo.js";

const now = Date.UTC(2026, 10, 22);
const minute = 60_000;
const policy = (grouping: string, rest = ""): string =>
  `version: 1\nslo:\n  files: slo.yaml\n  minimum-share: 0\n${rest}  grouping: ${grouping}\n`;
const programs = findPrometheus();
const missing = programs === undefined && process.env["REQUIRE_ALL"] !== "1";

/** Requests of two clusters over a day, of which one in a hundred of "us" fails. */
const history = (): string => {
  const lines = Array.from({ length: 24 * 12 + 1 }, (_, i) => {
    const at = (now - (24 * 12 - i) * 5 * minute) / 1000;
    const of = (cluster: string, code: string, value: number): string =>
      `http_requests_total{cluster="${cluster}",code="${code}"} ${value} ${at}`;
    return [of("eu", "200", i * 500), of("us", "200", i * 495), of("us", "500", i * 5)];
  });
  const sorted = [0, 1, 2].flatMap((series) => lines.map((each) => each[series]));
  return `# TYPE http_requests counter\n${sorted.join("\n")}\n# EOF\n`;
};

describe("one document, one budget for each value of a label", () => {
  it.skipIf(missing)("asks a real Prometheus in one query, and judges each cluster by itself", async () => {
    if (programs === undefined)
      throw new Error("REQUIRE_ALL=1, and there is no Prometheus: apt-get install prometheus");
    const server = await startPrometheus(programs, history());
    onTestFinished(server.stop);
    const slo = prometheusSlo(server.url, { window: "1d", target: 0.995 });
    const folder = project({ "release-gate.yaml": policy("{ api: { by: cluster } }"), "slo.yaml": slo });
    const args = ["--now", new Date(now).toISOString(), "--format", "json"];
    const { exitCode, stdout } = await releaseGate(folder, ["check", ...args]);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; outcome: string; value?: number }[] };
    const budgets = checks.filter(({ id }) => id.endsWith("/budget")).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(budgets.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['slo/api{cluster="eu"}/budget', "pass"],
      ['slo/api{cluster="us"}/budget', "hold"],
    ]);
    expect(budgets[1]?.value).toBeCloseTo(-1, 2);
    expect(exitCode).toBe(1);
    const table = await releaseGate(folder, ["check", "--now", args[1] ?? ""]);
    expect(table.stdout).toContain('api{cluster="us"}');
    // What is collected keeps the label, so that it is judged in the same way later.
    const snapshots = {
      "release-gate.yaml": policy("{ api: { by: cluster } }", "  metrics: metrics\n"),
      "slo.yaml": slo,
    };
    const other = project(snapshots);
    await releaseGate(other, ["collect", "--window", "6h", "--now", args[1] ?? ""]);
    const later = await releaseGate(other, ["check", ...args]);
    expect(later.stdout).toContain('slo/api{cluster=\\"us\\"}/budget');
  });

  it("refuses a grouping of an SLO that is not there, and groups that lack a value, at their line", async () => {
    const slo = prometheusSlo("http://127.0.0.1:9", { window: "1d", target: 0.995 });
    const run = (grouping: string) =>
      releaseGate(project({ "release-gate.yaml": policy(grouping), "slo.yaml": slo }), ["check"]);
    expect(await run("{ apii: { by: cluster } }")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^release-gate\.yaml:5:\d+: There is no SLO "apii"\./) as string,
    });
    expect(await run("{ api: { by: [cluster, tenant], gone: [eu] } }")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^release-gate\.yaml:5:\d+: A group has a value for each of the labels: cluster, tenant\./,
      ) as string,
    });
  });
});
