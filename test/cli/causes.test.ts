import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

/** Errors whose metric is misspelt: the budget and the four pairs of windows of an SLO have no data. */
const misspelt = () =>
  project({
    "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: m.jsonl\n",
    "slo.yaml": `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        bad: { metricSource: { type: jsonl, spec: { metric: errr } } }
        total: { metricSource: { type: jsonl, spec: { metric: req } } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9 }]
`,
    "m.jsonl": '{"ts":"2026-11-22T00:00:00Z","window":"1h","metric":"req","value":1000,"type":"count"}\n',
  });

it("case 19: files without any SLO promote nothing, and say why", async () => {
  const folder = project({
    "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: m.jsonl\n",
    "slo.yaml": "apiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: { description: x }\n",
    "m.jsonl": "",
  });
  const { exitCode, stdout } = await releaseGate(folder, ["check", "--format", "json"]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    decision: "hold",
    causes: [
      { reason: "no-data", summary: 'The files that the policy names under "slo" have no SLO.', checks: ["slo"] },
    ],
    checks: [{ source: { file: "release-gate.yaml", line: 3 } }],
  });
});

describe("one cause", () => {
  const windows = "(4 more for the same reason: 1d/2h, 1h/5m, 3d/6h, 6h/30m)";
  const ids = ["budget", "burn/1d-2h", "burn/1h-5m", "burn/3d-6h", "burn/6h-30m"].map((id) => `slo/api/${id}`);

  it("is told once in every format, with the windows and checks that it holds; JSON lists the checks too", async () => {
    const folder = misspelt();
    const { stdout } = await releaseGate(folder, [
      ...["check", "--now", "2026-11-22T00:00:00Z"],
      ...["markdown=r.md", "html=r.html", "github=r.txt", "json=r.json", "pretty"].flatMap((each) => [
        "--format",
        each,
      ]),
    ]);
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    const cause = 'api: there are no data: "bad" never had a row (errr).';
    const pretty = stdout.replace(/\s+/g, " ");
    for (const [format, text, quoted] of [
      ["pretty", pretty, cause],
      ["markdown", read("r.md"), cause],
      ["html", read("r.html"), cause.replaceAll('"', "&quot;")],
      ["github", read("r.txt"), cause],
    ] as const) {
      expect(text.split(`${quoted} ${windows}`), format).toHaveLength(2);
      expect(text.split("never had a row"), format).toHaveLength(2);
    }
    for (const id of ids) expect(read("r.html")).toContain(id);
    const report = JSON.parse(read("r.json")) as { causes: object[]; checks: { id: string; outcome: string }[] };
    expect(report.causes).toContainEqual({ outcome: "hold", reason: "no-data", summary: cause, checks: ids });
    const held = report.checks.filter(({ outcome }) => outcome === "hold").map(({ id }) => id);
    expect(held.toSorted()).toEqual(ids.toSorted());
  });
});
