import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPrometheus, startPrometheus } from "../../packages/adapters/test/support/prometheus-server.js";
import { project, releaseGate } from "../support/cli.js";
import { prometheusSlo } from "../support/prometheus-slo.js";

const programs = findPrometheus();
const minute = 60_000;
const hour = 60 * minute;
const now = Math.floor(Date.now() / hour) * hour - hour;

const slo = (url: string): string => prometheusSlo(url, { window: "2h", target: 0.999 });

/** Half a day at 20 seconds: 0.05 % of 600 requests a minute fail, but 2 % in an hour five hours before the end. */
function history(): string {
  const codes = { 200: [] as string[], 500: [] as string[] };
  let good = 0;
  let bad = 0;
  for (let at = now - 12 * hour; at <= now; at += 20_000) {
    const failing = at > now - 6 * hour && at <= now - 5 * hour ? 4 : 0.1;
    good += 200 - failing;
    bad += failing;
    codes[200].push(`http_requests_total{code="200"} ${good} ${at / 1000}`);
    codes[500].push(`http_requests_total{code="500"} ${bad} ${at / 1000}`);
  }
  return ["# TYPE http_requests counter", ...codes[200], ...codes[500], "# EOF", ""].join("\n");
}

describe.skipIf(programs === undefined && process.env["REQUIRE_ALL"] !== "1")(
  "release-gate check against a real Prometheus, while a stage is live",
  () => {
    it("promotes, rolls back, promotes once the failure has left the window, holds when the service or the server is gone", async () => {
      if (programs === undefined)
        throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
      const running = await startPrometheus(programs, history());
      let stopped = false;
      onTestFinished(async () => (stopped ? undefined : running.stop()));
      const folder = project({
        "release-gate.yaml": "version: 1\nstage: canary-5\nslo:\n  files: slo.yaml\n  stale-after: 10m\n",
        "slo.yaml": slo(running.url),
      });
      const decisionAt = async (at: number): Promise<[number | undefined, string, string[]]> => {
        const { exitCode, stdout, stderr } = await releaseGate(folder, [
          "check",
          "--format",
          "json",
          "--now",
          new Date(at).toISOString(),
        ]);
        expect(stderr).toBe("");
        const report = JSON.parse(stdout) as { decision: string; checks: { reason: string }[] };
        return [exitCode, report.decision, [...new Set(report.checks.map(({ reason }) => reason))]];
      };
      expect(await decisionAt(now - 6 * hour)).toEqual([0, "promote", ["ok"]]);
      expect(await decisionAt(now - 5 * hour)).toEqual([3, "rollback", ["burn-rate", "budget-exhausted"]]);
      expect(await decisionAt(now - 4 * hour)).toEqual([1, "hold", ["budget-exhausted", "ok"]]);
      expect(await decisionAt(now - 2 * hour)).toEqual([0, "promote", ["ok"]]);
      expect(await decisionAt(now + 30 * minute)).toEqual([1, "hold", ["stale"]]);
      await running.stop();
      stopped = true;
      expect(await decisionAt(now)).toEqual([1, "hold", ["source-down"]]);
    });

    /** Three hours of good requests at 20 seconds; no error was ever seen. */
    const healthy = (): string => {
      const lines = ["# TYPE http_requests counter"];
      for (let at = now - 3 * hour; at <= now; at += 20_000)
        lines.push(`http_requests_total{code="200"} ${(at - now) / 100 + 1e6} ${at / 1000}`);
      return [...lines, "# EOF", ""].join("\n");
    };
    const source = (query: string, rest: string): string =>
      `{ metricSource: { metricSourceRef: prom, spec: { query: '${query}'${rest} } } }`;
    const sloOf = (url: string, part: "good" | "bad", query: string, rest = ""): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec: { ratioMetric: { counter: true, ${part}: ${source(query, rest)}, total: ${source("http_requests_total", "")} } }
  timeWindow: [{ duration: 2h, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
---
apiVersion: openslo/v1
kind: DataSource
metadata: { name: prom }
spec: { type: Prometheus, connectionDetails: { url: "${url}" } }
`;
    interface Report {
      readonly decision: string;
      readonly causes: readonly { readonly outcome: string; readonly reason: string; readonly summary: string }[];
    }
    const judged = async (document: string): Promise<[string, ...string[]]> => {
      const folder = project({
        "release-gate.yaml": "version: 1\nstage: canary-5\nslo:\n  files: slo.yaml\n",
        "slo.yaml": document,
      });
      const args = ["check", "--format", "json", "--now", new Date(now).toISOString()];
      const { stdout, stderr } = await releaseGate(folder, args);
      expect(stderr).toBe("");
      const { decision, causes } = JSON.parse(stdout) as Report;
      return [decision, ...causes.map(({ outcome, reason, summary }) => `${outcome} ${reason} ${summary}`)];
    };

    it("holds for a series that the server never had, by its query; errors of a metric that is there, or declared, are zero", async () => {
      if (programs === undefined) throw new Error("there is no prometheus");
      const { url, stop } = await startPrometheus(programs, healthy());
      onTestFinished(stop);
      const never = (what: string, query: string): string =>
        `hold no-data api: there are no data: the server has no such series: "${what}" (${query}).`;
      expect(await judged(sloOf(url, "bad", "http_errors_total"))).toEqual(["hold", never("bad", "http_errors_total")]);
      const ok = 'http_requests_total{code="204"}';
      expect(await judged(sloOf(url, "good", ok))).toEqual(["hold", never("good", ok)]);
      expect(await judged(sloOf(url, "bad", "http_errors_total", ", absent: zero"))).toEqual(["promote"]);
      const bad = 'sum(increase(http_requests_total{code=~"5.."}[{{.window}}]))';
      expect(await judged(sloOf(url, "bad", bad))).toEqual([
        "promote",
        `warn odd-rows api: "bad" never had a row and was taken as zero, as its metric has other rows (${bad}).`,
      ]);
      expect(await judged(sloOf(url, "good", 'http_requests_total{code="200"}'))).toEqual(["promote"]);
    });

    it("holds for a misspelt label, which selects nothing as if nothing had happened", async () => {
      if (programs === undefined) throw new Error("there is no prometheus");
      const { url, stop } = await startPrometheus(programs, healthy());
      onTestFinished(stop);
      const bad = 'http_requests_total{cod=~"5.."}';
      const said = `hold source-down api: the metrics could not be read: no series of http_requests_total has the label "cod" by which "bad" selects (${bad}). Correct it, or write "absent: zero" beside the query if only what happens has that label`;
      expect(await judged(sloOf(url, "bad", bad))).toEqual(["hold", said]);
      expect(await judged(sloOf(url, "bad", bad, ", absent: zero"))).toEqual(["promote"]);
      // These find series without the label, too, and are no misspelling that selects nothing.
      const [decision] = await judged(sloOf(url, "bad", 'http_requests_total{code=~"5..", cod!="x"}'));
      expect(decision).toBe("promote");
    });

    it("holds for answers that the server calls partial, with its words; collect keeps nothing of them", async () => {
      if (programs === undefined) throw new Error("there is no prometheus");
      const { url, stop } = await startPrometheus(programs, healthy(), [], "http://127.0.0.1:1/read");
      onTestFinished(stop);
      const document = sloOf(url, "good", 'http_requests_total{code="200"}');
      const [decision, ...causes] = await judged(document);
      expect([decision, causes.length]).toEqual(["hold", 1]);
      expect(causes[0]).toMatch(/^hold partial-range api: the server answered in part only: .*remote_read/);
      const folder = project({
        "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: metrics\n",
        "slo.yaml": document,
        "metrics/none.jsonl": "",
      });
      const collected = await releaseGate(folder, ["collect", "--now", new Date(now).toISOString()]);
      expect(collected.exitCode).toBe(2);
      expect(collected.stderr).toContain("the server answered in part only, so nothing was kept");
      expect(readdirSync(join(folder, "metrics"))).toEqual(["none.jsonl"]);
    });
  },
);
