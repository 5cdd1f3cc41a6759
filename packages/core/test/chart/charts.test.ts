import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burnDown, burnDownSize, burnRate, burnRateHeight, burnRateWidth, escapeXml } from "../../src/chart/index.js";

const day = 86_400_000;
const start = Date.UTC(2026, 9, 25);
const words = {
  id: "p",
  title: "t",
  description: "d",
  noData: "no data",
  exhausted: "exhausted",
  now: "now",
  excluded: "does not count",
  reset: "reset",
};
const remaining = fc.option(fc.double({ min: -50, max: 1, noNaN: true }), { nil: undefined });
const histories = fc.array(remaining, { minLength: 2, maxLength: 60 });
const periods = fc.integer({ min: 60_000, max: 400 * day });

const pointsOf = (values: readonly (number | undefined)[], length: number) =>
  values.map((value, i) => ({ at: start + (i * length) / (values.length - 1), remaining: value }));
const down = (values: readonly (number | undefined)[], length = 28 * day, now = start + length): string =>
  burnDown({ words, points: pointsOf(values, length), start, end: start + length, now });

/** Every place that a picture draws at: of lines, bars, circles, texts and the ends of curves. */
function places(svg: string): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [];
  for (const [, name = "", attributes = ""] of svg.matchAll(/<(line|rect|circle|text|path) ([^>]*)>/g)) {
    const numbers = Object.fromEntries(
      [...attributes.matchAll(/ ?([\w-]+)="(-?[\d.e+-]+)"/g)].map(([, key = "", value]) => [key, Number(value)]),
    );
    const { x = 0, y = 0, x1, x2 = 0, y1 = 0, y2 = 0, width = 0, height = 0, cx = 0, cy = 0 } = numbers;
    if (name === "path") found.push(...curve(/ d="([^"]*)"/.exec(` ${attributes}`)?.[1] ?? ""));
    else if (name === "circle") found.push({ x: cx, y: cy });
    else if (x1 !== undefined) found.push({ x: x1, y: y1 }, { x: x2, y: y2 });
    else found.push({ x, y }, { x: x + width, y: y + height });
  }
  return found;
}

const curve = (d: string): { x: number; y: number }[] =>
  [...d.matchAll(/(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
const line = (svg: string): { x: number; y: number }[] =>
  curve(/<path class="budget" d="([^"]*)"/.exec(svg)?.[1] ?? "");

function expectInside(svg: string, width: number, height: number): void {
  for (const { x, y } of places(svg)) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(height);
  }
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
}

describe("a burn-down picture", () => {
  it("draws every point inside the view box, whatever the values and the period", () => {
    fc.assert(
      fc.property(histories, periods, fc.double({ min: 0, max: 1, noNaN: true }), (values, length, passed) => {
        expectInside(down(values, length, start + passed * length), burnDownSize.width, burnDownSize.height);
      }),
    );
  });

  it("draws less budget never higher, and later never further left", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }), (values) => {
        const drawn = line(down(values));
        expect(drawn).toHaveLength(values.length);
        for (let i = 1; i < drawn.length; i++) {
          expect(drawn[i]!.x).toBeGreaterThanOrEqual(drawn[i - 1]!.x);
          const fallen = values[i]! <= values[i - 1]!;
          // Pictures round to thousandths of a unit.
          if (fallen) expect(drawn[i]!.y).toBeGreaterThanOrEqual(drawn[i - 1]!.y - 0.002);
          else expect(drawn[i]!.y).toBeLessThanOrEqual(drawn[i - 1]!.y + 0.002);
        }
      }),
    );
  });

  it("says that there are no data, and draws no curve, where there are none", () => {
    for (const svg of [
      down([undefined, undefined]),
      burnDown({ words, points: [], start, end: start + day, now: start }),
    ]) {
      expect(svg).toContain(">no data</text>");
      expect(svg).not.toContain("<path");
    }
  });

  it("leaves a gap where data are missing in between", () => {
    const svg = down([1, 0.9, undefined, 0.8, 0.7]);
    expect(/<path class="budget" d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(2);
    expect(line(svg)).toHaveLength(4);
  });

  it("marks the moment where a calendar period goes on", () => {
    expect(down([1, 0.9], 30 * day, start + 10 * day)).toContain(">now</text>");
    expect(down([1, 0.9])).not.toContain(">now</text>");
  });

  describe("shows what the budget rests on:", () => {
    const marked = (from: number, to: number, at: number): string =>
      burnDown({
        words,
        points: pointsOf([1, 0.5], 28 * day),
        start,
        end: start + 28 * day,
        now: start + 28 * day,
        excluded: [{ start: start + from, end: start + to, why: "backup & <load test>" }],
        reset: { at: start + at, why: "CTO" },
      });

    it("a shade over what does not count, as wide as it lasted, and a line where it began anew, both with their reason", () => {
      const svg = marked(7 * day, 14 * day, 21 * day);
      expect(svg).toContain('<rect class="excluded" x="123" y="14" width="75" height="166"');
      expect(svg).toContain("<title>backup &amp; &lt;load test&gt;</title></rect>");
      expect(svg).toMatch(/<line class="reset" x1="273" x2="273"[^>]*><title>CTO<\/title><\/line>/);
      expect(svg.match(/>does not count<|>reset</g)).toHaveLength(2);
    });

    it("nothing of other times", () => {
      expect(marked(-9 * day, -8 * day, -day)).not.toMatch(/class="(?:excluded|reset)"|>does not count<|>reset</);
      expect(down([1, 0.5])).not.toMatch(/class="(?:excluded|reset)"|>does not count<|>reset</);
    });

    it("inside the view box, however short or long it is", () => {
      const moment = fc.integer({ min: -40 * day, max: 40 * day });
      fc.assert(
        fc.property(moment, moment, moment, (a, b, c) => {
          expectInside(marked(Math.min(a, b), Math.max(a, b), c), burnDownSize.width, burnDownSize.height);
        }),
      );
    });
  });

  it("is the same text for the same values", () => {
    expect(down([1, 0.5, -0.2])).toBe(down([1, 0.5, -0.2]));
  });
});

describe("a burn-rate picture", () => {
  const rate = fc.option(fc.double({ min: 0, max: 100_000, noNaN: true }), { nil: undefined });
  const rows = fc.array(
    fc.record({
      rates: fc.tuple(rate, rate).map(([a, b]) => [
        { window: "1h", rate: a },
        { window: "5m", rate: b },
      ]),
      bound: fc.double({ min: 0.01, max: 1000, noNaN: true }),
      state: fc.constant("quiet"),
    }),
    { maxLength: 6 },
  );

  it("draws every bar and bound inside the view box", () => {
    fc.assert(
      fc.property(rows, (given) =>
        expectInside(burnRate({ words, rows: given }), burnRateWidth, burnRateHeight(given)),
      ),
    );
  });

  it("makes a faster burn a longer bar, and one above the bound a bar that passes its mark", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2000, noNaN: true }),
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        (value, bound) => {
          const given = [
            {
              rates: [
                { window: "1h", rate: value },
                { window: "5m", rate: bound },
              ],
              bound,
              state: "",
            },
          ];
          const svg = burnRate({ words, rows: given });
          const ends = [...svg.matchAll(/class="rate" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(
            ([, x, width]) => Number(x) + Number(width),
          );
          const mark = Number(/class="bound" x1="([\d.]+)"/.exec(svg)?.[1]);
          expect(ends[1]).toBeCloseTo(mark, 1);
          if (value > bound) expect(ends[0]).toBeGreaterThanOrEqual(mark - 0.02);
          else expect(ends[0]).toBeLessThanOrEqual(mark + 0.02);
        },
      ),
    );
  });

  it("says so where there are no windows or no data", () => {
    expect(burnRate({ words, rows: [] })).toContain(">no data</text>");
    const none = [{ rates: [{ window: "1h", rate: undefined }], bound: 14.4, state: "" }];
    expect(burnRate({ words, rows: none })).toContain("1h: no data");
    expect(burnRate({ words, rows: none })).not.toContain("<rect");
  });
});

describe("every picture", () => {
  const hostile = `"><script>alert(1)</script>&'\u0000\uD800`;

  it("escapes the words it is given", () => {
    const given = {
      id: hostile,
      title: hostile,
      description: hostile,
      noData: hostile,
      exhausted: hostile,
      now: hostile,
      excluded: hostile,
      reset: hostile,
    };
    const marks = {
      excluded: [{ start, end: start + day, why: hostile }],
      reset: { at: start + 1, why: hostile },
    };
    const row = { rates: [{ window: hostile, rate: 1 }], bound: 2, state: hostile };
    for (const svg of [
      burnDown({ words: given, points: [], start, end: start + day, now: start, ...marks }),
      burnRate({ words: given, rows: [row] }),
    ]) {
      expect(svg).not.toContain("<script");
      expect(svg).not.toContain("\0");
      expect(svg).not.toMatch(/\p{Cs}/u);
      expect(svg).toContain("&lt;script&gt;");
    }
    expect(escapeXml("日本🚀")).toBe("日本🚀");
  });

  it("has a title and a description that it is labelled by", () => {
    for (const svg of [down([1, 0.5]), burnRate({ words, rows: [] })]) {
      expect(svg).toContain('role="img" aria-labelledby="p-title p-description"');
      expect(svg).toContain('<title id="p-title">t</title><desc id="p-description">d</desc>');
    }
  });
});
