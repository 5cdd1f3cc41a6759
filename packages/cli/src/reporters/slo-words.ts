import { msg, percent, rounded, shortDuration, type Message, type PairBurn, type Standing } from "@release-gate/core";

/** "99.9 %"; of a composite every part's target. */
export const targetOf = ({ slo }: Standing): string => slo.parts.map(({ target }) => percent(target, 4)).join(", ");

/** "71.4 %", or that there are no data. */
export const shareWords = ({ budget }: Standing): Message =>
  budget.remaining === undefined ? msg`no data` : msg`${percent(budget.remaining, 1)}`;

/** What is left in minutes of outage and in events (or slices). */
export function leftWords({ slo, budget }: Standing): Message | undefined {
  if (budget.minutes === undefined || budget.events === undefined) return undefined;
  const minutes = rounded(budget.minutes, 1);
  const count = String(Math.trunc(budget.events.valueOf()));
  if (budget.minutes.lt(0)) {
    const over = [minutes, count].map((each) => each.replace("-", ""));
    return slo.method === "Occurrences"
      ? msg`${over[0] ?? ""} {0, plural, one {minute} other {minutes}}, ${over[1] ?? ""} {1, plural, one {event} other {events}} over`
      : msg`${over[0] ?? ""} {0, plural, one {minute} other {minutes}}, ${over[1] ?? ""} {1, plural, one {slice} other {slices}} over`;
  }
  return slo.method === "Occurrences"
    ? msg`${minutes} {0, plural, one {minute} other {minutes}}, ${count} {1, plural, one {event} other {events}} left`
    : msg`${minutes} {0, plural, one {minute} other {minutes}}, ${count} {1, plural, one {slice} other {slices}} left`;
}

/** "27.7 of 13.44 (1h/5m)": the burn of the pair that is closest to its factor, or furthest above it. */
export function worstWords({ worst }: Standing): Message {
  if (worst?.long.usage.rate === undefined) return msg`no data`;
  return msg`${rounded(worst.long.usage.rate, 1)} of ${rounded(worst.pair.factor)} (${windowsOf(worst)})`;
}

export const windowsOf = ({ pair }: PairBurn): string => `${shortDuration(pair.long)}/${shortDuration(pair.short)}`;
