import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { sloGate } from "../../src/gate/slo/gate.js";
import { parseDocument } from "../../src/document/index.js";
import { groupedQuery } from "../../src/promql/grouped.js";
import { gatherTallies, loadPromQl, prometheusRules, readSlos, statusOf, type GroupBy } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { at, ratio, rowOf, rows, T0 } from "./judge-rows.js";
import { day, hour } from "./slo-fixture.js";

await loadPromQl();
const req = ratio("good", "{ metric: req }", "{ metric: req }");
const by = (rest: Partial<GroupBy> = {}): GroupBy => ({ labels: ["cluster"], most: 50, ...rest });
/** Rows of a cluster over the last 30 days or from a moment, up to another. */
const cluster = (name: string, good: number, { end = T0, length = 30 * day } = {}): object[] =>
  rows(length, hour, () => ({ window: "1h", metric: "req", good, total: 1000, labels: { cluster: name } }), end);

function judged(given: readonly object[], groupBy: GroupBy, config: object = {}) {
  const slo = { ...req, groupBy };
  const gathering = gatherTallies([slo], { now: T0 });
  for (const row of given) gathering.add(rowOf(row), "m.jsonl", 1);
  const tallies = gathering.tallies();
  const slos = gathering.slos();
  const none = new Map<string, never>();
  const evidence = {
    ...{ slos, tallies, sightings: gathering.sightings(), down: none, partial: none, exclusions: [] },
    notes: { rows: given.length, withoutNumber: 0, ...gathering.notes() },
    crowded: gathering.crowded(),
  };
  const { checks } = sloGate.judge(
    evidence,
    { files: [], "minimum-share": 0, ...config } as never,
    {
      moment: { now: T0, present: true },
      policy: { placeOf: () => undefined },
    } as never,
  );
  const budgets = checks.filter(({ id }) => id.endsWith("/budget"));
  return {
    slos,
    checks,
    outcomes: Object.fromEntries(budgets.map(({ id, outcome, reason }) => [id.slice(4, -7), `${outcome} ${reason}`])),
    left: (id: string) =>
      statusOf(slos.find((each) => each.id === id) ?? slo, tallies.get(id) ?? [[]], T0).budget.remaining?.valueOf(),
  };
}

describe("an SLO grouped by a label", () => {
  it("has a budget for each value, whatever the others have left", () => {
    const { outcomes, left } = judged([...cluster("eu", 1000), ...cluster("us", 998)], by());
    expect(outcomes).toEqual({ 'a{cluster="eu"}': "pass ok", 'a{cluster="us"}': "hold budget-exhausted" });
    expect([left('a{cluster="eu"}'), left('a{cluster="us"}')]).toEqual([1, -1]);
  });

  it("holds for a group that vanished, until its last row leaves the period or the policy says that it is gone", () => {
    const left = (ago: number) => [...cluster("eu", 1000), ...cluster("us", 1000, { end: T0 - ago, length: 5 * day })];
    expect(judged(left(2 * day), by()).outcomes['a{cluster="us"}']).toMatch(/^hold stale/);
    expect(judged(left(31 * day), by()).outcomes).toEqual({ 'a{cluster="eu"}': "pass ok" });
    expect(judged(left(2 * day), by({ gone: [["us"]] })).outcomes).toEqual({ 'a{cluster="eu"}': "pass ok" });
  });

  it("holds for a group that must be there and never was", () => {
    const { outcomes } = judged(cluster("eu", 1000), by({ always: [["eu"], ["jp"]] }));
    expect(outcomes).toEqual({ 'a{cluster="eu"}': "pass ok", 'a{cluster="jp"}': "hold no-data" });
  });

  it("judges a new group on what there is of it", () => {
    const { outcomes } = judged([...cluster("eu", 1000), ...cluster("new", 500, { length: 2 * hour })], by());
    expect(outcomes['a{cluster="new"}']).toBe("hold budget-exhausted");
  });

  it("judges rows without the label as a group of their own, so that nothing is left out", () => {
    const bare = rows(30 * day, hour, () => ({ window: "1h", metric: "req", good: 0, total: 9 }));
    const { outcomes } = judged([...cluster("eu", 1000), ...bare], by());
    expect(outcomes['a{cluster=""}']).toBe("hold budget-exhausted");
  });

  it("holds where there are more groups than it may have, and says how to go on", () => {
    const { checks, outcomes } = judged(
      ["a", "b", "c"].flatMap((name) => cluster(name, 1000)),
      by({ most: 2 }),
    );
    expect(Object.keys(outcomes)).toHaveLength(2);
    expect(checks.find(({ id }) => id === "slo/a/groups")).toMatchObject({ outcome: "hold", samples: 720 });
    expect(english(checks.find(({ id }) => id === "slo/a/groups")!.summary)).toContain('Raise "most" under "grouping"');
  });

  it("holds without any group", () => {
    expect(judged([], by()).outcomes).toEqual({ a: "hold no-data" });
    const other = [{ ts: at(T0), window: "1h", metric: "other", good: 1, total: 1, labels: { cluster: "eu" } }];
    expect(judged(other, by()).outcomes).toEqual({ a: "hold no-data" });
  });

  it("takes what the policy chooses for the SLO by name: checks, exclusions, resets", () => {
    const given = [...cluster("eu", 1000), ...cluster("us", 1000, { end: T0 - 2 * day, length: 5 * day })];
    const { outcomes } = judged(given, by(), { checks: { "slo/a/*": { stale: "warn" } } });
    expect(outcomes['a{cluster="us"}']).toMatch(/^warn stale/);
    const reset = judged(cluster("us", 998), by(), { resets: [{ at: T0 - 1, why: "agreed", slos: ["a"] }] });
    expect(reset.outcomes['a{cluster="us"}']).not.toBe("hold budget-exhausted");
  });

  it("can be grouped by several labels", () => {
    const given = rows(day, hour, () => ({
      window: "1h",
      metric: "req",
      good: 1,
      total: 1,
      labels: { cluster: "eu", tenant: "x" },
    }));
    const { outcomes } = judged(given, by({ labels: ["cluster", "tenant"] }));
    expect(Object.keys(outcomes)).toEqual(['a{cluster="eu",tenant="x"}']);
  });
});

describe("a query", () => {
  it.each([
    ["http_requests_total", true, "sum by (cluster) (increase(http_requests_total[{{.window}}]))"],
    ['sum(x{a="sum(b)"})', true, 'sum by (cluster) (increase(x{a="sum(b)"}[{{.window}}]))'],
    ["sum(rate(x[{{.window}}]))", false, "sum by (cluster) (rate(x[{{.window}}]))"],
    [
      "histogram_quantile(0.9, sum by (le) (rate(x[5m])))",
      false,
      "histogram_quantile(0.9, sum by (le, cluster) (rate(x[5m])))",
    ],
    ["sum(x) by (cluster) / sum without (cluster, pod) (y)", false, "sum(x) by (cluster) / sum without (pod) (y)"],
    ["p95", false, "p95"],
  ])("%s is told apart by a label", (query, counter, wanted) => {
    expect(groupedQuery(query, ["cluster"], counter)?.replaceAll(/ +/g, " ")).toBe(wanted);
  });

  it("that cannot be understood is none", () => {
    expect(groupedQuery("sum(rate(x", ["cluster"], false)).toBeUndefined();
  });
});

describe("the rules of a grouped SLO", () => {
  it("keep the label in burn rates, budget and alerts, and tell a group that vanished", async () => {
    const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: 'req{code="500"}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: req } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;
    const [slo] = readSlos(parseDocument(text, "slo.yaml"));
    const written = (await prometheusRules([{ ...slo!, groupBy: by() }])).text;
    const rules = (
      parse(written) as { groups: { rules: { record?: string; alert?: string; expr: string }[] }[] }
    ).groups.flatMap((group) => group.rules);
    for (const { expr } of rules.filter(({ record }) => record !== undefined)) expect(expr).toContain("by (cluster)");
    expect(rules.find(({ alert }) => alert === "ErrorBudgetDataMissing")?.expr).toContain(" unless ");
    expect(written).toContain("api {{ $labels.cluster }} burns");
  });
});
