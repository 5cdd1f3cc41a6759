import { scaleSymlog } from "d3-scale";
import { colors, element, label, picture, short, type Words } from "./svg.js";

/** How fast a budget burns over one window. */
export interface WindowRate {
  /** "1h" */
  readonly window: string;
  /** 1 uses the budget exactly within the period; undefined without data. */
  readonly rate: number | undefined;
}

/** The windows that are judged together, and the rate that they may not all exceed. */
export interface BurnRateRow {
  readonly rates: readonly WindowRate[];
  readonly bound: number;
  /** Words for what the row says: "fires", "quiet". */
  readonly state: string;
}

export interface BurnRate {
  readonly words: Words;
  readonly rows: readonly BurnRateRow[];
}

export const burnRateWidth = 360;
const plot = { left: 40, right: 344, top: 4 } as const;
const heights = { heading: 20, bar: 12, gap: 10, axis: 26 } as const;

/** The height of the picture for these rows, in user units. */
export const burnRateHeight = (rows: readonly BurnRateRow[]): number =>
  plot.top +
  Math.max(
    60,
    rows.reduce((sum, row) => sum + rowHeight(row), 0),
  ) +
  heights.axis;

const rowHeight = ({ rates }: BurnRateRow): number => heights.heading + rates.length * heights.bar + heights.gap;

/**
 * The burn rate of each window as a bar, and the bound of those that are judged together as a mark across them. The scale is
 * linear near 0 and logarithmic above 1, as rates of 0.1 and of 1000 both matter.
 */
export function burnRate({ words, rows }: BurnRate): string {
  const height = burnRateHeight(rows);
  const bottom = height - heights.axis;
  const shown = rows.flatMap(({ rates, bound }) => [bound, ...rates.map(({ rate }) => rate ?? 0)]);
  const x = scaleSymlog([0, Math.max(2, ...shown) * 1.1], [plot.left, plot.right]).constant(1);
  const parts = [axis(x, bottom)];
  let top: number = plot.top;
  for (const row of rows) {
    parts.push(rowOf(row, x, top, words.noData));
    top += rowHeight(row);
  }
  if (rows.length === 0) {
    const middle = (plot.left + plot.right) / 2;
    parts.push(label(middle, bottom / 2, words.noData, { "text-anchor": "middle", "font-size": 14 }));
  }
  return picture(words, burnRateWidth, height, parts.join(""));
}

type Rate = ReturnType<typeof scaleSymlog<number>>;

function rowOf({ rates, bound, state }: BurnRateRow, x: Rate, top: number, noData: string): string {
  const at = x(bound);
  const first = top + heights.heading;
  const last = first + rates.length * heights.bar;
  const said = rates.map(({ window, rate }) => `${window}: ${rate === undefined ? noData : short(rate)}`).join(" · ");
  const bars = rates.map(({ window, rate }, i) => {
    const y = first + i * heights.bar;
    const name = label(plot.left - 6, y + heights.bar - 3, window, { "text-anchor": "end", "font-size": 11 });
    if (rate === undefined) return name;
    const width = Math.max(0, x(rate) - plot.left);
    const fill = i === 0 ? colors.line : colors.second;
    return name + element("rect", { class: "rate", x: plot.left, y: y + 1, width, height: heights.bar - 2, fill });
  });
  const mark = element("line", {
    class: "bound",
    x1: at,
    x2: at,
    y1: first - 3,
    y2: last + 3,
    stroke: colors.bound,
    "stroke-width": 2,
  });
  const heading = label(plot.left, top + 13, `${said} ${state}`);
  return heading + bars.join("") + mark;
}

/** 0, 1, 2, 5, 10, ... as far as they have room. */
function axis(x: Rate, bottom: number): string {
  const [, most = 1] = x.domain();
  const marks = [0];
  for (let power = 1; power <= most; power *= 10) marks.push(...[1, 2, 5].map((step) => step * power));
  let room = -Infinity;
  return marks
    .filter((mark) => mark <= most)
    .map((mark) => {
      const at = x(mark);
      if (at - room < 26) return "";
      room = at;
      const rule = element("line", { x1: at, x2: at, y1: plot.top, y2: bottom, stroke: colors.grid });
      return rule + label(at, bottom + 16, String(mark), { "text-anchor": "middle" });
    })
    .join("");
}
