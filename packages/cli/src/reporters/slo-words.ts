import {
  apart,
  countedBy,
  excludedSum,
  fewText,
  formatInstant,
  msg,
  outageText,
  percent,
  rounded,
  roundDuration,
  shortDuration,
  type Message,
  type PairBurn,
  type SloStatus,
} from "@release-gate/core";

/** "99.9 %"; of a composite every part's target. */
export const targetOf = ({ slo }: SloStatus): string => slo.parts.map(({ target }) => percent(target, 4)).join(", ");

/** "71.4 %", or that there are no data or too few. */
export function shareWords({ slo, budget, tooFew }: SloStatus): Message {
  if (tooFew) return fewText(slo);
  return budget.remaining === undefined ? msg`no data` : msg`${percent(budget.remaining, 1)}`;
}

/** What is left as a time of outage and in events (or slices); of what is over, a part of an event is one. */
export function leftWords({ slo, budget: { minutes, events, usage }, needed, tooFew }: SloStatus): Message | undefined {
  if (tooFew) return msg`${apart(usage.events, needed, 0)[0]} of at least ${needed}`;
  if (minutes === undefined || events === undefined) return undefined;
  const over = minutes.lt(0);
  const time = outageText(over ? minutes.neg() : minutes);
  const count = over ? Math.ceil(-events.valueOf()) : Math.trunc(events.valueOf());
  switch (countedBy(slo)) {
    case "events":
      return over
        ? msg`${time}, ${count} {1, plural, one {event} other {events}} over`
        : msg`${time}, ${count} {1, plural, one {event} other {events}} left`;
    case "values":
      return over
        ? msg`${time}, ${count} {1, plural, one {value} other {values}} over`
        : msg`${time}, ${count} {1, plural, one {value} other {values}} left`;
    case "slices":
      return over
        ? msg`${time}, ${count} {1, plural, one {slice} other {slices}} over`
        : msg`${time}, ${count} {1, plural, one {slice} other {slices}} left`;
  }
}

/** What of the period so far does not count: "4h in 4 times do not count: weekly backup". */
export function excludedWords({ budget, excluded }: SloStatus): Message | undefined {
  const { times, length, whys } = excludedSum(excluded, budget.period.elapsed);
  if (times === 0) return undefined;
  return msg`${roundDuration(length)} in ${times} {1, plural, one {time does} other {times do}} not count: ${whys.join(", ")}`;
}

/** When the budget of the period began anew, and why. */
export function resetWords({ budget, reset }: SloStatus): Message | undefined {
  if (reset === undefined || reset.at <= budget.period.elapsed.start) return undefined;
  return msg`reset at ${formatInstant(reset.at)}: ${reset.why}`;
}

/** "27.7 of 13.44 (1h/5m)": the burn of the pair that is closest to its factor, or furthest above it. */
export function worstWords({ slo, worst, tooFew }: SloStatus): Message {
  if (tooFew) return fewText(slo);
  if (worst?.long.usage.rate === undefined) return msg`no data`;
  return msg`${rounded(worst.long.usage.rate, 1)} of ${rounded(worst.pair.factor)} (${windowsOf(worst)})`;
}

export const windowsOf = ({ pair }: PairBurn): string => `${shortDuration(pair.long)}/${shortDuration(pair.short)}`;
