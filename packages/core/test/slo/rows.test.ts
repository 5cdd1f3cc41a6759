import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SloCheckOptions } from "../../src/gate/slo/checks.js";
import { noNumber, parseSnapshotLine, quickReader } from "../../src/metrics/index.js";
import { burnOf, gatherTallies, usageOf, withRecurrences, type Slo } from "../../src/slo/index.js";
import { parsePolicy } from "../../src/policy/policy.js";
import { sloDataChecks } from "../../src/gate/slo/file.js";
import { english } from "../../src/text/message.js";
import { UserError } from "../../src/text/user-error.js";
import { at, judge, ratio, read, rowOf, rows, source, T0 } from "./judge-rows.js";
import { day, hour, minute } from "./slo-fixture.js";

const req = ratio("good", "{ metric: req }", "{ metric: req }");
const parts = ratio("good", "{ metric: ok }", "{ metric: all }");
const errors = ratio("bad", "{ metric: err }", "{ metric: req }");

describe("a row that lacks what is asked", () => {
  const counts = (good: number) =>
    rows(day, 5 * minute, () => ({ metric: "all", value: 10 })).concat(
      rows(day, 5 * minute, () => ({ metric: "ok", value: good })),
    );

  it("case 40: a gauge is no event, whatever its value, and is told with its line", () => {
    for (const good of [0, 10]) {
      const { worst, text, checks } = judge(parts, counts(good));
      expect(worst).toBe("hold");
      expect(text).toContain(
        '"total" has no row that counts (all); "good" has no row that counts (ok): 288 rows of all were',
      );
      expect(checks.find(({ id }) => id === "slo/data")?.source).toEqual({ file: "m.jsonl", line: 1, column: 1 });
    }
  });

  it("case 41: null or a misspelt key is a missing sample, neither good nor bad", () => {
    for (const part of [{ good: null }, { goood: 3 }]) {
      const all = rows(day, 5 * minute, () => ({ window: "5m", metric: "req", ...part, total: 100 }));
      expect(judge(req, all).worst).toBe("hold");
      const some = all.map((row, i) => (i % 100 === 7 ? row : { ...row, good: 100 }));
      expect(judge(req, some).budget.usage.bad.valueOf()).toBe(0);
      expect(judge(req, some).budget.usage.events).toBeLessThan(28_800);
      const bad = ratio("bad", "{ metric: req }", "{ metric: req }");
      expect(judge(bad, all).worst).toBe("hold");
    }
  });

  it("case 43: what only counts has no part, so that it cannot vouch for itself", () => {
    const lat = ratio("good", "{ metric: lat }", "{ metric: lat }");
    const histogram = rows(day, 5 * minute, () => ({
      window: "5m",
      metric: "lat",
      buckets: { "0.1": 10, "+Inf": 100 },
    }));
    expect(judge(lat, histogram).worst).toBe("hold");
    const save = ratio("good", "{ event: save }", "{ event: save }");
    expect(
      judge(
        save,
        rows(hour, minute, () => ({ event: "save", result: "error" })),
      ).worst,
    ).toBe("hold");
    expect(() => judge(ratio("good", "{ metric: m, field: total }", "{ metric: m }"), [])).toThrow(UserError);
  });

  it("never raises the good count, of whatever shape it is", () => {
    const base = rows(hour, 5 * minute, () => ({ window: "5m", metric: "req", good: 90, total: 100 }));
    const good = (slo: Slo, given: readonly object[]): number =>
      judge(slo, given)
        .tallies.flat()
        .reduce((sum, each) => sum + each.good, 0);
    const value = fc.oneof(fc.double(), fc.constantFrom(null, "NaN", -1, 1e20, "x", true, [], {}), fc.nat(1000));
    const wrong = fc.record(
      {
        ts: fc.constantFrom(at(T0), at(T0 - 3 * minute), at(T0 + minute)),
        metric: fc.constantFrom("req", "ok", "all"),
        window: fc.constantFrom("5m", "1h", "9999999999d"),
        value,
        type: fc.constantFrom("gauge", "counter"),
        labels: fc.constantFrom({ a: "b" }, {}),
        goood: value,
        good: fc.constant(null),
        total: fc.oneof(fc.constant(null), fc.nat(1000)),
        unit: fc.constantFrom("%", "points"),
      },
      { requiredKeys: ["ts", "metric"] },
    );
    fc.assert(
      fc.property(wrong, (row) => {
        let parsed: object | undefined;
        try {
          const read = parseSnapshotLine(JSON.stringify(row), { path: "m", line: 1, column: 1 });
          parsed = read === undefined || read === noNumber ? undefined : row;
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
        if (parsed !== undefined) expect(good(req, [...base, parsed])).toBeLessThanOrEqual(good(req, base) + 1e-6);
      }),
    );
  });
});

describe("pairing by time", () => {
  it("case 2: parts and totals a second apart are of the same time, whatever now is", () => {
    for (const [good, wanted] of [
      [1000, "pass"],
      [0, "rollback"],
    ] as const) {
      const given = [
        ...rows(day, 5 * minute, () => ({ window: "5m", metric: "ok", good, total: 1000 })),
        ...rows(day, 5 * minute, () => ({ window: "5m", metric: "all", good: 0, total: 1000 }), T0 + 1000),
      ];
      for (const now of [T0 + 1000, T0 + 30_000, T0 + 59_000, T0 + 60_000, T0 + 61_000, T0 + 299_000]) {
        expect(judge(parts, given, { now, options: {} }).worst, `${now - T0}`).toBe(wanted);
      }
    }
  });

  it("parts without any total are told", () => {
    const given = [
      ...rows(day, 5 * minute, () => ({ window: "5m", metric: "err", value: 0, type: "count" })),
      ...rows(day, 5 * minute, () => ({ window: "5m", metric: "req", value: 100, type: "count" })).filter(
        (_, i) => i !== 100,
      ),
    ].map((row, i) => (i === 100 ? { ...row, value: 50 } : row));
    expect(judge(errors, given).text).toContain('50 events of "bad" lie where the total has no row');
  });

  it("linear: between edges of rows the counts of a window grow and fall evenly with now", () => {
    const given = rows(3 * hour, 5 * minute, (end) => ({
      window: "5m",
      metric: "req",
      good: (end / minute) % 7,
      total: 10 + ((end / minute) % 13),
    })).map(rowOf);
    const events = (now: number): number => {
      const gathering = gatherTallies([req], { now });
      for (const row of given) gathering.add(row);
      return burnOf(req, gathering.tallies().get("a") ?? [], hour, now).usage.events;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 298_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (end, share) => {
        const middle = Math.round(end * share);
        const [a, b, c] = [events(T0), events(T0 + middle), events(T0 + end)];
        expect(b).toBeCloseTo(a + ((c - a) * middle) / end, 6);
      }),
      { numRuns: 50 },
    );
  });

  it("shifted: all rows of one metric moved by less than a step change its count by what the edges hold", () => {
    const step = 5 * minute;
    const counts = (shift: number): { good: number; total: number } => {
      const { tallies } = judge(parts, [
        ...rows(3 * hour, step, () => ({ window: "5m", metric: "ok", value: 90, type: "count" }), T0 - step + shift),
        ...rows(3 * hour, step, () => ({ window: "5m", metric: "all", value: 100, type: "count" }), T0 - step),
      ]);
      const { bad, total } = usageOf(parts, tallies, { start: T0 - 2 * hour, end: T0 - hour });
      return { good: total.sub(bad).valueOf(), total: total.valueOf() };
    };
    const still = counts(0);
    expect(still).toEqual({ good: 1080, total: 1200 });
    fc.assert(
      fc.property(fc.integer({ min: -299_999, max: 299_999 }), (shift) => {
        const { good, total } = counts(shift);
        expect(total).toBe(1200);
        expect(Math.abs(good - still.good)).toBeLessThanOrEqual((still.good * step) / hour + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it("order: rows in any order, and copies of them, give the same numbers", () => {
    const given = [
      ...rows(3 * hour, 5 * minute, (end) => ({
        window: "5m",
        metric: "req",
        good: 9,
        total: 10 + ((end / minute) % 3),
      })),
      ...rows(3 * hour, hour, () => ({ window: "1h", metric: "req", good: 108, total: 132 })),
      ...rows(3 * hour, minute, (end) => ({ metric: "ctr", value: 1 + ((end / minute) % 50), type: "counter" })),
    ];
    const sums = (list: readonly object[], slo: Slo) =>
      judge(slo, list)
        .tallies.flat()
        .map(({ at: end, good, total }) => [end, good, total]);
    const counter = ratio("bad", "{ metric: none, absent: zero }", "{ metric: ctr }");
    const wanted = [sums(given, req), sums(given, counter)];
    expect(wanted[0]).toHaveLength(36);
    fc.assert(
      fc.property(fc.shuffledSubarray([...given, ...given], { minLength: 2 * given.length }), (list) => {
        expect([sums(list, req), sums(list, counter)]).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it("equal events are several events", () => {
    const save = ratio("good", "{ event: save, labels: { result: ok } }", "{ event: save }");
    const event = { ts: at(T0), event: "save", result: "ok" };
    expect(judge(save, [event, event, event]).budget.usage.events).toBe(3);
  });
});

describe("what was never seen", () => {
  const given = rows(30 * day, hour, () => ({ window: "1h", metric: "req", value: 1000, type: "count" }));

  it("case 1: a misspelt bad metric holds, by name", () => {
    const bad = given.map((row) => ({ ...row, metric: "err", value: 500 }));
    const misspelt = ratio("bad", "{ metric: errr }", "{ metric: req }");
    const { worst, text, checks } = judge(misspelt, [...given, ...bad]);
    expect(worst).toBe("hold");
    expect(text).toContain('a: there are no data: "bad" never had a row (errr; was "err" meant?).');
    expect(checks.filter(({ reason }) => reason === "no-data")).toHaveLength(5);
  });

  it("a bad part is zero, with a warning, where its metric has rows under other labels; or where the SLO says so", () => {
    const labelled = ratio("bad", "{ metric: req, labels: { code: '500' } }", "{ metric: req }");
    const { worst, text } = judge(labelled, given);
    expect(worst).toBe("warn");
    expect(text).toContain(
      '"bad" never had a row and was taken as zero, as its metric has other rows (req{code="500"})',
    );
    expect(judge(ratio("bad", "{ metric: err, absent: zero }", "{ metric: req }"), given).worst).toBe("pass");
  });

  it("a bad part that once had rows may pause; a good one that is silent in a window is no data there", () => {
    const once = { ts: at(T0 - 10 * day), window: "1h", metric: "err", value: 1, type: "count" };
    expect(judge(errors, [...given, once]).worst).toBe("pass");
    const fine = rows(day, 5 * minute, () => ({ window: "5m", metric: "all", value: 1000, type: "count" }));
    const silent = fine.slice(0, -24).map((row) => ({ ...row, metric: "ok" }));
    const { checks, text } = judge(parts, [...fine, ...silent]);
    expect(checks.some(({ outcome }) => outcome === "rollback")).toBe(false);
    expect(text).toContain("the good events had no row in 5m, in which there were 1000 events in all");
  });

  it("an empty good series beside a living total is no data", () => {
    expect(judge(ratio("good", "{ metric: req, labels: { code: '200' } }", "{ metric: req }"), given)).toMatchObject({
      worst: "hold",
    });
  });
});

describe("freshness", () => {
  const given = (until: number) =>
    rows(day, 5 * minute, () => ({ window: "5m", metric: "req", good: 9, total: 9 }), until);

  it("case 4: a pair without data in its short window holds, whatever the hour before says", () => {
    const { checks } = judge(req, given(T0 - 50 * minute));
    const held = checks.filter(({ outcome }) => outcome === "hold").map(({ id, reason }) => `${id} ${reason}`);
    expect(held).toEqual(["slo/a/burn/1h-5m stale", "slo/a/burn/6h-30m stale"]);
    expect(judge(req, given(T0)).worst).toBe("pass");
    expect(judge(req, given(T0 - 6 * minute)).worst).toBe("hold");
    expect(judge(req, given(T0 - 6 * minute), { options: { staleAfter: hour } }).worst).toBe("pass");
  });

  it("a live stage without data since it began holds", () => {
    expect(judge(req, given(T0), { stageSince: T0 - minute }).worst).toBe("pass");
    const { worst, text } = judge(req, given(T0 - 2 * minute), { stageSince: T0 - minute });
    expect(worst).toBe("hold");
    expect(text).toContain("there are no data since the stage began at 2026-11-21T23:59:00Z");
  });

  it("a budget that is judged on little of its period says so and warns", () => {
    const { worst, text } = judge(req, given(T0).slice(-1), { options: { minimumShare: 0.01 } });
    expect(worst).toBe("warn");
    expect(text).toContain("It is judged on 5m of data, 0.01 % of the period so far (below 1 % this warns).");
  });
});

describe("coverage and copies", () => {
  it("case 5: rows of any step cover what they say", () => {
    for (const seconds of [10, 15, 30, 60]) {
      const given = rows(2 * hour, seconds * 1000, () => ({ window: `${seconds}s`, metric: "req", good: 9, total: 9 }));
      expect(judge(req, given)).toMatchObject({ worst: "pass", budget: { coverage: 1 } });
    }
    const counter = ratio("bad", "{ metric: none, absent: zero }", "{ metric: ctr }");
    const readings = rows(2 * hour, 15_000, (end) => ({ metric: "ctr", value: end - T0 + day, type: "counter" }));
    expect(judge(counter, readings)).toMatchObject({ worst: "pass", budget: { coverage: 1 } });
  });

  it("case 22: copies count once, also hours beside the five minutes that they were made of", () => {
    const fine = rows(day, 5 * minute, () => ({ window: "5m", metric: "req", good: 9, total: 10 }));
    const hours = rows(day, hour, () => ({ window: "1h", metric: "req", good: 108, total: 120 }));
    for (const given of [
      [...fine, ...fine],
      [...hours, ...fine],
      [...fine, ...hours],
      [...fine, ...fine.toReversed()],
    ])
      expect(judge(req, given).budget.usage).toMatchObject({ events: 2880 });
  });
});

describe("impossible numbers", () => {
  it.each([
    [{ good: 1e20, total: 1e20 }, "larger than"],
    [{ good: -1, total: 4 }, "cannot be negative"],
    [{ good: 5, total: 4 }, "There cannot be more"],
    [{ good: 60, bad: 60, total: 100 }, "There cannot be more"],
    [{ value: 1e300, type: "count" }, "larger than"],
    [{ value: -1, type: "counter" }, "cannot be negative"],
    [{ value: 1e20, type: "counter" }, "larger than"],
    [{ buckets: { "0.1": -1, "+Inf": 4 } }, "must not fall"],
    [{ buckets: { "0.1": 1, "+Inf": 1e20 } }, "must not fall"],
    [{ good: 1, total: 1, window: "9999999999d" }, "at most a year"],
    [{ good: 1, total: 1, window: "-5m" }, "is not a duration"],
    [{ metric: undefined, event: "req", durationMs: -1 }, "A duration cannot be negative"],
  ])("case 46: %j is refused at its line", (json, text) => {
    expect(() => rowOf({ ts: at(T0), metric: "req", ...json })).toThrow(text);
    const line = JSON.stringify({ ts: at(T0), metric: "req", ...json });
    expect(quickReader()(line, 0, line.length)).toBeUndefined();
  });

  it("of servers and scrapes, which no line of ours has, are told and count nothing", () => {
    const selector = ratio("bad", "{ metric: bad }", "{ metric: req }");
    for (const value of [-1, 1e20, 1e300]) {
      for (const kind of ["count", "counter"] as const) {
        const gathering = gatherTallies([selector], { now: T0 });
        for (const [i, name] of ["req", "bad", "req", "bad"].entries())
          gathering.add({ kind, at: T0 - hour + i * minute, span: 0, name, labels: {}, value }, "m.prom", i + 1);
        expect(gathering.tallies().get("a")).toEqual([[]]);
        expect(gathering.notes().odd).toMatchObject([
          { kind: "uncountable", name: "req", count: 2, line: 1 },
          { kind: "uncountable", name: "bad", count: 2, line: 2 },
        ]);
        const [told] = sloDataChecks({ rows: 4, withoutNumber: 0, ...gathering.notes() }, { present: true });
        expect(english(told!.summary)).toBe(
          "2 rows of req were not counted: a count is at least 0 and at most 9007199254740992.",
        );
      }
    }
  });

  it("of a window or an age longer than a year are refused at their line of the policy", () => {
    for (const line of [
      "stale-after: 9999999999d",
      "windows: [{ long: 9999999999d, short: 5m, factor: 2 }]",
      "checks: { slo/a/budget: { stale-after: 9999999999d } }",
    ])
      expect(() => parsePolicy(`version: 1\nslo:\n  files: slo.yaml\n  ${line}\n`, "p.yaml")).toThrow(
        expect.objectContaining({ message: expect.stringContaining("longer than a year") as string }) as Error,
      );
  });

  it("case 47: the noise of queries that subtract is zero errors", () => {
    for (const json of [
      { good: 1000.0000000000001, total: 1000 },
      { bad: -1e-13, total: 1000 },
      { bad: 1e-300, total: 1000 },
    ])
      expect(rowOf({ ts: at(T0), metric: "req", ...json })).toMatchObject({ bad: 0, good: 1000 });
  });

  it("case 13: more good than all in two metrics is told and is no data", () => {
    const given = rows(day, hour, () => ({ window: "1h", metric: "all", value: 100, type: "count" })).flatMap((row) => [
      row,
      { ...row, metric: "ok", value: 150 },
    ]);
    const { worst, text } = judge(parts, given);
    expect(worst).toBe("hold");
    expect(text).toContain('"good" is more than the total in 24 rows, the last of 2026-11-22T00:00:00Z (ok)');
  });

  it("case 17: a histogram without the bound asked for says so and names its bounds", () => {
    const given = rows(day, 5 * minute, () => ({
      window: "5m",
      metric: "lat",
      buckets: { "0.1": 24, "0.5": 90, "1.0": 95, "+Inf": 100 },
    }));
    const latency = (value: number): Slo =>
      read(`thresholdMetric: ${source("{ metric: lat }")}`, `target: 0.5, op: lte, value: ${value}`);
    for (const value of [0.3, 2]) {
      const { worst, text } = judge(latency(value), given);
      expect(worst).toBe("hold");
      expect(text).toContain(`the objective's value ${value} is none of their bounds (0.1, 0.5, 1)`);
    }
    expect(judge(latency(0.5), given).budget.usage.bad.valueOf()).toBe(2880);
    expect(judge(latency(0.7), given).text).toContain("were counted by the next bound on the safe side");
  });

  it("means and scores are values with a unit: a ratio does not take them, an objective of the same unit does", () => {
    const given = rows(day, 5 * minute, () => ({ metric: "csat", value: 4, unit: "of 5" }));
    const score = (unit: string): Slo =>
      read(`thresholdMetric: ${source(`{ metric: csat, unit: '${unit}' }`)}`, "target: 0.9, op: gte, value: 3.5");
    expect(judge(score("of 5"), given).worst).toBe("pass");
    expect(judge(score("of 10"), given)).toMatchObject({ worst: "hold" });
    const raw = read(`ratioMetric: { rawType: success, raw: ${source("{ metric: csat }")} }`, "target: 0.9");
    expect(judge(raw, given)).toMatchObject({ worst: "hold", notes: { odd: [{ kind: "not-a-share" }] } });
  });
});

describe("declared alerts", () => {
  const alert = (condition: string, policy = ""): Slo =>
    ratio(
      "good",
      "{ metric: req }",
      "{ metric: req }",
      `  alertPolicies: [{ kind: AlertPolicy, metadata: { name: p }, spec: { ${policy}conditions: [{ kind: AlertCondition, metadata: { name: c }, spec: { severity: page, condition: { kind: burnrate, ${condition} } } }] } }]
`,
    );
  const outcome = (slo: Slo, given: readonly object[], options: SloCheckOptions = {}) =>
    judge(slo, given, { options }).checks.find(({ id }) => id === "slo/a/alert/c");
  const minutes = (badFor: number) =>
    rows(6 * hour, minute, (end) => ({ window: "1m", metric: "req", good: end > T0 - badFor ? 0 : 1000, total: 1000 }));

  it("case 44: fire after alertAfter, and never with alertWhenBreaching: false", () => {
    const condition = "op: gt, threshold: 10, lookbackWindow: 5m, alertAfter: 30m";
    expect(outcome(alert(condition), minutes(minute))).toMatchObject({ outcome: "pass" });
    expect(outcome(alert(condition), minutes(20 * minute))).toMatchObject({ outcome: "pass" });
    expect(outcome(alert(condition), minutes(40 * minute))).toMatchObject({ outcome: "rollback" });
    expect(outcome(alert(condition, "alertWhenBreaching: false, "), minutes(hour))).toMatchObject({ outcome: "pass" });
  });

  it("alertWhenNoData fires on silence, whatever the policy chose, and does not roll back", () => {
    const old = minutes(0).slice(0, -30);
    const condition = "op: gt, threshold: 10, lookbackWindow: 5m";
    expect(outcome(alert(condition), old, { stale: "pass" })).toMatchObject({ outcome: "pass" });
    expect(outcome(alert(condition, "alertWhenNoData: true, "), old, { stale: "pass" })).toMatchObject({
      outcome: "hold",
    });
  });

  it("case 16: one that fires when all is well never rolls back", () => {
    const inverted = alert("op: lte, threshold: 2, lookbackWindow: 1h, alertAfter: 5m");
    expect(outcome(inverted, minutes(0))).toMatchObject({ outcome: "pass" });
  });
});

describe("exclusions and resets", () => {
  const given = rows(30 * day, hour, (end) => ({
    window: "1h",
    metric: "req",
    good: end === T0 - 2 * hour ? 0 : 1000,
    total: 1000,
  }));
  const remaining = (start: number, end: number) =>
    judge(req, given, { options: { exclusions: [{ start, end, why: "w" }] } });

  it("case 11: cut rows by time, and are no gap", () => {
    const bad = (start: number, end: number) => remaining(start, end).checks[0]?.evidence["bad"];
    expect(bad(T0 - 2 * hour - 1000, T0 - 2 * hour + 1000)).toBeCloseTo(1000 * (1 - 1 / 3600), 6);
    expect(bad(T0 - 3 * hour, T0 - 2.5 * hour)).toBe(500);
    expect(bad(T0 - 3 * hour, T0 - 2 * hour)).toBe(0);
    expect(remaining(T0 - 20 * day, T0 - 2 * hour).checks[0]?.evidence["data"]).toMatchObject({ coverage: 1 });
  });

  it("may recur by the clock of a zone, also when clocks change", async () => {
    const first = Date.parse("2026-10-18T02:00:00+02:00");
    const all = await withRecurrences(
      [
        {
          start: first,
          end: first + hour,
          why: "backup",
          recur: { rule: "FREQ=WEEKLY;BYDAY=SU", zone: "Europe/Berlin" },
        },
      ],
      Date.parse("2026-11-02T00:00:00Z"),
    );
    expect(all.map(({ start }) => at(start))).toEqual([
      "2026-10-18T00:00:00.000Z",
      "2026-10-25T00:00:00.000Z",
      "2026-11-01T01:00:00.000Z",
    ]);
    await expect(
      withRecurrences([{ start: 0, end: 1, why: "x", recur: { rule: "FREQ=NEVER", zone: "UTC" } }], T0),
    ).rejects.toThrow(UserError);
  });

  it("a budget can begin anew, with a reason; burn windows still look back", () => {
    const { checks, text } = judge(req, given, { options: { resets: [{ at: T0 - hour, why: "CTO" }] } });
    expect(checks[0]).toMatchObject({ outcome: "pass", value: 1 });
    expect(text).toContain("since the budget was reset at 2026-11-21T23:00:00Z: CTO");
    expect(checks.find(({ id }) => id === "slo/a/burn/6h-30m")?.value).toBeGreaterThan(100);
  });
});

describe("reasons", () => {
  it("case 20: what was spent is what the data show, not what the rate would spend", () => {
    const given = rows(10 * minute, minute, () => ({ window: "1m", metric: "req", good: 500, total: 1000 }));
    expect(judge(req, given).text).toContain("(5000 of 10000 events bad)");
    expect(judge(req, given).text).toContain("11.6 % of the budget in that time");
  });

  it("never show two equal numbers, and give seconds where minutes round to nothing", () => {
    const cut = rows(30 * day, hour, () => ({ window: "1h", metric: "req", good: 1000, total: 1000 }));
    const given = cut.filter((_, i) => i < 1 || i > 72);
    expect(judge(req, given, { options: { staleAfter: hour } }).text).not.toMatch(/cover only 90 %/);
    const little = rows(30 * day, hour, (end) => ({
      window: "1h",
      metric: "req",
      good: end === T0 - day ? 281 : 1000,
      total: 1000,
    }));
    expect(judge(req, little).text).toMatch(/0\.1 % of the error budget is left, 3\.6 minutes|seconds of 30d/);
  });
});
