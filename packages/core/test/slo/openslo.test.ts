import { describe, expect, it } from "vitest";
import { parseDocument } from "../../src/document/index.js";
import { findSlos, readSlos, type Slo } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { UserError } from "../../src/text/user-error.js";

const base = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: api
spec:
  service: trip
  indicator:
    metadata:
      name: ok
    spec:
      ratioMetric:
        good:
          metricSource:
            type: Prometheus
            spec: { query: good }
        total:
          metricSource:
            type: Prometheus
            spec: { query: total }
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
`;
const read = (...texts: string[]): readonly Slo[] =>
  readSlos(texts.flatMap((text, i) => parseDocument(text, `${i}.yaml`)));

function failure(...texts: string[]): UserError {
  try {
    read(...texts);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

const changed = (from: string, to: string): string => {
  if (!base.includes(from)) throw new Error(`not in the document: ${from}`);
  return base.replace(from, to);
};

const sli = `apiVersion: openslo/v1
kind: SLI
metadata: { name: latency }
spec:
  thresholdMetric: { metricSource: { metricSourceRef: prom, spec: { query: p99 } } }
`;
const source = `apiVersion: openslo/v1
kind: DataSource
metadata: { name: prom }
spec: { type: Prometheus, connectionDetails: { url: "http://localhost" } }
`;
const referring = base
  .replace(/ {2}indicator:[\s\S]*? {2}timeWindow/, "  indicatorRef: latency\n  timeWindow")
  .replace("target: 0.999", "target: 0.99\n      op: lte\n      value: 500");

describe("OpenSLO documents", () => {
  it("give an SLO with its target as a fraction and the place of the deciding line", () => {
    const [slo] = read(base);
    expect(slo).toMatchObject({
      id: "api",
      service: "trip",
      method: "Occurrences",
      window: { rolling: true, text: "28d" },
    });
    expect(slo?.parts[0].target.toFraction()).toBe("999/1000");
    expect(slo?.parts[0].place).toEqual({ path: "0.yaml", line: 25, column: 15 });
  });

  it("read targetPercent 99.95 as target 0.9995", () => {
    const [percent] = read(changed("target: 0.999", "targetPercent: 99.95"));
    const [ratio] = read(changed("target: 0.999", "target: 0.9995"));
    expect(percent?.parts[0].target.equals(ratio?.parts[0].target ?? 0)).toBe(true);
  });

  it("follow references to indicators and data sources in other files, whatever the order", () => {
    const [slo] = read(referring, `${sli}---\n${source}`);
    expect(slo?.parts[0].indicator).toMatchObject({
      kind: "threshold",
      op: "lte",
      value: 500,
      metric: { type: "prometheus", dataSource: { name: "prom", connection: { url: "http://localhost" } } },
    });
  });

  it("may be a list of objects in one document", () => {
    const [slo] = read(
      [referring, sli, source]
        .map((text) =>
          text
            .trimEnd()
            .split("\n")
            .map((line, i) => (i === 0 ? "- " : "  ") + line)
            .join("\n"),
        )
        .join("\n"),
    );
    expect(slo?.id).toBe("api");
    expect(slo?.parts[0].place.line).toBe(13);
  });

  it("with several objectives on one indicator are one budget each", () => {
    const slos = read(
      changed("    - target: 0.999\n", "    - target: 0.999\n    - displayName: Loose\n      target: 0.9\n"),
    );
    expect(slos.map(({ id, title }) => [id, title])).toEqual([
      ["api", undefined],
      ["api/2", "Loose"],
    ]);
  });

  it("with indicators on the objectives are one composite budget with weights", () => {
    const objective = (weight: number): string =>
      `    - target: 0.99\n      indicatorRef: latency\n      op: lt\n      value: ${weight}\n      compositeWeight: ${weight}\n`;
    const text = referring
      .replace("  indicatorRef: latency\n", "")
      .replace(/ {4}- target: 0.99\n[\s\S]*$/, objective(1) + objective(0.5));
    const [slo, ...others] = read(text, sli, source);
    expect(others).toEqual([]);
    expect(slo?.parts.map(({ weight }) => weight.toFraction())).toEqual(["1", "1/2"]);
  });

  it("read calendar windows with their zone, and slices with a bare number as minutes", () => {
    const text = changed(
      "- duration: 28d\n      isRolling: true",
      "- duration: 1M\n      calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo }",
    )
      .replace("Occurrences", "Timeslices")
      .replace("target: 0.999", "target: 0.999\n      timeSliceTarget: 0.95\n      timeSliceWindow: 5");
    const [slo] = read(text);
    expect(slo?.window).toMatchObject({ rolling: false, zone: "Asia/Tokyo", start: Date.UTC(2025, 11, 31, 15) });
    expect(slo?.parts[0].slice?.length).toBe(300_000);
  });

  it("take a key without a value as not given, as OpenSLO's own example has it", () => {
    expect(read(`${base}  alertPolicies:\n`)).toHaveLength(1);
  });

  it("need no DataSource where the metric source says its type", () => {
    const typed = sli.replace("metricSourceRef: prom", "metricSourceRef: prom, type: Prometheus");
    expect(read(referring, typed)[0]?.parts[0].indicator).toMatchObject({ metric: { type: "prometheus" } });
    expect(english(failure(referring, sli).text)).toBe('There is no DataSource named "prom" in the files given.');
  });

  it("carry the burn alerts that they declare or refer to", () => {
    const policy = `apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: fast }
spec:
  alertWhenBreaching: true
  conditions: [{ conditionRef: burns }]
  notificationTargets: [{ targetRef: oncall }]
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: { name: burns }
spec:
  severity: page
  condition: { kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m }
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: { name: oncall }
spec: { target: email }
`;
    const [slo] = read(`${base}  alertPolicies:\n    - alertPolicyRef: fast\n`, policy);
    expect(slo?.alerts).toMatchObject([
      { name: "burns", severity: "page", op: "gt", lookback: 3_600_000, after: 300_000 },
    ]);
    expect(slo?.alerts[0]?.threshold.toFraction()).toBe("72/5");
  });
});

describe("every rule of the specification is checked at its line and column", () => {
  it.each<[string, string, string, number, number]>([
    ["an unknown key", changed("  service: trip", "  sevice: trip"), 'The key "sevice" is not known here.', 6, 3],
    ["no service", changed("  service: trip\n", ""), 'The key "service" is missing.', 6, 3],
    [
      "another version",
      changed("openslo/v1", "openslo/v3"),
      '"openslo/v3" is not the apiVersion of a format that is read.',
      1,
      13,
    ],
    ["an unknown kind", changed("kind: SLO", "kind: SLOO"), 'OpenSLO has no kind "SLOO".', 2, 7],
    [
      "a name that is no RFC 1123 label",
      changed("name: api", "name: My_API"),
      'The name "My_API" is not allowed: names have at most 63 letters, digits and "-", and begin and end with a letter or digit.',
      4,
      9,
    ],
    [
      "a duration of another dialect",
      changed("28d", "1h30m"),
      '"1h30m" is not a duration of OpenSLO: write a whole number and one of m (minutes), h, d, w, M (months), Q, Y.',
      21,
      17,
    ],
    ["a target of 1", changed("0.999", "1"), 'The value of "target" must be less than 1.', 25, 15],
    ["a target below 0", changed("0.999", "-0.1"), 'The value of "target" must be at least 0.', 25, 15],
    [
      "two targets",
      changed("target: 0.999", "target: 0.999\n      targetPercent: 99.9"),
      '"target" and "targetPercent" exclude each other.',
      26,
      7,
    ],
    ["no target", changed("target: 0.999", "displayName: x"), "This objective has no target.", 25, 7],
    [
      "an unknown method",
      changed("Occurrences", "Occurences"),
      'The value of "budgetingMethod" must be one of Occurrences, Timeslices, RatioTimeslices.',
      23,
      20,
    ],
    [
      "Timeslices without a slice target",
      changed("Occurrences", "Timeslices"),
      'The key "timeSliceTarget" is missing. (1 more after this one)',
      25,
      7,
    ],
    [
      "RatioTimeslices without slices",
      changed("Occurrences", "RatioTimeslices"),
      'The key "timeSliceWindow" is missing.',
      25,
      7,
    ],
    [
      "a slice target of 0",
      changed("target: 0.999", "target: 0.9\n      timeSliceTarget: 0"),
      'The value of "timeSliceTarget" must be greater than 0.',
      26,
      24,
    ],
    [
      "two windows",
      changed("  budgetingMethod", "    - duration: 1d\n      isRolling: true\n  budgetingMethod"),
      'The value of "timeWindow" must be at most 1 long.',
      21,
      5,
    ],
    [
      "a rolling window with a calendar",
      changed("isRolling: true", "isRolling: true\n      calendar: { startTime: 2026-01-01 00:00:00, timeZone: UTC }"),
      "A rolling window has no calendar.",
      23,
      7,
    ],
    [
      "a fixed window without a calendar",
      changed("      isRolling: true\n", ""),
      "A window that does not roll needs a calendar.",
      21,
      7,
    ],
    [
      "a zone that does not exist",
      changed("isRolling: true", "calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Edo }"),
      '"Asia/Edo" is not a time zone of the IANA database.',
      22,
      61,
    ],
    [
      "a day that does not exist",
      changed("isRolling: true", "calendar: { startTime: 2026-02-30 00:00:00, timeZone: UTC }"),
      '"2026-02-30 00:00:00" is not a start time: write one such as 2026-01-31 00:00:00, without a zone.',
      22,
      30,
    ],
    [
      "good and bad",
      changed("        total:", "        bad: { metricSource: { type: P, spec: { query: x } } }\n        total:"),
      '"good" and "bad" exclude each other.',
      16,
      9,
    ],
    ["raw and total", changed("        good:", "        raw:"), '"raw" and "total" exclude each other.', 16, 9],
    [
      "no total",
      base.replace(/ {8}total:[\s\S]*? {2}timeWindow/, "  timeWindow"),
      'The key "total" is missing.',
      12,
      9,
    ],
    [
      "a source that says nothing",
      changed("{ query: good }", "{}"),
      "This metric source does not say what to read.",
      15,
      19,
    ],
    [
      "a source without type or reference",
      changed("            type: Prometheus\n            spec: { query: good }", "            spec: { query: good }"),
      'The key "type" is missing.',
      14,
      13,
    ],
    [
      "no indicator",
      base.replace(/ {2}indicator:[\s\S]*? {2}timeWindow/, "  timeWindow"),
      "This SLO has no indicator.",
      6,
      3,
    ],
    [
      "both kinds of indicator",
      changed("  timeWindow:", "  indicatorRef: other\n  timeWindow:"),
      '"indicator" and "indicatorRef" exclude each other.',
      20,
      3,
    ],
    [
      "an indicator on the SLO and on an objective",
      changed("target: 0.999", "target: 0.999\n      indicatorRef: other"),
      "Both the SLO and its objectives have an indicator.",
      7,
      3,
    ],
    [
      "a weight of 0",
      changed("target: 0.999", "target: 0.999\n      compositeWeight: 0"),
      'The value of "compositeWeight" must be greater than 0.',
      26,
      24,
    ],
    [
      "a description of 1051 characters",
      changed("  service", `  description: ${"x".repeat(1051)}\n  service`),
      'The value of "description" must be at most 1050 long.',
      6,
      16,
    ],
    ["a reference to nothing", referring, 'There is no SLI named "latency" in the files given.', 7, 17],
    [
      "an alert policy with two conditions",
      `${base}  alertPolicies:\n    - kind: AlertPolicy\n      metadata: { name: p }\n      spec: { conditions: [{ conditionRef: a }, { conditionRef: b }] }\n`,
      'The value of "conditions" must be at most 1 long.',
      29,
      27,
    ],
  ])("%s", (_what, text, message, line, column) => {
    const error = failure(text);
    expect(english(error.text)).toBe(message);
    expect(error.place).toMatchObject({ path: "0.yaml", line, column });
  });

  it("a threshold needs op and value, also where the indicator stands in another file", () => {
    const error = failure(referring.replace("\n      op: lte\n      value: 500", ""), sli, source);
    expect(english(error.text)).toBe('The key "op" is missing. (1 more after this one)');
    expect(error.place).toMatchObject({ path: "0.yaml" });
  });

  it("a mistyped reference says which name is near", () => {
    const error = failure(referring.replace("latency", "latencyy"), sli, source);
    expect(error.hint && english(error.hint)).toBe('Did you mean "latency"?');
  });

  it("two objects of one kind and name are told with the place of the first", () => {
    expect(english(failure(base, base).text)).toBe('The name "api" is taken by another SLO, in 0.yaml:1.');
  });

  it("reports what is wrong in one object and still reads the others", () => {
    const { slos, problems } = findSlos([
      ...parseDocument(changed("0.999", "2"), "bad.yaml"),
      ...parseDocument(base, "good.yaml"),
    ]);
    expect([slos.length, problems.length]).toEqual([1, 1]);
  });
});

describe("sloth documents", () => {
  const sloth = `version: "prometheus/v1"
service: myservice
slos:
  - name: requests-availability
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting:
      page_alert: { labels: { severity: page } }
      ticketAlert: { disable: true }
`;
  it("give SLOs of 30 days named after their service", () => {
    const [slo] = read(sloth);
    expect(slo).toMatchObject({
      id: "myservice-requests-availability",
      method: "Occurrences",
      window: { text: "30d" },
    });
    expect(slo?.parts[0]).toMatchObject({
      indicator: { kind: "ratio", numerator: "bad" },
      place: { line: 5, column: 16 },
    });
    expect(slo?.parts[0].target.toFraction()).toBe("999/1000");
  });

  it.each<[string, string, string, number]>([
    [
      "no SLI",
      sloth.replace(/ {6}events:[\s\S]*? {4}alerting/, "      {}\n    alerting"),
      "This indicator measures nothing.",
      7,
    ],
    [
      "a plugin",
      sloth.replace(/ {6}events:[\s\S]*? {4}alerting/, "      plugin: { id: x }\n    alerting"),
      "Plugins of sloth are programs and cannot be read here.",
      7,
    ],
    [
      "two SLIs",
      sloth.replace("      events:", "      raw: { error_ratio_query: x }\n      events:"),
      '"events" and "raw" exclude each other.',
      7,
    ],
    ["an objective above 100", sloth.replace("99.9", "100.1"), 'The value of "objective" must be at most 100.', 5],
    [
      "a second SLO of the same name",
      sloth + sloth.slice(sloth.indexOf("  - name")),
      'There is already an SLO named "myservice-requests-availability".',
      13,
    ],
    ["an objective of 100", sloth.replace("99.9", "100"), "An objective of 100 % leaves no error budget.", 5],
  ])("%s is refused", (_what, text, message, line) => {
    const error = failure(text);
    expect(english(error.text)).toBe(message);
    expect(error.place?.line).toBe(line);
  });
});
