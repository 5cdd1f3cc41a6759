import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

const file = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8");
const schema = JSON.parse(file("docs/slo.schema.json")) as object;
/** Another reader of JSON Schema than the one that wrote it. */
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, logger: false }).compile(schema);
const isAccepted = (yaml: string): boolean =>
  parseAllDocuments(yaml).every((document) => accepts(document.toJS()) === true);

const slo = `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicatorRef: i
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Timeslices
  objectives: [{ target: 0.999, timeSliceTarget: 0.95, timeSliceWindow: 1m }]
`;
const sloth = `version: prometheus/v1
service: s
slos:
  - name: requests
    objective: 99.9
    sli: { events: { error_query: "a[{{.window}}]", total_query: "b[{{.window}}]" } }
    alerting: { name: X, page_alert: { labels: { a: b } } }
`;

describe("the published JSON Schema of SLO files", () => {
  it.each([
    ["an SLO", slo],
    ["several documents", `${slo}---\n${slo}`],
    ["a list of objects", `- ${slo.trimEnd().replaceAll("\n", "\n  ")}\n`],
    ["sloth", sloth],
    [
      "a DataSource",
      "apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: d }\nspec: { type: Datadog, connectionDetails: { site: datadoghq.eu } }\n",
    ],
    ["the example project's SLOs", file("fixtures/projects/trip/slo/checkout.yaml")],
  ])("accepts %s", (_what, text) => {
    expect(isAccepted(text), JSON.stringify(accepts.errors?.slice(0, 3))).toBe(true);
  });

  it.each([
    ["an unknown key", slo, "service: s", "servcie: s"],
    ["a target of 1", slo, "target: 0.999", "target: 1"],
    ["a method that is none", slo, "Timeslices", "Timeslice"],
    ["a duration that is none", slo, "28d", "28 days"],
    ["a name that is none", slo, "name: api", "name: My_Api"],
    ["another version", slo, "openslo/v1", "openslo/v2"],
    ["no objectives", slo, /objectives: .*/, "objectives: []"],
    ["an objective of sloth above 100", sloth, "99.9", "101"],
    ["sloth without a query", sloth, /error_query: [^,]*, /, ""],
  ])("refuses %s", (_what, text, from, to) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(isAccepted(text)).toBe(true);
    expect(isAccepted(changed)).toBe(false);
  });
});
