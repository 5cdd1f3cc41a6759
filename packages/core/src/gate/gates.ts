import type * as z from "zod";
import type { Check, CheckKind } from "./check.js";
import type { Around, Gate, Judged } from "./gate.js";
import { migrationsGate } from "./migrations/gate.js";
import { sloGate } from "./slo/gate.js";

/** Every gate, by the key of its part of release-gate.yaml. To add one is a folder and a line here. */
export const gates = { migrations: migrationsGate, slo: sloGate };

/** Some gates, by their kinds. */
export type Gates = Readonly<Record<string, Gate<CheckKind, z.ZodType, never, unknown>>>;

type EvidenceFor<Of> = Of extends { judge(evidence: infer Evidence, ...rest: never): unknown } ? Evidence : never;
type DetailOf<Of> = Of extends { judge(...given: never): Judged<infer Detail> } ? Detail : never;

/** What was gathered for each gate. One that is asked for and has none holds. */
export type EvidenceOf<Of extends Gates> = { readonly [Kind in keyof Of]?: EvidenceFor<Of[Kind]> | undefined };
/** What each gate shows beside its checks. */
export type DetailsOf<Of extends Gates> = { readonly [Kind in keyof Of]?: DetailOf<Of[Kind]> };
/** The schemas of the parts of a policy. */
export type SchemasOf<Of extends Gates> = { readonly [Kind in keyof Of]: Of[Kind]["schema"] };

export type GateKind = keyof typeof gates;
export const gateKinds = Object.keys(gates) as readonly GateKind[];
export type Details = DetailsOf<typeof gates>;

/** The schemas of the parts of a policy, by their keys. */
export function schemasOf<Of extends Gates>(of: Of): SchemasOf<Of> {
  return Object.fromEntries(Object.entries(of).map(([kind, { schema }]) => [kind, schema])) as SchemasOf<Of>;
}

/** What some gates say, each about its own evidence by its own part of the policy. */
export function judgeEach<Of extends Gates>(
  of: Of,
  parts: { readonly [Kind in keyof Of]?: unknown },
  evidence: EvidenceOf<Of>,
  around: Around,
): { readonly checks: readonly Check[]; readonly details: DetailsOf<Of> } {
  const checks: Check[] = [];
  const details: Partial<Record<keyof Of, unknown>> = {};
  for (const [kind, gate] of Object.entries(of)) {
    const own = evidence[kind];
    if (own === undefined) continue;
    // The maps of gates, of evidence and of the policy's parts have the same keys: the types of each key belong together.
    const judged = gate.judge(own as never, parts[kind] as never, around);
    checks.push(...judged.checks);
    details[kind as keyof Of] = judged.detail;
  }
  return { checks, details: details as DetailsOf<Of> };
}
