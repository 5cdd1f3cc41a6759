import { sloChecks, type SloCheckOptions } from "../../src/gate/slo/checks.js";
import { sightingChecks, sloDataChecks } from "../../src/gate/slo/file.js";
import { parseDocument } from "../../src/document/index.js";
import { noNumber, parseSnapshotLine, type Row } from "../../src/metrics/index.js";
import { budgetOf, gatherTallies, readSlos, type Slo } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";

export const T0 = Date.UTC(2026, 10, 22);
export const at = (moment: number): string => new Date(moment).toISOString();
export const source = (spec: string): string => `{ metricSource: { type: jsonl, spec: ${spec} } }`;

export function ratio(numerator: "good" | "bad", part: string, total: string, rest = ""): Slo {
  return read(`ratioMetric: { ${numerator}: ${source(part)}, total: ${source(total)} }`, "target: 0.999", rest);
}

export function read(indicator: string, objective: string, rest = ""): Slo {
  const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  indicator: { metadata: { name: i }, spec: { ${indicator} } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ ${objective} }]
${rest}`;
  const [slo] = readSlos(parseDocument(text, "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  return slo;
}

export const rowOf = (json: object): Row => {
  const row = parseSnapshotLine(JSON.stringify(json), { path: "m.jsonl", line: 1, column: 1 });
  if (row === undefined || row === noNumber) throw new Error("no row");
  return row;
};

/** The numbers of an SLO over rows, and what `check` would say of them. */
export function judge(
  slo: Slo,
  rows: readonly object[],
  { now = T0, options = {}, stageSince }: { now?: number; options?: SloCheckOptions; stageSince?: number } = {},
) {
  const gathering = gatherTallies([slo], { now });
  let withoutNumber = 0;
  rows.forEach((json, i) => {
    const row = parseSnapshotLine(JSON.stringify(json), { path: "m.jsonl", line: i + 1, column: 1 });
    if (row === noNumber) withoutNumber++;
    else if (row !== undefined) gathering.add(row, "m.jsonl", i + 1);
  });
  const tallies = gathering.tallies();
  const sightings = gathering.sightings();
  const checks = [
    ...sloChecks({ slos: [slo], tallies, sightings, now, options: { minimumShare: 0, ...options }, stageSince }),
    ...sightingChecks([slo], sightings),
    ...sloDataChecks({ rows: rows.length, withoutNumber, ...gathering.notes() }, { present: true }),
  ];
  const outcomes = checks.map(({ outcome }) => outcome);
  const worst = (["rollback", "hold", "warn", "pass"] as const).find((each) => outcomes.includes(each));
  const text = checks.map(({ summary }) => english(summary)).join("\n");
  const own = tallies.get(slo.id) ?? [];
  return { worst, checks, text, tallies: own, budget: budgetOf(slo, own, now), notes: gathering.notes() };
}

/** Rows at each step up to a moment, over a length. */
export const rows = (length: number, step: number, make: (end: number) => object, end = T0): object[] =>
  Array.from({ length: Math.round(length / step) }, (_, i) => {
    const moment = end - length + (i + 1) * step;
    return { ts: at(moment), ...make(moment) };
  });
