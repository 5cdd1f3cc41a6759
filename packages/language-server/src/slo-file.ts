import { loadProject, readSloDocuments, shownPath, sloFiles } from "@release-gate/adapters";
import {
  findSlos,
  lintSlos,
  problemSpan,
  render,
  sloOptionsOf,
  UserError,
  type Language,
  type Message,
  type Position,
} from "@release-gate/core";
import { dirname } from "node:path";
import { DiagnosticSeverity, type Diagnostic, type Range } from "vscode-languageserver/node";
import { source } from "./diagnostics.js";

/**
 * What is wrong or odd in a file of SLOs, as it stands in the editor among the project's other files; undefined for a file
 * that the policy does not count among its SLOs, or where there is no policy that could be read.
 * @param textOf the text of a file that is open.
 */
export function sloFileDiagnostics(
  path: string,
  textOf: (path: string) => string | undefined,
  language: Language,
): Diagnostic[] | undefined {
  try {
    const project = loadProject(dirname(path));
    if (project.policy.slo === undefined || !sloFiles(project).includes(path)) return undefined;
    const shown = shownPath(project.root, path);
    const { slos, problems } = findSlos(readSloDocuments(project, textOf));
    const { pairs } = sloOptionsOf(project.policy);
    const wrong = problems
      .filter(({ document }) => document.path === shown)
      .map(({ document, problem }): Diagnostic => {
        const { start, end } = problemSpan(document, problem);
        const range = rangeOf(document.lines.position(start), document.lines.position(end));
        return { range, severity: DiagnosticSeverity.Error, source, message: words(problem, language) };
      });
    const odd = lintSlos(slos, pairs === undefined ? {} : { pairs })
      .filter(({ place }) => place.path === shown)
      .map((warning): Diagnostic => ({
        range: toEndOfLine(warning.place),
        severity: DiagnosticSeverity.Warning,
        source,
        code: warning.rule,
        message: words(warning, language),
      }));
    return [...wrong, ...odd];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unreadable(error, path, language);
  }
}

/** A file that is no YAML is told at its place; what is wrong elsewhere is told there. */
function unreadable({ text, hint, place }: UserError, path: string, language: Language): Diagnostic[] | undefined {
  if (place?.line === undefined || !path.endsWith(place.path)) return undefined;
  const range = toEndOfLine({ line: place.line, column: place.column ?? 1 });
  const message = words({ text, ...(hint === undefined ? {} : { advice: hint }) }, language);
  return [{ range, severity: DiagnosticSeverity.Error, source, message }];
}

const words = ({ text, advice }: { readonly text: Message; readonly advice?: Message }, language: Language): string =>
  advice === undefined ? render(text, language) : `${render(text, language)}\n${render(advice, language)}`;

const rangeOf = (start: Position, end: Position): Range => ({
  start: { line: start.line - 1, character: start.column - 1 },
  end: { line: end.line - 1, character: end.column - 1 },
});

/** The protocol cuts a range that reaches past its line. */
const toEndOfLine = (place: Position): Range => rangeOf(place, { line: place.line, column: place.column + 1000 });
