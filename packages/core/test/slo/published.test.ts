// Published numbers: The Site Reliability Workbook ch. 5, sloth's and Pyrra's tests, slo-generator's documentation, OpenSLO's
// budgeting example. The names B1 to B23 are those of spec/gates.md.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  budgetOf,
  burnOf,
  burnPairs,
  exact,
  exhaustionOf,
  factorOf,
  fastest,
  pairsOf,
  pyrra28d,
  sloth28d,
  sloth7d,
  spentOf,
  strictest,
  workbook,
} from "../../src/slo/index.js";
import { day, hour, minute, now, sloOf, tallies } from "./slo-fixture.js";

const period = 30 * day;

describe("the SRE workbook's arithmetic", () => {
  it.each([
    [1, 30 * day],
    [2, 15 * day],
    [10, 3 * day],
    [1000, 43.2 * minute],
  ])("a burn rate of %d exhausts 30 days' budget in %d ms", (rate, expected) => {
    expect(exhaustionOf(exact(rate), period)).toBe(expected);
  });

  it.each([
    ["0.02", hour, 14.4],
    ["0.05", 6 * hour, 6],
    ["0.1", day, 3],
    ["0.1", 3 * day, 1],
    ["0.05", hour, 36],
  ])("%s of 30 days within %d ms is a burn rate of %d", (spend, long, factor) => {
    expect(factorOf(exact(Number(spend)), period, long).valueOf()).toBe(factor);
  });

  it("table 5-8: the recommended pairs, with the short window a twelfth of the long one", () => {
    expect(
      pairsOf(workbook).map(({ long, short, factor, urgency }) => [
        long / hour,
        short / minute,
        factor.valueOf(),
        urgency,
      ]),
    ).toEqual([
      [1, 5, 14.4, "page"],
      [6, 30, 6, "page"],
      [24, 120, 3, "ticket"],
      [72, 360, 1, "ticket"],
    ]);
    expect(pairsOf(workbook).every(({ long, short }) => long === 12 * short)).toBe(true);
  });

  it("a 35-fold burn never reaches method 4's 36, yet empties the budget in 20.5 hours", () => {
    expect((exhaustionOf(exact(35), period) ?? 0) / hour).toBeCloseTo(20.57, 2);
  });

  it("method 1: 10 minutes at the error budget's rate use 0.02 % of it", () => {
    expect(spentOf(exact(1), 10 * minute, period).valueOf()).toBeCloseTo(0.00023, 5);
  });

  it("method 3: an hour of total outage costs 139 % of a 99.9 % budget", () => {
    expect(spentOf(fastest(sloOf()), hour, period).valueOf()).toBeCloseTo(1.389, 3);
  });

  it("low traffic: 10 requests an hour, one failure: burn 100 over the hour, 13.9 % of the month, 7 failures allowed", () => {
    const slo = sloOf();
    const data = tallies(period, hour, (age) => [age === 0 ? 9 : 10, 10]);
    expect(burnOf(slo, data, hour, now).usage.rate?.valueOf()).toBe(100);
    const budget = budgetOf(slo, data, now);
    expect(1 - (budget.remaining?.valueOf() ?? 0)).toBeCloseTo(0.1389, 4);
    expect(budget.events?.valueOf()).toBeCloseTo(6.2, 10);
  });

  it("B15: a 90 % target can burn 10 times too fast at most, so 14.4 never fires; an hour's outage is 1.39 % of the budget", () => {
    expect(fastest(sloOf({ target: 0.9 })).valueOf()).toBe(10);
    expect(spentOf(fastest(sloOf({ target: 0.9 })), hour, period).valueOf()).toBeCloseTo(0.013889, 6);
  });

  it("a 99.999 % budget is gone after 26 seconds of total outage, after 43 minutes if 1 % of users are hit", () => {
    const slo = sloOf({ target: 0.99999 });
    expect((exhaustionOf(fastest(slo), period) ?? 0) / 1000).toBeCloseTo(25.92, 5);
    expect((exhaustionOf(exact(0.01).div(strictest(slo)), period) ?? 0) / minute).toBeCloseTo(43.2, 5);
  });
});

describe("tables of other tools", () => {
  it("sloth's factors for 28 days", () => {
    expect(pairsOf(sloth28d).map(({ factor }) => factor.valueOf())).toEqual([13.44, 5.6, 2.8, 0.9333333333333333]);
  });

  it("sloth's catalogue for 7 days", () => {
    expect(pairsOf(sloth7d).map(({ factor }) => factor.valueOf())).toEqual([13.44, 3.5, 1.4, 0.98]);
  });

  it("B18: the workbook's 30-day factors spend far more of a 7-day budget", () => {
    const spent = pairsOf(workbook).map(({ factor, long }) =>
      (100 * spentOf(factor, long, 7 * day).valueOf()).toFixed(3),
    );
    expect(spent).toEqual(["8.571", "21.429", "42.857", "42.857"]);
  });

  it("B19: Pyrra's windows for 28 days with its exact factors, and the time to exhaustion of its rounded ones", () => {
    expect(pairsOf(pyrra28d).map(({ factor }) => factor.valueOf())).toEqual([14, 5.6, 2.8, 1]);
    expect(pairsOf(pyrra28d).map(({ long, short }) => [long / hour, short / minute])).toEqual([
      [1, 5],
      [6, 30],
      [24, 120],
      [96, 360],
    ]);
    expect([14, 7, 2, 1].map((factor) => (exhaustionOf(exact(factor), 28 * day) ?? 0) / day)).toEqual([2, 4, 14, 28]);
  });

  it("B21: the threshold of 99.9 % is exactly 0.001 per unit of burn, not 0.0009999999999999432", () => {
    const [page] = burnPairs(30 * day);
    expect(page?.factor.mul(strictest(sloOf({ target: 0.999 }))).equals("0.0144")).toBe(true);
  });

  it("scales the workbook's windows to any other period and keeps the share of budget that fires", () => {
    for (const days of [3, 14, 60, 90, 365]) {
      for (const [i, { long, factor }] of burnPairs(days * day).entries()) {
        expect(spentOf(factor, long, days * day).valueOf()).toBeCloseTo([0.02, 0.05, 0.1, 0.1][i] ?? 0, 3);
      }
    }
  });
});

describe("slo-generator's report and data checks", () => {
  it("B22: SLI 0.99 against 0.999 over an hour burns 10 > 9, has -0.54 minutes left and consumed 1000 %", () => {
    const slo = sloOf({ target: 0.999, window: "1h" });
    const data = tallies(hour, minute, () => [99, 100]);
    expect(burnOf(slo, data, hour, now).usage.rate?.valueOf()).toBe(10);
    const budget = budgetOf(slo, data, now);
    expect(budget.minutes?.valueOf()).toBe(-0.54);
    expect(1 - (budget.remaining?.valueOf() ?? 0)).toBe(10);
  });
});

describe("OpenSLO's budgeting example: two weeks, 24,000 requests a day, 95 %, 1-minute slices", () => {
  const twoWeeks = 14 * day;
  const perMinute = 24_000 / 1440;
  const normal: readonly [number, number] = [0.99 * perMinute, perMinute];

  it("Occurrences: 5 % of 336,000 requests are 16,800", () => {
    const slo = sloOf({ target: 0.95, window: "2w" });
    const budget = budgetOf(
      slo,
      tallies(twoWeeks, hour, () => [1000, 1000]),
      now,
    );
    expect(budget.usage.total.valueOf()).toBe(336_000);
    expect(budget.events?.valueOf()).toBe(16_800);
  });

  it("Timeslices: 20,160 slices, of which 16 h 48 min may be bad", () => {
    const slo = sloOf({
      target: 0.95,
      window: "2w",
      method: "Timeslices",
      objective: "timeSliceTarget: 0.95, timeSliceWindow: 1m",
    });
    const untouched = budgetOf(
      slo,
      tallies(twoWeeks, minute, () => normal),
      now,
    );
    expect(untouched.usage.total.valueOf()).toBe(20_160);
    expect(untouched.minutes?.valueOf()).toBe(1008);
    const attacked = (minutes: number) =>
      budgetOf(
        slo,
        tallies(twoWeeks, minute, (age) => (age < minutes * minute ? [0.01 * perMinute, perMinute] : normal)),
        now,
      );
    expect(attacked(1008).remaining?.equals(0)).toBe(true);
    expect(attacked(1007).remaining?.gt(0)).toBe(true);
  });

  it("RatioTimeslices: the attack exhausts the budget after 822.86 minutes (13 h 42.9 min)", () => {
    const slo = sloOf({ target: 0.95, window: "2w", method: "RatioTimeslices", objective: "timeSliceWindow: 1m" });
    const attacked = (minutes: number) =>
      budgetOf(
        slo,
        tallies(twoWeeks, minute, (age) => (age < minutes * minute ? [1, 100] : [99, 100])),
        now,
      ).remaining;
    expect(attacked(822)?.gt(0)).toBe(true);
    expect(attacked(823)?.lt(0)).toBe(true);
  });

  it("low traffic: a week at 99.95 % allows 5.04 bad minutes", () => {
    const slo = sloOf({
      target: 0.9995,
      window: "1w",
      method: "Timeslices",
      objective: "timeSliceTarget: 0.95, timeSliceWindow: 1m",
    });
    const budget = budgetOf(
      slo,
      tallies(7 * day, minute, () => [20, 20]),
      now,
    );
    expect(budget.minutes?.valueOf()).toBe(5.04);
    expect(
      burnOf(
        slo,
        tallies(7 * day, minute, (age) => [age < minute ? 18 : 19, 20]),
        2 * minute,
        now,
      ).usage.bad.valueOf(),
    ).toBe(1);
  });

  it("99 of 100 good is 0.99, and so is 1 of 100 bad", () => {
    const budget = budgetOf(
      sloOf({ target: 0.9, window: "1h" }),
      tallies(hour, hour, () => [99, 100]),
      now,
    );
    expect(budget.usage.total.sub(budget.usage.bad).div(budget.usage.total).valueOf()).toBe(0.99);
  });
});

describe("laws", () => {
  it("burning at a constant rate for a share of the period uses rate times that share of the budget", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 30 }), (bad, days) => {
        const slo = sloOf();
        const data = tallies(period, hour, (age) => [age < days * day ? 1_000_000 - bad : 1_000_000, 1_000_000]);
        const rate = burnOf(slo, data, days * day, now).usage.rate;
        const used = budgetOf(slo, data, now).remaining?.neg().add(1);
        return rate !== undefined && used?.equals(spentOf(rate, days * day, period)) === true;
      }),
      { numRuns: 20 },
    );
  });

  it("the order and the size of rows do not change a budget", () => {
    const slo = sloOf({ window: "1d" });
    const fine = tallies(day, minute, (age) => [99 - (age % 7), 100]);
    const shuffled = [[...(fine[0] ?? [])].reverse()];
    expect(budgetOf(slo, shuffled, now).remaining?.equals(budgetOf(slo, fine, now).remaining ?? 9)).toBe(true);
  });
});
