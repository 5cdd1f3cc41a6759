import { percent, type Budget } from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import { formatInstant, shortDuration } from "../../time/index.js";
import { outcomes, type Check, type Outcome } from "../check.js";
import type { DataGap, Settled } from "./slo-options.js";

/** What is missing for a judgment over the period; undefined where the data suffice. */
export function gapOf(budget: Budget, span: number, now: number, options: Settled): DataGap | undefined {
  const { newest, coverage, usage } = budget;
  if (newest === undefined) return gap("no-data", msg`there are no data`, options.noData);
  if (usage.rate === undefined && usage.events < options.minimumEvents) return tooFew(usage.events, options);
  const age = now - newest;
  const limit = Math.max(options.staleAfter, 2 * span);
  if (age > limit) {
    return gap(
      "stale",
      msg`the newest data are of ${formatInstant(newest)}, ${shortDuration(Math.round(age / 1000) * 1000)} ago (stale after ${shortDuration(limit)})`,
      options.stale,
    );
  }
  if (usage.events < options.minimumEvents) return tooFew(usage.events, options);
  if (coverage !== undefined && coverage < options.minimumCoverage) {
    return gap(
      "partial-range",
      msg`the data cover only ${percent(coverage, 1)} of the time (at least ${percent(options.minimumCoverage)} are needed)`,
      options.partialRange,
    );
  }
  return undefined;
}

/** The source of the metrics could not be asked. */
export const downGap = (why: Message, options: Settled): DataGap => ({
  ...gap("source-down", msg`the metrics could not be read`, options.sourceDown),
  why,
});

/** Too few events in a window. */
export function tooFew(events: number, options: Settled): DataGap {
  const needed = options.minimumEvents;
  return {
    ...gap(
      "insufficient-samples",
      msg`${events} events are too few to judge (at least ${needed} are needed)`,
      options.insufficientSamples,
    ),
    needs: { samples: Math.max(1, Math.ceil(needed - events)) },
  };
}

const gap = (reason: DataGap["reason"], text: Message, chosen: Outcome | undefined): DataGap => ({
  reason,
  text,
  outcome: chosen ?? "hold",
  chosen: chosen !== undefined && chosen !== "hold",
});

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

/** What a judgment says where the data do not suffice: never more than a hold. */
const capped = (check: Check): Check => (check.outcome === "rollback" ? { ...check, outcome: "hold" } : check);

/**
 * Joins a judgment with what is missing in its data: the worse of the two decides. Where both hold, few samples speak first,
 * as a number made of them says nothing; stale or partial data leave the judgment its word.
 */
export function withGap(check: Check, gapped: DataGap | undefined, name: string): Check {
  if (gapped === undefined) return check;
  const judged = capped(check);
  const silent = gapped.reason !== "stale" && gapped.reason !== "partial-range";
  const worse = rank(judged.outcome) - rank(gapped.outcome);
  const spoke = judged.reason !== "ok" && judged.reason !== "no-data";
  if (spoke && (worse > 0 || (worse === 0 && !silent))) {
    return {
      ...judged,
      summary: msg`${judged.summary} But ${gapped.text}.`,
      evidence: { ...judged.evidence, data: gapped.reason },
    };
  }
  const text = gapped.why === undefined ? msg`${name}: ${gapped.text}.` : msg`${name}: ${gapped.text}: ${gapped.why}`;
  return {
    ...judged,
    outcome: gapped.outcome,
    reason: gapped.reason,
    summary: gapped.chosen ? msg`${text} The policy chose "${gapped.outcome}" for this.` : text,
    evidence: { ...judged.evidence, ...(gapped.chosen ? { chosenByPolicy: gapped.outcome } : {}) },
    ...(gapped.needs === undefined ? {} : { needs: gapped.needs }),
  };
}
