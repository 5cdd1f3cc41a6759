import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/gate/verdict.js";
import type { Check } from "../../src/gate/check.js";
import { sloChecks, type SloCheckOptions } from "../../src/gate/slo/checks.js";
import type { Slo, Tallies } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { day, hour, minute, now, sloOf, tallies } from "../slo/slo-fixture.js";

const checks = (slo: Slo, data: Tallies, options: SloCheckOptions = {}, at = now): Record<string, Check> =>
  Object.fromEntries(
    sloChecks({ slos: [slo], tallies: new Map([[slo.id, data]]), now: at, options }).map((check) => [check.id, check]),
  );
const budget = (slo: Slo, data: Tallies, options: SloCheckOptions = {}, at = now): Check => {
  const check = checks(slo, data, options, at)["slo/api/budget"];
  if (check === undefined) throw new Error("no budget check");
  return check;
};
const month = 30 * day;
const slo = sloOf();
/** 720 hours of 1000 requests: 720,000, of which 720 may fail. */
const withBad = (bad: number): Tallies => tallies(month, hour, (age) => [1000 - (age === 20 * day ? bad : 0), 1000]);

describe("the error budget", () => {
  it("stops the release when it is exhausted, exactly at zero and not one event earlier", () => {
    expect(budget(slo, withBad(719))).toMatchObject({ outcome: "pass", reason: "ok" });
    expect(budget(slo, withBad(720))).toMatchObject({ outcome: "hold", reason: "budget-exhausted", value: 0 });
    expect(budget(slo, withBad(721))).toMatchObject({ outcome: "hold", reason: "budget-exhausted" });
  });

  it("carries its number, bound, window, samples and the line that decided", () => {
    expect(budget(slo, withBad(180))).toMatchObject({
      id: "slo/api/budget",
      kind: "slo",
      value: 0.75,
      bound: 0,
      unit: "ratio",
      window: "30d",
      samples: 720_000,
      symptom: true,
      source: { file: "slo.yaml", line: 15, column: 26 },
      evidence: { bad: 180, total: 720_000, sli: 0.99975, remaining: { ratio: 0.75, events: 540, minutes: 32.4 } },
    });
  });

  it("says when it is open again: once the bad hour has left the window", () => {
    const check = budget(slo, withBad(800));
    expect(check.needs?.earliest).toBe(new Date(now + 10 * day).toISOString().replace(".000", ""));
    expect(
      budget(
        slo,
        tallies(month, hour, (age) => [1000 - (age === 20 * day ? 800 : 0), 1000]),
        {},
        now + 10 * day - 1,
      ).outcome,
    ).toBe("hold");
  });

  it("of a calendar window is open again when the period ends", () => {
    const calendar = sloOf({
      window: "{ duration: 1M, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo } }",
    });
    const check = budget(
      calendar,
      tallies(21 * day, hour, () => [900, 1000]),
    );
    expect(check).toMatchObject({ reason: "budget-exhausted", needs: { earliest: "2026-11-30T15:00:00Z" } });
  });

  it("of a calendar window does not count what was before it", () => {
    const calendar = sloOf({
      window: "{ duration: 1M, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo } }",
    });
    const check = budget(
      calendar,
      tallies(40 * day, hour, (age) => [age > 22 * day ? 0 : 1000, 1000]),
    );
    expect(check).toMatchObject({ outcome: "pass", evidence: { bad: 0 } });
  });

  it("an error budget policy may ask for care, and stop, before it is gone", () => {
    const options: SloCheckOptions = {
      thresholds: [
        { remaining: 0.5, outcome: "warn" },
        { remaining: 0.2, outcome: "hold", text: "Only reliability work." },
      ],
    };
    expect(budget(slo, withBad(359), options).outcome).toBe("pass");
    expect(budget(slo, withBad(360), options)).toMatchObject({ outcome: "warn", reason: "budget-low", bound: 0.5 });
    const low = budget(slo, withBad(576), options);
    expect(low).toMatchObject({ outcome: "hold", reason: "budget-low", bound: 0.2 });
    expect(english(low.summary)).toContain("Only reliability work.");
    expect(budget(slo, withBad(720), options).reason).toBe("budget-exhausted");
  });

  it("an exempt release (security, P0) is warned, and the report says why it goes", () => {
    const check = budget(slo, withBad(900), { exempt: "CVE-2026-1234" });
    expect(check).toMatchObject({ outcome: "warn", reason: "budget-exhausted" });
    expect(english(check.summary)).toContain("CVE-2026-1234");
  });

  it("leaves out maintenance and load tests", () => {
    const data = withBad(900);
    const at = now - 20 * day;
    expect(budget(slo, data, { exclusions: [{ start: at - hour, end: at, why: "load test" }] }).outcome).toBe("pass");
    expect(
      budget(slo, data, { exclusions: [{ start: at - hour, end: at, why: "load test", slos: ["other"] }] }).outcome,
    ).toBe("hold");
  });
});

describe("missing data never pass", () => {
  it.each<[string, Tallies, string]>([
    ["no rows at all", [[]], "no-data"],
    ["rows that end two hours ago", tallies(month, hour, () => [1000, 1000]).map((part) => part.slice(0, -3)), "stale"],
    ["rows without events", tallies(month, hour, () => [0, 0]), "insufficient-samples"],
    [
      "a fifth of the hours missing",
      tallies(month, hour, () => [1000, 1000]).map((part) => part.filter((_, i) => i % 5 !== 2)),
      "partial-range",
    ],
  ])("%s", (_what, data, reason) => {
    expect(budget(slo, data)).toMatchObject({ outcome: "hold", reason });
  });

  it("B23: (5, 4) is too few where at least 10 are needed, and says how many more", () => {
    const few = tallies(hour, hour, () => [5, 9]);
    expect(budget(slo, few, { minimumEvents: 10 })).toMatchObject({
      outcome: "hold",
      reason: "insufficient-samples",
      needs: { samples: 1 },
    });
    expect(
      budget(
        sloOf({ target: 0.5 }),
        tallies(hour, hour, () => [9, 10]),
        { minimumEvents: 10, minimumShare: 0 },
      ).outcome,
    ).toBe("pass");
  });

  it("every check of the SLO holds, not only the budget's", () => {
    expect(Object.values(checks(slo, [[]])).map(({ outcome, reason }) => [outcome, reason])).toEqual(
      Array(5).fill(["hold", "no-data"]),
    );
  });

  it("a policy may choose otherwise per reason, and the report says that it did", () => {
    const check = budget(slo, [[]], { noData: "warn" });
    expect(check).toMatchObject({ outcome: "warn", reason: "no-data", evidence: { chosenByPolicy: "warn" } });
    expect(english(check.summary)).toContain('The policy chose "warn" for this.');
  });

  it("a policy may choose per check, the later choice before the earlier, and the report says so", () => {
    const own = [
      { id: "slo/api/*", noData: "warn", staleAfter: day },
      { id: "slo/api/burn/1h-5m", noData: "pass" },
      { id: "slo/other/*", noData: "pass" },
    ] as const;
    const outcomes = (data: Tallies, choices: SloCheckOptions): Record<string, string> =>
      Object.fromEntries(
        sloChecks({ slos: [slo], tallies: new Map([["api", data]]), now, options: choices }).map(
          ({ id, outcome, reason, evidence }) => [
            id.slice(8),
            `${outcome} ${reason} ${evidence["chosenByPolicy"] ?? ""}`,
          ],
        ),
      );
    expect(outcomes([[]], { checks: own })).toEqual({
      budget: "warn no-data warn",
      "burn/1h-5m": "pass no-data pass",
      "burn/6h-30m": "warn no-data warn",
      "burn/1d-2h": "warn no-data warn",
      "burn/3d-6h": "warn no-data warn",
    });
    const old = tallies(month, hour, () => [1000, 1000]).map((part) => part.slice(0, -3));
    expect(outcomes(old, {})["budget"]).toBe("hold stale ");
    expect(outcomes(old, { checks: own })["budget"]).toBe("pass ok ");
    expect(
      outcomes(old, {
        checks: [
          { id: "slo/api/budget", minimumCoverage: 1 },
          { id: "slo/api/budget", stale: "warn" },
        ],
      })["budget"],
    ).toBe("warn stale warn");
  });

  it("choosing to let stale data pass does not let an exhausted budget pass", () => {
    const stale = withBad(900).map((part) => part.slice(0, -3));
    expect(budget(slo, stale, { stale: "pass" })).toMatchObject({ outcome: "hold", reason: "budget-exhausted" });
  });

  it("stale data are never a reason to roll back", () => {
    const data = tallies(month, minute * 5, () => [500, 1000]).map((part) => part.slice(0, -20));
    const burning = checks(slo, data)["slo/api/burn/1h-5m"];
    expect(burning?.outcome).toBe("hold");
  });

  it("a service in its first month is judged on what exists, and shown so", () => {
    const young = tallies(9 * day, hour, () => [1000, 1000]);
    const check = budget(slo, young);
    expect(check.outcome).toBe("pass");
    expect(english(check.summary)).toContain("(data only since 2026-11-13T01:00:00Z)");
    expect(check.evidence).toMatchObject({ data: { coverage: 1 } });
  });
});

describe("burn rates", () => {
  const fine = (bad: (age: number) => number): Tallies =>
    tallies(4 * day, 5 * minute, (age) => [1000 - bad(age), 1000]);
  const fast = (data: Tallies, options: SloCheckOptions = {}): Check | undefined =>
    checks(slo, data, options)["slo/api/burn/1h-5m"];

  it("a page rolls back where a stage is live, and holds where none is", () => {
    const check = fast(fine((age) => (age < hour ? 20 : 0)));
    expect(check).toMatchObject({
      outcome: "rollback",
      reason: "burn-rate",
      value: 20,
      bound: 14.4,
      unit: "burn-rate",
      window: "1h/5m",
    });
    if (check === undefined) return;
    expect(verdictOf([check], { live: true }).decision).toBe("rollback");
    expect(verdictOf([check], { live: false })).toMatchObject({
      decision: "hold",
      checks: [{ reason: "would-roll-back" }],
    });
  });

  it("exactly the factor does not fire, the least above it does", () => {
    const at = (bad: number): Tallies => tallies(4 * day, 5 * minute, () => [10_000 - bad, 10_000]);
    expect(fast(at(144))?.outcome).toBe("pass");
    expect(fast(at(145))?.outcome).toBe("rollback");
  });

  it("needs both windows: what is over does not fire any more, what has just begun does not fire yet", () => {
    expect(fast(fine((age) => (age < hour && age >= 5 * minute ? 30 : 0)))?.outcome).toBe("pass");
    expect(fast(fine((age) => (age < 5 * minute ? 100 : 0)))?.outcome).toBe("pass");
  });

  it("a slow burn is a ticket: it warns, and a policy may let it hold", () => {
    const slow = fine(() => 4);
    expect(checks(slo, slow)["slo/api/burn/1d-2h"]).toMatchObject({
      outcome: "warn",
      bound: 3,
      evidence: { urgency: "ticket" },
    });
    expect(checks(slo, slow, { burn: { ticket: "hold" } })["slo/api/burn/1d-2h"]?.outcome).toBe("hold");
  });

  it("widens a window that is shorter than what a row covers, and shows it", () => {
    const coarse = tallies(4 * day, hour, (age) => [age < hour ? 900 : 1000, 1000]);
    const check = fast(coarse);
    expect(check?.outcome).toBe("rollback");
    expect(check && english(check.summary)).toContain("over 1h [5m]");
  });

  it("says where a threshold can never fire", () => {
    const loose = sloOf({ target: 0.9 });
    expect(
      checks(
        loose,
        fine(() => 0),
      )["slo/api/burn/1h-5m"]?.evidence,
    ).toMatchObject({ fastest: 10, canFire: false });
  });

  it("too few events over the long window hold, however bad they are", () => {
    const few = tallies(4 * day, 5 * minute, (age) => [age < 5 * minute ? 0 : 1, 1]);
    expect(fast(few, { minimumEvents: 100 })).toMatchObject({
      outcome: "hold",
      reason: "insufficient-samples",
      needs: { samples: 88 },
    });
  });

  it("an alert that the file declares is a check of its own with its own bound", () => {
    const alert =
      "  alertPolicies: [{ kind: AlertPolicy, metadata: { name: p }, spec: { conditions: [{ kind: AlertCondition, metadata: { name: burns }, spec: { severity: page, condition: { kind: burnrate, op: gte, threshold: 2, lookbackWindow: 1h } } }] } }]\n";
    const declared = sloOf({ rest: alert });
    expect(
      checks(
        declared,
        fine(() => 2),
      )["slo/api/alert/burns"],
    ).toMatchObject({ outcome: "rollback", value: 2, bound: 2, source: { line: 16 } });
    expect(
      checks(
        declared,
        fine(() => 1),
      )["slo/api/alert/burns"]?.outcome,
    ).toBe("pass");
  });
});

describe("composite SLOs", () => {
  const composite = (method: string, weights: readonly number[], extra = ""): Slo => {
    const part = sloOf({ method, target: 0.99, objective: extra }).parts[0];
    const weighted = weights.map((weight) => ({ ...part, weight: part.weight.mul(weight) }));
    const [first = part, ...rest] = weighted;
    return { ...sloOf({ method, target: 0.99, objective: extra }), parts: [first, ...rest] };
  };
  const part = (bad: number): Tallies[number] => tallies(month, hour, () => [1000 - bad, 1000])[0] ?? [];

  it("burn the sum of their parts' rates times the weights", () => {
    expect(budget(composite("Occurrences", [1, 1]), [part(4), part(5)]).value).toBeCloseTo(0.1, 12);
    expect(budget(composite("Occurrences", [1, 0.5]), [part(4), part(5)]).value).toBeCloseTo(0.35, 12);
  });

  it("by slices are bad where any part is", () => {
    const slo = composite("Timeslices", [1, 1], "timeSliceTarget: 0.995, timeSliceWindow: 1h");
    const at = (hours: number): Tallies[number] =>
      tallies(month, hour, (age) => [age === hours * hour ? 0 : 1000, 1000])[0] ?? [];
    expect(budget(slo, [at(3), at(4)]).evidence).toMatchObject({ bad: 2, total: 720 });
    expect(budget(slo, [at(3), at(3)]).evidence).toMatchObject({ bad: 1, total: 720 });
  });

  it("by slice ratios lose the sum of what is missing: two parts at 95 % are 90 %", () => {
    const slo = composite("RatioTimeslices", [1, 1], "timeSliceWindow: 1h");
    expect(budget(slo, [part(50), part(50)]).value).toBeCloseTo(1 - 10, 9);
  });

  it("have no data where one part has none", () => {
    expect(budget(composite("Occurrences", [1, 1]), [part(0), []]).reason).toBe("no-data");
  });
});
