import { one } from "../../metrics/index.js";
import { minute, shortDuration } from "../../time/index.js";
import { countQuery, groupedSource, queryOf } from "../counting.js";
import { isAggregated, parsePromQl } from "../../promql/parser.js";
import type { Indicator, MetricSource, Part, Slo } from "../slo.js";
import { allowanceOf, strictest } from "../usage.js";

type Ratio = Extract<Indicator, { kind: "ratio" }>;
type Values = Exclude<Indicator, { kind: "ratio" }>;

/**
 * The values of the steps that end within a window. At a whole step both ends of a range are in it before Prometheus 3: it is a
 * millisecond shorter, so that the one that ended when the window began is not.
 */
const steps = (expression: string, window: number, step: number): string =>
  `(${expression})[${shortDuration(Math.max(window, step) - 1)}:${shortDuration(step)}]`;

/** The burn rate over a window: the parts' shares of bad over what each may have, times their weights. No value without data. */
export function burnExpression(slo: Slo, window: number): string {
  if (slo.method === "Timeslices") return `${badSlices(slo, window)} / ${strictest(slo).valueOf()}`;
  return slo.parts
    .map((part) => {
      const allowed = allowanceOf(part).div(part.weight).valueOf();
      const bad =
        slo.method === "Occurrences"
          ? badShare(slo, part, window)
          : `avg_over_time(${steps(badShare(slo, part, sliceOf(part)), window, sliceOf(part))})`;
      return `${bad} / ${allowed}`;
    })
    .join(" + ");
}

const sliceOf = (part: Part): number => part.slice?.length ?? minute;

/** The share of the slices with traffic that were bad: for any part, where there are several. */
function badSlices(slo: Slo, window: number): string {
  const slice = Math.max(...slo.parts.map(sliceOf));
  const bad = slo.parts.map((part) => badSlice(slo, part, slice));
  const [only] = bad;
  if (bad.length === 1 && only !== undefined) return `avg_over_time(${steps(only, window, slice)})`;
  // A part without traffic in a slice says nothing of it; one without any in the window leaves the whole unknown.
  const each = bad.map((expression, i) => `label_replace(${expression}, "part", "${i + 1}", "", "")`);
  const any = `${aggregate(slo, "max")}(${each.join(" or ")})`;
  const known = slo.parts.map((part) => ` and ${volume(slo, part, window)}`);
  return `(avg_over_time(${steps(any, window, slice)})${known.join("")})`;
}

function badSlice(slo: Slo, part: Part, slice: number): string {
  const needed = part.slice?.target ?? one;
  const { indicator } = part;
  // Compared as it is read: what is subtracted from 1 first is no longer exact.
  if (indicator.kind === "ratio" && indicator.numerator === "good")
    return `(${share(slo, indicator, slice)} < bool ${needed.valueOf()})`;
  return `(${badShare(slo, part, slice)} > bool ${one.sub(needed).valueOf()})`;
}

/** PromQL for the share of bad events (or values) within a window; no value where there were none. */
function badShare(slo: Slo, { indicator }: Part, window: number): string {
  if (indicator.kind === "ratio") {
    const part = share(slo, indicator, window);
    return indicator.numerator === "bad" ? part : `(1 - ${part})`;
  }
  const query = queryOf(valueSource(slo, indicator), window);
  if (indicator.kind === "raw" && query !== queryOf(valueSource(slo, indicator), 2 * window)) {
    const ratio = `${aggregate(slo, "avg")}((${query}) >= 0 <= 1)`;
    return indicator.of === "failure" ? ratio : `(1 - ${ratio})`;
  }
  const each = steps(sample(slo, indicator), window, minute);
  const mean = `(${aggregate(slo, "sum")}(sum_over_time(${each})) / ${aggregate(slo, "sum")}(count_over_time(${each})))`;
  return indicator.kind === "raw" && indicator.of === "failure" ? mean : `(1 - ${mean})`;
}

/** A value each minute: 1 where it is good, or the share itself. NaN and infinite values are missing samples. */
function sample(slo: Slo, indicator: Values): string {
  const query = queryOf(valueSource(slo, indicator), minute);
  if (indicator.kind === "raw") return `(${query}) >= 0 <= 1`;
  const operator = { lt: "<", lte: "<=", gt: ">", gte: ">=" }[indicator.op];
  return `(${query}) > -Inf < +Inf ${operator} bool ${indicator.value}`;
}

const valueSource = (slo: Slo, indicator: Values): MetricSource =>
  ofGroups(slo, indicator.kind === "raw" ? indicator.ratio : indicator.metric, false);

/** Of all events, the share that the part (good or bad) had. */
function share(slo: Slo, indicator: Ratio, window: number): string {
  const part = counts(slo, indicator.part, indicator.counter, window);
  const total = counts(slo, indicator.total, indicator.counter, window);
  const factor = part.factor === total.factor ? "" : ` * ${part.factor / total.factor}`;
  // More good than all is no number; more bad than all is all.
  if (indicator.numerator === "good") return `(${part.query} / (${total.query} > 0)${factor} <= 1.0001)`;
  // A series that does not exist yet, such as one of errors, counts nothing.
  const none = slo.groupBy === undefined ? "vector(0)" : `${total.query} * 0`;
  return `clamp_max((${part.query} or ${none}) / (${total.query} > 0)${factor}, 1)`;
}

/** How many events a part of a ratio had; the sum of all series, unless the query says so itself. */
function counts(
  slo: Slo,
  source: MetricSource,
  counter: boolean,
  window: number,
): { readonly query: string; readonly factor: number } {
  const { query, factor } = countQuery(ofGroups(slo, source, counter), counter, window);
  const isOne = slo.groupBy === undefined && isAggregated(parsePromQl(query));
  return { query: isOne ? query : `${aggregate(slo, "sum")}(${query})`, factor };
}

const ofGroups = ({ groupBy }: Slo, source: MetricSource, counter: boolean): MetricSource =>
  groupBy === undefined ? source : groupedSource(source, groupBy.labels, counter);

const aggregate = ({ groupBy }: Slo, name: "sum" | "avg" | "max" | "count"): string =>
  groupBy === undefined ? name : `${name} by (${groupBy.labels.join(", ")}) `;

/** All events of a part, or its values: a number wherever there are data, also where nothing happened. */
function volume(slo: Slo, { indicator }: Part, window: number): string {
  if (indicator.kind === "ratio") return counts(slo, indicator.total, indicator.counter, window).query;
  return `${aggregate(slo, "count")}(${queryOf(valueSource(slo, indicator), window)})`;
}

/**
 * 1 where data of a part are missing: not where nothing happened, which is known, but where nothing says what happened.
 * What `check` holds with the reason `no-data`.
 */
export function missingExpression(slo: Slo, window: number, before = window): string {
  return slo.parts
    .map((part) => {
      // A group that had data lately and has none any more; and where no group has any.
      if (slo.groupBy !== undefined)
        return `(${volume(slo, part, before)} unless ${volume(slo, part, window)}) or absent(${volume(slo, part, window)})`;
      const { indicator } = part;
      if (indicator.kind !== "ratio") return `absent(count(${queryOf(valueSource(slo, indicator), window)}))`;
      const total = counts(slo, indicator.total, indicator.counter, window).query;
      if (indicator.numerator === "bad") return `absent(${total})`;
      return `(absent(${share(slo, indicator, window)}) unless on () (${total} == 0))`;
    })
    .join(" or ");
}
