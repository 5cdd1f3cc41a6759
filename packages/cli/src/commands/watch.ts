import { msg, type Message, type Verdict } from "@release-gate/core";
import { exitCodes, type ExitCode } from "../outcome.js";

/** One sample of everything: the verdict, or why there is none. */
export type Sample = { readonly verdict: Verdict } | { readonly error: Message };

/** What a watch needs of the world; a test gives its own clock. */
export interface Watch {
  /** Milliseconds: how long to watch, and from one sample to the next. */
  readonly length: number;
  readonly every: number;
  readonly clock: () => number;
  /** Waits; ends early when interrupted. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly sample: (now: number) => Promise<Sample>;
  readonly interrupted: Promise<void>;
  readonly tell: (progress: Progress) => void;
}

/** How far a watch is after a sample. */
export interface Progress {
  readonly at: number;
  readonly sample: Sample;
  readonly good: number;
  readonly taken: number;
  readonly due: number;
}

export interface Watched {
  readonly exitCode: ExitCode;
  readonly why: "rollback" | "good" | "too-few-good" | "last-not-good" | "interrupted";
  readonly last: Progress | undefined;
}

/** What never counts as good, whatever the policy chose for it: nobody saw that users are well. */
const unseen = new Set(["source-down", "no-data", "stale"]);

export const isGood = (sample: Sample): boolean =>
  "verdict" in sample &&
  sample.verdict.decision === "promote" &&
  sample.verdict.checks.every(({ reason }) => !unseen.has(reason));

/**
 * Takes samples until the time is over. 3 at the first rollback; at the end 0 where the last sample is good, and at least
 * half of those that were due; else 1, also when interrupted. A sample that takes longer than the time between two makes
 * others be missed: they were due, and are not good.
 */
export async function watch({ length, every, clock, sleep, sample, interrupted, tell }: Watch): Promise<Watched> {
  const start = clock();
  const due = Math.floor(length / every) + 1;
  const stop = interrupted.then(() => "interrupted" as const);
  let progress: Progress | undefined;
  for (let next = 0; next < due; next = Math.max(next + 1, Math.ceil((clock() - start) / every))) {
    const wait = start + next * every - clock();
    if (wait > 0 && (await Promise.race([sleep(wait), stop])) === "interrupted")
      return { exitCode: exitCodes.hold, why: "interrupted", last: progress };
    const at = clock();
    const taken = await Promise.race([sample(at), stop]);
    if (taken === "interrupted") return { exitCode: exitCodes.hold, why: "interrupted", last: progress };
    progress = {
      at,
      sample: taken,
      good: (progress?.good ?? 0) + Number(isGood(taken)),
      taken: (progress?.taken ?? 0) + 1,
      due,
    };
    tell(progress);
    if ("verdict" in taken && taken.verdict.decision === "rollback")
      return { exitCode: exitCodes.rollback, why: "rollback", last: progress };
  }
  const last = progress;
  if (last === undefined || !isGood(last.sample)) return { exitCode: exitCodes.hold, why: "last-not-good", last };
  if (2 * last.good < due) return { exitCode: exitCodes.hold, why: "too-few-good", last };
  return { exitCode: exitCodes.promote, why: "good", last };
}

/** Why a watch ended, for people. */
export function endText({ why, last }: Watched): Message {
  const good = last?.good ?? 0;
  const due = last?.due ?? 0;
  switch (why) {
    case "rollback":
      return msg`Watching ended: roll back.`;
    case "good":
      return msg`Watching ended: ${good} of ${due} {1, plural, one {sample was} other {samples were}} good.`;
    case "too-few-good":
      return msg`Watching ended: only ${good} of ${due} {1, plural, one {sample was} other {samples were}} good; at least half of them must be.`;
    case "last-not-good":
      return msg`Watching ended: the last sample was not good (${good} of ${due} {1, plural, one {was} other {were}}).`;
    case "interrupted":
      return msg`Watching was interrupted after ${last?.taken ?? 0} of ${due} {1, plural, one {sample} other {samples}}, of which ${good} {2, plural, one {was} other {were}} good.`;
  }
}

/** The line of one sample: its number, the decision, and the first reason that is not a pass. */
export function progressText({ sample, good, taken, due }: Progress): Message {
  if ("error" in sample) return msg`${taken}/${due} not read: ${sample.error}`;
  const { decision, checks } = sample.verdict;
  const [worst] = checks;
  const head = msg`${taken}/${due} ${decision}, ${good} good`;
  return worst === undefined || worst.outcome === "pass" ? head : msg`${head}: ${worst.summary}`;
}
