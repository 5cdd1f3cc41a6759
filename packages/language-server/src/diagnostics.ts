import { render, type Finding, type Language } from "@release-gate/core";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import type { JudgedText } from "./judged-text.js";
import { docsOf } from "./docs.js";

export const source = "release-gate";

/** Every finding of a text as a diagnostic of the protocol, in the order of the text. */
export function diagnosticsOf(judged: JudgedText, language: Language): Diagnostic[] {
  return judged.findings.map((finding) => diagnosticOf(finding, judged, language));
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
