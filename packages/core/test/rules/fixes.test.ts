import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, rules, type Finding } from "@release-gate/core";
import { findingsIn, halfOf, versionsOf, type Half } from "./lint-example.js";

beforeAll(() => loadParser());

/** The text after all fixes of the findings. */
function fixed(sql: string, findings: readonly Finding[]): string {
  const edits = findings.flatMap(({ fix }) => fix ?? []).sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((text, { span, text: next }) => text.slice(0, span.start) + next + text.slice(span.end), sql);
}

const fixable = rules.filter((rule) => rule.fixable).map((rule) => [rule.id, rule] as const);

describe.each(fixable)("the fix of %s", (_, rule) => {
  // Outside a transaction, where CONCURRENTLY may stand.
  const halves = rule.examples.map((example): Half => ({
    ...halfOf(rule, example, "bad", versionsOf(example).at(-1)!),
    transaction: "none",
  }));

  it("exists for at least one of the examples", () => {
    expect(halves.some((half) => findingsIn(half).some(({ fix }) => fix))).toBe(true);
  });

  it.each(halves.map((half) => [half.sql, half] as const))("silences the rule where there is one: %s", (_sql, half) => {
    const findings = findingsIn(half).filter(({ fix }) => fix);
    if (findings.length === 0) return;
    const after = fixed(half.sql, findings);
    expect(after).not.toBe(half.sql);
    expect(findingsIn({ ...half, sql: after })).toEqual([]);
    const parse = rules.find(({ id }) => id === "syntax-error")!;
    expect(findingsIn({ ...half, rule: parse, sql: after })).toEqual([]);
  });

  it("is not offered for CONCURRENTLY while a transaction is open", () => {
    const offered = halves
      .flatMap((half) => findingsIn({ ...half, transaction: "file" }))
      .flatMap(({ fix }) => fix ?? []);
    if (rule.id !== "require-concurrent-refresh")
      expect(offered.filter(({ text }) => /CONCURRENTLY/.test(text))).toEqual([]);
  });
});
