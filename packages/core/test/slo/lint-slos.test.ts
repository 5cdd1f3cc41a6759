import { describe, expect, it } from "vitest";
import { complement, overlapOf, parseBound, type Bound } from "../../src/condition/index.js";
import { lintSlos, type SloWarning } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { hour, minute, sloOf } from "./slo-fixture.js";

const said = (warnings: readonly SloWarning[]): string[] => warnings.map(({ rule, place }) => `${place.line}: ${rule}`);
const alert = (condition: string): string =>
  `  alertPolicies: [{ kind: AlertPolicy, metadata: { name: p }, spec: { conditions: [{ kind: AlertCondition, metadata: { name: a }, spec: { severity: page, condition: ${condition} } }] } }]\n`;
const declared = (condition: string, target = 0.99): string[] =>
  said(lintSlos([sloOf({ target, rest: alert(condition) })]));

describe("the linter of SLO files", () => {
  it("has nothing to say of an ordinary SLO", () => {
    expect(lintSlos([sloOf()], { stepOf: () => minute })).toEqual([]);
  });

  it("B15: the workbook's page at 14.4 never fires for a target of 90 %", () => {
    const [warning] = lintSlos([sloOf({ target: 0.9 })]);
    expect(warning && english(warning.text)).toBe(
      "The burn alert over 1h/5m can never fire: with a target of 90 % the burn rate is at most 10, and it needs more than 14.4.",
    );
  });

  it("finds a declared alert that can never fire, also at exactly the greatest burn rate", () => {
    expect(declared("{ op: gt, threshold: 100, lookbackWindow: 1h }")).toEqual(["16: never-fires"]);
    expect(declared("{ op: gte, threshold: 100, lookbackWindow: 1h }")).toEqual([]);
    expect(declared("{ op: gt, threshold: 99.9, lookbackWindow: 1h }")).toEqual([]);
  });

  it("finds an alert that fires while all is well, as in OpenSLO's own example", () => {
    expect(declared("{ op: lte, threshold: 2, lookbackWindow: 1h, alertAfter: 5m }")).toEqual(["16: fires-when-well"]);
  });

  it("finds an alert that looks back longer than the period", () => {
    expect(declared("{ op: gt, threshold: 2, lookbackWindow: 31d }")).toEqual(["16: window-beyond-period"]);
  });

  it("finds windows and slices shorter than the sampling step", () => {
    expect(said(lintSlos([sloOf()], { stepOf: () => 15 * minute }))).toEqual(["15: window-below-step"]);
    const slices = sloOf({ method: "Timeslices", objective: "timeSliceTarget: 0.9, timeSliceWindow: 1m" });
    expect(said(lintSlos([slices], { stepOf: () => 5 * minute }))).toEqual(["15: window-below-step"]);
    expect(said(lintSlos([sloOf()], { stepOf: () => hour })).length).toBe(2);
  });

  it("finds a budget that a single slice exhausts", () => {
    expect(
      said(
        lintSlos([
          sloOf({
            target: 0.9999,
            window: "1d",
            method: "Timeslices",
            objective: "timeSliceTarget: 0.9, timeSliceWindow: 1m",
          }),
        ]),
      ),
    ).toEqual(["15: no-slice-allowed"]);
  });
});

describe("promote and rollback bounds", () => {
  const bound = (text: string): Bound => {
    const read = parseBound(text);
    if (read === undefined) throw new Error(text);
    return read;
  };

  it("success >= 99.5 % and failure >= 0.5 % overlap at 99.5 % exactly", () => {
    const rollback = complement(bound(">= 0.5 %"));
    expect(rollback).toBeDefined();
    const overlap = overlapOf(bound(">= 99.5 %"), rollback ?? bound("> 1 %"));
    expect([overlap?.kind, overlap?.from.valueOf(), overlap?.to.valueOf()]).toEqual(["overlap", 0.995, 0.995]);
  });

  it("below 0.1 % promotes, above 1 % rolls back, between is a band that holds", () => {
    const band = overlapOf(bound("< 0.1 %"), bound("> 1 %"));
    expect([band?.kind, band?.from.valueOf(), band?.to.valueOf()]).toEqual(["band", 0.001, 0.01]);
  });

  it(">= 80 % and < 80 % leave nothing between and nothing in common", () => {
    expect(overlapOf(bound(">= 80 %"), bound("< 80 %"))?.kind).toBe("exact");
    expect(overlapOf(bound("> 80 %"), bound("< 80 %"))?.kind).toBe("band");
    expect(overlapOf(bound("<= 5 %"), bound("> 3 %"))?.kind).toBe("overlap");
  });

  it("of different units cannot be compared", () => {
    expect(overlapOf(bound("< 500 ms"), bound("> 1 %"))).toBeUndefined();
  });
});
