import { describe, expect, it } from "vitest";
import { parseDocument, problemPosition } from "../../src/document/index.js";
import { findSlos, type Slo } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";

const slothKubernetes = `apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata:
  name: sloth-slo-my-service
  namespace: monitoring
spec:
  service: myservice
  labels: { owner: myteam }
  slos:
    - name: requests-availability
      objective: 99.9
      description: Requests that do not fail.
      sli:
        events:
          errorQuery: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
          totalQuery: sum(rate(http_requests_total[{{.window}}]))
      alerting:
        name: MyServiceHighErrorRate
        pageAlert: { labels: { severity: pageteam } }
        ticketAlert: { disable: true }
`;
const pyrra = `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: nginx-api-errors
  namespace: monitoring
spec:
  target: '99.9'
  window: 4w
  indicator:
    ratio:
      errors:
        metric: nginx_requests{status=~"5.."}
      total:
        metric: nginx_requests
`;
const v1alpha = `apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: web, displayName: Web }
spec:
  service: web
  budgetingMethod: Occurrences
  timeWindows:
    - { unit: Day, count: 30, isRolling: true }
  objectives:
    - target: 0.995
      value: 1
      ratioMetrics:
        incremental: true
        good: { source: datadog, queryType: query, query: "sum:requests{status:2xx}" }
        total: { source: datadog, queryType: query, query: "sum:requests{*}" }
`;

const found = (text: string): { slos: readonly Slo[]; told: string[] } => {
  const { slos, problems } = findSlos(parseDocument(text, "slo.yaml"));
  const told = problems.map(({ document, problem }) => {
    const { line, column } = problemPosition(document, problem);
    const advice = problem.advice === undefined ? "" : ` ${english(problem.advice)}`;
    return `${line}:${column} ${english(problem.text)}${advice}`;
  });
  return { slos, told };
};
const only = (text: string): Slo => {
  const { slos, told } = found(text);
  expect(told).toEqual([]);
  expect(slos).toHaveLength(1);
  return slos[0] as Slo;
};
const queriesOf = ({ parts: [{ indicator }] }: Slo): unknown =>
  indicator.kind === "ratio"
    ? {
        [indicator.numerator]: indicator.part.spec["query"],
        total: indicator.total.spec["query"],
        counter: indicator.counter,
      }
    : undefined;

describe("sloth's Kubernetes form", () => {
  it("is the SLO that sloth's own file is, with the places of the resource", () => {
    const slo = only(slothKubernetes);
    expect(slo).toMatchObject({
      ...{ id: "myservice-requests-availability", service: "myservice", method: "Occurrences" },
      window: { rolling: true, text: "30d" },
      place: { path: "slo.yaml", line: 10, column: 13 },
    });
    expect(slo.parts[0].target.toString()).toBe("0.999");
    expect(slo.parts[0].place).toMatchObject({ line: 11, column: 18 });
    expect(queriesOf(slo)).toEqual({
      bad: 'sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))',
      total: "sum(rate(http_requests_total[{{.window}}]))",
      counter: false,
    });
    const own = slothKubernetes
      .replace(/^apiVersion[\s\S]*?spec:\n/, "version: prometheus/v1\n")
      .replace(/^ {2}/gm, "")
      .replace(/errorQuery|totalQuery|pageAlert|ticketAlert/g, (key) =>
        key.replace(/[A-Z]/, (c) => `_${c.toLowerCase()}`),
      );
    const withoutPlaces = (value: Slo): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, inner: unknown) =>
          key === "place" ? undefined : typeof inner === "bigint" ? String(inner) : inner,
        ),
      );
    expect(withoutPlaces(slo)).toEqual(withoutPlaces(only(own)));
  });

  it("tells what is wrong in the resource's own words, at its place", () => {
    expect(found(slothKubernetes.replace("errorQuery", "error_query")).told).toEqual([
      '15:11 The key "error_query" is not known here. Did you mean "errorQuery"?',
    ]);
    expect(found(slothKubernetes.replace("99.9", "100")).told).toEqual([
      "11:18 An objective of 100 % leaves no error budget. Choose a target below 100.",
    ]);
  });
});

describe("Pyrra's ServiceLevelObjective", () => {
  it("is an SLO over the errors of all requests, named as the resource", () => {
    const slo = only(pyrra);
    expect(slo).toMatchObject({ id: "nginx-api-errors", method: "Occurrences", window: { rolling: true, text: "4w" } });
    expect(slo.parts[0].target.toString()).toBe("0.999");
    expect(slo.parts[0].place).toMatchObject({ line: 7, column: 11 });
    expect(queriesOf(slo)).toEqual({ bad: 'nginx_requests{status=~"5.."}', total: "nginx_requests", counter: true });
  });

  it("takes a latency's bucket as the good events, and the readings of a gauge of 0 and 1 as events", () => {
    const latency = pyrra.replace(
      /ratio:[\s\S]*$/,
      `latency:\n      success: { metric: 'lat_bucket{le="1"}' }\n      total: { metric: lat_count }\n`,
    );
    expect(queriesOf(only(latency))).toEqual({ good: 'lat_bucket{le="1"}', total: "lat_count", counter: true });
    const gauge = pyrra.replace(/ratio:[\s\S]*$/, "bool_gauge: { metric: probe_success }\n");
    expect(queriesOf(only(gauge))).toEqual({
      good: "sum(sum_over_time(probe_success[{{.window}}]))",
      total: "sum(count_over_time(probe_success[{{.window}}]))",
      counter: false,
    });
  });

  it("has a budget for each value of the labels that it groups by", () => {
    const grouped = only(pyrra.replace("      total:", "      grouping: [handler, code]\n      total:"));
    expect(grouped.groupBy).toEqual({ labels: ["handler", "code"], most: 50 });
    expect(only(pyrra).groupBy).toBeUndefined();
  });

  it.each([
    ["99.9", "100", '7:11 The target "100" is not a percentage from 0 to below 100. Write one such as "99.9".'],
    ["4w", "1y2s", '8:11 The window "1y2s" is not a whole number of minutes. Write one such as 28d, 4w or 30d.'],
    ["errors:", "erors:", '11:7 The key "erors" is not known here. Did you mean "errors"?'],
  ])("refuses %s as %s", (from, to, message) => {
    expect(found(pyrra.replace(from, to)).told).toEqual([message]);
  });
});

describe("OpenSLO v1alpha", () => {
  it("is read where v1 says the same: each objective with a ratio is a budget of its own", () => {
    const slo = only(v1alpha);
    expect(slo).toMatchObject({ id: "web", title: "Web", service: "web", window: { rolling: true, text: "30d" } });
    expect(slo.parts[0].place).toMatchObject({ line: 10, column: 15 });
    expect(queriesOf(slo)).toEqual({ good: "sum:requests{status:2xx}", total: "sum:requests{*}", counter: true });
    const second = v1alpha.slice(v1alpha.indexOf("    - target")).replace("0.995", "0.99");
    const { slos } = found(v1alpha + second);
    expect(slos.map(({ id, parts }) => `${id} ${parts[0].target.toString()}`)).toEqual(["web 0.995", "web-2 0.99"]);
  });

  it("has a threshold with an operator and a value, and services beside it in one list", () => {
    const threshold = v1alpha
      .replace(/ {6}ratioMetrics:[\s\S]*$/, "      op: lte\n")
      .replace("value: 1", "value: 0.2")
      .replace(
        "  service: web",
        "  service: web\n  indicator: { thresholdMetric: { source: Prometheus, queryType: q, query: lat } }",
      );
    const list = `- apiVersion: openslo/v1alpha\n  kind: Service\n  metadata: { name: web }\n- ${threshold.trimEnd().replaceAll("\n", "\n  ")}\n`;
    const slo = only(list);
    expect(slo.parts[0].indicator).toMatchObject({
      kind: "threshold",
      op: "lte",
      value: 0.2,
      metric: { type: "prometheus" },
    });
  });

  it.each([
    [
      "Occurrences",
      "Timeslices",
      '6:20 OpenSLO v1alpha does not say how long a time slice is. Write this SLO as openslo/v1, with "timeSliceWindow".',
    ],
    ["unit: Day", "unit: Second", "8:30 A time window is a whole number of minutes. Choose a multiple of 60."],
    [
      ", isRolling: true",
      "",
      '8:7 A window that does not roll needs a calendar. Write isRolling: true, or add "calendar" with "startTime" and "timeZone".',
    ],
    ["target: 0.995", "target: 99.5", '10:15 The value of "target" must be less than 1.'],
  ])("refuses %s as %s, at its place", (from, to, message) => {
    expect(found(v1alpha.replace(from, to)).told).toEqual([message]);
  });
});

describe("formats that are not read", () => {
  it.each([
    [
      "slo-generator",
      "apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective\n",
      "1:13 This is a file of Google's slo-generator, which is not read.",
      '"filter_good" becomes "good"',
    ],
    [
      "Nobl9",
      "apiVersion: n9/v1alpha\nkind: SLO\n",
      "1:13 This is a file of Nobl9, which is not read.",
      '"countMetrics" becomes "ratioMetric"',
    ],
    [
      "OpenSLO v2alpha",
      "apiVersion: openslo.com/v2alpha\nkind: SLO\n",
      "1:13 OpenSLO v2alpha is work in progress and not read.",
      "openslo/v1",
    ],
    [
      "rules for the operator",
      "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n",
      "1:13 These are rules of Prometheus, not SLOs.",
      '"files"',
    ],
    ["a rule file", "groups:\n  - name: a\n", "1:1 These are rules of Prometheus, not SLOs.", '"files"'],
    [
      "sloth's burn windows",
      "apiVersion: sloth.slok.dev/v1\nkind: AlertWindows\n",
      "1:13 These are burn windows of sloth, not SLOs.",
      '"windows"',
    ],
    [
      "Keptn",
      'spec_version: "1.0"\nobjectives: []\n',
      "1:1 This is a file of Keptn's quality gates, which is not read.",
      "OpenSLO v1",
    ],
    [
      "another one",
      "apiVersion: apps/v1\nkind: Deployment\n",
      '1:13 "apps/v1" is not the apiVersion of a format that is read.',
      "pyrra.dev/v1alpha1",
    ],
    ["none", "a: 1\n", "1:1 This document does not say which format it is written in.", "openslo/v1"],
  ])("%s is told by name, with what to do", (_name, text, message, advice) => {
    const { slos, told } = found(text);
    expect(slos).toEqual([]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(message);
    expect(told[0]).toContain(advice);
  });
});

describe("OpenSLO v1 as its specification says", () => {
  const policy = (rest: string): string =>
    `apiVersion: openslo/v1\nkind: AlertPolicy\nmetadata: { name: AlertPolicy }\nspec:\n  conditions:\n    - ${rest}\n`;

  it("allows capitals in names, as its own examples have, and asks annotations for their grammar", () => {
    expect(found(policy("conditionRef: x")).told).toEqual([
      '6:21 There is no AlertCondition named "x" in the files given. Add the file that defines it, or correct the name.',
    ]);
    const annotated = (key: string): string[] =>
      found(`apiVersion: openslo/v1\nkind: Service\nmetadata: { name: a, annotations: { ${key}: x } }\nspec: {}\n`)
        .told;
    expect(annotated("openslo.com/service-folder")).toEqual([]);
    expect(annotated("name_1.a")).toEqual([]);
    for (const key of ["-a", "openslo.com/", "/a", "Open.com/a", "a".repeat(64), "a/b/c"])
      expect(annotated(JSON.stringify(key)), key).toHaveLength(1);
  });

  it("says what is wrong in words that are no schema's", () => {
    expect(found(policy("{ conditionRef: x, kind: AlertCondition }")).told).toEqual([
      '6:26 "conditionRef" and "kind" exclude each other. Keep one of them.',
    ]);
    const condition = (after: string, more = ""): string =>
      policy(
        `{ kind: AlertCondition, metadata: { name: c }, spec: { severity: page, condition: { op: gt, threshold: 2, lookbackWindow: 1h, alertAfter: ${after} } } }${more}`,
      );
    expect(found(condition("1x")).told[0]).toMatch(/^6:\d+ "1x" is not a duration of OpenSLO: write a whole number/);
    const source = "apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: d }\nspec: { type: Prometheus }\n";
    expect(found(source).told).toEqual(['4:7 The key "connectionDetails" is missing. Add it: a value.']);
    const slice = (window: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  indicator: { metadata: { name: i }, spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: x } } } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Timeslices
  objectives: [{ op: lte, value: 1, target: 0.9, timeSliceTarget: 0.9, timeSliceWindow: ${window} }]
`;
    expect(found(slice("1x")).told).toHaveLength(1);
    expect(found(slice("1x")).told[0]).toMatch(/^9:89 "1x" is not a duration of OpenSLO: write a whole number/);
  });
});
