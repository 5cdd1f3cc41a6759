import type { Fraction } from "../metrics/index.js";
import type { Bound } from "./bound.js";

/** How a bound that lets a release go on and one that rolls it back lie to each other. */
export interface Overlap {
  /** `overlap`: some value fulfils both. `band`: some values fulfil neither, and hold. `exact`: every value fulfils one. */
  readonly kind: "overlap" | "band" | "exact";
  /** The end values of the overlap or of the band, in the bounds' unit; equal where it is a single value. */
  readonly from: Fraction;
  readonly to: Fraction;
}

/**
 * Compares a promote bound ("success >= 99.5 %") with a rollback bound on the same measure ("success <= 99.5 %"). Undefined
 * where they cannot be compared: other units, another base, or both on the same side, where one cannot bound the other.
 */
export function overlapOf(promote: Bound, rollback: Bound): Overlap | undefined {
  if (
    promote.dimension !== rollback.dimension ||
    promote.base !== rollback.base ||
    isBelow(promote) === isBelow(rollback)
  )
    return undefined;
  const below = isBelow(promote) ? promote : rollback;
  const above = isBelow(promote) ? rollback : promote;
  const both = below.op === "lte" && above.op === "gte";
  const neither = below.op === "lt" && above.op === "gt";
  const order = below.value.compare(above.value);
  const kind = order > 0 || (order === 0 && both) ? "overlap" : order < 0 || neither ? "band" : "exact";
  return order > 0 ? { kind, from: above.value, to: below.value } : { kind, from: below.value, to: above.value };
}

const isBelow = ({ op }: Bound): boolean => op === "lt" || op === "lte";

/** The same bound on the opposite share: failure >= 0.5 % is success <= 99.5 %. Only ratios have an opposite. */
export function complement(bound: Bound): Bound | undefined {
  if (bound.dimension !== "ratio" || bound.base !== "absolute") return undefined;
  const flipped = { lt: "gt", lte: "gte", gt: "lt", gte: "lte" } as const;
  return { ...bound, op: flipped[bound.op], value: bound.value.neg().add(1) };
}
