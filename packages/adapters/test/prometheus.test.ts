import {
  gatherTallies,
  budgetOf,
  burnOf,
  countQuery,
  loadPromQl,
  english,
  msg,
  nominalLength,
  parseDocument,
  readSlos,
  sloChecks,
  UserError,
  verdictOf,
  type Slo,
} from "@release-gate/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectSlo, prometheus, querySlos, stretchesOf, type Prometheus } from "../src/index.js";
import { findPrometheus, startPrometheus, type RunningPrometheus } from "./support/prometheus-server.js";

await loadPromQl();

const programs = findPrometheus();
const required = process.env["REQUIRE_ALL"] === "1";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Math.floor(Date.now() / hour) * hour - hour;

const sloText = (window: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: 'sum(http_requests_total{code=~"5.."})' } } }
        total: { metricSource: { type: Prometheus, spec: { query: http_requests_total } } }
  timeWindow: [{ duration: ${window}, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
`;
function sloOf(window = "28d"): Slo {
  const [slo] = readSlos(parseDocument(sloText(window), "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  return slo;
}

/**
 * 29 days at a minute: 10 requests a second of which 0.05 % fail, but 2 % in the last hour and in an hour five hours ago; the
 * process restarts every 3 days.
 */
function history(): string {
  const lines = ["# TYPE http_requests counter"];
  const series = { 200: [] as string[], 500: [] as string[] };
  let good = 0;
  let bad = 0;
  for (let at = now - 29 * day; at <= now; at += minute) {
    if (((now - at) / minute) % (3 * 1440) === 700) good = bad = 0;
    const failing = at > now - hour || (at > now - 6 * hour && at <= now - 5 * hour) ? 12 : 0.3;
    good += 600 - failing;
    bad += failing;
    series[200].push(`http_requests_total{code="200",pod="a"} ${good} ${at / 1000}`);
    series[500].push(`http_requests_total{code="500",pod="a"} ${bad} ${at / 1000}`);
  }
  return [...lines, ...series[200], ...series[500], "# EOF", ""].join("\n");
}

describe.skipIf(programs === undefined && !required)("a real Prometheus", () => {
  let running: RunningPrometheus;
  let server: Prometheus;
  beforeAll(async () => {
    if (programs === undefined)
      throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
    running = await startPrometheus(programs, history());
    server = prometheus({ url: running.url });
  });
  afterAll(() => running?.stop());

  it("answers instant and range queries, and points that are more than one answer may hold", async () => {
    const [instant] = await server.instant('http_requests_total{code="500"}', now);
    expect(instant?.labels).toMatchObject({ pod: "a" });
    expect(instant?.samples).toHaveLength(1);
    const [range] = await server.range('http_requests_total{code="200"}', {
      start: now - 12_500 * minute,
      end: now,
      step: minute,
    });
    expect(range?.samples).toHaveLength(12_501);
    const times = range?.samples.map(({ at }) => at) ?? [];
    expect(new Set(times).size).toBe(12_501);
    expect((await server.instant("1 + 1", now))[0]?.samples).toEqual([{ at: now, value: 2 }]);
    expect(await server.instant("nothing_here", now)).toEqual([]);
  });

  it("leaves out NaN and infinite values", async () => {
    expect((await server.instant("vector(0) / 0", now))[0]?.samples).toEqual([]);
  });

  it("gives the budget and the burn of a month, restarts included, in a few hundred points", async () => {
    const slo = sloOf();
    const rows = await collectSlo(slo, server, stretchesOf(slo, now));
    expect(rows.length).toBeLessThan(2000);
    const gathering = gatherTallies([slo], { now });
    rows.forEach((row) => gathering.add(row));
    const tallies = gathering.tallies().get("api") ?? [];
    const expectedBad = 28 * 1440 * 0.3 + 120 * 11.7;
    const budget = budgetOf(slo, tallies, now);
    expect(budget.coverage).toBe(1);
    expect(budget.usage.total.valueOf() / (28 * 1440 * 600)).toBeCloseTo(1, 2);
    expect(budget.remaining?.valueOf()).toBeCloseTo(1 - expectedBad / (28 * 1440 * 600 * 0.001), 2);
    expect(burnOf(slo, tallies, hour, now).usage.rate?.valueOf()).toBeCloseTo(20, 1);
    const direct = await server.instant(
      'sum(increase(http_requests_total{code="500"}[28d])) / sum(increase(http_requests_total[28d]))',
      now,
    );
    const ratio = budget.usage.bad.div(budget.usage.total).valueOf();
    expect(ratio / (direct[0]?.samples[0]?.value ?? NaN)).toBeCloseTo(1, 2);
  });

  it("leads to a rollback while the service burns, and to a hold when it has vanished", async () => {
    const slo = sloOf();
    const outcomesAt = async (at: number): Promise<Record<string, string>> => {
      const gathering = gatherTallies([slo], { now: at });
      (await collectSlo(slo, server, stretchesOf(slo, at))).forEach((row) => gathering.add(row));
      return Object.fromEntries(
        sloChecks({ slos: [slo], tallies: gathering.tallies(), now: at }).map(({ id, outcome, reason }) => [
          id,
          `${outcome} ${reason}`,
        ]),
      );
    };
    expect(await outcomesAt(now - 2 * hour)).toMatchObject({
      "slo/api/budget": "pass ok",
      "slo/api/burn/1h-5m": "pass ok",
    });
    expect(await outcomesAt(now)).toMatchObject({ "slo/api/burn/1h-5m": "rollback burn-rate" });
    expect(await outcomesAt(now + 3 * hour)).toMatchObject({
      "slo/api/budget": "hold stale",
      "slo/api/burn/1h-5m": "hold stale",
    });
    expect(await outcomesAt(now + 40 * day)).toMatchObject({ "slo/api/budget": "hold no-data" });
  });

  it("promotes, rolls back, promotes again once the failure has left the window, and holds when the service is gone", async () => {
    const slo = sloOf("2h");
    const decisionAt = async (at: number): Promise<string> => {
      const gathering = gatherTallies([slo], { now: at });
      (await collectSlo(slo, server, stretchesOf(slo, at))).forEach((row) => gathering.add(row));
      return verdictOf(
        sloChecks({ slos: [slo], tallies: gathering.tallies(), now: at, options: { staleAfter: 10 * minute } }),
        { live: true },
      ).decision;
    };
    expect(await decisionAt(now - 6 * hour)).toBe("promote");
    expect(await decisionAt(now - 5 * hour)).toBe("rollback");
    expect(await decisionAt(now - 5 * hour + 30 * minute)).toBe("hold");
    expect(await decisionAt(now - 2 * hour)).toBe("promote");
    expect(await decisionAt(now + 30 * minute)).toBe("hold");
  });

  it("is asked at the address of the SLO's DataSource; one that is down holds its SLO and says why", async () => {
    const at = (url: string): Slo => {
      const text = sloText("28d").replaceAll("type: Prometheus, spec", "metricSourceRef: prom, spec");
      const source = `apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: prom }\nspec: { type: Prometheus, connectionDetails: { url: "${url}", timeout: 5 } }\n`;
      const [slo] = readSlos([...parseDocument(text, "slo.yaml"), ...parseDocument(source, "source.yaml")]);
      if (slo === undefined) throw new Error("no SLO");
      return slo;
    };
    let rows = 0;
    expect((await querySlos([at(running.url)], now, () => rows++)).down).toEqual(new Map());
    expect(rows).toBeGreaterThan(500);
    const dead = at("http://user:secret@127.0.0.1:9");
    const waits: number[] = [];
    const { down } = await querySlos([dead], now, () => rows++, { wait: async (delay) => waits.push(delay) });
    expect(waits).toHaveLength(5);
    const checks = sloChecks({ slos: [dead], tallies: new Map(), now, down });
    expect(new Set(checks.map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(new Set(["hold source-down"]));
    expect(english(checks[0]?.summary ?? msg``)).toBe(
      "api: the metrics could not be read: http://127.0.0.1:9 cannot be reached (ECONNREFUSED).",
    );
  });

  it("refuses a wrong query with Prometheus's own words", async () => {
    await expect(server.instant("sum(", now)).rejects.toMatchObject({
      name: "SourceError",
      retryable: false,
      message: expect.stringContaining("parse error") as string,
    });
  });
});

describe("the stretches of an SLO", () => {
  it.each(["28d", "30d", "7d", "1h", "10m", "90d"])("cover %s without overlap or gap, up to now", (window) => {
    const slo = sloOf(window);
    const stretches = stretchesOf(slo, now);
    const covered = stretches.map(({ start, end, step }) => [start - step, end]);
    expect(covered.at(-1)?.[1]).toBe(now);
    for (const [i, [from]] of covered.entries()) if (i > 0) expect(from).toBe(covered[i - 1]?.[1]);
    const length = now - (covered[0]?.[0] ?? 0);
    const period = nominalLength(slo.window.duration);
    expect(length).toBeGreaterThan(0.95 * period);
    expect(length).toBeLessThanOrEqual(period);
    for (const { start, end, step } of stretches) expect((end - start) / step).toBeLessThan(11_000);
  });
});

describe("queries of counters become counts of each step", () => {
  const source = (query: string) => ({
    type: "prometheus",
    spec: { query },
    place: { path: "slo.yaml", line: 3, column: 5 },
  });
  it.each([
    ["http_requests_total", true, "sum(increase(http_requests_total[5m]))", 1],
    [
      'sum(http_requests_total{code=~"5..",path="/a{b}"})',
      true,
      'sum(increase(http_requests_total{code=~"5..",path="/a{b}"}[5m]))',
      1,
    ],
    ['sum(rate(x{a="b"}[{{.window}}]))', false, 'sum(rate(x{a="b"}[5m]))', 300],
    ["sum(increase(x[$__interval]))", true, "sum(increase(x[5m]))", 1],
    ["requests_in_the_last_step", false, "requests_in_the_last_step", 1],
  ])("%s", (query, counter, expected, factor) => {
    expect(countQuery(source(query), counter, 300_000)).toEqual({ query: expected, factor });
  });

  it("a counter's query that is neither is refused at its place", () => {
    expect(() => countQuery(source("a_total - b_total"), true, 300_000)).toThrow(UserError);
  });
});
