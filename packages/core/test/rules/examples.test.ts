import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "@release-gate/core";
import { chosenRules, findingsIn, halfOf, versionsOf } from "./lint-example.js";

beforeAll(() => loadParser());

/** Whether the history is known to be whole; a policy has to say so. */
const completeness = [true, false];

describe.each(chosenRules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it.each(rule.examples.map((example) => [example.bad, example] as const))("finds %s", (_sql, example) => {
    const silent = versionsOf(example).filter(
      (postgres) => findingsIn(halfOf(rule, example, "bad", postgres)).length === 0,
    );
    expect(silent).toEqual([]);
  });

  it.each(rule.examples.map((example) => [example.good, example] as const))("is silent for %s", (_sql, example) => {
    for (const complete of completeness) {
      const found = versionsOf(example).flatMap((postgres) =>
        findingsIn(halfOf(rule, example, "good", postgres), complete),
      );
      expect(found).toEqual([]);
    }
  });

  it.each(rule.examples.map((example) => [example.bad, example] as const))("points at words of %s", (_sql, example) => {
    for (const { span } of findingsIn(halfOf(rule, example, "bad", versionsOf(example).at(-1)!))) {
      const words = example.bad.slice(span.start, span.end);
      expect(words.trim()).toBe(words);
      expect(words).not.toBe("");
      expect(span.end).toBeLessThanOrEqual(example.bad.length);
    }
  });
});
