import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { findPrometheus } from "../../../adapters/test/support/prometheus-server.js";
import { sloChecks } from "../../src/gate/slo/checks.js";
import { parseDocument } from "../../src/document/index.js";
import {
  burnOf,
  exact,
  gatherTallies,
  loadPromQl,
  prometheusRules,
  readSlos,
  type BurnPair,
  type Slo,
} from "../../src/slo/index.js";
import { rowOf, T0 } from "./judge-rows.js";

// One table of situations. Each is a set of series; the rules that we generate are evaluated by promtool on them, `check` judges
// the same series, and both must give the same answer at every minute: the burn rate over each window or none, and what fires.

const minute = 60_000;
const programs = findPrometheus();
const required = process.env["REQUIRE_ALL"] === "1";
const folder = mkdtempSync(join(tmpdir(), "agreement-"));
afterAll(() => rmSync(folder, { recursive: true }));
await loadPromQl();

/** What a series had at each minute: the reading of a counter, or a value; undefined where there was no sample. */
interface Series {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly at: (minute: number) => number | undefined;
  readonly gauge?: true;
}
interface Situation {
  readonly name: string;
  readonly indicator: (source: (metric: string, labels?: Readonly<Record<string, string>>) => string) => string;
  readonly series: readonly Series[];
  readonly method?: "Occurrences" | "Timeslices" | "RatioTimeslices";
  readonly objective?: string;
  /** Of a composite: the indicators of its objectives. */
  readonly objectives?: (source: (metric: string) => string) => readonly string[];
  /** What the situation is about: some answers are numbers and some are not, and both happen where this says so. */
  readonly has: readonly ("number" | "none" | "page" | "ticket")[];
}

const length = 240;
const pairs: readonly BurnPair[] = [
  { long: 60 * minute, short: 5 * minute, factor: exact(5), urgency: "page" },
  { long: 120 * minute, short: 30 * minute, factor: exact(2), urgency: "ticket" },
];
const windows = [5, 30, 60, 120];

/** A counter that grows by so many in each minute. */
const counter = (metric: string, grows: (minute: number) => number, labels?: Series["labels"]): Series => {
  const readings = [0];
  for (let m = 1; m <= length; m++) readings.push((readings[m - 1] ?? 0) + grows(m));
  return { metric, ...(labels === undefined ? {} : { labels }), at: (m) => readings[m] };
};
const only = (series: Series, when: (minute: number) => boolean): Series => ({
  ...series,
  at: (m) => (when(m) ? series.at(m) : undefined),
});
/** The process starts again: its counter begins at zero. */
const restarted = (series: Series, ...at: readonly number[]): Series => ({
  ...series,
  at: (m) => {
    const start = at.findLast((moment) => moment <= m);
    const value = series.at(m);
    return start === undefined || value === undefined ? value : value - (series.at(start) ?? 0);
  },
});
const gauge = (metric: string, at: Series["at"]): Series => ({ metric, at, gauge: true });

const bad: Situation["indicator"] = (source) =>
  `ratioMetric: { counter: true, bad: ${source("err")}, total: ${source("req")} }`;
const good: Situation["indicator"] = (source) =>
  `ratioMetric: { counter: true, good: ${source("ok")}, total: ${source("req")} }`;
const threshold: Situation["indicator"] = (source) => `thresholdMetric: ${source("p95")}`;
const raw: Situation["indicator"] = (source) => `ratioMetric: { rawType: failure, raw: ${source("share")} }`;
const req = counter("req", () => 60);
/** Quiet from minute 120 on for so long. */
const pause = (m: number, long = 30): boolean => m > 120 && m <= 120 + long;
const slices = { objective: ", timeSliceWindow: 5m, timeSliceTarget: 0.95" };
const ratioSlices = { objective: ", timeSliceWindow: 5m" };

const situations: readonly Situation[] = [
  { name: "all is well", indicator: bad, series: [req, counter("err", () => 0)], has: ["number"] },
  {
    name: "an outage",
    indicator: bad,
    series: [req, counter("err", (m) => (m > 150 && m <= 200 ? 60 : 0))],
    has: ["number", "page", "ticket"],
  },
  {
    name: "a slow burn",
    indicator: bad,
    series: [req, counter("err", (m) => (m > 60 ? 15 : 0))],
    has: ["number", "ticket"],
  },
  {
    name: "no traffic: the counters stand still",
    indicator: bad,
    series: [counter("req", (m) => (m > 60 ? 0 : 60)), counter("err", () => 0)],
    has: ["number", "none"],
  },
  {
    name: "quiet slices, then an outage",
    indicator: bad,
    series: [counter("req", (m) => (pause(m) ? 0 : 60)), counter("err", (m) => (m > 150 ? 60 : 0))],
    has: ["number", "none", "page"],
  },
  {
    name: "an outage after silence, in slices of ratios",
    indicator: bad,
    method: "RatioTimeslices",
    ...ratioSlices,
    series: [counter("req", (m) => (pause(m, 10) ? 0 : 60)), counter("err", (m) => (m > 130 ? 60 : 0))],
    has: ["number", "none", "page"],
  },
  {
    name: "an outage after silence, in slices",
    indicator: bad,
    method: "Timeslices",
    ...slices,
    series: [counter("req", (m) => (pause(m, 10) ? 0 : 60)), counter("err", (m) => (m > 130 ? 60 : 0))],
    has: ["number", "none", "page"],
  },
  {
    name: "slices exactly at their target",
    indicator: good,
    method: "Timeslices",
    ...slices,
    series: [req, counter("ok", (m) => (m > 100 ? 57 : 60))],
    has: ["number"],
  },
  {
    name: "slices just below their target",
    indicator: good,
    method: "Timeslices",
    ...slices,
    series: [req, counter("ok", (m) => (m > 100 && m % 5 === 1 ? 56 : 57))],
    has: ["number", "page"],
  },
  {
    name: "little traffic in some slices",
    indicator: bad,
    method: "RatioTimeslices",
    ...ratioSlices,
    series: [counter("req", (m) => (m % 20 < 5 ? 1 : 60)), counter("err", (m) => (m % 20 < 5 ? 1 : 0))],
    has: ["number"],
  },
  {
    name: "a restart in an outage",
    indicator: bad,
    series: [
      restarted(req, 140, 170),
      restarted(
        counter("err", (m) => (m > 130 && m < 180 ? 60 : 0)),
        140,
        170,
      ),
    ],
    has: ["number", "page"],
  },
  {
    name: "a restart, in slices",
    indicator: bad,
    method: "Timeslices",
    ...slices,
    series: [
      restarted(req, 143),
      restarted(
        counter("err", (m) => (m > 130 ? 6 : 0)),
        143,
      ),
    ],
    has: ["number", "page"],
  },
  {
    name: "a good metric that is not there: a bound that the histogram has not",
    indicator: good,
    series: [req],
    has: ["none"],
  },
  {
    name: "errors that are never seen, of the same metric",
    indicator: (source) =>
      `ratioMetric: { counter: true, bad: ${source("req", { code: "500" })}, total: ${source("req")} }`,
    series: [{ ...req, labels: { code: "200" } }],
    has: ["number"],
  },
  {
    name: "all series end",
    indicator: bad,
    series: [
      only(req, (m) => m <= 100),
      only(
        counter("err", () => 6),
        (m) => m <= 100,
      ),
    ],
    has: ["number", "none"],
  },
  {
    name: "a threshold",
    indicator: threshold,
    objective: ", op: lte, value: 0.5",
    series: [gauge("p95", (m) => (m > 120 && m <= 180 ? 0.9 : 0.2))],
    has: ["number", "page"],
  },
  {
    name: "a threshold, NaN while there are no requests",
    indicator: threshold,
    objective: ", op: lte, value: 0.5",
    series: [gauge("p95", (m) => (m > 60 && m <= 200 ? NaN : 0.2))],
    has: ["number", "none"],
  },
  {
    name: "a threshold, NaN, in slices",
    indicator: threshold,
    method: "Timeslices",
    objective: ", op: lte, value: 0.5, timeSliceWindow: 5m, timeSliceTarget: 0.95",
    series: [gauge("p95", (m) => (pause(m) ? NaN : m > 150 ? 0.9 : 0.2))],
    has: ["number", "none", "page"],
  },
  {
    name: "a ratio of failures, NaN while there are no requests",
    indicator: raw,
    series: [gauge("share", (m) => (pause(m) ? NaN : m > 150 ? 0.9 : 0.01))],
    has: ["number", "none", "page"],
  },
  ...(["Occurrences", "Timeslices", "RatioTimeslices"] as const).map((method): Situation => ({
    name: `a composite whose parts are quiet at different times, by ${method}`,
    indicator: bad,
    method,
    objective: method === "Timeslices" ? slices.objective : method === "RatioTimeslices" ? ratioSlices.objective : "",
    objectives: (source) =>
      ["a", "b"].map(
        (part) => `ratioMetric: { counter: true, bad: ${source(`err_${part}`)}, total: ${source(`req_${part}`)} }`,
      ),
    series: [
      counter("req_a", (m) => (pause(m, 45) ? 0 : 60)),
      counter("err_a", (m) => (m > 165 ? 30 : 0)),
      counter("req_b", (m) => (m > 200 && m < 235 ? 0 : 60)),
      counter("err_b", (m) => (m > 100 && m <= 110 ? 60 : 0)),
    ],
    has: ["number", "none"],
  })),
];

/** What differs, by the words of docs/slo.md. */
const choices: readonly (Situation & { readonly choice: string })[] = [
  {
    name: "a good metric that ends",
    choice: "Where a series begins, ends or pauses",
    indicator: good,
    series: [
      req,
      only(
        counter("ok", () => 60),
        (m) => m <= 150,
      ),
    ],
    has: ["number", "none"],
  },
  {
    name: "scrapes that pause for 20 minutes",
    choice: "Where a series begins, ends or pauses",
    indicator: bad,
    series: [req, counter("err", (m) => (m > 100 ? 6 : 0))].map((series) => only(series, (m) => m <= 120 || m > 140)),
    has: ["number", "none"],
  },
  {
    name: "errors whose own metric was never seen",
    choice: "A metric of errors that was never seen",
    indicator: bad,
    series: [req],
    has: ["none"],
  },
];

const sourceOf = {
  prometheus: (metric: string, labels: Readonly<Record<string, string>> = {}): string => {
    const inside = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    return `{ metricSource: { type: Prometheus, spec: { query: '${metric}${inside.length === 0 ? "" : `{${inside.join(",")}}`}' } } }`;
  },
  jsonl: (metric: string, labels: Readonly<Record<string, string>> = {}): string =>
    `{ metricSource: { type: jsonl, spec: { metric: ${metric}, labels: ${JSON.stringify(labels)} } } }`,
};

function sloOf(
  { indicator, method = "Occurrences", objective = "", objectives }: Situation,
  kind: keyof typeof sourceOf,
): Slo {
  const named = (spec: string, i: number): string => `indicator: { metadata: { name: i${i} }, spec: { ${spec} } }`;
  const each = objectives?.(sourceOf[kind]).map((spec, i) => `{ target: 0.9${objective}, ${named(spec, i)} }`);
  const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  ${each === undefined ? named(indicator(sourceOf[kind]), 0) : ""}
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: ${method}
  objectives: [${each === undefined ? `{ target: 0.9${objective} }` : each.join(", ")}]
`;
  const [slo] = readSlos(parseDocument(text, "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  return slo;
}

interface Answer {
  /** The burn rate over each of the windows; undefined where there is none. */
  readonly rates: readonly (number | undefined)[];
  readonly fires: readonly string[];
}

/** What `check` says at each minute. */
function checked(situation: Situation): Answer[] {
  const slo = sloOf(situation, "jsonl");
  const rows = Array.from({ length: length + 1 }, (_, m) =>
    situation.series.flatMap(({ metric, labels = {}, at, gauge }) => {
      const value = at(m);
      if (value === undefined || Number.isNaN(value)) return [];
      const ts = new Date(T0 + m * minute).toISOString();
      return [rowOf({ ts, metric, labels, value, ...(gauge === true ? { window: "1m" } : { type: "counter" }) })];
    }),
  );
  const gathering = gatherTallies([slo], { now: T0 + length * minute, pairs });
  return rows.map((given, m) => {
    const now = T0 + m * minute;
    for (const row of given) gathering.add(row);
    const tallies = gathering.tallies();
    const own = tallies.get(slo.id) ?? [];
    const checks = sloChecks({ slos: [slo], tallies, sightings: gathering.sightings(), now, options: { pairs } });
    return {
      rates: windows.map((window) => burnOf(slo, own, window * minute, now).usage.rate?.valueOf()),
      fires: checks.filter(({ reason }) => reason === "burn-rate").map(({ evidence }) => String(evidence["urgency"])),
    };
  });
}

/** The minutes at which the rules' answer is another one, as promtool says. */
async function differences(situation: Situation, answers: readonly Answer[], first: number): Promise<string[]> {
  if (programs === undefined) throw new Error("REQUIRE_ALL=1, and there is no promtool: apt-get install prometheus");
  const { text } = await prometheusRules([sloOf(situation, "prometheus")], { pairs });
  writeFileSync(join(folder, "rules.yaml"), text);
  const selected = (window: number): string =>
    `slo:burn_rate:ratio_rate${window % 60 === 0 ? `${window / 60}h` : `${window}m`}`;
  const promql_expr_test = answers.slice(first).flatMap(({ rates, fires }, i) => [
    ...rates.map((rate, w) => ({
      // A number that is nobody's business beside its window: what a double leaves.
      expr:
        rate === undefined
          ? `${selected(windows[w] ?? 0)}`
          : `abs(sum(${selected(windows[w] ?? 0)}) - ${rate}) < bool 0.000001`,
      eval_time: `${i + first}m`,
      exp_samples: rate === undefined ? [] : [{ labels: "{}", value: 1 }],
    })),
    ...["page", "ticket"].map((severity) => ({
      expr: `count(ALERTS{alertname="ErrorBudgetBurn",alertstate="firing",severity="${severity}"})`,
      eval_time: `${i + first}m`,
      exp_samples: fires.includes(severity) ? [{ labels: "{}", value: 1 }] : [],
    })),
  ]);
  const input_series = situation.series.map(({ metric, labels = {}, at }) => ({
    series: `${metric}{${Object.entries(labels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(",")}}`,
    values: Array.from({ length: length + 1 }, (_, m) => {
      const value = at(m);
      return value === undefined ? (at(m - 1) !== undefined && m > 0 ? "stale" : "_") : String(value);
    }).join(" "),
  }));
  const tests = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [{ interval: "1m", input_series, promql_expr_test }],
  };
  writeFileSync(join(folder, "test.yaml"), stringify(tests));
  try {
    execFileSync(programs.promtool, ["test", "rules", join(folder, "test.yaml")], { encoding: "utf8", stdio: "pipe" });
    return [];
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    const output = `${stdout}\n${stderr}`;
    const found = [...output.matchAll(/expr: "(.*)", time: (\S+),\s+exp:\s*(.*)\s+got:\s*(.*)/g)].map(
      ([, expr, time, exp, got]) => `${time} ${expr}: ${exp} / ${got}`,
    );
    return found.length > 0 ? found : [output];
  }
}

describe.skipIf(programs === undefined && !required)(
  "the rules for Prometheus and check give the same answer at every minute:",
  () => {
    it.each(situations)("$name", async (situation) => {
      const answers = checked(situation);
      const seen = new Set(
        answers.flatMap(({ rates, fires }) => [
          ...rates.map((rate) => (rate === undefined ? "none" : "number")),
          ...fires,
        ]),
      );
      expect([...seen].sort()).toEqual(expect.arrayContaining([...situation.has]));
      // The first two minutes have one reading, which is no increase, and one slice of nothing.
      expect(await differences(situation, answers, 2)).toEqual([]);
    });
  },
);

describe.skipIf(programs === undefined && !required)("the rules differ from check where the docs say so:", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/slo.md"), "utf8");

  it.each(choices)("$name", async (situation) => {
    const answers = checked(situation);
    const found = await differences(situation, answers, 2);
    expect(found.length).toBeGreaterThan(0);
    expect(page).toContain(`**${situation.choice}`);
    // Only the numbers are apart, or there is none: what fires is the same.
    expect(found.filter((text) => text.includes("ALERTS"))).toEqual([]);
  });
});
