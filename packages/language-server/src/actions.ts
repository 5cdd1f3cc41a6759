import { compatibleEdits, msg, render, type Finding, type Language } from "@release-gate/core";
import { CodeActionKind, type CodeAction, type CodeActionParams } from "vscode-languageserver/node";
import { diagnosticOf } from "./diagnostics.js";
import type { JudgedText } from "./judged-text.js";

/** The kind of "fix everything that can be fixed", for `editor.codeActionsOnSave`. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.releaseGate`;

/** What can be done about the findings in a range: fix one, fix all of the file, or allow it with a reason. */
export function actionsFor(
  judged: JudgedText,
  { range, context, textDocument }: CodeActionParams,
  language: Language,
): CodeAction[] {
  const wanted = (kind: string): boolean =>
    context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? kind !== fixAllKind;
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const findings = judged.findingsIn(range);
    for (const finding of findings.filter((each) => each.fix)) {
      actions.push(quickFix(finding, judged, textDocument.uri, language));
    }
    for (const finding of findings) actions.push(...allowAction(finding, judged, textDocument.uri, language));
  }
  if (wanted(fixAllKind)) {
    const edits = compatibleEdits(judged.findings).map((edit) => judged.edit(edit));
    const title = render(msg`Fix all findings of Release Gate that have a fix`, language);
    if (edits.length > 0) actions.push({ title, kind: fixAllKind, edit: { changes: { [textDocument.uri]: edits } } });
  }
  return actions;
}

function quickFix(finding: Finding, judged: JudgedText, uri: string, language: Language): CodeAction {
  return {
    title: render(msg`Fix ${finding.rule}`, language),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, judged, language)],
    isPreferred: true,
    edit: { changes: { [uri]: judged.edits(finding) } },
  };
}

/** A comment above the statement; the person says why. Nothing can allow a syntax error. */
function allowAction(finding: Finding, judged: JudgedText, uri: string, language: Language): CodeAction[] {
  const step = judged.steps.find(
    ({ statement }) => statement.index === finding.statement && contains(statement.span, finding),
  );
  if (!step || step.statement.error) return [];
  const start = step.statement.span.start;
  const lineStart = judged.position(start);
  const before = judged.slice(start - lineStart.character, start);
  const indent = /^\s*$/.test(before) ? before : "";
  const lead = indent === before ? "" : judged.lineEnd;
  const reason = render(msg`say why this is safe here`, language);
  const newText = `${lead}-- release-gate: allow ${finding.rule} -- ${reason}${judged.lineEnd}${indent}`;
  return [
    {
      title: render(msg`Allow ${finding.rule} for this statement`, language),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, judged, language)],
      edit: { changes: { [uri]: [{ range: { start: lineStart, end: lineStart }, newText }] } },
    },
  ];
}

function contains(span: { readonly start: number; readonly end: number }, finding: Finding): boolean {
  return span.start <= finding.span.start && finding.span.start <= span.end;
}
