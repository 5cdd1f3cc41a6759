import type { TypeRef } from "../../catalog/catalog.js";

const precision: Readonly<Record<string, number>> = { float8: 2, float4: 1, timestamptz: 2, timestamp: 2, date: 1 };

/** Whether a change of type silently rounds or cuts values: fewer decimals, no time of day, or whatever USING makes of them. */
export function mayLoseValues(from: TypeRef, to: TypeRef, using: boolean, rewrites: boolean): boolean {
  if (!rewrites || from.array || to.array) return false;
  const [a, b] = [from.name.replace(/^pg_catalog\./, ""), to.name.replace(/^pg_catalog\./, "")];
  if (a === "numeric" && b === "numeric")
    return to.typmods.length > 0 && (from.typmods.length === 0 || (to.typmods[1] ?? 0) < (from.typmods[1] ?? 0));
  if (/^(numeric|float[48])$/.test(a) && /^int[248]$/.test(b)) return true;
  if (/^(timestamp|timestamptz|time|timetz|interval)$/.test(a) && a === b) return to.typmods.length > 0;
  if (
    precision[a] !== undefined &&
    precision[b] !== undefined &&
    (a === "date" || b === "date" || a.startsWith("float") === b.startsWith("float"))
  )
    return (precision[a] ?? 0) > (precision[b] ?? 0);
  return using && /^(text|varchar|bpchar)$/.test(a) && /^(varchar|bpchar)$/.test(b) && to.typmods.length > 0;
}
