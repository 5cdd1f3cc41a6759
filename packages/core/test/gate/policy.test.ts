import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/policy/policy.js";
import { sloOptionsOf } from "../../src/gate/slo/options.js";
import { english } from "../../src/text/message.js";
import { UserError } from "../../src/text/user-error.js";

const policy = (lines: string) => parsePolicy(`version: 1\nslo:\n  files: slo\n${lines}`, "release-gate.yaml");
const options = (lines: string) => sloOptionsOf(policy(lines));
function refusal(lines: string): string {
  try {
    policy(lines);
  } catch (error) {
    if (error instanceof UserError) return `${error.place?.line}:${error.place?.column} ${english(error.text)}`;
    throw error;
  }
  return "accepted";
}

describe("what a policy chooses for SLOs", () => {
  it("is nothing where nothing is written, so that every gap holds", () => {
    expect(options("")).toEqual({});
  });

  it("chooses the outcome of a source that is down and of burn alerts", () => {
    expect(options("  source-down: warn\n  burn: { ticket: hold }\n")).toMatchObject({
      sourceDown: "warn",
      burn: { page: "rollback", ticket: "hold" },
    });
  });

  it("reads an error budget policy and an exemption with its reason", () => {
    const { thresholds, exempt } = options(
      "  budget:\n    - { remaining: 0.5, outcome: warn }\n    - { remaining: 0.2, outcome: hold, text: Only reliability work. }\n  exempt: CVE-2026-1234\n",
    );
    expect(thresholds).toEqual([
      { remaining: 0.5, outcome: "warn" },
      { remaining: 0.2, outcome: "hold", text: "Only reliability work." },
    ]);
    expect(exempt).toBe("CVE-2026-1234");
  });

  it("reads what is chosen for all checks, and for single ones", () => {
    const { noData, stale, checks } = options(
      "  no-data: warn\n  checks:\n    slo/api/budget: { no-data: pass, stale-after: 2h, minimum-events: 100 }\n",
    );
    expect([noData, stale]).toEqual(["warn", undefined]);
    expect(checks).toEqual([{ id: "slo/api/budget", noData: "pass", staleAfter: 7_200_000, minimumEvents: 100 }]);
  });

  it("reads exclusions as moments, for all SLOs or some", () => {
    const { exclusions } = options(
      "  exclusions:\n    - { from: 2026-11-20T10:00:00+09:00, to: 2026-11-20T02:00:00Z, why: load test, slos: [api] }\n",
    );
    expect(exclusions).toEqual([
      { start: Date.UTC(2026, 10, 20, 1), end: Date.UTC(2026, 10, 20, 2), why: "load test", slos: ["api"] },
    ]);
  });

  it("reads burn windows with an exact factor", () => {
    const [pair] = options("  windows: [{ long: 1h, short: 5m, factor: 14.4 }]\n").pairs ?? [];
    expect([pair?.long, pair?.short, pair?.factor.toFraction(), pair?.urgency]).toEqual([
      3_600_000,
      300_000,
      "72/5",
      "page",
    ]);
  });

  it.each([
    ["  source-down: rollback\n", '4:16 The value of "source-down" must be one of pass, warn, hold.'],
    ["  burn: { pager: warn }\n", '4:11 The key "pager" is not known here.'],
    ["  budget:\n    - { remaining: 20, outcome: warn }\n", '5:20 The value of "remaining" must be at most 1.'],
    [
      "  budget:\n    - { remaining: 0.5, outcome: hold }\n    - { remaining: 0.2, outcome: warn }\n",
      '6:34 This bound never decides: at 0.5 the outcome is "hold" already.',
    ],
    [
      "  budget:\n    - { remaining: 0.2, outcome: hold }\n    - { remaining: 0.2, outcome: hold }\n",
      '6:34 This bound never decides: at 0.2 the outcome is "hold" already.',
    ],
    ["  burn: { page: warn, ticket: hold }\n", "4:31 A ticket must not have a worse outcome than a page."],
    [
      "  windows:\n    - { long: 1h, short: 5m, factor: 6 }\n    - { long: 1h, short: 5m, factor: 14, urgency: ticket }\n",
      "6:38 This ticket never decides: a page over the same windows fires at 6 already.",
    ],
    [
      "  budget:\n    - { remaining: 0.2, outcome: rollback }\n",
      '5:34 The value of "outcome" must be one of pass, warn, hold.',
    ],
    ['  exempt: ""\n', '4:11 The value of "exempt" must be at least 1 long.'],
    [
      "  exclusions:\n    - { from: yesterday, to: 2026-11-20T02:00:00Z, why: x }\n",
      '5:15 "yesterday" is not a moment; write it with its offset, as 2026-11-22T10:00:00+09:00.',
    ],
    [
      "  exclusions:\n    - { from: 2026-11-20T02:00:00Z, to: 2026-11-20T02:00:00Z, why: x }\n",
      '5:41 "to" must be later than "from".',
    ],
    [
      "  exclusions:\n    - { from: 2026-11-20T02:00:00Z, to: 2026-11-20T03:00:00Z }\n",
      '5:7 The key "why" is missing.',
    ],
    [
      "  windows: [{ long: 5m, short: 1h, factor: 2 }]\n",
      '4:32 "short" must be at least 1s and at most as long as "long".',
    ],
    ["  windows: [{ long: 1h, short: 5m, factor: 0 }]\n", '4:44 The value of "factor" must be greater than 0.'],
    [
      "  windows: [{ long: soon, short: 5m, factor: 2 }]\n",
      '4:21 "soon" is not a duration; write it as 90s, 15m, 2h or 28d.',
    ],
  ])("refuses %j with its line and column", (lines, expected) => {
    expect(refusal(lines)).toBe(expected);
  });
});
