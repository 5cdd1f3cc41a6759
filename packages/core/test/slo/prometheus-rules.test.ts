import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findPrometheus } from "../../../adapters/test/support/prometheus-server.js";
import { parseDocument } from "../../src/document/index.js";
import { prometheusRules, readSlos, type Slo } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { sloOf } from "./slo-fixture.js";

const promtool = findPrometheus()?.promtool;
const required = process.env["REQUIRE_ALL"] === "1";
const folder = mkdtempSync(join(tmpdir(), "rules-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ratio = `ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: 'http_requests_total{code!~"5.."}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: http_requests_total } } }`;
function slo(
  options: {
    readonly indicator?: string;
    readonly method?: string;
    readonly objective?: string;
    readonly window?: string;
    readonly target?: number;
  } = {},
): Slo {
  const { indicator = ratio, method = "Occurrences", objective = "", window = "30d", target = 0.999 } = options;
  const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ${indicator}
  timeWindow: [{ duration: ${window}, isRolling: true }]
  budgetingMethod: ${method}
  objectives: [{ target: ${target}${objective} }]
`;
  const [read] = readSlos(parseDocument(text, "slo.yaml"));
  if (read === undefined) throw new Error("no SLO");
  return read;
}

const sloth = `version: "prometheus/v1"
service: myservice
slos:
  - name: requests-availability
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[{{.window}}]))
        total_query: sum(rate(http_request_duration_seconds_count{job="myservice"}[{{.window}}]))
`;

interface Parsed {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly record?: string;
      readonly alert?: string;
      readonly expr: string;
      readonly for?: string;
      readonly labels: Record<string, string>;
    }[];
  }[];
}
const textOf = async (...given: Parameters<typeof prometheusRules>): Promise<string> =>
  (await prometheusRules(...given)).text;
const rulesOf = (text: string): Parsed["groups"][number]["rules"] =>
  (parse(text) as Parsed).groups.flatMap(({ rules }) => rules);
/** The pairs of windows and factors of an alert's expression. */
const pairsIn = (expr: string): string[] =>
  [...expr.matchAll(/rate(\w+)\{[^}]*\} > ([\d.]+) and \S*rate(\w+)\{[^}]*\} > ([\d.]+)/g)].map(
    ([, long, factor, short, again]) => (factor === again ? `${short}&${long} x${factor}` : "different"),
  );

describe("rules for Prometheus", () => {
  it("have the pairs of sloth's golden output for 30 days and 99.9 %", async () => {
    const alerts = rulesOf(await textOf(readSlos(parseDocument(sloth, "sloth.yaml")))).filter(
      ({ alert }) => alert === "ErrorBudgetBurn",
    );
    expect(alerts.map(({ labels, expr }) => [labels["severity"], ...pairsIn(expr)])).toEqual([
      ["page", "5m&1h x14.4", "30m&6h x6"],
      ["ticket", "2h&1d x3", "6h&3d x1"],
    ]);
  });

  it("B20: with Pyrra's factor of 14 and a target of 99 %, data may be missing for 10 minutes", async () => {
    const pairs = [
      { long: 3_600_000, short: 300_000, factor: slo().parts[0].weight.mul(14), urgency: "page" as const },
    ];
    const missing = rulesOf(await textOf([slo({ target: 0.99 })], { pairs })).find(
      ({ alert }) => alert === "ErrorBudgetDataMissing",
    );
    expect(missing?.for).toBe("10m");
  });

  it("B21: divide by exactly 0.001 for 99.9 %", async () => {
    expect(await textOf([slo()])).toContain(" / 0.001\n");
  });

  it("are refused for SLOs over snapshots only, and leave those out beside others", async () => {
    await expect(prometheusRules([sloOf()])).rejects.toThrow(
      "None of these SLOs has a query that Prometheus could evaluate.",
    );
    const { text, notes } = await prometheusRules([{ ...sloOf(), id: "files" }, slo()]);
    expect(text).not.toContain("files");
    expect(notes.map((note) => english(note.text))).toEqual([
      "files: no rules, as it has no query that Prometheus could evaluate.",
    ]);
  });
});

describe.skipIf(promtool === undefined && !required)("promtool", () => {
  const run = (args: readonly string[]): { ok: boolean; output: string } => {
    if (promtool === undefined) throw new Error("REQUIRE_ALL=1, and there is no promtool: apt-get install prometheus");
    try {
      return { ok: true, output: execFileSync(promtool, [...args], { encoding: "utf8", stdio: "pipe" }) };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { ok: false, output: `${stdout}\n${stderr}` };
    }
  };
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const threshold = "thresholdMetric: { metricSource: { type: Prometheus, spec: { query: 'p99_seconds' } } }";
  const raw =
    "ratioMetric: { rawType: failure, raw: { metricSource: { type: Prometheus, spec: { query: 'error_ratio' } } } }";

  it.each<[string, readonly Slo[]]>([
    ["a ratio", [slo()]],
    ["sloth", readSlos(parseDocument(sloth, "sloth.yaml"))],
    ["a threshold", [slo({ indicator: threshold, objective: ", op: lte, value: 0.5" })]],
    ["a raw ratio", [slo({ indicator: raw })]],
    ["time slices", [slo({ method: "Timeslices", objective: ", timeSliceTarget: 0.95, timeSliceWindow: 5m" })]],
    ["slice ratios", [slo({ method: "RatioTimeslices", objective: ", timeSliceWindow: 5m" })]],
    [
      "a composite",
      [{ ...slo(), parts: [slo().parts[0], { ...slo().parts[0], weight: slo().parts[0].weight.div(2) }] }],
    ],
    ["groups", [{ ...slo(), groupBy: { labels: ["cluster"], most: 9 } }]],
    [
      "groups of values in slices",
      [
        {
          ...slo({
            indicator: threshold,
            method: "Timeslices",
            objective: ", op: lte, value: 0.5, timeSliceTarget: 0.95, timeSliceWindow: 5m",
          }),
          groupBy: { labels: ["cluster"], most: 9 },
        },
      ],
    ],
    ["a week", [slo({ window: "7d" })]],
    ["a quarter", [slo({ window: "90d" })]],
    ["ten minutes", [slo({ window: "10m" })]],
  ])("accepts the rules of %s", async (name, slos) => {
    const { ok, output } = run(["check", "rules", write(`${name.replace(/ /g, "-")}.yaml`, await textOf(slos))]);
    expect(output).toContain("SUCCESS");
    expect(ok).toBe(true);
  });

  it("shows the page within minutes of an outage, and quiet before it and after", async () => {
    const rules = write("tested.yaml", await textOf([slo()]));
    // 100 requests a minute; from minute 360 to 420 every fifth fails.
    const tests = `rule_files: [${rules}]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'http_requests_total{code="200"}', values: '0+100x360 36080+80x59 40900+100x600' }
      - { series: 'http_requests_total{code="500"}', values: '0+0x360 20+20x59 1200+0x600' }
    alert_rule_test:
      - { eval_time: 355m, alertname: ErrorBudgetBurn, exp_alerts: [] }
      - eval_time: 375m
        alertname: ErrorBudgetBurn
        exp_alerts: [{ exp_labels: { severity: page, slo: api, service: s }, exp_annotations: { summary: "api burns its error budget too fast (target 99.9 % over 30d).", description: "BURN" } }]
      - { eval_time: 800m, alertname: ErrorBudgetBurn, exp_alerts: [] }
      - { eval_time: 800m, alertname: ErrorBudgetDataMissing, exp_alerts: [] }
`;
    const { output } = run(["test", "rules", write("test.yaml", tests)]);
    // The only difference is the value in the description, which is Prometheus's own arithmetic: 20 % bad for 15 of 60 minutes is 50 times 0.1 %.
    expect(output).toMatch(
      /exp:[\s\S]*Annotations:\{description="BURN"[\s\S]*got:[\s\S]*description="The burn rate over the long window is (?:4\d|5\d)\.\d times/,
    );
    expect(output.match(/alertname: ErrorBudgetBurn, time: /g)).toHaveLength(1);
    expect(output).toMatch(/time: 6h15m/);
    expect(output).not.toContain("ErrorBudgetDataMissing");
  });

  it("shows that missing data are told", async () => {
    const rules = write("missing.yaml", await textOf([slo({ target: 0.99 })]));
    const tests = `rule_files: [${rules}]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [{ series: 'other_total', values: '0+1x60' }]
    alert_rule_test:
      - { eval_time: 5m, alertname: ErrorBudgetDataMissing, exp_alerts: [] }
      - eval_time: 30m
        alertname: ErrorBudgetDataMissing
        exp_alerts: [{ exp_labels: { severity: ticket, slo: api, service: s }, exp_annotations: { summary: "api has no data: its error budget is unknown." } }]
`;
    expect(run(["test", "rules", write("missing-test.yaml", tests)])).toMatchObject({ ok: true });
  });
});
