import type { Environment } from "../release/environment.js";
import type { Release } from "../release/release.js";
import type { Check } from "./check.js";
import type { Details } from "./gates.js";
import type { Verdict } from "./verdict.js";

/** Everything that is said about a release at a moment; reporters are pure functions of it. */
export interface Report {
  /** What is released, as the policy calls it. */
  readonly name: string | undefined;
  /** The moment, ISO 8601 in UTC. */
  readonly now: string;
  readonly stage: string;
  /** The release that is judged, where anything tells which it is, and where it goes. */
  readonly release: Release | undefined;
  readonly environment: Environment | undefined;
  readonly verdict: Verdict;
  /** Whether the policy only reports: the exit code is then 0 whatever the verdict. */
  readonly reportOnly: boolean;
  /** What each gate shows beside its checks: of the migrations all that is known, of the SLOs how each stands. */
  readonly details: Details;
  readonly next: Next | undefined;
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

/** What a warning does to the exit code. */
export interface FailOn {
  /** Whether a warning holds, as `--fail-on warn` asks. */
  readonly warning: boolean;
}

/** Exit codes; each has one meaning. 2, "could not run", no report has. */
export const exitCodes = { promote: 0, hold: 1, failed: 2, rollback: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a report: its decision's; with `failOn.warning` a warning holds. */
export function exitCodeOf({ verdict, reportOnly }: Pick<Report, "verdict" | "reportOnly">, failOn: FailOn): ExitCode {
  if (reportOnly) return exitCodes.promote;
  if (verdict.decision !== "promote") return exitCodes[verdict.decision];
  return failOn.warning && verdict.outcome === "warn" ? exitCodes.hold : exitCodes.promote;
}
