import { describe, expect, it } from "vitest";
import { budgetOf, burnOf, gatherTallies, type Slo } from "../../src/slo/index.js";
import { hour, minute, now, sloOf } from "./slo-fixture.js";

/** Rows of 100 events every `step` over `length` up to a moment, bad in the last `badFor`. */
function gathered(slo: Slo, at: number, step: number, length: number, badFor: number) {
  const gathering = gatherTallies([slo], { now: at });
  for (let age = 0; age < length; age += step) {
    const bad = age < badFor ? 10 : 0;
    gathering.add({
      kind: "counts",
      at: at - age,
      span: step,
      name: "m",
      labels: {},
      good: 100 - bad,
      bad,
      total: 100,
    });
  }
  return gathering.tallies().get(slo.id) ?? [];
}

describe("tallies of rows", () => {
  it("cover a short period completely, whatever the second it ends at", () => {
    const slo = sloOf({ window: "2h" });
    for (const second of [0, 7, 31, 59]) {
      const at = now + second * 1000;
      const tallies = gathered(slo, at, 20_000, 2 * hour, 0);
      expect(budgetOf(slo, tallies, at).coverage).toBe(1);
    }
  });

  it("are exact at the edges of a window, also at an odd second", () => {
    const slo = sloOf();
    const at = now + 17_345;
    const tallies = gathered(slo, at, minute, 3 * hour, hour);
    expect(burnOf(slo, tallies, hour, at).usage).toMatchObject({ events: 6000 });
    expect(burnOf(slo, tallies, hour, at).usage.rate?.valueOf()).toBe(100);
    expect(burnOf(slo, tallies, 2 * hour, at).usage.rate?.valueOf()).toBe(50);
  });

  it("keep sums of values that are not whole free of the noise of doubles", () => {
    const slo = sloOf({ target: 0.9, window: "1d" });
    const gathering = gatherTallies([slo], { now });
    for (let i = 0; i < 10; i++)
      gathering.add({
        kind: "counts",
        at: now - i * minute,
        span: minute,
        name: "m",
        labels: {},
        good: 0.9,
        bad: 0.1,
        total: 1,
      });
    expect(budgetOf(slo, gathering.tallies().get("api") ?? [], now).remaining?.equals(0)).toBe(true);
  });
});
