import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDocument } from "../../src/document/index.js";
import { lintSlos, prometheusRules, readSlos, type PrometheusRulesOptions } from "../../src/slo/index.js";
import { sloChecks } from "../../src/gate/slo/checks.js";
import { english } from "../../src/text/message.js";

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Record<string, string>;
  readonly annotations?: Record<string, string>;
}
interface Group {
  readonly name: string;
  readonly rules: readonly Rule[];
}

async function rulesOf(text: string, options?: PrometheusRulesOptions) {
  const { text: written, notes } = await prometheusRules(readSlos(parseDocument(text, "slo.yaml")), options);
  const rules = (parse(written) as { groups: readonly Group[] }).groups.flatMap((group) => group.rules);
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  return { rules, alerts, notes: notes.map((note) => `${note.place.line}: ${english(note.text)}`) };
}

// The example of sloth's own specification (pkg/prometheus/api/v1), shortened.
const sloth = (alerting: string, rest = ""): string => `version: prometheus/v1
service: k8s-apiserver
labels: { cluster: valhalla, component: kubernetes }
slos:
  - name: requests-availability
    objective: 99.9
    labels: { owner: platform, component: api }
${rest}    sli:
      events:
        error_query: sum(rate(apiserver_request_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(apiserver_request_total[{{.window}}]))
    alerting:
${alerting}`;
const names = `      name: K8sApiserverAvailabilityAlert
      labels: { category: availability, severity: any }
      annotations: { runbook: "https://runbooks.example/{{ $labels.sloth_slo }}" }
`;

describe("rules of a sloth file", () => {
  it("have its labels on every rule, and sloth's own names of the SLO", async () => {
    const { rules } = await rulesOf(sloth(names));
    for (const { labels } of rules)
      expect(labels).toMatchObject({
        ...{ cluster: "valhalla", component: "api", owner: "platform", service: "k8s-apiserver" },
        ...{ sloth_id: "k8s-apiserver-requests-availability", sloth_service: "k8s-apiserver" },
        sloth_slo: "requests-availability",
        slo: "k8s-apiserver-requests-availability",
      });
  });

  it("call the alerts as the file does, with the labels and annotations of both and of each", async () => {
    const own =
      "      page_alert: { labels: { severity: critical, routing_key: '42' }, annotations: { pager: loud } }\n";
    const { alerts } = await rulesOf(sloth(names + own));
    expect(alerts.map(({ alert, labels, annotations }) => [alert, labels, annotations])).toMatchObject([
      [
        "K8sApiserverAvailabilityAlert",
        { severity: "critical", routing_key: "42", category: "availability", sloth_severity: "page" },
        { runbook: "https://runbooks.example/{{ $labels.sloth_slo }}", pager: "loud" },
      ],
      [
        "K8sApiserverAvailabilityAlert",
        { severity: "any", sloth_severity: "ticket" },
        { runbook: expect.any(String) as string },
      ],
      ["ErrorBudgetDataMissing", { severity: "any", category: "availability" }, {}],
    ]);
    expect(alerts[1]?.labels).not.toHaveProperty("routing_key");
    expect(alerts[1]?.annotations).not.toHaveProperty("pager");
  });

  it.each([
    ["page_alert", ["ticket", "ticket"]],
    ["ticket_alert", ["page"]],
  ])("leave out %s where it is switched off", async (key, left) => {
    const { alerts } = await rulesOf(sloth(`      ${key}: { disable: true }\n`));
    expect(alerts.map(({ labels }) => labels["severity"])).toEqual(left);
  });

  it("have no alert at all where both are switched off, and burn rates all the same", async () => {
    const { rules, alerts } = await rulesOf(
      sloth("      page_alert: { disable: true }\n      ticket_alert: { disable: true }\n"),
    );
    expect(alerts).toEqual([]);
    expect(rules.filter(({ record }) => record !== undefined)).toHaveLength(8);
  });

  it("take `disable` among the labels for a label, as sloth does", async () => {
    const { alerts } = await rulesOf(sloth("      ticket_alert: { labels: { disable: true } }\n"));
    expect(alerts.map(({ labels }) => labels["disable"])).toEqual([undefined, "true", "true"]);
  });

  it("tell, at its line, that plugins are not carried out; so does check", async () => {
    const text = sloth(names, "    plugins: { chain: [{ id: sloth.dev/contrib/x/v1 }] }\n").replace(
      "slos:",
      "slo_plugins: { chain: [{ id: sloth.dev/core/debug/v1 }] }\nslos:",
    );
    const { notes } = await rulesOf(text);
    expect(notes).toEqual([
      `4: k8s-apiserver-requests-availability: sloth's "slo_plugins" is not carried out: the program that it names is not run.`,
      `9: k8s-apiserver-requests-availability: sloth's "plugins" is not carried out: the program that it names is not run.`,
    ]);
    const warnings = lintSlos(readSlos(parseDocument(text, "slo.yaml")));
    expect(warnings.map(({ rule, place }) => [rule, place.line])).toEqual([
      ["not-carried-out", 4],
      ["not-carried-out", 9],
    ]);
  });
});

describe("check of a sloth file", () => {
  const burning = (alerting: string) => {
    const [slo] = readSlos(parseDocument(sloth(alerting), "slo.yaml"));
    if (slo === undefined) throw new Error("no SLO");
    const now = Date.UTC(2026, 10, 22);
    const tallies = [
      Array.from({ length: 720 }, (_, i) => ({
        at: now - (719 - i) * 3_600_000,
        span: 3_600_000,
        good: i < 700 ? 1000 : 0,
        total: 1000,
      })),
    ];
    return sloChecks({ slos: [slo], tallies: new Map([[slo.id, tallies]]), now }).filter(({ id }) =>
      id.includes("/burn/"),
    );
  };

  it("does not roll back for a page that the file switches off, and says so", () => {
    expect(burning(names).map(({ outcome }) => outcome)).toEqual(["rollback", "rollback", "warn", "warn"]);
    const checks = burning("      page_alert: { disable: true }\n");
    expect(checks.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "warn", "warn"]);
    expect(english(checks[0]!.summary)).toBe(
      "k8s-apiserver-requests-availability: the burn over 1h/5m is not judged: the file switches its page alerts off.",
    );
  });
});

const openslo = (policy: string, rest = ""): string => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: api
  labels: { team: [a, b], example.com-tier: "1" }
  annotations: { runbook: "https://runbooks.example" }
spec:
  service: shop
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: 'http_requests_total{code=~"5.."}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: http_requests_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
  alertPolicies: [{ alertPolicyRef: fast }]
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: fast, labels: { route: pager } }
spec:
${policy}  conditions:
    - kind: AlertCondition
      metadata: { name: burns, annotations: { dashboard: "https://dash.example" } }
      spec:
        description: The budget burns, see {{ handbook }}.
        severity: sev1
        condition: { kind: burnrate, op: gt, threshold: 12, lookbackWindow: 45m, alertAfter: 3m }
  notificationTargets: [{ targetRef: on-call }]
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: { name: on-call }
spec: { target: email }
---
apiVersion: openslo/v1
kind: Service
metadata: { name: shop, labels: { domain: sales, team: c } }
spec: {}
${rest}`;

describe("rules of an OpenSLO document", () => {
  it("have the labels of the SLO and its service, in names that Prometheus allows, and tell those that it does not", async () => {
    const { rules, notes } = await rulesOf(openslo(""));
    for (const { labels } of rules)
      expect(labels).toMatchObject({ team: "a,b", domain: "sales", example_com_tier: "1" });
    expect(notes).toEqual([
      "4: api: Prometheus allows no such names of labels, so they are example_com_tier: example.com-tier.",
    ]);
  });

  it("have the alert that it declares, over its own window, with its name, severity, labels, target and wait", async () => {
    const { rules, alerts } = await rulesOf(openslo(""));
    expect(rules.some(({ record }) => record === "slo:burn_rate:ratio_rate45m")).toBe(true);
    expect(alerts.find(({ alert }) => alert === "burns")).toMatchObject({
      expr: 'slo:burn_rate:ratio_rate45m{slo="api"} > 12',
      for: "3m",
      labels: { severity: "sev1", route: "pager", alert_policy: "fast", notification_targets: "on-call", team: "a,b" },
      annotations: {
        runbook: "https://runbooks.example",
        dashboard: "https://dash.example",
        description: 'The budget burns, see {{ "{{" }} handbook }}.',
      },
    });
  });

  it("have none where it never fires, and one on silence where it asks for it", async () => {
    const off = await rulesOf(openslo("  alertWhenBreaching: false\n"));
    expect(off.alerts.map(({ alert }) => alert)).not.toContain("burns");
    const silent = await rulesOf(openslo("  alertWhenBreaching: false\n  alertWhenNoData: true\n"));
    expect(silent.alerts.find(({ alert }) => alert === "burns")?.expr).toContain("absent(");
  });

  it("leave out, with a note, an alert that fires when all is well", async () => {
    const { alerts, notes } = await rulesOf(openslo("").replace("op: gt", "op: lt"));
    expect(alerts.map(({ alert }) => alert)).not.toContain("burns");
    expect(notes.join()).toContain("no rule for the alert burns: it fires while the burn rate is low.");
  });
});

describe("a PrometheusRule", () => {
  const duration = /^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/;
  const only = (object: object, ...keys: string[]) => expect(keys).toEqual(expect.arrayContaining(Object.keys(object)));
  const texts = (given: object = {}) => Object.values(given).every((value) => typeof value === "string");

  // The fields, required ones and patterns of the operator's CRD (monitoring.coreos.com_prometheusrules.yaml, v0.82.2).
  it("has the operator's fields and no others, and the same rules as the file", async () => {
    const slos = readSlos(parseDocument(openslo(""), "slo.yaml"));
    const resource = { name: "slos", namespace: "monitoring", labels: { release: "prometheus" } };
    const { text } = await prometheusRules(slos, { resource });
    const object = parse(text) as { spec: { groups: readonly (Group & { interval?: string })[] } };
    expect(object).toMatchObject({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: resource,
    });
    only(object, "apiVersion", "kind", "metadata", "spec");
    only(object.spec, "groups");
    const { groups } = object.spec;
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    for (const group of groups) {
      only(group, "interval", "labels", "limit", "name", "partial_response_strategy", "query_offset", "rules");
      expect(group.interval ?? "0").toMatch(duration);
      for (const rule of group.rules) {
        only(rule, "alert", "annotations", "expr", "for", "keep_firing_for", "labels", "record");
        expect([typeof rule.expr, texts(rule.labels), texts(rule.annotations)]).toEqual(["string", true, true]);
        expect(rule.for ?? "0").toMatch(duration);
        expect((rule.alert === undefined) === (rule.record === undefined)).toBe(false);
      }
    }
    const file = parse((await prometheusRules(slos)).text) as object;
    expect({ groups }).toEqual(file);
  });
});
