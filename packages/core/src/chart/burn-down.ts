import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { colors, element, escapeXml, label, picture, short, type Words } from "./svg.js";

/** What was left of a budget at a moment; nothing where no data reach. */
export interface BurnDownPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** 1 untouched, 0 exhausted, less than 0 overspent. */
  readonly remaining: number | undefined;
}

export interface BurnDown {
  readonly words: Words & {
    readonly exhausted: string;
    readonly now: string;
    readonly excluded: string;
    readonly reset: string;
  };
  /** In order of time. */
  readonly points: readonly BurnDownPoint[];
  /** The whole period, in milliseconds since 1970: a calendar month goes on after `now`. */
  readonly start: number;
  readonly end: number;
  readonly now: number;
  /** Times that do not count, each with its reason: shaded. */
  readonly excluded?: readonly { readonly start: number; readonly end: number; readonly why: string }[];
  /** When the budget began anew, and why: a line. */
  readonly reset?: { readonly at: number; readonly why: string } | undefined;
}

/** The size of the picture in user units. */
export const burnDownSize = { width: 360, height: 210 } as const;
const plot = { left: 48, right: 348, top: 14, bottom: 180 } as const;

/** The budget that is left, over the period: from 100 % down to the line of exhaustion, or below it. */
export function burnDown(given: BurnDown): string {
  const known = given.points.filter((point) => point.remaining !== undefined);
  const least = Math.min(0, ...known.map(({ remaining }) => remaining ?? 0));
  const x = scaleUtc([given.start, Math.max(given.end, given.start + 1)], [plot.left, plot.right]);
  const y = scaleLinear([least, 1], [plot.bottom, plot.top]).nice(4);
  const parts = [shades(given, x), valueAxis(y), timeAxis(x, given), zeroLine(y(0), given), resetLine(given, x)];
  if (known.length === 0) parts.push(empty(given.words.noData));
  else parts.push(curve(given, x, y));
  return picture(given.words, burnDownSize.width, burnDownSize.height, parts.join(""));
}

type Time = ReturnType<typeof scaleUtc<number>>;
type Share = ReturnType<typeof scaleLinear<number>>;

function valueAxis(y: Share): string {
  return y
    .ticks(5)
    .map((tick) => {
      const at = y(tick);
      const rule = element("line", { x1: plot.left, x2: plot.right, y1: at, y2: at, stroke: colors.grid });
      return rule + label(plot.left - 6, at + 4, `${short(tick * 100)} %`, { "text-anchor": "end" });
    })
    .join("");
}

/** Day and month, or the time of the day where the period is short; in UTC. */
function timeAxis(x: Time, { start, end }: BurnDown): string {
  const short = end - start < 2 * 86_400_000;
  const shown = (moment: Date): string =>
    moment.toISOString().slice(...(short ? ([11, 16] as const) : ([5, 10] as const)));
  return x
    .ticks(4)
    .map((tick) => {
      const at = Math.min(Math.max(x(tick), plot.left), plot.right);
      const mark = element("line", { x1: at, x2: at, y1: plot.bottom, y2: plot.bottom + 4, stroke: "currentColor" });
      const anchor = at > plot.right - 16 ? "end" : "middle";
      return mark + label(at, plot.bottom + 18, shown(tick), { "text-anchor": anchor });
    })
    .join("");
}

/** What does not count, from top to bottom; its reason is shown to who points at it, and the first is named. */
function shades({ excluded = [], start, end, words }: BurnDown, x: Time): string {
  const seen = excluded.filter((each) => each.end > start && each.start < end);
  const bands = seen.map((each) => {
    const from = Math.min(x(Math.max(each.start, start)), plot.right - 1);
    const to = Math.max(x(Math.min(each.end, end)), from + 1);
    return element(
      "rect",
      { class: "excluded", x: from, y: plot.top, width: to - from, height: plot.bottom - plot.top, fill: colors.shade },
      element("title", {}, escapeXml(each.why) || " "),
    );
  });
  const [first] = seen;
  return bands.join("") + (first === undefined ? "" : beside(x(Math.max(first.start, start)), 24, words.excluded));
}

/** Where the budget began anew: a line, and its reason to who points at it. */
function resetLine({ reset, start, end, words }: BurnDown, x: Time): string {
  if (reset === undefined || reset.at <= start || reset.at > end) return "";
  const at = x(reset.at);
  const rule = element(
    "line",
    { class: "reset", x1: at, x2: at, y1: plot.top, y2: plot.bottom, stroke: colors.second, "stroke-width": 2 },
    element("title", {}, escapeXml(reset.why) || " "),
  );
  return rule + beside(at, 38, words.reset);
}

/** Words beside a place of the time axis: after it where there is room, else before it. */
function beside(at: number, down: number, words: string): string {
  const room = plot.right - at > 80;
  return label(room ? at + 4 : at - 4, plot.top + down, words, { "text-anchor": room ? "start" : "end" });
}

/** The line at which the budget is gone: dashed, and named. */
function zeroLine(at: number, { words }: BurnDown): string {
  const rule = element("line", {
    x1: plot.left,
    x2: plot.right,
    y1: at,
    y2: at,
    stroke: colors.bound,
    "stroke-width": 1.5,
    "stroke-dasharray": "5 3",
  });
  return rule + label(plot.left + 4, at - 5, words.exhausted, { fill: colors.bound });
}

function curve({ points, words, now, end }: BurnDown, x: Time, y: Share): string {
  const known = (point: BurnDownPoint): boolean => point.remaining !== undefined;
  const across = (point: BurnDownPoint): number => x(point.at);
  const down = (point: BurnDownPoint): number => y(point.remaining ?? 0);
  const filled = area<BurnDownPoint>(across, y(0), down).defined(known)([...points]);
  const drawn = line<BurnDownPoint>(across, down).defined(known)([...points]);
  const last = points.findLast(known);
  const parts = [
    element("path", { d: filled ?? "", fill: colors.line, "fill-opacity": 0.15 }),
    element("path", {
      class: "budget",
      d: drawn ?? "",
      fill: "none",
      stroke: colors.line,
      "stroke-width": 2,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  ];
  if (last !== undefined)
    parts.push(element("circle", { cx: across(last), cy: down(last), r: 3.5, fill: colors.line }));
  if (now < end) {
    const at = x(now);
    parts.push(
      element("line", {
        x1: at,
        x2: at,
        y1: plot.top,
        y2: plot.bottom,
        stroke: "currentColor",
        "stroke-dasharray": "2 3",
      }),
    );
    parts.push(beside(at, 10, words.now));
  }
  return parts.join("");
}

const empty = (words: string): string =>
  label((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, words, {
    "text-anchor": "middle",
    "font-size": 14,
  });
