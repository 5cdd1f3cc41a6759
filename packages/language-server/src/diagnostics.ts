import { render, type Finding, type Language, type ToldOfFile } from "@release-gate/core";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import type { JudgedText } from "./judged-text.js";
import { docsOf } from "./docs.js";

export const source = "release-gate";

/** Every finding of a text as a diagnostic of the protocol, in the order of the text. */
export function diagnosticsOf(judged: JudgedText, language: Language): Diagnostic[] {
  return judged.findings.map((finding) => diagnosticOf(finding, judged, language));
}

/** What holds in a file, or was guessed about it, and is no finding of a rule. */
export function toldDiagnostics(told: ToldOfFile | undefined, language: Language): Diagnostic[] {
  const at = (line: number, column: number): Diagnostic["range"] => {
    const start = { line: line - 1, character: column - 1 };
    return { start, end: { line: start.line, character: start.character + 1 } };
  };
  const { Error: error, Information: information } = DiagnosticSeverity;
  return [
    ...(told?.unknown ?? []).map(({ line, column, text }) => ({ severity: error, range: at(line, column), text })),
    ...(told?.guesses ?? []).map((text) => ({ severity: information, range: at(1, 1), text })),
  ].map(({ text, ...rest }) => ({ ...rest, source, message: render(text, language) }));
}

/** One finding: its rule is the code, with a link to the rule's page where there is one. */
export function diagnosticOf(finding: Finding, judged: JudgedText, language: Language): Diagnostic {
  const docs = docsOf(finding.rule);
  return {
    range: judged.range(finding.span),
    severity: finding.severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source,
    code: finding.rule,
    ...(docs ? { codeDescription: { href: docs } } : {}),
    message: `${render(finding.message, language)}\n${render(finding.advice, language)}`,
  };
}
