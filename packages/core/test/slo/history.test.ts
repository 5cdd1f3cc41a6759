import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetHistory, budgetOf, statusOf, type Slo, type Tallies } from "../../src/slo/index.js";
import { day, hour, now, sloOf, tallies } from "./slo-fixture.js";

const methods: readonly (readonly [string, Slo])[] = [
  ["Occurrences", sloOf({ target: 0.9, window: "1d" })],
  [
    "Timeslices",
    sloOf({ target: 0.9, window: "1d", method: "Timeslices", objective: "timeSliceTarget: 0.8, timeSliceWindow: 1h" }),
  ],
  [
    "RatioTimeslices",
    sloOf({ target: 0.9, window: "1d", method: "RatioTimeslices", objective: "timeSliceWindow: 1h" }),
  ],
];
/** A day of events every half an hour, 10 each, with these bad ones. */
const days = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 48, maxLength: 48 });
const dayOf = (bad: readonly number[]): Tallies =>
  tallies(day, hour / 2, (age) => [10 - (bad[age / (hour / 2)] ?? 0), 10]);
const valuesOf = (slo: Slo, given: Tallies, points: number) =>
  budgetHistory(slo, given, now, points).map(({ remaining }) => remaining?.valueOf());

describe.each(methods)("the history of a budget by %s", (_, slo) => {
  it("begins untouched, never rises, and ends at what the budget says is left", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), (bad, points) => {
        const given = dayOf(bad);
        const history = budgetHistory(slo, given, now, points);
        expect(history).toHaveLength(points + 1);
        expect(history[0]?.remaining?.valueOf()).toBe(1);
        expect(history.at(-1)?.remaining?.equals(budgetOf(slo, given, now).remaining ?? 0)).toBe(true);
        for (let i = 1; i < history.length; i++) {
          expect(history[i]!.remaining!.lte(history[i - 1]!.remaining!)).toBe(true);
          expect(history[i]!.at).toBeGreaterThan(history[i - 1]!.at);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("falls where the bad events are, by as much as they cost", () => {
    // All 20 events of the last but sixth hour are bad: 20 of 480 events, one of 24 slices; a tenth may be bad.
    const bad = Array.from({ length: 48 }, (_each, i) => (i === 10 || i === 11 ? 10 : 0));
    const values = valuesOf(slo, dayOf(bad), 24);
    expect(values.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 1));
    for (const value of values.slice(19)) expect(value).toBeCloseTo(1 - 1 / 24 / 0.1, 12);
  });
});

describe("the history of a budget", () => {
  const slo = sloOf({ target: 0.9, window: "1d" });

  it("is unknown where no data reach: before the first, after the last, in a hole", () => {
    const all = dayOf([]);
    const part = (all[0] ?? []).filter(({ at }) => {
      const age = now - at;
      return age < 18 * hour && age >= 3 * hour && !(age >= 8 * hour && age < 12 * hour);
    });
    const values = valuesOf(slo, [part], 24);
    expect(values.map((value) => (value === undefined ? "." : "x")).join("")).toBe("......xxxxxxxx..xxxxxxx..");
  });

  it("is unknown everywhere without data", () => {
    expect(valuesOf(slo, [[]], 4)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("adds up what the parts of a composite spend, each by its weight", () => {
    const [part] = slo.parts;
    const half = { ...part, weight: part.weight.div(2) };
    const composite: Slo = { ...slo, parts: [half, half] };
    const bad = Array.from({ length: 48 }, (_each, i) => i % 3);
    const [one] = dayOf(bad);
    const both = valuesOf(composite, [one ?? [], one ?? []], 12);
    for (const [i, value] of valuesOf(slo, dayOf(bad), 12).entries()) expect(both[i]).toBeCloseTo(value ?? NaN, 12);
  });
});

describe("how an SLO stands", () => {
  const slo = sloOf();

  it("names the pair of windows that burns most of what it may, not the fastest", () => {
    // Two hours ten times too fast: 10 of 14.4, 3.3 of 6, 0.8 of 3, 0.3 of 1.
    const given = tallies(3 * day, 5 * 60_000, (age) => (age < 2 * hour ? [990, 1000] : [1000, 1000]));
    const { worst, burns } = statusOf(slo, given, now);
    expect(burns.map(({ long }) => long.usage.rate?.valueOf().toFixed(2))).toEqual(["10.00", "3.33", "0.83", "0.28"]);
    expect(worst?.pair.long).toBe(hour);
    // A day of 2.5 times too fast is 83 % of the factor 3 of its pair.
    const slow = tallies(3 * day, 5 * 60_000, (age) => (age < day ? [997.5, 1000] : [1000, 1000]));
    expect(statusOf(slo, slow, now).worst?.pair.long).toBe(day);
  });

  it("leaves out excluded times and has no worst burn without data", () => {
    const given = tallies(day, hour, () => [0, 1000]);
    const exclusions = [{ start: now - 2 * day, end: now + 1, why: "load test" }];
    const { budget, worst } = statusOf(slo, given, now, { exclusions });
    expect([budget.remaining, worst]).toEqual([undefined, undefined]);
  });
});
