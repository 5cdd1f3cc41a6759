import { stringify } from "yaml";
import { one } from "../metrics/index.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { minute, nominalLength, shortDuration } from "../time/index.js";
import { burnPairs, type BurnPair, type Urgency } from "./burn-windows.js";
import { countQuery, queryOf } from "./counting.js";
import { percent } from "./format.js";
import { readsSnapshots } from "./selection.js";
import type { Indicator, MetricSource, Part, Slo } from "./slo.js";
import { allowanceOf, strictest } from "./usage.js";

export interface PrometheusRulesOptions {
  /** The burn windows of every SLO; else those of `burnPairs` for its period. */
  readonly pairs?: readonly BurnPair[];
}

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Recording and alerting rules of SLOs for Prometheus, Thanos or Mimir, as the text of a rule file: the burn rate over each
 * window, what is left of the budget, an alert for each urgency, and one where the data are missing. SLOs over snapshots and
 * Datadog are left out.
 * @throws UserError where no SLO has queries, or a query cannot be turned into counts.
 */
export function prometheusRules(slos: readonly Slo[], options: PrometheusRulesOptions = {}): string {
  const queried = slos.filter((slo) => slo.parts.every((part) => sourcesOf(part.indicator).every(isPromQl)));
  const [first] = slos;
  if (queried.length === 0) {
    throw new UserError(msg`None of these SLOs has a query that Prometheus could evaluate.`, {
      ...(first === undefined ? {} : { place: first.place }),
      hint: msg`Give their metric sources the type Prometheus and a query.`,
    });
  }
  const groups = queried.flatMap((slo) =>
    groupsOf(slo, options.pairs ?? burnPairs(nominalLength(slo.window.duration))),
  );
  return `# Written by "release-gate generate prometheus-rules". Change the SLOs, not this file.\n${stringify({ groups }, { lineWidth: 0 })}`;
}

/** Other servers that are asked in PromQL have types of their own; Datadog's queries are no PromQL. */
const isPromQl = (source: MetricSource): boolean => !readsSnapshots(source) && source.type !== "datadog";

const sourcesOf = (indicator: Indicator): readonly MetricSource[] =>
  indicator.kind === "ratio"
    ? [indicator.part, indicator.total]
    : [indicator.kind === "raw" ? indicator.ratio : indicator.metric];

function groupsOf(slo: Slo, pairs: readonly BurnPair[]): { name: string; interval?: string; rules: Rule[] }[] {
  const labels = { slo: slo.id, service: slo.service };
  const windows = [...new Set(pairs.flatMap(({ long, short }) => [short, long]))].toSorted((a, b) => a - b);
  const burns = windows.map((window) => ({ record: burnMetric(window), expr: burnExpression(slo, window), labels }));
  const period = nominalLength(slo.window.duration);
  const remaining = slo.window.rolling
    ? [
        {
          name: `slo-${slo.id}-budget`,
          interval: "5m",
          rules: [{ record: "slo:error_budget_remaining:ratio", expr: `1 - (${burnExpression(slo, period)})`, labels }],
        },
      ]
    : [];
  const alerts = (["page", "ticket"] as const).flatMap((urgency) => {
    const own = pairs.filter((pair) => pair.urgency === urgency);
    return own.length === 0 ? [] : [burnAlert(slo, urgency, own)];
  });
  const [fastest] = pairs;
  if (fastest !== undefined) alerts.push(missingAlert(slo, fastest));
  return [{ name: `slo-${slo.id}-burn`, rules: burns }, ...remaining, { name: `slo-${slo.id}-alerts`, rules: alerts }];
}

const burnMetric = (window: number): string => `slo:burn_rate:ratio_rate${shortDuration(window)}`;

const selected = (slo: Slo, window: number): string => `${burnMetric(window)}{slo="${slo.id}"}`;

function burnAlert(slo: Slo, urgency: Urgency, pairs: readonly BurnPair[]): Rule {
  const terms = pairs.map(
    ({ long, short, factor }) =>
      `(${selected(slo, long)} > ${factor.valueOf()} and ${selected(slo, short)} > ${factor.valueOf()})`,
  );
  return {
    alert: "ErrorBudgetBurn",
    expr: terms.join("\nor\n"),
    labels: { slo: slo.id, service: slo.service, severity: urgency },
    annotations: {
      summary: `${slo.id} burns its error budget too fast (target ${percent(slo.parts[0].target, 4)} over ${slo.window.text}).`,
      description: 'The burn rate over the long window is {{ $value | printf "%.1f" }} times what the target allows.',
    },
  };
}

/**
 * Fires where there are no data for as long as a total outage would need to page, plus two minutes, in whole minutes (Pyrra's
 * absent alert: factor x (1 - target) x long window + 2m).
 */
function missingAlert(slo: Slo, pair: BurnPair): Rule {
  const wait = pair.factor.mul(strictest(slo)).mul(pair.long).valueOf() + 2 * minute;
  return {
    alert: "ErrorBudgetDataMissing",
    expr: `absent(${selected(slo, pair.short)})`,
    for: shortDuration(Math.max(minute, Math.floor(wait / minute) * minute)),
    labels: { slo: slo.id, service: slo.service, severity: "ticket" },
    annotations: { summary: `${slo.id} has no data: its error budget is unknown.` },
  };
}

/** The burn rate over a window: the parts' error ratios over what each may have, times their weights. */
function burnExpression(slo: Slo, window: number): string {
  if (slo.method === "Timeslices") {
    const bad = slo.parts.map(
      (part) => `(${badRatio(part, sliceOf(part))} > bool ${one.sub(part.slice?.target ?? one).valueOf()})`,
    );
    const any = bad.length === 1 ? (bad[0] ?? "") : `clamp_max(${bad.join(" + ")}, 1)`;
    return `avg_over_time((${any})[${shortDuration(window)}:${shortDuration(sliceOf(slo.parts[0]))}]) / ${strictest(slo).valueOf()}`;
  }
  return slo.parts
    .map((part) => {
      const allowed = allowanceOf(part).div(part.weight).valueOf();
      if (slo.method === "Occurrences") return `${badRatio(part, window)} / ${allowed}`;
      const slice = sliceOf(part);
      return `avg_over_time((${badRatio(part, slice)})[${shortDuration(window)}:${shortDuration(slice)}]) / ${allowed}`;
    })
    .join(" + ");
}

const sliceOf = (part: Part): number => part.slice?.length ?? minute;

/** PromQL for the share of bad events within a window, without labels. */
function badRatio({ indicator }: Part, window: number): string {
  if (indicator.kind === "ratio") {
    const part = countQuery(indicator.part, indicator.counter, window).query;
    const total = countQuery(indicator.total, indicator.counter, window).query;
    // A series that does not exist yet, such as one of errors, counts nothing.
    const share = `((sum(${part}) or vector(0)) / sum(${total}))`;
    return indicator.numerator === "bad" ? share : `(1 - ${share})`;
  }
  const overTime = (expression: string): string => `avg(avg_over_time((${expression})[${shortDuration(window)}:1m]))`;
  if (indicator.kind === "threshold") {
    const operator = { lt: "<", lte: "<=", gt: ">", gte: ">=" }[indicator.op];
    return `(1 - ${overTime(`(${queryOf(indicator.metric, minute)}) ${operator} bool ${indicator.value}`)})`;
  }
  const query = queryOf(indicator.ratio, window);
  const ratio = query === queryOf(indicator.ratio, 2 * window) ? overTime(query) : `avg(${query})`;
  return indicator.of === "failure" ? ratio : `(1 - ${ratio})`;
}
