import type { Check, ReportData, Standing, Verdict } from "@release-gate/core";
import type { ExitCode } from "../outcome.js";

/** Everything that the reporters of `check` show; the same for all of them. */
export interface CheckReport {
  readonly name: string | undefined;
  readonly now: string;
  readonly stage: string;
  readonly verdict: Verdict;
  readonly exitCode: ExitCode;
  /** Set where the policy only reports. */
  readonly reportOnly: boolean;
  readonly lint: ReportData | undefined;
  readonly next: Next | undefined;
  /** How each SLO stands; none where SLOs are not judged or not shown. */
  readonly standings: readonly Standing[];
}

/** What would let the held checks pass. */
export interface Next {
  readonly needs?: { readonly samples: number };
  readonly earliest?: string;
}

/** What has to come, over all checks that hold: the most samples, the latest moment. */
export function nextOf(checks: readonly Check[]): Next | undefined {
  const needs = checks.flatMap((check) => (check.outcome === "hold" && check.needs ? [check.needs] : []));
  const samples = Math.max(0, ...needs.map((need) => need.samples ?? 0));
  const earliest = needs
    .flatMap((need) => need.earliest ?? [])
    .toSorted()
    .at(-1);
  if (samples === 0 && earliest === undefined) return undefined;
  return { ...(samples > 0 ? { needs: { samples } } : {}), ...(earliest === undefined ? {} : { earliest }) };
}
