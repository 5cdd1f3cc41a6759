import { describe, expect, it } from "vitest";
import { english } from "../../src/text/message.js";
import { budgetOf, periodOf, type Slo } from "../../src/slo/index.js";
import { at, judge, ratio, rows, T0 } from "./judge-rows.js";
import { day, hour, minute, sloOf } from "./slo-fixture.js";

const req = ratio("good", "{ metric: req }", "{ metric: req }");
const hours = (good: number, total: number, last = good) =>
  rows(30 * day, hour, (end) => ({ window: "1h", metric: "req", good: end === T0 ? last : good, total }));

/** Reports of other projects that were right from the beginning: they must stay so. */
describe("public reports", () => {
  it("case 23: NaN, infinite, empty and null are no data, not all good", () => {
    for (const value of ["NaN", "+Inf", null]) {
      const { worst, text } = judge(
        req,
        hours(1000, 1000).map((row) => ({ ...row, good: value })),
      );
      expect(worst, String(value)).toBe("hold");
      expect(text).toContain("no data");
    }
    expect(judge(req, []).worst).toBe("hold");
  });

  it("case 25: exactly used up is told as that, also with dust in the tenth decimal", () => {
    // 720 of 720,000 may fail.
    const exact = judge(req, hours(1000, 1000, 280));
    expect(exact.budget.remaining?.valueOf()).toBe(0);
    expect(english(exact.checks[0]!.summary)).toContain("is exactly used up");
    expect(judge(req, hours(1000, 1000, 280.0000000001)).text).not.toMatch(/-0|e-1\d/);
  });

  it("case 26: nothing good at all is reported as that", () => {
    const { text, checks } = judge(req, hours(0, 1000));
    expect(text).toContain("overspent by 99900 %: 720000 of 720000 events were bad");
    expect(checks[0]?.evidence["sli"]).toBe(0);
  });

  it("case 28: calendar periods keep month ends, leap days and hours that clocks skip", () => {
    const starts = (start: string, duration: string, zone: string, now: string): string => {
      const window = `{ duration: ${duration}, isRolling: false, calendar: { startTime: '${start}', timeZone: ${zone} } }`;
      const { whole } = periodOf(sloOf({ window }), Date.parse(now));
      return `${at(whole.start)} ${(whole.end - whole.start) / hour}`;
    };
    expect(starts("2027-01-31 00:00:00", "1M", "UTC", "2027-03-01T00:00:00Z")).toBe("2027-02-28T00:00:00.000Z 744");
    expect(starts("2027-01-31 00:00:00", "1M", "UTC", "2027-04-01T00:00:00Z")).toBe("2027-03-31T00:00:00.000Z 720");
    expect(starts("2028-02-29 00:00:00", "1Y", "UTC", "2029-06-01T00:00:00Z")).toBe("2029-02-28T00:00:00.000Z 8760");
    const berlin = "Europe/Berlin";
    expect(starts("2026-10-01 00:00:00", "1d", berlin, "2026-10-25T12:00:00Z")).toBe("2026-10-24T22:00:00.000Z 25");
    expect(starts("2026-03-01 00:00:00", "1d", berlin, "2026-03-29T12:00:00Z")).toBe("2026-03-28T23:00:00.000Z 23");
  });

  it("case 29: occurrences in a month of the calendar may fail by what happened so far, not by what may come", () => {
    const window = "{ duration: 1M, isRolling: false, calendar: { startTime: '2026-11-01 00:00:00', timeZone: UTC } }";
    const month = (method: string, objective = "") => sloOf({ target: 0.9, window, method, objective });
    const at10 = Date.UTC(2026, 10, 11);
    const given = rows(
      10 * day,
      hour,
      (end) => ({ window: "1h", metric: "m", good: end > at10 - day ? 0 : 10, total: 10 }),
      at10,
    );
    const left = (slo: Slo): number | undefined =>
      budgetOf(slo, judge(slo, given, { now: at10 }).tallies, at10).remaining?.valueOf();
    // A tenth of the ten days so far may fail, and did.
    expect(left(month("Occurrences"))).toBe(0);
    // Of the month's slices a tenth may fail: three days.
    expect(left(month("Timeslices", "timeSliceTarget: 0.9, timeSliceWindow: 1h"))).toBeCloseTo(2 / 3, 9);
  });

  it("case 32: a window's last row that is not over does not count: it ends after now", () => {
    const { budget, notes } = judge(req, [
      ...rows(hour, 5 * minute, () => ({ window: "5m", metric: "req", good: 10, total: 10 })),
      { ts: at(T0 + 2 * minute), window: "5m", metric: "req", good: 0, total: 10 },
    ]);
    expect([budget.usage.bad.valueOf(), budget.usage.events, notes.future]).toEqual([0, 120, 1]);
  });

  it("case 34: a tenant's label selects only its rows; an unknown tenant is no data", () => {
    const tenant = (name: string): Slo => {
      const spec = `{ metric: req, labels: { tenant: ${name} } }`;
      return ratio("good", spec, spec);
    };
    const given = [
      ...hours(1000, 1000).map((row) => ({ ...row, labels: { tenant: "a" } })),
      ...hours(0, 1000).map((row) => ({ ...row, labels: { tenant: "b" } })),
    ];
    expect(judge(tenant("a"), given)).toMatchObject({ worst: "pass", budget: { usage: { events: 720_000 } } });
    expect(judge(tenant("b"), given).text).toContain("720000 of 720000 events were bad");
    expect(judge(tenant("c"), given).text).toContain('"total" never had a row (req{tenant="c"})');
  });

  it("case 35: counters near 2^53 are exact", () => {
    const first = 2 ** 53 - 240_000;
    const given = rows(2 * hour, minute, (end) => {
      const steps = (end - T0) / minute + 120;
      return { metric: "all", value: first + 2000 * steps, type: "counter" };
    }).flatMap((row, i) => [row, { ...row, metric: "err", value: 2 * i }]);
    const { budget } = judge(ratio("bad", "{ metric: err }", "{ metric: all }"), given);
    expect([budget.usage.bad.valueOf(), budget.usage.total.valueOf()]).toEqual([238, 238_000]);
  });

  it("case 37: a burn rate equal to its bound does not fire, the least above it does", () => {
    // 1.44 % of the events over an hour is 14.4 times too fast for 99.9 %.
    const bad = (count: number) =>
      judge(
        req,
        rows(day, 5 * minute, () => ({ window: "5m", metric: "req", good: 100_000 - count, total: 100_000 })),
      ).checks.find(({ id }) => id === "slo/a/burn/1h-5m");
    expect(bad(1440)).toMatchObject({ value: 14.4, bound: 14.4, outcome: "pass" });
    expect(bad(1441)).toMatchObject({ outcome: "rollback" });
  });

  it("case 38: rows of the future do not count; where there are no others, there are no data", () => {
    const ahead = rows(2 * minute, minute, () => ({ window: "1m", metric: "req", good: 9, total: 9 }), T0 + 2 * minute);
    const { worst, text } = judge(req, ahead);
    expect(worst).toBe("hold");
    expect(text).toContain('"total" never had a row (req)');
    expect(text).toContain("2 are of the future");
  });
});
