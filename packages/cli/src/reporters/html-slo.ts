import {
  budgetPicture,
  burnPicture,
  msg,
  render,
  visible,
  type Language,
  type loadCharts,
  type Message,
  type SloStatus,
} from "@release-gate/core";
import { excludedWords, leftWords, resetWords, shareWords, targetOf, worstWords } from "./slo-words.js";

type Charts = Awaited<ReturnType<typeof loadCharts>>;

/** An SLO with its pictures: how its budget went, and how fast it burns now. `index` makes the ids of the page unique. */
export function sloSection(status: SloStatus, index: number, charts: Charts, language: Language): string {
  const say = (message: Message): string => charts.escapeXml(render(message, language));
  const { slo } = status;
  const left = leftWords(status);
  const facts = [
    msg`${targetOf(status)} within ${slo.window.text}`,
    msg`error budget left: ${shareWords(status)}`,
    ...(left === undefined ? [] : [left]),
    msg`worst burn: ${worstWords(status)}`,
    ...[excludedWords(status), resetWords(status)].filter((words) => words !== undefined),
  ];
  const down = charts.burnDown(budgetPicture(status, `slo-${index}-down`, language));
  const rate = charts.burnRate(burnPicture(status, `slo-${index}-rate`, language));
  return `<article>
<h3>${charts.escapeXml(visible(slo.id))}</h3>
<p>${facts.map(say).join(" · ")}</p>
<div class="pictures">
<figure><figcaption>${say(msg`Error budget left over the period (UTC)`)}</figcaption>${down}</figure>
<figure><figcaption>${say(msg`Burn rate per window, and the rate that pages or warns`)}</figcaption>${rate}</figure>
</div>
</article>`;
}
