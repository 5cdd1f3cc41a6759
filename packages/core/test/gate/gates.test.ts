import * as z from "zod";
import { describe, expect, it } from "vitest";
import { parseDocument, read } from "../../src/document/index.js";
import { gates, judgeEach, schemasOf } from "../../src/gate/gates.js";
import { judge } from "../../src/gate/judge.js";
import type { Gate, Moment } from "../../src/gate/gate.js";
import { defaultPolicy, english, msg, parsePolicy } from "../../src/index.js";
import { policySchemaOf } from "../../src/policy/policy.js";

/** A gate as a folder would have it: its part of the policy, and what it says about its evidence. */
const doorSchema = z.strictObject({ open: z.boolean().describe("Whether anybody may go.") });
const door: Gate<"holds", typeof doorSchema, { readonly inside: number }, string> = {
  kind: "holds",
  schema: doorSchema,
  judge: ({ inside }, { open }) => ({
    checks: [
      {
        id: "holds/door",
        kind: "holds",
        outcome: open && inside === 0 ? "pass" : "hold",
        reason: "ok",
        summary: msg`${inside} inside.`,
        symptom: false,
        evidence: { inside },
      },
    ],
    detail: "a door",
  }),
};
const withDoor = { ...gates, holds: door };
const moment: Moment = { now: 0, present: true, stage: "start" };

describe("a gate that is added", () => {
  const schema = policySchemaOf(schemasOf(withDoor));

  it("has its part in the policy, with its own key and its own errors", () => {
    const [document] = parseDocument("version: 1\nholds: { open: true }\n", "release-gate.yaml");
    expect(read(document!, schema).holds).toEqual({ open: true });
    const [wrong] = parseDocument("version: 1\nholds: { opem: true }\n", "release-gate.yaml");
    expect(() => read(wrong!, schema)).toThrow(/opem/);
  });

  it("is asked about its own evidence by its own part, and shows what it wants to show", () => {
    const around = { policy: defaultPolicy(), moment };
    const judged = judgeEach(withDoor, { holds: { open: true } }, { holds: { inside: 2 } }, around);
    expect(judged.checks.map(({ id, outcome }) => [id, outcome])).toEqual([["holds/door", "hold"]]);
    expect(judged.details).toEqual({ holds: "a door" });
  });
});

describe("a verdict", () => {
  const policy = parsePolicy("version: 1\nmigrations: { path: db }\nslo: { files: slo }\n", "release-gate.yaml");

  it("holds for what was asked for and never gathered", () => {
    const { verdict } = judge(policy, {}, moment, ["migrations", "slo"]);
    expect(verdict.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["migrations/not-gathered", "hold"],
      ["slo/not-gathered", "hold"],
    ]);
    expect(english(verdict.checks[0]!.summary)).toBe('Nothing was gathered for "migrations".');
  });

  it("says so where it was for lack of time", () => {
    const { verdict } = judge(policy, { late: ["slo"] }, moment, ["slo"]);
    expect(verdict.checks.map(({ id }) => id)).toEqual(["slo/time-limit"]);
  });

  it("holds where nothing is asked for at all", () => {
    expect(judge(policy, {}, moment, []).verdict.decision).toBe("hold");
  });
});
