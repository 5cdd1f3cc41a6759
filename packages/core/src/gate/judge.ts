import { msg } from "../text/message.js";
import type { Policy } from "../policy/policy.js";
import type { Check } from "./check.js";
import type { Evidence } from "./evidence.js";
import type { Moment } from "./gate.js";
import { gateKinds, gates, judgeEach, type GateKind } from "./gates.js";
import { releaseChecks } from "./release/checks.js";
import { nextOf, type Report } from "./report.js";
import { verdictOf } from "./verdict.js";
import { weakerChecks } from "./weaker.js";

/**
 * Judges what was gathered: every gate that was asked for, one verdict. Reads nothing.
 * @param asked the kinds to judge, each of which the policy configures.
 */
export function judge(policy: Policy, evidence: Evidence, moment: Moment, asked: readonly GateKind[]): Report {
  const { base, late = [] } = evidence;
  const wanted = Object.fromEntries(asked.map((kind) => [kind, evidence[kind]])) as Evidence;
  const { checks: own, details } = judgeEach(gates, policy, wanted, { policy, moment, base });
  const missing = asked.filter((kind) => evidence[kind] === undefined);
  const checks = [
    ...own,
    ...missing.map((kind) => (late.includes(kind) ? timeOver(kind) : notGathered(kind))),
    ...(evidence.release ? releaseChecks(evidence.release) : []),
    ...weakerChecks(details.migrations?.weakened ?? base?.weakened ?? []),
  ];
  return {
    name: policy.name,
    now: new Date(moment.now).toISOString(),
    stage: moment.stage,
    release: evidence.release?.release,
    environment: evidence.release?.environment,
    verdict: verdictOf(checks, { live: moment.stage !== "start" }),
    // What only reports at the base may do so here: a head does not open the gate for itself.
    reportOnly: policy.enforce === "report" && base?.enforce !== "gate",
    details,
    next: nextOf(checks),
  };
}

/** The kinds that a policy configures. */
export function configuredKinds(policy: Policy): readonly GateKind[] {
  return gateKinds.filter((kind) => policy[kind] !== undefined);
}

function timeOver(kind: GateKind): Check {
  return {
    ...held(kind, "time-limit"),
    summary:
      kind === "slo"
        ? msg`The time limit of this run ended before the SLOs were judged.`
        : msg`The time limit of this run ended before "${kind}" was judged.`,
  };
}

/** A gate that was asked for and got no evidence: nobody looked, so nothing is known. */
function notGathered(kind: GateKind): Check {
  return { ...held(kind, "not-gathered"), summary: msg`Nothing was gathered for "${kind}".` };
}

const held = (kind: GateKind, why: string): Omit<Check, "summary"> => ({
  id: `${kind}/${why}`,
  kind,
  outcome: "hold",
  reason: "not-judged",
  symptom: false,
  evidence: {},
});
