import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { english, rules } from "@release-gate/core";
import { rules as japaneseRules } from "../../src/messages/ja/rules.js";
import { ruleIds, ruleIndex } from "../../../../scripts/generate-rules.mjs";

const folder = fileURLToPath(new URL("../../src/rules/", import.meta.url));
const japanese = japaneseRules();
const texts = readdirSync(folder).map((name) => ({ name, text: readFileSync(folder + name, "utf8") }));

describe("the index of rules", () => {
  it("is what the generator writes", () => {
    const index = texts.find(({ name }) => name === "index.ts");
    expect(index?.text).toBe(ruleIndex(ruleIds()));
  });

  it("lists each rule once, sorted, under the name of its file", () => {
    expect(rules.map(({ id }) => id)).toEqual(ruleIds());
    expect(ruleIds()).toEqual([...new Set(ruleIds())].sort());
  });
});

describe("the catalogue of unsafe operations", () => {
  it("is covered row by row", () => {
    const covered = new Set(rules.flatMap(({ covers }) => covers));
    const rows = Array.from({ length: 140 }, (_, index) => index + 1);
    expect(rows.filter((row) => !covered.has(row))).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it("has an id and a title of the form that all have", () => {
    expect(rule.id).toMatch(/^(no|require|prefer)-[a-z-]+[a-z]$|^syntax-error$/);
    expect(rule.title).toMatch(/^(Disallow|Require|Prefer) [^.]+$/);
    if (rule.id !== "syntax-error") {
      const verb = { no: "Disallow", require: "Require", prefer: "Prefer" }[rule.id.split("-")[0] as "no"];
      expect(rule.title.startsWith(verb)).toBe(true);
    }
  });

  it("says in sentences what it does to users and what to do instead", () => {
    for (const message of [rule.why, rule.instead]) expect(english(message)).toMatch(/^[A-Z].*\.$/s);
    expect(english(rule.instead)).toMatch(/^[A-Z][a-z]+ /);
  });

  it("has examples, and covers rows of the catalogue only", () => {
    expect(rule.examples.length).toBeGreaterThan(0);
    expect(rule.covers.filter((row) => !Number.isInteger(row) || row < 1 || row > 140)).toEqual([]);
    expect([...rule.covers].sort((a, b) => a - b)).toEqual(rule.covers);
  });

  it("tells whether it fixes, and does so", () => {
    const text = texts.find(({ name }) => name === `${rule.id}.ts`)?.text ?? "";
    expect(/\bfix:/.test(text)).toBe(rule.fixable);
  });
});

/** Every pattern in the rules' files, as `msg` makes it, without those that only join other messages. */
function patterns(): string[] {
  const found = texts.flatMap(({ text }) => [
    ...text.matchAll(/msg`((?:[^`$]|\$\{(?:[^{}`]|`(?:[^`$]|\$\{[^}]*\})*`)*\})*)`/g),
  ]);
  const numbered = found.map(([, body = ""]) => {
    let count = 0;
    return body.replace(/\$\{(?:[^{}`]|`(?:[^`$]|\$\{[^}]*\})*`)*\}/g, () => `{${count++}}`);
  });
  return [...new Set(numbered)];
}

describe("the texts of the rules", () => {
  it("end with a period, in both languages, but for titles", () => {
    const titles = new Set(rules.map(({ title }) => title));
    const wrong = patterns().filter((pattern) => !/[.}]$/.test(pattern) && !titles.has(pattern));
    expect(wrong).toEqual([]);
    expect(Object.entries(japanese).filter(([key, text]) => !titles.has(key) && !/[。}]$/.test(text))).toEqual([]);
  });

  it("name the same values in both languages", () => {
    const values = (text: string): string[] => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
    expect(Object.entries(japanese).filter(([key, text]) => values(key).join() !== values(text).join())).toEqual([]);
  });
});
