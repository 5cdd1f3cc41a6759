import { describe, expect, it } from "vitest";
import { english, parsePolicy, weakenings } from "@release-gate/core";

const policy = (slo: string) => ({
  policy: parsePolicy(`version: 1\nslo:\n  files: slo.yaml\n${slo}`, "release-gate.yaml"),
});
const found = (before: string, now: string): string[] =>
  weakenings(policy(before), policy(now)).map(({ text }) => english(text));

describe("the groups of an SLO", () => {
  const grouped = (more: string): string => `  grouping:\n    api: { by: cluster${more} }\n`;

  it.each([
    ["are no longer judged", grouped(""), ""],
    ["have one that is said to be gone", grouped(""), grouped(", gone: [eu]")],
    ["need no longer have one", grouped(", always: [eu]"), grouped("")],
    ["are told by another label", grouped(""), "  grouping:\n    api: { by: tenant }\n"],
  ])("is a weaker gate where they %s", (_, before, now) => {
    expect(found(before, now)).toEqual([expect.stringContaining('"slo.grouping')]);
  });

  it("is the same gate where nothing changed", () => {
    expect(found(grouped(", gone: [eu]"), grouped(", gone: [eu]"))).toEqual([]);
  });
});

describe("the server of all SLOs", () => {
  it("is a weaker gate where it is another one, as far as anybody can tell", () => {
    const at = (url: string): string => `  prometheus: { url: "${url}" }\n`;
    expect(found(at("https://a.example.com"), at("https://b.example.com"))).toHaveLength(1);
  });
});
