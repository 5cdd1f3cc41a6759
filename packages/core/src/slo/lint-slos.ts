import { exact } from "../metrics/index.js";
import { msg, type Message } from "../text/message.js";
import { nominalLength, shortDuration } from "../time/index.js";
import { fastest } from "./burn.js";
import { burnPairs, type BurnPair } from "./burn-windows.js";
import { percent, rounded } from "./format.js";
import { readsSnapshots } from "./selection.js";
import type { DeclaredAlert, FilePlace, MetricSource, NotCarriedOut, Part, Slo } from "./slo.js";
import { strictest } from "./usage.js";

/** What a person should know of an SLO file that is valid but does not do what it seems to. */
export interface SloWarning {
  readonly rule:
    | "never-fires"
    | "fires-when-well"
    | "window-below-step"
    | "window-beyond-period"
    | "no-slice-allowed"
    | "unknown-source"
    | "not-carried-out";
  readonly place: FilePlace;
  readonly text: Message;
  readonly advice: Message;
}

export interface LintSlosOptions {
  /** The burn windows in use; else those of `burnPairs`. */
  readonly pairs?: readonly BurnPair[];
  /** Milliseconds between the samples of an SLO, where data are at hand. */
  readonly stepOf?: (slo: Slo) => number | undefined;
}

/** The sources that can be read today. */
const knownSources = new Set(["prometheus", "openmetrics", "datadog"]);

/** Everything to warn of in some SLOs, in their order. */
export function lintSlos(slos: readonly Slo[], options: LintSlosOptions = {}): SloWarning[] {
  return slos.flatMap((slo) => {
    const step = options.stepOf?.(slo) ?? 0;
    const period = nominalLength(slo.window.duration);
    const pairs = options.pairs ?? burnPairs(period);
    return [
      ...slo.parts.flatMap((part) => [...partWarnings(slo, part, step, period), ...sourceWarnings(part)]),
      ...pairs.flatMap((pair) => pairWarnings(slo, pair, step)),
      ...slo.alerts.flatMap((alert) => alertWarnings(slo, alert, step, period)),
      ...(slo.notCarriedOut ?? []).map(notCarriedOut),
    ];
  });
}

function pairWarnings(slo: Slo, { long, short, factor }: BurnPair, step: number): SloWarning[] {
  const { place } = slo.parts[0];
  const windows = `${shortDuration(long)}/${shortDuration(short)}`;
  const warnings: SloWarning[] = [];
  if (factor.gte(fastest(slo))) {
    warnings.push({
      rule: "never-fires",
      place,
      text: msg`The burn alert over ${windows} can never fire: with a target of ${targetOf(slo)} the burn rate is at most ${rounded(fastest(slo))}, and it needs more than ${rounded(factor)}.`,
      advice: msg`Use windows with lower factors for this SLO, or a stricter target.`,
    });
  }
  if (short < step) warnings.push(belowStep(place, shortDuration(short), step));
  return warnings;
}

function alertWarnings(
  slo: Slo,
  { name, op, threshold, lookback, place }: DeclaredAlert,
  step: number,
  period: number,
): SloWarning[] {
  const warnings: SloWarning[] = [];
  const rising = op === "gt" || op === "gte";
  const top = fastest(slo);
  if (rising && (threshold.gt(top) || (op === "gt" && threshold.equals(top)))) {
    warnings.push({
      rule: "never-fires",
      place,
      text: msg`The alert ${name} can never fire: with a target of ${targetOf(slo)} the burn rate is at most ${rounded(top)}.`,
      advice: msg`Lower its threshold below ${rounded(top)}.`,
    });
  }
  if (!rising) {
    warnings.push({
      rule: "fires-when-well",
      place,
      text: msg`The alert ${name} fires while the burn rate is low (${op} ${rounded(threshold)}), so also when nothing is wrong.`,
      advice: msg`Write op: gt or op: gte.`,
    });
  }
  if (lookback < step) warnings.push(belowStep(place, shortDuration(lookback), step));
  if (lookback > period) {
    warnings.push({
      rule: "window-beyond-period",
      place,
      text: msg`The alert ${name} looks back ${shortDuration(lookback)}, longer than the SLO's period ${slo.window.text}.`,
      advice: msg`Choose a lookbackWindow within the period.`,
    });
  }
  return warnings;
}

function partWarnings(slo: Slo, { slice, place }: Part, step: number, period: number): SloWarning[] {
  if (slice === undefined) return [];
  const warnings = slice.length < step ? [belowStep(place, shortDuration(slice.length), step)] : [];
  const allowed = strictest(slo).mul(exact(period)).div(exact(slice.length));
  if (slo.method === "Timeslices" && allowed.lt(1)) {
    warnings.push({
      rule: "no-slice-allowed",
      place,
      text: msg`One bad slice exhausts this budget: ${targetOf(slo)} of the slices of ${slo.window.text} leave ${rounded(allowed)} of one.`,
      advice: msg`Use shorter slices, a longer period or a lower target.`,
    });
  }
  return warnings;
}

function sourceWarnings({ indicator }: Part): SloWarning[] {
  const sources: readonly MetricSource[] =
    indicator.kind === "ratio"
      ? [indicator.part, indicator.total]
      : [indicator.kind === "raw" ? indicator.ratio : indicator.metric];
  return sources
    .filter((source) => !readsSnapshots(source) && !knownSources.has(source.type))
    .map((source) => ({
      rule: "unknown-source",
      place: source.place,
      text: msg`Metrics of the type "${source.type}" cannot be collected.`,
      advice: msg`Collect them by other means as snapshots, or use one of jsonl, ${[...knownSources].join(", ")}.`,
    }));
}

const notCarriedOut = ({ what, place }: NotCarriedOut): SloWarning => ({
  rule: "not-carried-out",
  place,
  text: msg`${what} is not carried out: the program that it names is not run.`,
  advice: msg`Write into the SLO or its queries what it would change, or keep making these rules with the tool that runs it.`,
});

const belowStep = (place: FilePlace, window: string, step: number): SloWarning => ({
  rule: "window-below-step",
  place,
  text: msg`The window ${window} is shorter than the ${shortDuration(step)} between two samples, so it is judged over ${shortDuration(step)}.`,
  advice: msg`Collect more often, or use a longer window.`,
});

const targetOf = (slo: Slo): string => percent(slo.parts[0].target, 4);
