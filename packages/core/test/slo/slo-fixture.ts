import { parseDocument } from "../../src/document/index.js";
import { readSlos, type Slo, type Tallies } from "../../src/slo/index.js";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** The moment of the tests: 2026-11-22T01:00:00Z. */
export const now = Date.UTC(2026, 10, 22, 1);

/** An SLO over the rows `m` of snapshots, with what a test changes in its spec. */
export function sloOf(
  changes: {
    readonly target?: number;
    readonly window?: string;
    readonly method?: string;
    readonly objective?: string;
    readonly rest?: string;
  } = {},
): Slo {
  const { target = 0.999, window = "30d", method = "Occurrences", objective = "", rest = "" } = changes;
  const timeWindow = window.includes(":") ? window : `{ duration: ${window}, isRolling: true }`;
  const text = `
apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        good: { metricSource: { type: jsonl, spec: { metric: m } } }
        total: { metricSource: { type: jsonl, spec: { metric: m } } }
  timeWindow: [${timeWindow}]
  budgetingMethod: ${method}
  objectives: [{ target: ${target}${objective === "" ? "" : `, ${objective}`} }]
${rest}`;
  const [slo] = readSlos(parseDocument(text, "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  return slo;
}

/** One part's tallies, every `step` over `length` up to now: the counts of each, by its age's end in milliseconds before now. */
export function tallies(
  length: number,
  step: number,
  counts: (age: number) => readonly [good: number, total: number],
): Tallies {
  const part = Array.from({ length: Math.round(length / step) }, (_, i) => {
    const age = length - (i + 1) * step;
    const [good, total] = counts(age);
    return { at: now - age, span: step, good, total };
  });
  return [part];
}
