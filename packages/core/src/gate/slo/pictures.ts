import type { BurnDown, BurnRate } from "../../chart/index.js";
import { render, type Language } from "../../messages/render.js";
import {
  burnsTooFast,
  excludedIn,
  percent,
  sampledBy,
  type Burn,
  type PairBurn,
  type Slo,
  type SloStatus,
} from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import { shortDuration } from "../../time/index.js";

/** How much of an SLO's error budget is left, as a sentence. */
export function statusText({ slo, budget, tooFew }: SloStatus): Message {
  if (tooFew) return msg`There are ${fewText(slo)} to judge.`;
  if (budget.remaining === undefined) return msg`There are no data.`;
  return msg`${percent(budget.remaining, 1)} of the error budget is left.`;
}

/** "too few events" */
export const fewText = (slo: Slo): Message => (sampledBy(slo) === "events" ? msg`too few events` : msg`too few values`);

/** The values and words of the picture of an SLO's budget over its period. `id` is unique in the page that it stands in. */
export function budgetPicture(status: SloStatus, id: string, language: Language): BurnDown {
  const say = (message: Message): string => render(message, language);
  const { slo, budget, history, tooFew, excluded, reset } = status;
  return {
    words: {
      id,
      title: say(msg`${slo.id}: error budget over ${slo.window.text}`),
      description: say(statusText(status)),
      noData: say(tooFew ? fewText(slo) : msg`no data`),
      exhausted: say(msg`exhausted`),
      now: say(msg`now`),
      excluded: say(msg`does not count`),
      reset: say(msg`reset`),
    },
    points: history.map(({ at, remaining }) => ({ at, remaining: remaining?.valueOf() })),
    start: budget.period.whole.start,
    end: budget.period.whole.end,
    now: budget.period.elapsed.end,
    excluded: excludedIn(excluded, budget.period.whole).map(({ whys, ...stretch }) => ({
      ...stretch,
      why: whys.join(", "),
    })),
    reset,
  };
}

/** The values and words of the picture of how fast an SLO burns its budget over each pair of windows. */
export function burnPicture({ slo, burns, needed }: SloStatus, id: string, language: Language): BurnRate {
  const say = (message: Message): string => render(message, language);
  const isFew = ({ long }: PairBurn): boolean => long.usage.events > 0 && long.usage.events < needed;
  const rateOf = (each: PairBurn, { asked, interval, usage }: Burn) => ({
    window: shortDuration(Math.max(asked, interval.end - interval.start)),
    rate: isFew(each) ? undefined : usage.rate?.valueOf(),
  });
  const stateOf = (each: PairBurn): string => {
    const factor = Number(each.pair.factor.valueOf().toFixed(2));
    return say(burnsTooFast(each) ? msg`(over ${factor}: fires)` : msg`(fires over ${factor})`);
  };
  return {
    words: {
      id,
      title: say(msg`${slo.id}: burn rate per window`),
      description: say(msg`1 uses the error budget exactly within ${slo.window.text}.`),
      noData: say(burns.some(isFew) ? fewText(slo) : msg`no data`),
    },
    rows: burns.map((each) => ({
      rates: [rateOf(each, each.long), rateOf(each, each.short)],
      bound: each.pair.factor.valueOf(),
      state: stateOf(each),
    })),
  };
}
