import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coverageOf,
  gather,
  noNumber,
  parseSnapshotLine,
  samplesOf,
  sumOf,
  within,
  type Row,
  type Selector,
  type Series,
} from "../../src/metrics/index.js";
import { english } from "../../src/text/message.js";
import { UserError } from "../../src/text/user-error.js";

const place = { path: "m.jsonl", line: 7, column: 1 };
const parse = (value: unknown): Row | typeof noNumber | undefined =>
  parseSnapshotLine(typeof value === "string" ? value : JSON.stringify(value), place);
const ts = "2026-11-22T01:00:00Z";
const now = Date.UTC(2026, 10, 22, 1);
const minute = 60_000;

function failure(value: unknown): UserError {
  try {
    parse(value);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(value)}`);
}

describe("a snapshot's line", () => {
  it.each([
    [
      { ts, metric: "m", good: 99, total: 100 },
      { kind: "counts", good: 99, bad: 1, total: 100 },
    ],
    [
      { ts, metric: "m", bad: 1, total: 100 },
      { kind: "counts", good: 99, bad: 1, total: 100 },
    ],
    [
      { ts, metric: "m", good: 5, bad: 5 },
      { kind: "counts", good: 5, bad: 5, total: 10 },
    ],
    [
      { ts, metric: "m", value: 3, type: "count" },
      { kind: "count", value: 3 },
    ],
    [
      { ts, metric: "m", value: 0.5 },
      { kind: "gauge", value: 0.5 },
    ],
    [
      { ts, metric: "m", value: "12.5" },
      { kind: "gauge", value: 12.5 },
    ],
    [
      { ts, metric: "m", value: 1200, type: "counter" },
      { kind: "counter", value: 1200 },
    ],
    [
      { ts, metric: "m", buckets: { "0.5": 33, "+Inf": 35, "0.1": 24 }, sum: 9 },
      { kind: "histogram", bounds: [0.1, 0.5, Infinity], counts: [24, 33, 35], sum: 9 },
    ],
    [
      { ts, event: "autosave.save.completed", durationMs: 1834, result: "success" },
      { kind: "event", name: "autosave.save.completed", duration: 1834, labels: { result: "success" } },
    ],
    [
      { ts, event: "e", duration: "1.8 s" },
      { kind: "event", duration: 1800 },
    ],
    [
      { ts: now / 1000, metric: "m", value: 1, track: "canary", labels: { code: 200 }, window: "15m" },
      { at: now, span: 900_000, labels: { track: "canary", code: "200" } },
    ],
    [
      { ts: now, metric: "m", value: 1 },
      { at: now, span: 0 },
    ],
    [{ ts: "2026-11-22T10:00:00+09:00", metric: "m", value: 1 }, { at: now }],
  ])("%j", (line, expected) => {
    expect(parse(line)).toMatchObject(expected);
  });

  it("that is blank is no row, and one without a number is a missing sample, never a good one", () => {
    expect(parse("")).toBeUndefined();
    expect(parse("  \r")).toBeUndefined();
    for (const value of [null, "NaN", "+Inf", "-Inf"]) expect(parse({ ts, metric: "m", value })).toBe(noNumber);
    expect(parse({ ts, metric: "m", good: null, total: null })).toBe(noNumber);
  });

  it("B23: good and bad that are null are not known, and no zeros; neither says how many there were in all", () => {
    expect(parse({ ts, metric: "m", good: 5, bad: 5 })).toMatchObject({ total: 10, good: 5 });
    for (const part of [
      { good: null, bad: 15 },
      { good: 15, bad: null },
      { good: null, bad: null },
    ])
      expect(parse({ ts, metric: "m", ...part })).toBe(noNumber);
    for (const part of [{ good: 15 }, { bad: 15 }])
      expect(parse({ ts, metric: "m", ...part })).toEqual({
        ...{ kind: "counts", at: Date.parse(ts), span: 0, name: "m", labels: {} },
        ...part,
      });
    expect(failure({ ts, metric: "m", good: -1, bad: -1 }).message).toContain("cannot be negative");
  });

  it.each([
    ["{broken", "This line is not JSON."],
    ['{"ts":"2026-11-22T01:00:00Z","metric":"m","value":NaN}', "This line is not JSON."],
    ["<html>", "This line is not JSON."],
    ["[1]", "This line is not a JSON object."],
    ["3", "This line is not a JSON object."],
    [{ metric: "m", value: 1 }, "This row has no time."],
    [{ ts: "2026-11-22T01:00:00", metric: "m", value: 1 }, 'The time "2026-11-22T01:00:00" is not a moment.'],
    [{ ts: "yesterday", metric: "m", value: 1 }, 'The time "yesterday" is not a moment.'],
    [{ ts, value: 1 }, "This row names no metric."],
    [{ ts, metric: "m" }, "This row has no number."],
    [{ ts, metric: "m", value: "many" }, 'The value of "value" must be a number.'],
    [{ ts, metric: "m", value: 1, type: "guage" }, 'The type "guage" of a sample is not known.'],
    [{ ts, metric: "m", good: 5, total: 4 }, "There cannot be more good or bad events than 4 in total."],
    [{ ts, metric: "m", good: -1, total: 4 }, '"good" counts events and cannot be negative.'],
    [{ ts, metric: "m", value: 1, window: "soon" }, 'The window "soon" is not a duration.'],
    [{ ts, event: "e", duration: 3 }, "The duration 3 has no unit."],
    [
      { ts, metric: "m", buckets: { "0.1": 3, "+Inf": 2 } },
      'The counts of "buckets" must not fall from bound to bound, and the last bound must be "+Inf".',
    ],
    [
      { ts, metric: "m", buckets: { "0.1": 3 } },
      'The counts of "buckets" must not fall from bound to bound, and the last bound must be "+Inf".',
    ],
  ])("%j is refused with its line", (line, text) => {
    const error = failure(line);
    expect(english(error.text)).toBe(text);
    expect(error.place).toEqual(place);
  });

  it("never fails otherwise, whatever the JSON", () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            ts: fc.anything(),
            metric: fc.anything(),
            value: fc.anything(),
            buckets: fc.anything(),
            labels: fc.anything(),
          },
          { requiredKeys: [] },
        ),
        (value) => {
          try {
            parse(value);
          } catch (error) {
            return error instanceof UserError;
          }
          return true;
        },
      ),
    );
  });
});

const gathered = (
  rows: readonly object[],
  selector: Selector,
  options = { now },
): { series: Series; notes: object } => {
  const gathering = gather(new Map([["s", selector]]), options);
  for (const row of rows) {
    const parsed = parse({ ts, metric: "m", ...row });
    if (parsed !== undefined && parsed !== noNumber) gathering.add(parsed);
  }
  return { series: gathering.series().get("s") ?? { points: [] }, notes: gathering.notes() };
};
const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();
const total: Selector = { name: "m", take: "total" };

describe("series", () => {
  it("add up what happens in the same minute, over all tags that are not asked for", () => {
    const { series } = gathered(
      [
        { ts: ago(0), good: 1, total: 2, labels: { pod: "a" } },
        { ts: ago(0.5), good: 3, total: 3, labels: { pod: "b" } },
        { ts: ago(1), total: 7 },
      ],
      total,
    );
    expect(series.points.map(({ at, sum }) => [(now - at) / minute, sum])).toEqual([
      [1, 7],
      [0, 5],
    ]);
  });

  it("take only rows with the labels asked for", () => {
    const rows = [
      { value: 1, type: "count", labels: { code: "200" } },
      { ts: ago(1), value: 5, type: "count", labels: { code: "500" } },
      { ts: ago(2), value: 9, type: "count" },
    ];
    expect(sumOf(gathered(rows, { ...total, labels: { code: ["200", "204"] } }).series.points)).toBe(1);
    expect(sumOf(gathered(rows, { ...total, labels: { code: "500" } }).series.points)).toBe(5);
  });

  it("of a counter are its increases; after a restart it counts from zero", () => {
    const readings = [100, 160, 10, 30].map((value, i) => ({ ts: ago(3 - i), value, type: "counter" }));
    const { series, notes } = gathered(readings, total);
    expect(series.points.map(({ sum }) => sum)).toEqual([60, 10, 20]);
    expect(notes).toMatchObject({ resets: 1 });
  });

  it("of counters are kept apart by their labels", () => {
    const rows = [
      ["a", 100, 2],
      ["b", 5, 2],
      ["a", 130, 1],
      ["b", 6, 1],
    ].map(([pod, value, age]) => ({ ts: ago(Number(age)), value, type: "counter", labels: { pod } }));
    expect(sumOf(gathered(rows, total).series.points)).toBe(31);
  });

  it("count a repeated row once and leave out what is later than now, and say so", () => {
    const { series, notes } = gathered(
      [
        { value: 4, type: "count" },
        { value: 4, type: "count" },
        { ts: ago(-5), value: 9, type: "count" },
      ],
      total,
    );
    expect(sumOf(series.points)).toBe(4);
    expect(notes).toEqual({ future: 1, duplicates: 1, contradictions: 0, outOfOrder: 0, resets: 0, odd: [] });
  });

  it("put a counter's readings in order, whatever the order they come in", () => {
    const { series, notes } = gathered(
      [
        { ts: ago(2), value: 10, type: "counter" },
        { ts: ago(0), value: 30, type: "counter" },
        { ts: ago(1), value: 20, type: "counter" },
      ],
      total,
    );
    expect(series.points.map(({ sum }) => sum)).toEqual([10, 10]);
    expect(notes).toMatchObject({ outOfOrder: 0, resets: 0 });
  });

  it("of events count every one, also at the same moment, and those within a bound", () => {
    const events = [1000, 2500, 2500.1, 4000].map((durationMs) => ({ metric: undefined, event: "save", durationMs }));
    const selector: Selector = { name: "save", take: "value", when: { op: "lte", value: 2500 } };
    const { series } = gathered(events, selector);
    expect([sumOf(series.points), samplesOf(series.points)]).toEqual([2, 4]);
  });

  it("of a histogram count what is within one of its bounds; another bound is told with those it has", () => {
    const row = { buckets: { "0.1": 24, "0.5": 33, "+Inf": 35 } };
    const within = (value: number) => gathered([row], { name: "m", take: "value", when: { op: "lte", value } });
    expect([0.1, 0.5].map((bound) => sumOf(within(bound).series.points))).toEqual([24, 33]);
    for (const bound of [0.05, 0.3, 100]) {
      expect(within(bound).series.points).toEqual([]);
      expect(within(bound).notes).toMatchObject({
        odd: [{ kind: "no-bound", name: "m", bounds: [0.1, 0.5, Infinity] }],
      });
    }
  });

  it("end at now and at whole minutes before it, so that a window of minutes is exact at any second", () => {
    const odd = now + 17_500;
    const rows = [0, 1, 2, 3, 4, 5].map((i) => ({
      ts: new Date(odd - i * minute).toISOString(),
      value: 1,
      type: "count",
    }));
    const { series } = gathered(rows, total, { now: odd });
    expect(sumOf(within(series, { start: odd - 5 * minute, end: odd }))).toBe(5);
  });

  it("gather many rows in little memory: a point per minute", () => {
    const gathering = gather(new Map([["s", total]]), { now });
    for (let i = 0; i < 200_000; i++)
      gathering.add({ kind: "event", at: now - (i % 3_600_000), span: 0, name: "m", labels: {} });
    const points = gathering.series().get("s")?.points ?? [];
    expect(points.length).toBeLessThanOrEqual(60);
    expect(sumOf(points)).toBe(200_000);
  });
});

describe("coverage", () => {
  const point = (age: number, span = 5): { at: number; span: number; sum: number; samples: number } => ({
    at: now - age * minute,
    span: span * minute,
    sum: 1,
    samples: 1,
  });
  const interval = { start: now - 60 * minute, end: now };

  it("is 1 without gaps, counts gaps, and starts where the data start", () => {
    const full = Array.from({ length: 12 }, (_, i) => point(55 - 5 * i));
    expect(coverageOf(full, interval)).toBe(1);
    expect(
      coverageOf(
        full.filter((_, i) => i !== 3 && i !== 4 && i !== 5),
        interval,
      ),
    ).toBe(0.75);
    expect(coverageOf(full.slice(6), interval)).toBe(1);
  });

  it("is unknown where rows do not say what they cover", () => {
    expect(coverageOf([point(9, 0), point(2, 0)], interval)).toBeUndefined();
    expect(coverageOf([], interval)).toBeUndefined();
  });
});
