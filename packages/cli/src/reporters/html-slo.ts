import {
  burnsTooFast,
  loadCharts,
  msg,
  percent,
  render,
  shortDuration,
  type Burn,
  type Language,
  type Message,
  type PairBurn,
  type Standing,
} from "@release-gate/core";
import { leftWords, shareWords, targetOf, worstWords } from "./slo-words.js";

type Charts = Awaited<ReturnType<typeof loadCharts>>;

/** An SLO with its pictures: how its budget went, and how fast it burns now. `index` makes the ids of the page unique. */
export function sloSection(standing: Standing, index: number, charts: Charts, language: Language): string {
  const say = (message: Message): string => charts.escapeXml(render(message, language));
  const { slo } = standing;
  const left = leftWords(standing);
  const facts = [
    msg`${targetOf(standing)} within ${slo.window.text}`,
    msg`error budget left: ${shareWords(standing)}`,
    ...(left === undefined ? [] : [left]),
    msg`worst burn: ${worstWords(standing)}`,
  ];
  const down = burnDownOf(standing, `slo-${index}-down`, charts, language);
  const rate = burnRateOf(standing, `slo-${index}-rate`, charts, language);
  return `<article>
<h3>${charts.escapeXml(slo.id)}</h3>
<p>${facts.map(say).join(" · ")}</p>
<div class="pictures">
<figure><figcaption>${say(msg`Error budget left over the period (UTC)`)}</figcaption>${down}</figure>
<figure><figcaption>${say(msg`Burn rate per window, and the rate that pages or warns`)}</figcaption>${rate}</figure>
</div>
</article>`;
}

function burnDownOf(standing: Standing, id: string, charts: Charts, language: Language): string {
  const say = (message: Message): string => render(message, language);
  const { slo, budget, history } = standing;
  return charts.burnDown({
    words: {
      id,
      title: say(msg`${slo.id}: error budget over ${slo.window.text}`),
      description: say(
        budget.remaining === undefined
          ? msg`There are no data.`
          : msg`${percent(budget.remaining, 1)} of the error budget is left.`,
      ),
      noData: say(msg`no data`),
      exhausted: say(msg`exhausted`),
      now: say(msg`now`),
    },
    points: history.map(({ at, remaining }) => ({ at, remaining: remaining?.valueOf() })),
    start: budget.period.whole.start,
    end: budget.period.whole.end,
    now: budget.period.elapsed.end,
  });
}

function burnRateOf({ slo, burns }: Standing, id: string, charts: Charts, language: Language): string {
  const say = (message: Message): string => render(message, language);
  const rateOf = ({ asked, interval, usage }: Burn) => ({
    window: shortDuration(Math.max(asked, interval.end - interval.start)),
    rate: usage.rate?.valueOf(),
  });
  const stateOf = (each: PairBurn): string => {
    const factor = Number(each.pair.factor.valueOf().toFixed(2));
    return say(burnsTooFast(each) ? msg`(over ${factor}: fires)` : msg`(fires over ${factor})`);
  };
  return charts.burnRate({
    words: {
      id,
      title: say(msg`${slo.id}: burn rate per window`),
      description: say(msg`1 uses the error budget exactly within ${slo.window.text}.`),
      noData: say(msg`no data`),
    },
    rows: burns.map((each) => ({
      rates: [rateOf(each.long), rateOf(each.short)],
      bound: each.pair.factor.valueOf(),
      state: stateOf(each),
    })),
  });
}
