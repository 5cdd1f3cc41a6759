import { describe, expect, it } from "vitest";
import { rules } from "@release-gate/core";
import { atlas, pgfence, pgls, squawk } from "../../src/source/foreign-rules.js";

const ids = new Set(rules.map(({ id }) => id));

describe.each([
  ["squawk", squawk],
  ["pgfence", pgfence],
  ["atlas", atlas],
  ["pgls", pgls],
] as const)("the rules of %s", (_, tool) => {
  it("mean rules that exist here", () => {
    const meant = Object.values(tool.rules).flat();
    expect(meant.filter((id) => !ids.has(id))).toEqual([]);
    expect(meant.length).toBeGreaterThan(10);
  });
});
