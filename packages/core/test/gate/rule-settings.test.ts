import { describe, expect, it } from "vitest";
import { english, parsePolicy, rules, settingsOf, UserError } from "@release-gate/core";

const policy = (lines: string) => parsePolicy(`version: 1\nmigrations:\n  path: db\n${lines}`, "release-gate.yaml");

function refusal(lines: string): string {
  try {
    policy(lines);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = error.hint ? english(error.hint) : "";
    return `${error.place?.line}:${error.place?.column} ${english(error.text)} ${hint}`;
  }
  return "accepted";
}

describe("the settings of rules in a policy", () => {
  it("are a severity, or a severity with options", () => {
    const { ruleSettings } = policy("  rules:\n    no-wide-lock: { severity: error, most: 5 }\n    no-truncate: off\n");
    expect(Object.fromEntries(ruleSettings)).toEqual({
      "no-wide-lock": { severity: "error", options: { most: 5 } },
      "no-truncate": { severity: "off", options: {} },
    });
  });

  it("turn a rule of style on where they only give options, at its own severity", () => {
    const { ruleSettings } = policy("  rules: { no-repeated-lock: { most: 9 } }\n");
    expect(ruleSettings.get("no-repeated-lock")).toEqual({ severity: "warning", options: { most: 9 } });
  });

  it.each([
    ["no-truncat: off", '5:5 There is no rule "no-truncat". Did you mean "no-truncate"?'],
    ["no-wide-lock: { mosst: 5 }", '5:21 The rule no-wide-lock has no option "mosst". Did you mean "most"?'],
    [
      "no-wide-lock: { severty: error }",
      '5:21 The rule no-wide-lock has no option "severty". Did you mean "severity"?',
    ],
    ["no-truncate: { most: 5 }", '5:20 The rule no-truncate has no option "most". It knows: severity.'],
    [
      "no-wide-lock: { most: many }",
      '5:27 The option "most" of no-wide-lock must be a whole number from 1 on. Left out, it is 2.',
    ],
    [
      "no-wide-lock: { most: 0 }",
      '5:27 The option "most" of no-wide-lock must be a whole number from 1 on. Left out, it is 2.',
    ],
    [
      "require-lock-timeout: { setByRunner: 1 }",
      '5:42 The option "setByRunner" of require-lock-timeout must be true or false. Left out, it is false.',
    ],
    [
      "require-lock-timeout: { atMost: soon }",
      '5:37 The option "atMost" of require-lock-timeout must be a time as PostgreSQL writes it, as 5s or 500ms. Left out, it is 30s.',
    ],
  ])("are refused with their place: %s", (line, told) => {
    expect(refusal(`  rules:\n    ${line}\n`)).toBe(told);
  });

  it("are refused in an override as well", () => {
    expect(refusal("  overrides:\n    - paths: old/**\n      rules: { no-wide-lok: off }\n")).toBe(
      '6:16 There is no rule "no-wide-lok". Did you mean "no-wide-lock"?',
    );
    expect(refusal("  overrides:\n    - path: old/**\n      rules: {}\n")).toMatch(/^5:7 .*"paths"/);
  });

  it("count over the earlier ones where they say something, and leave the rest", () => {
    const { ruleSettings, ruleOverrides } = policy(
      "  rules: { no-wide-lock: { severity: error, most: 5 }, no-truncate: off }\n" +
        "  overrides:\n    - paths: [old/**]\n      rules: { no-wide-lock: { most: 9 } }\n" +
        "    - paths: [old/x/**]\n      rules: { no-wide-lock: warning, no-truncate: error }\n",
    );
    const patches = ruleOverrides.map((each) => each.patches);
    expect(Object.fromEntries(settingsOf(ruleSettings, patches.slice(0, 1)))).toEqual({
      "no-wide-lock": { severity: "error", options: { most: 9 } },
      "no-truncate": { severity: "off", options: {} },
    });
    expect(Object.fromEntries(settingsOf(ruleSettings, patches))).toEqual({
      "no-wide-lock": { severity: "warning", options: { most: 9 } },
      "no-truncate": { severity: "error", options: {} },
    });
  });

  it("have a declared option for each that a rule reads", () => {
    const read = rules.flatMap((rule) =>
      [...`${String(rule.check)}${String(rule.atEnd)}`.matchAll(/options\[["'](\w+)["']\]/g)].map(
        (match) => `${rule.id} ${match[1]}`,
      ),
    );
    const declared = rules.flatMap(({ id, options = {} }) => Object.keys(options).map((name) => `${id} ${name}`));
    expect([...new Set(read)].toSorted()).toEqual(declared.toSorted());
    expect(declared).toContain("require-lock-timeout atMost");
  });
});
