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
  },
);
