import { compares, exact, one, type Comparison, type Fraction } from "../metrics/index.js";
import { configDuration } from "../time/index.js";

/** What a number measures. Ratios are from 0 to 1, durations milliseconds, rates events a minute. */
export type Dimension = "ratio" | "duration" | "rate" | "number";

/** What a bound is measured from: nothing, or the baseline's value by a share of it, by points, or by a factor. */
export type BoundBase = "absolute" | "change" | "points" | "factor";

/** A comparison with a number: "> 1 %", "<= +20 %" (than the baseline), "> 2x", "<= +0.5 pp", "< 500 ms". */
export interface Bound {
  readonly op: Comparison;
  readonly base: BoundBase;
  /** In the dimension's unit; of a change the share (0.2), of a factor the factor. */
  readonly value: Fraction;
  readonly dimension: Dimension;
  /** As written. */
  readonly text: string;
}

const operators: readonly (readonly [RegExp, Comparison])[] = [
  [/^(?:>=|≥|at least\b|以上)/, "gte"],
  [/^(?:<=|≤|at most\b|以下)/, "lte"],
  [/^(?:>|above\b|over\b|more than\b)/, "gt"],
  [/^(?:<|below\b|under\b|less than\b)/, "lt"],
];

/** Reads a bound; undefined where it is none, or where its unit is not known. */
export function parseBound(text: string): Bound | undefined {
  const trimmed = text.trim();
  for (const [form, op] of operators) {
    const rest = trimmed.replace(form, "");
    if (rest === trimmed) continue;
    const [, sign = "", digits = "", unit = ""] = /^([+-]?)(\d+(?:\.\d+)?)([^]*)$/.exec(rest.trimStart()) ?? [];
    const read = digits === "" ? undefined : withUnit(sign, digits, unit.trim());
    return read === undefined ? undefined : { op, ...read, text: trimmed };
  }
  return undefined;
}

type Amount = Pick<Bound, "base" | "value" | "dimension">;

/** A signed percentage is a change against the baseline, signed points are added to it; without a sign both are absolute. */
function withUnit(sign: string, digits: string, unit: string): Amount | undefined {
  const amount = exact(Number(digits)).mul(sign === "-" ? -1 : 1);
  switch (unit) {
    case "":
      return sign === "" ? { base: "absolute", value: amount, dimension: "number" } : undefined;
    case "%":
    case "percent":
      return sign === ""
        ? { base: "absolute", value: amount.div(100), dimension: "ratio" }
        : { base: "change", value: amount.div(100), dimension: "number" };
    case "pp":
    case "points":
      return { base: "points", value: amount.div(100), dimension: "ratio" };
    case "x":
    case "times the baseline":
      return sign === "" ? { base: "factor", value: amount, dimension: "number" } : undefined;
    case "per minute":
    case "/min":
      return { base: "absolute", value: amount, dimension: "rate" };
    default: {
      const length = sign === "" ? configDuration(`1 ${unit}`) : undefined;
      return length === undefined ? undefined : { base: "absolute", value: amount.mul(length), dimension: "duration" };
    }
  }
}

/** The number that values are compared with; undefined where a baseline is needed and there is none. */
export function limitOf(bound: Bound, baseline: Fraction | undefined): Fraction | undefined {
  if (bound.base === "absolute") return bound.value;
  if (baseline === undefined) return undefined;
  if (bound.base === "points") return baseline.add(bound.value);
  return baseline.mul(bound.base === "factor" ? bound.value : one.add(bound.value));
}

/** Whether a value keeps to a limit by the bound's operator, exactly: a value on the limit does so for "or equal" only. */
export function keeps(bound: Bound, value: Fraction, limit: Fraction): boolean {
  return compares(value.compare(limit), bound.op, 0);
}
