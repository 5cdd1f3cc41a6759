import { excludedSum, msg, render, visible, type Message, type SloStatus } from "@release-gate/core";
import type { OutputOptions } from "../flags.js";
import { padded, paintOf, widthOf, wrapped } from "../layout.js";
import { excludedWords, leftWords, resetWords, shareWords, targetOf, worstWords } from "./slo-words.js";

/** Columns of a bar and of a line. */
const barWidth = 16;
const gap = "  ";
/** Below this many columns, what a row says stands under each other. */
const tableFrom = 72;
const levels = "▁▂▃▄▅▆▇█";

/**
 * The error budgets: of each SLO what is left as a bar, in percent, minutes and events, the worst burn, and how the budget
 * of the period went. Says without colour what it says.
 */
export function sloTable(statuses: readonly SloStatus[], options: OutputOptions): string[] {
  if (statuses.length === 0) return [];
  const rows =
    options.width >= tableFrom ? wideRows(statuses, options) : statuses.flatMap((each) => narrowRow(each, options));
  const legend = render(lineLegend(statuses), options.language);
  return [...rows, paintOf(options.color).dim(wrapped(legend, options.width, ""))];
}

function wideRows(statuses: readonly SloStatus[], options: OutputOptions): string[] {
  const say = (message: Message | undefined): string =>
    message === undefined ? "" : render(message, options.language);
  const paint = paintOf(options.color);
  const details = statuses.flatMap((each) => [say(leftWords(each)), say(worstWords(each))]);
  const heads = { budget: say(msg`error budget left`), burn: say(msg`worst burn`) };
  const last = Math.max(...[...details, heads.burn].map((text) => widthOf(text)));
  const shareWidth = Math.max(...statuses.map((each) => widthOf(say(shareWords(each)))));
  const room = options.width - last - barWidth - shareWidth - 3 * gap.length;
  const firsts = statuses.flatMap((each) => [visible(each.slo.id), `${gap}${period(each, options)}`]);
  const first = Math.max(Math.min(room, Math.max(...firsts.map((text) => widthOf(text)))), 8);
  const row = (...[name, bar, share, detail]: readonly [string, string, string, string]): string =>
    [padded(name, first), padded(bar, barWidth), padded(share, shareWidth), detail].join(gap).trimEnd();
  const head = [padded("SLO", first), padded(heads.budget, barWidth + gap.length + shareWidth), heads.burn].join(gap);
  return [
    paint.dim(head),
    ...statuses.flatMap((each) => {
      // A name is never cut: one that is too long gets a line of its own.
      const long = widthOf(visible(each.slo.id)) > first;
      return [
        ...(long ? [wrapped(visible(each.slo.id), options.width, "")] : []),
        row(long ? "" : visible(each.slo.id), barOf(each), say(shareWords(each)), say(worstWords(each))),
        row(fitting(`${gap}${period(each, options)}`, first), lineOf(each, barWidth), "", say(leftWords(each))),
        ...markLines(each, options),
      ];
    }),
  ];
}

const fitting = (text: string, columns: number): string => (widthOf(text) > columns ? "" : text);

function narrowRow(status: SloStatus, options: OutputOptions): string[] {
  const say = (message: Message): string => render(message, options.language);
  const left = leftWords(status);
  const line = (text: string): string => wrapped(text, options.width, gap);
  return [
    wrapped(visible(status.slo.id), options.width, ""),
    line(`${barOf(status)} ${say(shareWords(status))}`),
    line(lineOf(status, barWidth)),
    line(period(status, options)),
    ...(left === undefined ? [] : [line(say(left))]),
    line(say(msg`worst burn: ${worstWords(status)}`)),
    ...markLines(status, options),
  ];
}

/** What does not count, and where the budget began anew. */
const markLines = (status: SloStatus, options: OutputOptions): string[] =>
  [excludedWords(status), resetWords(status)].flatMap((words) =>
    words === undefined ? [] : [wrapped(render(words, options.language), options.width, gap)],
  );

const period = (status: SloStatus, options: OutputOptions): string =>
  render(msg`${targetOf(status)} within ${status.slo.window.text}`, options.language);

/** A bar of what is left: full only where nothing is used, empty only where nothing is left. */
export function barOf({ budget, tooFew }: SloStatus, width = barWidth): string {
  if (budget.remaining === undefined || tooFew) return ".".repeat(width);
  const share = budget.remaining.valueOf();
  const filled = share <= 0 ? 0 : share >= 1 ? width : Math.min(width - 1, Math.max(1, Math.round(share * width)));
  return "█".repeat(filled) + "░".repeat(width - filled);
}

const marks = { excluded: "x", reset: "|" } as const;

/** What the characters of the lines mean, of those that are there. */
export function lineLegend(statuses: readonly SloStatus[]): Message {
  const lines = statuses.map((each) => lineOf(each)).join("");
  const [isExcluded, isReset] = [lines.includes(marks.excluded), lines.includes(marks.reset)];
  if (isExcluded && isReset)
    return msg`Over time: what was left; "." no data, "!" nothing, "x" does not count, "|" reset.`;
  if (isExcluded) return msg`Over time: what was left; "." no data, "!" nothing, "x" does not count.`;
  if (isReset) return msg`Over time: what was left; "." no data, "!" nothing, "|" reset.`;
  return msg`Over time: what was left; "." no data, "!" nothing.`;
}

/** What was left over the period, a character for each stretch of it, from 100 % at the top. */
export function lineOf({ history, budget, excluded, reset }: SloStatus, width = barWidth): string {
  const { start, end } = budget.period.elapsed;
  const edge = (i: number): number => start + (i * (end - start)) / width;
  return Array.from({ length: width }, (_, i) => {
    const stretch = { start: edge(i), end: edge(i + 1) };
    if (reset !== undefined && reset.at >= stretch.end) return ".";
    if (reset !== undefined && reset.at >= stretch.start) return marks.reset;
    if (2 * excludedSum(excluded, stretch).length >= stretch.end - stretch.start) return marks.excluded;
    // The end of each stretch: the last character is what is left now.
    const moment = history[Math.round(((i + 1) * (history.length - 1)) / width)];
    const share = moment?.remaining?.valueOf();
    if (share === undefined) return ".";
    return share <= 0 ? "!" : (levels[Math.min(7, Math.ceil(share * 8) - 1)] ?? "█");
  }).join("");
}
