import type * as z from "zod";
import { exact, type BudgetReset, type BurnPair, type Exclusion, type Slo, type Urgency } from "../../slo/index.js";
import type { Message } from "../../text/message.js";
import { hour } from "../../time/index.js";
import type { Outcome } from "../check.js";
import type { ownChoices, sloSchema } from "./schema.js";

/** What a policy may choose where data are missing. */
export interface DataChoices {
  /** Outcome where there are no data, they are stale, too few, or with gaps; each a hold where not chosen. */
  readonly noData?: Outcome;
  readonly stale?: Outcome;
  readonly insufficientSamples?: Outcome;
  readonly partialRange?: Outcome;
  readonly sourceDown?: Outcome;
  /** Fewer events in the period, or in a long burn window, are too few to judge. 1 where not chosen. */
  readonly minimumEvents?: number;
  /** Milliseconds: older data are stale. An hour where not chosen, and never less than twice what a row covers. */
  readonly staleAfter?: number;
  /** From 0 to 1: data that cover less of the time since their begin have gaps. 0.9 where not chosen. */
  readonly minimumCoverage?: number;
  /** From 0 to 1: a budget that is judged on less of its period warns. 0.01 where not chosen. */
  readonly minimumShare?: number;
}

/** What a policy may choose for the checks of SLOs. */
export interface SloCheckOptions extends DataChoices {
  /** Choices for single checks, by their id; one that ends with `*` is of all that begin so. Later ones go before earlier ones. */
  readonly checks?: readonly (DataChoices & { readonly id: string })[];
  /** Outcomes of burn alerts: a page rolls back and a ticket warns where not chosen. */
  readonly burn?: Partial<Readonly<Record<Urgency, Outcome>>>;
  /** The burn windows of every SLO; else those of `burnPairs` for its period. */
  readonly pairs?: readonly BurnPair[];
  /** An error budget policy: at most this share left gives this outcome and text. Exhaustion always holds, unless exempt. */
  readonly thresholds?: readonly { readonly remaining: number; readonly outcome: Outcome; readonly text?: string }[];
  /** The release is exempt from an exhausted budget: a security fix, P0 (SRE workbook, error budget policy). It then warns. */
  readonly exempt?: string;
  readonly exclusions?: readonly Exclusion[];
  /** Budgets that begin anew at a moment; what was before counts for burn windows only. */
  readonly resets?: readonly BudgetReset[];
}

export interface Settled extends SloCheckOptions {
  readonly minimumEvents: number;
  readonly staleAfter: number;
  readonly minimumCoverage: number;
  readonly minimumShare: number;
  /** How old the newest data may be for a short burn window, where the policy chose it: at most three times the window. */
  readonly lateness: number | undefined;
  readonly burn: Readonly<Record<Urgency, Outcome>>;
}

export const settle = (options: SloCheckOptions): Settled => ({
  ...options,
  minimumEvents: Math.max(1, options.minimumEvents ?? 1),
  staleAfter: options.staleAfter ?? hour,
  minimumCoverage: options.minimumCoverage ?? 0.9,
  minimumShare: options.minimumShare ?? 0.01,
  lateness: "lateness" in options ? (options as Settled).lateness : options.staleAfter,
  burn: { page: "rollback", ticket: "warn", ...options.burn },
});

/** Whether the id of a choice, as `slo/search/*`, means a check. */
export const means = (id: string, check: string): boolean =>
  id.endsWith("*") ? check.startsWith(id.slice(0, -1)) : check === id;

/** The id of a group's check as that of the whole SLO: what is chosen for it is chosen for its groups. */
const ofWhole = (check: string): string => check.replace(/^(slo\/[^{]*)\{.*\}\//, "$1/");

/** What is chosen for one check. */
export const settleFor = (options: Settled, check: string): Settled =>
  (options.checks ?? [])
    .filter(({ id }) => means(id, check) || means(id, ofWhole(check)))
    .reduce<Settled>(
      (settled, { id: _id, ...own }) => ({
        ...settle({ ...settled, ...own }),
        lateness: own.staleAfter ?? settled.lateness,
      }),
      options,
    );

/** How many events an SLO's budget needs to be judged. */
export const minimumEventsOf = ({ id }: Slo, options: SloCheckOptions): number =>
  settleFor(settle(options), `slo/${id}/budget`).minimumEvents;

/** Why data cannot be judged. */
export interface DataGap {
  readonly reason: "no-data" | "stale" | "source-down" | "insufficient-samples" | "partial-range";
  readonly text: Message;
  /** More on it, as a sentence of its own. */
  readonly why?: Message;
  readonly outcome: Outcome;
  /** The policy chose another outcome than hold. */
  readonly chosen: boolean;
  readonly needs?: { readonly samples: number };
}

function choicesOf(given: z.output<typeof ownChoices>): DataChoices {
  const choices = {
    noData: given["no-data"],
    stale: given.stale,
    insufficientSamples: given["insufficient-samples"],
    partialRange: given["partial-range"],
    sourceDown: given["source-down"],
    staleAfter: given["stale-after"],
    minimumEvents: given["minimum-events"],
    minimumCoverage: given["minimum-coverage"],
    minimumShare: given["minimum-share"],
  };
  return Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== undefined));
}

/** What a policy chooses for the checks of SLOs. */
export function sloOptionsOf({ slo }: { readonly slo?: z.output<typeof sloSchema> | undefined }): SloCheckOptions {
  if (!slo) return {};
  return {
    ...choicesOf(slo),
    ...(slo.checks === undefined
      ? {}
      : { checks: Object.entries(slo.checks).map(([id, own]) => ({ id, ...choicesOf(own) })) }),
    ...(slo.burn === undefined ? {} : { burn: slo.burn }),
    ...(slo.exempt === undefined ? {} : { exempt: slo.exempt }),
    ...(slo.windows === undefined
      ? {}
      : { pairs: slo.windows.map(({ factor, ...pair }) => ({ ...pair, factor: exact(factor) })) }),
    ...(slo.budget === undefined
      ? {}
      : {
          thresholds: slo.budget.map(({ text, ...each }) => ({ ...each, ...(text === undefined ? {} : { text }) })),
        }),
    ...(slo.exclusions === undefined
      ? {}
      : {
          exclusions: slo.exclusions.map(({ from, to, why, slos, recur, zone }) => ({
            start: from,
            end: to,
            why,
            ...(slos === undefined ? {} : { slos }),
            ...(recur === undefined ? {} : { recur: { rule: recur, zone } }),
          })),
        }),
    ...(slo.resets === undefined
      ? {}
      : { resets: slo.resets.map(({ at, why, slos }) => ({ at, why, ...(slos === undefined ? {} : { slos }) })) }),
  };
}
