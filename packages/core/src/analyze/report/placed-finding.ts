import type { Edit, Finding } from "../../rules/rule.js";
import { SourceLines } from "../../source/source-lines.js";
import type { Span } from "../../text/span.js";
import type { FileData, ReportData } from "./report-data.js";

/** A finding with its place in its file, the same on every surface: offsets from 0, lines and columns from 1, in UTF-16. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly file: FileData;
  readonly path: string;
  /** In the file; `finding.span` is in the text of the source, which has no byte order mark. */
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix: readonly Edit[] | undefined;
}

/** A finding of a file in its place. */
export function placedFinding(finding: Finding, file: FileData, lines = new SourceLines(file.source)): PlacedFinding {
  const end = lines.position(finding.span.end);
  return {
    finding,
    file,
    path: file.source.path,
    span: lines.span(finding.span),
    ...lines.position(finding.span.start),
    endLine: end.line,
    endColumn: end.column,
    fix: finding.fix?.map((edit) => ({ ...edit, span: lines.span(edit.span) })),
  };
}

/** The findings that a person is shown: those that nobody has silenced, of files that count. */
export function shownFindings({ files }: Pick<ReportData, "files">): PlacedFinding[] {
  return files.flatMap((file) => {
    const lines = new SourceLines(file.source);
    const shown = file.migrations.flatMap(({ older, findings }) =>
      older ? [] : findings.filter(({ suppressed }) => !suppressed),
    );
    return shown.map((finding) => placedFinding(finding, file, lines));
  });
}
