import { codeBlock, codeSpan, msg, plainMarkdown, render, type Finding, type Language } from "@release-gate/core";
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import { docsOf } from "./docs.js";
import { factsText } from "./facts-text.js";
import { ruleOf } from "./findings.js";
import type { JudgedText } from "./judged-text.js";

/** What is under the pointer: the rules that speak about these words, and what PostgreSQL does to run the statement. */
export function hoverAt(judged: JudgedText, position: Position, language: Language): Hover | null {
  const findings = judged.findingsIn({ start: position, end: position });
  const facts = factsAt(judged, position, language);
  const parts = [...findings.map((finding) => findingText(finding, language)), ...(facts ? [facts] : [])];
  const span = findings[0]?.span ?? judged.stepAt(position)?.statement.span;
  if (parts.length === 0 || !span) return null;
  return { contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n---\n\n") }, range: judged.range(span) };
}

/** The statement at a place and its facts, as Markdown for a document of its own; undefined where there is no statement. */
export function factsDocument(judged: JudgedText, position: Position, language: Language): string | undefined {
  const step = judged.stepAt(position);
  const facts = factsAt(judged, position, language);
  return step && facts && `${codeBlock(step.statement.text, "sql")}\n\n${facts}\n`;
}

/** The facts of the statement at a place, as Markdown; undefined where there is no statement. */
export function factsAt(judged: JudgedText, position: Position, language: Language): string | undefined {
  const step = judged.stepAt(position);
  if (!step || step.statement.error) return undefined;
  const title = render(msg`What PostgreSQL ${step.postgres} does to run this statement`, language);
  return `**${title}**\n\n${factsText(step.facts, language)}`;
}

/**
 * Title and why. What happened here and the advice stand in the diagnostic, which editors show beside this; what the rule
 * advises in general is added where the advice here is another.
 */
function findingText({ rule: id, advice }: Finding, language: Language): string {
  const rule = ruleOf(id);
  const docs = docsOf(id);
  const name = docs ? `[${plainMarkdown(id)}](${docs})` : codeSpan(id);
  const why = rule
    ? [`**${render({ pattern: rule.title, values: [] }, language)}** (${name})`, render(rule.why, language)]
    : [name];
  const instead = rule && rule.instead.pattern !== advice.pattern ? [render(rule.instead, language)] : [];
  return [...why, ...instead].join("\n\n");
}
