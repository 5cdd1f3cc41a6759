import { msg, render, type Language, type UserError } from "@release-gate/core";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import { source } from "./diagnostics.js";
import { rootOf } from "./findings.js";

/** A diagnostic and the file that it belongs to. */
export interface PlacedDiagnostic {
  readonly uri: string;
  readonly diagnostic: Diagnostic;
}

/**
 * Why a project cannot be judged, at the line to mend: in release-gate.yaml where the error names it, else on the first
 * line of the file that was asked about, so that silence never looks like a pass.
 */
export function configurationError(
  error: UserError,
  asked: { readonly path: string; readonly uri: string },
  language: Language,
): PlacedDiagnostic {
  const { place } = error;
  const uri = place ? pathToFileURL(resolve(rootOf(asked.path), place.path)).href : asked.uri;
  const line = Math.max(0, (place?.line ?? 1) - 1);
  const start = { line, character: Math.max(0, (place?.column ?? 1) - 1) };
  const text = render(error.text, language);
  return {
    uri,
    diagnostic: {
      // To the end of the line: the protocol cuts a range that reaches past it.
      range: { start, end: { line, character: start.character + 1000 } },
      severity: DiagnosticSeverity.Error,
      source,
      message: error.hint ? `${text}\n${render(error.hint, language)}` : text,
    },
  };
}

/** What a migration shows where git was not asked, because the folder is not trusted. */
export function gitNotAsked(language: Language): Diagnostic {
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: DiagnosticSeverity.Information,
    source,
    message: render(
      msg`This workspace is not trusted, so git was not asked what is released: this file is judged as if it were new. Trust the workspace to have git asked.`,
      language,
    ),
  };
}

/** What a migration shows while its project cannot be judged. */
export function notJudged(language: Language): Diagnostic {
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: DiagnosticSeverity.Warning,
    source,
    message: render(msg`Release Gate cannot judge this file until the configuration is repaired.`, language),
  };
}
