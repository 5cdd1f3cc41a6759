import type { Fraction } from "../../metrics/index.js";
import { msg, type Message } from "../../text/message.js";
import { rounded } from "../format.js";
import type { Slo } from "../slo.js";

/** What stands behind an SLO: events, or values that were measured (a score, a mean, a share). */
export type Sampled = "events" | "values";

export const sampledBy = ({ parts }: Slo): Sampled =>
  parts.some(
    ({ indicator }) =>
      indicator.kind === "ratio" || (indicator.kind === "threshold" && indicator.metric.spec["event"] !== undefined),
  )
    ? "events"
    : "values";

/** What an SLO's budgeting method counts. */
export const countedBy = (slo: Slo): Sampled | "slices" => (slo.method === "Occurrences" ? sampledBy(slo) : "slices");

interface BadOf {
  readonly bad: Fraction;
  readonly total: Fraction;
}

/** "12 of 2000 events were bad" */
export function wereBadText(slo: Slo, { bad, total }: BadOf): Message {
  const [some, all] = wholes(bad.valueOf(), total.valueOf());
  switch (countedBy(slo)) {
    case "events":
      return msg`${some} of ${all} {1, plural, one {event was} other {events were}} bad`;
    case "values":
      return msg`${some} of ${all} {1, plural, one {value was} other {values were}} bad`;
    case "slices":
      return msg`${some} of ${all} {1, plural, one {slice was} other {slices were}} bad`;
  }
}

/** "12 of 2000 events bad" */
export function badText(slo: Slo, { bad, total }: BadOf): Message {
  const [some, all] = wholes(bad.valueOf(), total.valueOf());
  switch (countedBy(slo)) {
    case "events":
      return msg`${some} of ${all} {1, plural, one {event} other {events}} bad`;
    case "values":
      return msg`${some} of ${all} {1, plural, one {value} other {values}} bad`;
    case "slices":
      return msg`${some} of ${all} {1, plural, one {slice} other {slices}} bad`;
  }
}

/**
 * Some of all as whole numbers, and "about" where a row that a window cuts, or a server's estimate, left fractions. With
 * decimals only where whole numbers would say that none or all were bad.
 */
function wholes(some: number, all: number): readonly [Message | string, string] {
  let digits = 0;
  const text = (value: number): string => rounded(value, digits);
  const misleads = (): boolean => (some !== 0 && text(some) === "0") || (some !== all && text(some) === text(all));
  while (misleads() && digits < 12) digits++;
  return isWhole(some) && isWhole(all) ? [text(some), text(all)] : [msg`about ${text(some)}`, text(all)];
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 0.005;
