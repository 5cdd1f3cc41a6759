import {
  LineMap,
  exactText,
  olderCounts,
  type FactsData,
  type Finding,
  type Language,
  type FileData,
  type MigrationData,
  type ReportData,
  type StepData,
} from "@release-gate/core";

/** The report of `lint --format json`; stable from the first release. */
export function lintJson(report: ReportData, language: Language): string {
  // What was released is here only where it was named, with what it does.
  const shown = report.files.filter((file) => file.migrations.some((each) => each.deployment || each.steps.length > 0));
  const notes = report.notes.map(({ reason, text }) => ({ reason, text: exactText(text, language) }));
  const files = shown.map((file) => fileJson(file, language));
  const all = {
    schemaVersion: 1,
    postgres: report.postgres,
    files,
    notRead: report.notRead.map(({ path, why, text, ships }) => ({
      path,
      why,
      ships,
      text: exactText(text, language),
    })),
    notJudged: report.notJudged.map(({ path, line, column, why, text, ships }) => ({
      path,
      line,
      column,
      why,
      ships,
      text: exactText(text, language),
    })),
    ...(report.weakened === undefined
      ? {}
      : { weakened: report.weakened.map(({ place, text }) => ({ ...place, text: exactText(text, language) })) }),
    summary: summaryOf(report),
  };
  return `${JSON.stringify(notes.length > 0 ? { ...all, notes } : all, null, 2)}\n`;
}

/** The numbers under a report. What is only counted, because newer files are there, has numbers of its own. */
export function summaryOf(report: ReportData) {
  const { notRead, notJudged } = report;
  const older = olderCounts(report);
  const unknown = { notRead: notRead.length, notJudged: notJudged.length };
  const sum = { files: 0, statements: 0, ...unknown, errors: 0, warnings: 0, suppressed: 0 };
  for (const file of report.files) {
    const judged = file.migrations.filter(({ deployment }) => deployment);
    if (judged.length > 0) sum.files++;
    for (const { statements, findings, older: isOlder } of judged) {
      sum.statements += statements;
      for (const { suppressed, severity } of findings) {
        if (suppressed) sum.suppressed++;
        else if (isOlder) continue;
        else if (severity === "error") sum.errors++;
        else sum.warnings++;
      }
    }
  }
  return older ? { ...sum, older } : sum;
}

function fileJson(file: FileData, language: Language) {
  const shift = file.source.bom ? 1 : 0;
  const lines = new LineMap((file.source.bom ? "\uFEFF" : "") + file.source.text);
  return {
    path: file.source.path,
    framework: file.framework,
    migrations: file.migrations.map((each) => migrationJson(each, { shift, lines, language })),
  };
}

/** What turns places of a source into places of its file: the byte order mark counts there. */
interface Places {
  readonly shift: number;
  readonly lines: LineMap;
  readonly language: Language;
}

function migrationJson(linted: MigrationData, places: Places) {
  const { migration } = linted;
  const open = migration.multiStatementQuery && migration.statements.length > 1 ? "file" : migration.transaction;
  return {
    direction: migration.direction,
    transaction: open,
    phase: linted.phase,
    deployment: linted.deployment,
    ...(linted.older ? { older: true } : {}),
    statements: linted.steps.flatMap((step) => [
      statementJson(step, places),
      ...(step.ran ?? []).map((inner) => statementJson(inner, places)),
    ]),
    findings: linted.findings.map((finding) => findingJson(finding, places)),
  };
}

function spanJson(span: { readonly start: number; readonly end: number }, { shift }: Places) {
  return { start: span.start + shift, end: span.end + shift };
}

function statementJson(step: StepData, places: Places) {
  const { statement, inner } = step;
  const span = spanJson(statement.shownAt ?? statement.span, places);
  return {
    index: (inner?.of ?? statement).index,
    ...(inner ? { inner: true, via: inner.via } : {}),
    kind: step.statement.kind,
    span,
    ...places.lines.position(span.start),
    phase: step.phase,
    facts: factsJson(step.facts, places),
  };
}

function factsJson(facts: FactsData, places: Places) {
  const { language } = places;
  const certainty =
    facts.certainty === "exact"
      ? "exact"
      : "assumed" in facts.certainty
        ? { assumed: facts.certainty.assumed.map((text) => exactText(text, language)) }
        : { dynamic: facts.certainty.dynamic.map((text) => exactText(text, language)) };
  return {
    locks: facts.locks.map(({ relation, mode }) => ({ relation, mode })),
    rewrites: facts.rewrites,
    scans: facts.scans.map(({ relation, why }) => ({ relation, why })),
    indexBuilds: facts.indexBuilds.map(({ table }) => table),
    losses: facts.losses.map(({ what, name }) => ({ what, name })),
    breaks: facts.breaks.map(({ who, of, why }) => ({ who, of, why })),
    error: facts.error ? { sqlstate: facts.error.sqlstate, message: exactText(facts.error.message, language) } : null,
    certainty,
  };
}

function findingJson(finding: Finding, places: Places) {
  const span = spanJson(finding.span, places);
  const end = places.lines.position(span.end);
  return {
    rule: finding.rule,
    severity: finding.severity,
    statement: finding.statement ?? null,
    basis: finding.basis,
    message: exactText(finding.message, places.language),
    advice: exactText(finding.advice, places.language),
    span,
    ...places.lines.position(span.start),
    endLine: end.line,
    endColumn: end.column,
    fix: finding.fix ? finding.fix.map((edit) => ({ span: spanJson(edit.span, places), text: edit.text })) : null,
    suppressed: finding.suppressed
      ? { by: finding.suppressed.by, reason: finding.suppressed.reason, expires: finding.suppressed.expires ?? null }
      : null,
  };
}
