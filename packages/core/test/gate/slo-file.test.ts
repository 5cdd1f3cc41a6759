import { describe, expect, it } from "vitest";
import { sloDataChecks, sloFileChecks, type RowNotes } from "../../src/gate/slo/file.js";
import { english } from "../../src/text/message.js";
import { hour, sloOf, tallies } from "../slo/slo-fixture.js";

const notes = (odd: Partial<RowNotes>): RowNotes => ({
  rows: 100,
  withoutNumber: 0,
  future: 0,
  duplicates: 0,
  contradictions: 0,
  outOfOrder: 0,
  resets: 0,
  odd: [],
  ...odd,
});

describe("what is odd in an SLO's file", () => {
  it("is a warning at its line, and several are told apart", () => {
    const slo = sloOf({ target: 0.9 });
    const data = new Map([["api", tallies(24 * hour, hour, () => [10, 10])]]);
    const checks = sloFileChecks({ slos: [slo], tallies: data });
    expect(checks.map(({ id, outcome, reason, evidence }) => [id, outcome, reason, evidence["rule"]])).toEqual([
      ["slo/api/file", "warn", "findings", "never-fires"],
      ["slo/api/file/2", "warn", "findings", "window-below-step"],
      ["slo/api/file/3", "warn", "findings", "window-below-step"],
    ]);
    expect(checks[0]?.source).toEqual({ file: "slo.yaml", line: 15, column: 26 });
    expect(english(checks[0]?.summary ?? { pattern: "", values: [] })).toMatch(
      /^api: The burn alert over 1h\/5m can never fire: .* Use windows with lower factors/,
    );
  });

  it("depends on the windows in use", () => {
    expect(sloFileChecks({ slos: [sloOf()], tallies: new Map() })).toEqual([]);
  });
});

describe("rows that could not be taken as they are", () => {
  it("are one warning that counts each kind", () => {
    const [check] = sloDataChecks(notes({ future: 2, duplicates: 3, outOfOrder: 1, withoutNumber: 4, resets: 5 }), {
      present: true,
    });
    expect(check).toMatchObject({
      id: "slo/data",
      outcome: "warn",
      reason: "odd-rows",
      evidence: { future: 2, duplicates: 3, outOfOrder: 1, withoutNumber: 4, resets: 5, rows: 100 },
    });
    expect(check && english(check.summary)).toBe(
      "Rows of the snapshots were not counted: 2 are of the future, 3 repeat other rows, 1 reading of counters is older than the one before, 4 have no number.",
    );
  });

  it("are nothing to warn of where counters only started again, or the moment judged is a past one", () => {
    expect(sloDataChecks(notes({ resets: 5 }), { present: true })).toEqual([]);
    expect(sloDataChecks(notes({ future: 2 }), { present: false })).toEqual([]);
  });
});
