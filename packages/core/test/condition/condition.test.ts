import { describe, expect, it } from "vitest";
import {
  evaluate,
  parseBound,
  parseCondition,
  readCondition,
  type EvaluateOptions,
  type Evaluation,
  type Sample,
} from "../../src/condition/index.js";
import { exact } from "../../src/metrics/index.js";
import { UserError } from "../../src/text/user-error.js";

const now = Date.UTC(2026, 10, 22, 1);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const run = (text: string, samples: readonly Sample[], options: Partial<EvaluateOptions> = {}): Evaluation => {
  const condition = parseCondition(text);
  if (condition === undefined) throw new Error(`no condition: ${text}`);
  return evaluate(condition, samples, { now, ...options });
};
/** Samples every `step` over `length` up to now. */
const every = (step: number, length: number, value: (age: number) => number): Sample[] =>
  Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => ({
    at: now - length + i * step,
    value: exact(value(length - i * step)),
  }));
const one = (value: number, baseline?: number): Sample[] => [
  { at: now, value: exact(value), ...(baseline === undefined ? {} : { baseline: exact(baseline) }) },
];

describe("bounds", () => {
  it.each([
    ["> 1 %", "gt", "absolute", 0.01, "ratio"],
    ["above 1%", "gt", "absolute", 0.01, "ratio"],
    ["<= 2.5 s", "lte", "absolute", 2500, "duration"],
    ["< 500ms", "lt", "absolute", 500, "duration"],
    [">= 0.99", "gte", "absolute", 0.99, "number"],
    ["> 10 per minute", "gt", "absolute", 10, "rate"],
    ["<= +20 %", "lte", "change", 0.2, "number"],
    ["> -10%", "gt", "change", -0.1, "number"],
    ["> 2x", "gt", "factor", 2, "number"],
    ["<= +0.5 pp", "lte", "points", 0.005, "ratio"],
  ])("%s", (text, op, base, value, dimension) => {
    const bound = parseBound(text);
    expect(bound).toMatchObject({ op, base, dimension });
    expect(bound?.value.valueOf()).toBe(value);
  });

  it.each(["1 %", "> one", "> 5 parsecs", "> +5", "> -2x", "", "> +5 s"])("%j is none", (text) => {
    expect(parseBound(text)).toBeUndefined();
  });

  it("1.1 % against 0.6 % is 0.5 points exactly, which is not more, though doubles say 0.5000000000000001", () => {
    expect(run("> +0.5 pp", one(0.011, 0.006)).state).toBe("unmet");
    expect(run("> +0.5 pp", one(0.0111, 0.006)).state).toBe("met");
    expect(run("> +0.5 pp", one(0.023, 0.018)).state).toBe("unmet");
    expect(run(">= +0.5 pp", one(0.023, 0.018)).state).toBe("met");
  });

  it("110 ms against 100 ms is exactly 10 % and passes, 110.1 does not", () => {
    expect(run("> +10 %", one(110, 100)).state).toBe("unmet");
    expect(run("> +10 %", one(110.1, 100)).state).toBe("met");
  });

  it("twice the baseline is not more than twice", () => {
    expect(run("> 2x", one(600, 300)).state).toBe("unmet");
    expect(run("> 2x", one(601, 300)).state).toBe("met");
  });

  it("relative to a baseline that is missing is unknown", () => {
    expect(run("> 2x", one(600))).toMatchObject({ state: "unknown", reason: "no-baseline" });
  });
});

describe("sustained for a duration", () => {
  it("1.01 % for 4 min 59 s does not roll back, for 5 min it does, and exactly 1 % never", () => {
    const breach = (length: number, value = 0.0101): Sample[] =>
      every(second, 10 * minute, (age) => (age <= length ? value : 0.001));
    expect(run("> 1 % for 5 minutes", breach(4 * minute + 59 * second)).state).toBe("unmet");
    expect(run("> 1 % for 5 minutes", breach(5 * minute)).state).toBe("met");
    expect(run("> 1 % for 5 minutes", breach(10 * minute, 0.01)).state).toBe("unmet");
  });

  it("a single good sample breaks it", () => {
    expect(
      run(
        "> 1 % for 5 minutes",
        every(minute, 10 * minute, (age) => (age === 2 * minute ? 0 : 0.05)),
      ),
    ).toMatchObject({ state: "unmet", earliest: now + 4 * minute });
  });

  it("the first sample counts for the time it covers", () => {
    const covered = every(15 * minute, 45 * minute, () => 0.05).map((sample) => ({ ...sample, span: 15 * minute }));
    expect(run("> 1 % for 1h", covered).state).toBe("met");
    expect(run("> 1 % for 61 minutes", covered).state).toBe("unmet");
  });

  it("over 24 h a gap breaks nothing, but more missing samples than tolerated leave it unknown", () => {
    const samples = every(15 * minute, day, () => 0.9);
    const without = (count: number): Sample[] => samples.filter((_, i) => i < 40 || i >= 40 + count);
    const gaps = { step: 15 * minute, tolerate: 2 };
    expect(run("< 99.5 % for 24h", samples, { gaps }).state).toBe("met");
    expect(run("< 99.5 % for 24h", without(2), { gaps }).state).toBe("met");
    expect(run("< 99.5 % for 24h", without(3), { gaps })).toMatchObject({ state: "unknown", reason: "partial-range" });
  });

  it("is unknown where the newest sample is too old, and where there is none", () => {
    const old = every(minute, hour, () => 1).map((sample) => ({ ...sample, at: sample.at - 10 * minute }));
    expect(run("> 1 % for 5 minutes", old, { gaps: { step: minute } })).toMatchObject({
      state: "unknown",
      reason: "stale",
    });
    expect(run("> 1 % for 5 minutes", [])).toMatchObject({ state: "unknown", reason: "no-data" });
    expect(run("> 1 %", [{ at: now + 1, value: exact(1) }])).toMatchObject({ state: "unknown", reason: "no-data" });
  });
});

describe("continuously", () => {
  it.each([
    "<= 2.5 s for 24 h",
    "<= 2.5 s continuously for 24 hours",
    "<= 2.5 s sustained for 1 day",
    "<= 2500 ms for 1440 minutes",
  ])("%s: a whole day without a break, up to now", (text) => {
    const day24 = (bad: number): Sample[] => every(15 * minute, 25 * hour, (age) => (age === bad ? 2501 : 2500));
    expect(run(text, day24(-1)).state).toBe("met");
    expect(run(text, day24(24.25 * hour)).state).toBe("met");
    expect(run(text, day24(23.75 * hour))).toMatchObject({ state: "unmet", earliest: now + 30 * minute });
    expect(
      run(
        text,
        every(15 * minute, 23 * hour, () => 2500),
      ).state,
    ).toBe("unmet");
  });
});

describe("counts per minute", () => {
  it.each(["> 10 per minute for 5 minutes", "> 10/min for 5 minutes"])("%s", (text) => {
    expect(
      run(
        text,
        every(minute, 10 * minute, () => 10),
      ).state,
    ).toBe("unmet");
    expect(
      run(
        text,
        every(minute, 10 * minute, () => 11),
      ).state,
    ).toBe("met");
  });
});

describe("times a day of a zone", () => {
  // 01:00 UTC is 10:00 in Tokyo: its day began at 15:00 UTC the day before.
  const zone = "Asia/Tokyo";
  const breaches = (ages: readonly number[]): Sample[] =>
    every(15 * minute, day, (age) => (ages.includes(age) ? 3000 : 1000));

  it("two breaches do not roll back, three do", () => {
    expect(run("> 2.5 s 3 times a day", breaches([hour, 2 * hour]), { zone }).state).toBe("unmet");
    expect(run("> 2.5 s 3 times a day", breaches([hour, 2 * hour, 3 * hour]), { zone })).toMatchObject({
      state: "met",
      held: 3,
    });
  });

  it("breaches on both sides of midnight are of two days", () => {
    expect(run("> 2.5 s 3 times a day", breaches([hour, 9 * hour, 11 * hour]), { zone }).state).toBe("unmet");
    expect(run("> 2.5 s 3 times a day", breaches([hour, 9 * hour, 10 * hour]), { zone }).state).toBe("met");
  });

  it("missing samples that could be breaches leave it unknown", () => {
    const samples = breaches([hour, 2 * hour]).filter((_, i) => i % 2 === 0);
    expect(run("> 2.5 s 3 times a day", samples, { zone, gaps: { step: 15 * minute } })).toMatchObject({
      state: "unknown",
      reason: "partial-range",
    });
  });

  it("rolling: within the last two hours, whatever the day", () => {
    expect(run("> 2.5 s 2 times within 2h", breaches([0, hour])).state).toBe("met");
    expect(run("> 2.5 s 2 times within 2h", breaches([0, 2 * hour])).state).toBe("unmet");
  });
});

describe("days in a row", () => {
  const zone = "Asia/Tokyo";
  const good = (value: (age: number) => number): Sample[] => every(hour, 8 * day, value);

  it("five whole days are needed; today does not count", () => {
    expect(
      run(
        "<= 2.5 s 5 days in a row",
        good(() => 2500),
        { zone },
      ).state,
    ).toBe("met");
    // Five days ago at 10:00 in Tokyo is in the fifth day before today.
    expect(
      run(
        "<= 2.5 s 5 days in a row",
        good((age) => (age === 5 * day ? 2501 : 2500)),
        { zone },
      ),
    ).toMatchObject({ state: "unmet", earliest: Date.UTC(2026, 10, 22, 15) });
    expect(
      run(
        "<= 2.5 s 5 days in a row",
        good((age) => (age === 6 * day ? 2501 : 2500)),
        { zone },
      ).state,
    ).toBe("met");
    expect(
      run(
        "<= 2.5 s 5 days in a row",
        good((age) => (age === hour ? 2501 : 2500)),
        { zone },
      ).state,
    ).toBe("met");
  });

  it("are days of the zone: one of 23 hours, when clocks go forward, is whole", () => {
    // In New York clocks went forward on 2026-03-08. At noon of the 10th the last two days are the 8th and the 9th.
    const moment = Date.UTC(2026, 2, 10, 16);
    const hourly = (bad: number): Sample[] =>
      Array.from({ length: 100 }, (_, i) => ({
        at: moment - i * hour,
        value: exact(moment - i * hour === bad ? 3000 : 1000),
      }));
    const options = { now: moment, zone: "America/New_York", gaps: { step: hour } };
    const state = (bad: number): string => run("<= 2.5 s 2 days in a row", hourly(bad), options).state;
    expect(state(0)).toBe("met");
    // The 8th began at 05:00 UTC (midnight before the change) and the 9th at 04:00 UTC.
    expect([state(Date.UTC(2026, 2, 8, 5)), state(Date.UTC(2026, 2, 8, 4))]).toEqual(["unmet", "met"]);
    expect([state(Date.UTC(2026, 2, 10, 3)), state(Date.UTC(2026, 2, 10, 4))]).toEqual(["unmet", "met"]);
  });

  it("four days and a day without data are not five", () => {
    const gap = good(() => 1000).filter(({ at }) => at < now - 3 * day - 10 * hour || at >= now - 2 * day - 10 * hour);
    expect(run("<= 2.5 s 5 days in a row", gap, { zone })).toMatchObject({ state: "unknown", reason: "no-data" });
  });
});

describe("a text that is no condition", () => {
  it("is an error at its place, with the unit that was meant", () => {
    const place = { path: "release-gate.yaml", line: 3, column: 9 };
    expect(() => readCondition("> 5 sx for 5 minutes", place)).toThrow(UserError);
    expect(() => readCondition("> 1 % for ever", place)).toThrow('"> 1 % for ever" is not a condition.');
  });
});
