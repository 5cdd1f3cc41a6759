import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { japanese } from "../packages/core/src/messages/ja/index.js";
import { english, rules } from "@release-gate/core";
import { root } from "./support/cli.js";

/** Every pattern that the tag `msg` makes, in all packages, with the file that it stands in. */
const patterns = patternsOfAll();

function patternsOfAll(): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(root, "packages"))) {
    const folder = join(root, "packages", name, "src");
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, "utf8");
      if (!text.includes("msg`")) continue;
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext);
      const visit = (node: ts.Node): void => {
        if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === "msg")
          found.set(patternOf(node.template), file.slice(root.length));
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  }
  return found;
}

function patternOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (text, span, index) => `${text}{${index}}${span.literal.text}`,
    template.head.text,
  );
}

/** Patterns without a word of ours: what stands in them comes from elsewhere. */
const wordless = (pattern: string): boolean => !/[A-Za-z]/.test(pattern.replace(/\{\d+\}/g, ""));

/** The server's own words, as its errors have them: they end without a period and stay as they are. */
const serverWords = (pattern: string, file: string): boolean =>
  /core\/src\/(?:facts|sql)\//.test(file) && !pattern.endsWith(".");
const slots = (pattern: string): string[] => [...new Set(pattern.match(/\{\d+\}/g))].toSorted();

/** While a change is made the Japanese may lag behind: `npm run check` says so, and only the full run fails. */
function none(lagging: readonly string[], what: string): void {
  if (process.env["MISSING_JAPANESE"] !== "warn") expect(lagging, what).toEqual([]);
  for (const each of lagging) console.warn(`warning: ${what} ${each.replaceAll("\n", " ")}`);
}

describe("the English texts", () => {
  it("are well-formed ICU MessageFormat where they have a plural, and no selector is left in what is shown", () => {
    for (const pattern of patterns.keys()) {
      if (!pattern.includes(", plural,")) continue;
      for (const value of ["1", "2"]) expect(english({ pattern, values: Array(10).fill(value) })).not.toMatch(/[{}]/);
    }
  });
});

describe("what is not known", () => {
  /** Other words for it: a reader would look for a fourth meaning. */
  const others =
    /\b(?:skipped|ignored|unread|unjudged|unchecked|unparsed|unanaly[sz]ed|undetermined|not (?:analy[sz]ed|checked|examined|parsed|executed))\b/i;
  const japaneseOthers = /未(?:解析|確認|検査|評価|処理|判別|実施|検証)|スキップ/;

  it("has three words in English: not read, not judged, not run", () => {
    expect([...patterns.keys()].filter((pattern) => others.test(pattern))).toEqual([]);
  });

  it("has three words in Japanese: 未読, 未判定, 未実行", () => {
    const texts = [...japanese().values()];
    expect(texts.filter((text) => japaneseOthers.test(text))).toEqual([]);
    for (const word of ["未読", "未判定", "未実行"]) expect(texts.some((text) => text.includes(word))).toBe(true);
  });
});

describe("the Japanese catalog", () => {
  const used = new Map([...patterns, ...rules.map((rule) => [rule.title, `rules/${rule.id}.ts`] as const)]);

  it("has every message of the product", () => {
    const missing = [...used]
      .filter(([pattern, file]) => !wordless(pattern) && !serverWords(pattern, file) && !japanese().has(pattern))
      .map(([pattern, file]) => `${file}: ${pattern}`);
    none(missing, "no Japanese yet for");
  });

  it("has no message that the product no longer has", () => {
    const stale = [...japanese().keys()].filter((pattern) => !used.has(pattern));
    none(stale, "remove or re-key in packages/core/src/messages/ja/:");
  });

  it("keeps every value of a message", () => {
    const wrong = [...japanese()].filter(
      ([pattern, translation]) => slots(pattern).join() !== slots(translation).join(),
    );
    expect(wrong.map(([pattern]) => pattern)).toEqual([]);
  });

  it("is Japanese", () => {
    const wrong = [...japanese()].filter(
      ([pattern, translation]) => /[A-Za-z]{3}/.test(pattern) && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(translation),
    );
    expect(wrong.map(([pattern]) => pattern)).toEqual([]);
  });
});
