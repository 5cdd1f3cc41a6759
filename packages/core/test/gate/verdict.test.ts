import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { msg, outcomes, verdictOf, type Check, type Outcome } from "@release-gate/core";

const check = (id: string, outcome: Outcome, symptom = false): Check => ({
  id,
  kind: "slo",
  outcome,
  reason: "ok",
  summary: msg`Said.`,
  symptom,
  evidence: {},
});

describe("the verdict", () => {
  it("holds where there is no check at all: that is no data", () => {
    expect(verdictOf([], { live: false })).toMatchObject({ decision: "hold", checks: [] });
  });

  it.each([
    ["pass", "promote"],
    ["warn", "promote"],
    ["hold", "hold"],
    ["rollback", "rollback"],
  ] as const)("of a live stage whose worst check says %s is %s", (outcome, decision) => {
    expect(verdictOf([check("a", "pass"), check("b", outcome)], { live: true }).decision).toBe(decision);
  });

  it("never rolls back what is not live: the same check holds and says so", () => {
    const verdict = verdictOf([check("a", "rollback")], { live: false });
    expect(verdict.decision).toBe("hold");
    expect(verdict.checks[0]).toMatchObject({ outcome: "hold", reason: "would-roll-back" });
  });

  it("shows the worst first, and what users feel before its causes", () => {
    const checks = [check("z", "hold"), check("b", "pass"), check("a", "hold"), check("y", "hold", true)];
    expect(verdictOf(checks, { live: true }).checks.map(({ id }) => id)).toEqual(["y", "a", "z", "b"]);
  });

  const anyChecks = fc
    .array(fc.record({ id: fc.string(), outcome: fc.constantFrom(...outcomes), symptom: fc.boolean() }))
    .map((given) => given.map(({ id, outcome, symptom }) => check(id, outcome, symptom)));

  it("does not depend on the order of the checks", () => {
    fc.assert(
      fc.property(anyChecks, fc.boolean(), (checks, live) => {
        expect(verdictOf(checks.toReversed(), { live }).outcome).toBe(verdictOf(checks, { live }).outcome);
      }),
    );
  });

  it("never gets better by one more check", () => {
    fc.assert(
      fc.property(anyChecks, fc.constantFrom(...outcomes), fc.boolean(), (checks, outcome, live) => {
        fc.pre(checks.length > 0);
        const before = outcomes.indexOf(verdictOf(checks, { live }).outcome);
        const after = outcomes.indexOf(verdictOf([...checks, check("more", outcome)], { live }).outcome);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
