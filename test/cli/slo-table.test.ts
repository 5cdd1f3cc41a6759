import { describe, expect, it } from "vitest";
import { exampleProject, project, releaseGate } from "../support/cli.js";

const now = ["--now", "2026-11-22T01:00:00Z"];
/** Columns of a text: two for what Unicode calls wide or fullwidth (Japanese and its punctuation). */
const stringWidth = (text: string): number =>
  text.length +
  (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g) ?? [])
    .length;
const slo = (name: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        good: { metricSource: { type: jsonl, spec: { metric: m } } }
        total: { metricSource: { type: jsonl, spec: { metric: m } } }
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9 }]
`;
/** A day of 100 events an hour; those of the hour that ended 8 hours ago are bad, as far as told. */
const metrics = (bad: number): string =>
  Array.from({ length: 24 }, (_, i) => {
    const ts = new Date(Date.UTC(2026, 10, 22, 1 - i)).toISOString();
    return `${JSON.stringify({ ts, window: "1h", metric: "m", good: i === 8 ? 100 - bad : 100, total: 100 })}\n`;
  }).join("");
const withBad = (bad: number, name = "api"): string =>
  project({
    "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: metrics\n",
    "slo.yaml": slo(name),
    "metrics/m.jsonl": bad < 0 ? "" : metrics(bad),
  });

/** The lines of the table: between the head of the report and the checks. */
async function tableOf(folder: string, columns: number, ...args: string[]): Promise<string[]> {
  const { stdout } = await releaseGate(folder, ["check", "--only", "slo", ...now, ...args], {
    env: { COLUMNS: String(columns) },
  });
  return stdout.split("\n\n")[1]?.split("\n") ?? [];
}

describe("the table of error budgets", () => {
  it("shows what is left as a bar, in percent, in minutes and events, and how it went", async () => {
    // 60 of 2400 events are bad, 240 may be: a quarter of the budget is gone, of 144 minutes 108 are left.
    const [head, first, second] = await tableOf(withBad(60), 80);
    expect(head).toMatch(/^SLO +error budget left +worst burn$/);
    expect(first).toMatch(/^api +█{12}░{4} {2}75 % /);
    expect(second).toMatch(/^ {2}90 % within 1d +█{10}▆{6} +108 minutes, 180 events left$/);
  });

  it("shows an overspent budget without colour", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n  metrics: metrics\n",
      "slo.yaml": slo("api"),
      "metrics/m.jsonl": metrics(100).replaceAll(/"good":0,"total":100/g, '"good":0,"total":700'),
    });
    // 700 of 3000 are bad, 300 may be.
    const [, first, second] = await tableOf(folder, 80);
    expect(first).toMatch(/^api +░{16} {2}-133.3 % /);
    expect(second).toMatch(/█{10}!{6} +192 minutes, 400 events over$/);
  });

  it("says that there are no data", async () => {
    const [, first, second] = await tableOf(withBad(-1), 80);
    expect(first).toMatch(/^api +\.{16} {2}no data +no data$/);
    expect(second).toMatch(/\.{16}$/);
  });

  it.each([
    [80, "en"],
    [80, "ja"],
    [40, "en"],
    [40, "ja"],
  ] as const)("fits %i columns (%s)", async (columns, language) => {
    const names = ["checkout-availability", "a-name-that-is-much-longer-than-any-column-could-be-63-characters"];
    for (const folder of [exampleProject(), ...names.map((name) => withBad(60, name.slice(0, 63)))]) {
      const table = await tableOf(folder, columns, "--lang", language);
      expect(table.length).toBeGreaterThan(3);
      for (const line of table) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      expect(table.join("\n")).toMatch(/[█░]{16}/);
    }
  });

  it("lines its columns up in Japanese too", async () => {
    const table = await tableOf(exampleProject(), 80, "--lang", "ja");
    const starts = table.flatMap((line) =>
      /[█░▁-▇!]{16}/.test(line) ? [stringWidth(line.slice(0, line.search(/[█░▁-▇]/)))] : [],
    );
    expect(starts).toHaveLength(4);
    expect(new Set(starts).size).toBe(1);
  });

  it("stays away with --quiet, and where no SLO is judged", async () => {
    const quiet = await releaseGate(exampleProject(), ["check", "--only", "slo", "--quiet", ...now]);
    const migrations = await releaseGate(exampleProject(), ["check", "--only", "migrations", ...now]);
    expect(`${quiet.stdout}${migrations.stdout}`).not.toMatch(/[█░]/);
  });
});
