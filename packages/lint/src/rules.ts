import type { RuleDefinition, SourceRange } from "@eslint/core";
import {
  english,
  render,
  rules as gateRules,
  type Finding,
  type Language,
  type Rule,
  type Unknown,
} from "@release-gate/core";
import type { JudgedFile } from "./findings.js";
import type { SqlSourceCode } from "./source-code.js";
import type { ProgramNode, SqlNode } from "./syntax-tree.js";

export type SqlRule = RuleDefinition<{
  LangOptions: Record<string, unknown>;
  Code: SqlSourceCode;
  RuleOptions: [];
  Visitor: { Program(node: ProgramNode): void };
  Node: SqlNode;
  MessageIds: string;
  ExtRuleDocs: unknown;
}>;

/** The rules that ESLint can show: all but `syntax-error`, which ESLint shows as a parsing error. */
const shown = gateRules.filter((rule) => rule.id !== "syntax-error");

/** One ESLint rule for each rule of Release Gate. Options come from release-gate.yaml, so that all surfaces agree. */
export const rules: Readonly<Record<string, SqlRule>> = {
  ...Object.fromEntries(shown.map((rule) => [rule.id, eslintRule(rule)])),
  "not-judged": toldRule("Tell what is not read, or not judged, and so holds a release.", ({ told }) => told.unknown),
  guess: toldRule("Tell what is guessed about how a migration runs, and the setting that settles it.", ({ told }) =>
    told.guesses.map((text) => ({ line: 1, column: 1, text })),
  ),
};

/** The rules that are on by default, at their own severity. */
export const recommended: Readonly<Record<`release-gate/${string}`, "error" | "warn">> = {
  ...Object.fromEntries(
    shown
      .filter((rule) => rule.default)
      .map((rule) => [`release-gate/${rule.id}`, rule.severity === "error" ? "error" : "warn"]),
  ),
  "release-gate/not-judged": "error",
  "release-gate/guess": "warn",
};

/** A rule of ESLint about what is no finding of ours. */
function toldRule(description: string, told: (judged: JudgedFile) => readonly Unknown[]): SqlRule {
  return {
    meta: { type: "problem", docs: { description, recommended: true }, schema: [], languages: ["release-gate/sql"] },
    create: (context) => ({
      Program() {
        const language = languageOf(context.settings["release-gate"]);
        for (const { line, column, text } of told(context.sourceCode.judged))
          context.report({ loc: { line, column }, message: render(text, language) });
      },
    }),
  };
}

function eslintRule(rule: Rule): SqlRule {
  return {
    meta: {
      type: "problem",
      docs: { description: `${rule.title}. ${english(rule.why)}`, recommended: rule.default },
      ...(rule.fixable ? { fixable: "code" } : {}),
      schema: [],
      languages: ["release-gate/sql"],
    },
    create: (context) => ({
      Program() {
        const language = languageOf(context.settings["release-gate"]);
        for (const finding of context.sourceCode.judged.findings) {
          if (finding.rule !== rule.id || finding.suppressed) continue;
          context.report(reportOf(finding, context.sourceCode, language));
        }
      },
    }),
  };
}

function reportOf(
  finding: Finding,
  code: SqlSourceCode,
  language: Language,
): Parameters<Parameters<SqlRule["create"]>[0]["report"]>[0] {
  const { span, fix } = finding;
  return {
    loc: { start: code.getLocFromIndex(span.start), end: code.getLocFromIndex(span.end) },
    message: `${render(finding.message, language)} ${render(finding.advice, language)}`,
    ...(fix
      ? {
          fix: (fixer) =>
            fix.map((edit) => {
              const range: SourceRange = [edit.span.start, edit.span.end];
              return fixer.replaceTextRange(range, edit.text);
            }),
        }
      : {}),
  };
}

/** The language of messages, from `settings: { "release-gate": { language: "ja" } }`; English where not set. */
function languageOf(settings: unknown): Language {
  const set =
    typeof settings === "object" && settings !== null && "language" in settings ? settings.language : undefined;
  return set === "ja" ? "ja" : "en";
}
