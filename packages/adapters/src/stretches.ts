import { burnPairs, nominalLength, periodOf } from "@release-gate/core";
import type { BurnPair, Slo } from "@release-gate/core";
import type { Stretch } from "./metrics-server.js";

const pairsFor = (slo: Slo): readonly BurnPair[] => burnPairs(nominalLength(slo.window.duration));

const downTo = (moment: number, step: number): number => Math.floor(moment / step) * step;

/**
 * The stretches that judge an SLO at a moment: its whole period in coarse steps, the last day (a 24th of a short period) in
 * steps of the shortest burn window, each as a query that the server evaluates: nothing raw is downloaded.
 * @param aligned steps begin at whole multiples of themselves since 1970; the one that is not over at `now` is left out.
 */
export function stretchesOf(
  slo: Slo,
  now: number,
  pairs: readonly BurnPair[] = pairsFor(slo),
  aligned = false,
): Stretch[] {
  const { elapsed } = periodOf(slo, now);
  const period = nominalLength(slo.window.duration);
  const fineStep = shortestWindow(pairs);
  const slices = slo.method === "Occurrences" ? [] : slo.parts.map(({ slice }) => slice?.length ?? minute);
  const sliceStep = slices.reduce(divisor, fineStep);
  if (slices.length > 0 && !aligned && period / sliceStep <= mostSteps) {
    const start = downTo(elapsed.start, Math.max(...slices)) + sliceStep;
    return [{ start, end: downTo(now, sliceStep), step: sliceStep }];
  }
  const fineLength = Math.ceil(period / 24 / fineStep) * fineStep;
  const coarseStep = Math.max(fineStep, Math.ceil(period / 672 / fineStep) * fineStep);
  const end = aligned ? downTo(now, fineStep) : now;
  const wanted = end - Math.max(fineLength, 24 * coarseStep);
  const border = Math.max(elapsed.start, aligned ? downTo(wanted, coarseStep) : wanted);
  const fineStart = aligned ? Math.ceil(border / fineStep) * fineStep : border;
  const coarseStart = border - Math.floor((border - elapsed.start) / coarseStep) * coarseStep + coarseStep;
  return [
    { start: coarseStart, end: border, step: coarseStep },
    { start: fineStart + fineStep, end, step: fineStep },
  ].filter(({ start, end: last }) => start <= last);
}

const minute = 60_000;
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Slices are asked for as they are, one by one, where a period has no more steps than this: 30 days of minutes. */
const mostSteps = 50_000;

/** The shortest burn window, at least a second. */
const shortestWindow = (pairs: readonly BurnPair[]): number =>
  Math.max(1000, Math.min(...pairs.map(({ short }) => short)));

/**
 * The last whole window before a moment (15 minutes: from a quarter to a quarter of the hour, so that runs one after the
 * other leave no gap), in steps of the shortest burn window where it fits in.
 */
export function lastWindow(slo: Slo, now: number, window: number, pairs: readonly BurnPair[] = pairsFor(slo)): Stretch {
  const end = downTo(now, window);
  const short = shortestWindow(pairs);
  const step = window % short === 0 ? short : window;
  return { start: end - window + step, end, step };
}
