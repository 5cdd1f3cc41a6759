import {
  exactText,
  lintSummary,
  placedFinding,
  SourceLines,
  type FactsData,
  type Language,
  type FileData,
  type MigrationData,
  type PlacedFinding,
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
    summary: lintSummary(report),
  };
  return `${JSON.stringify(notes.length > 0 ? { ...all, notes } : all, null, 2)}\n`;
}

function fileJson(file: FileData, language: Language) {
  const lines = new SourceLines(file.source);
  return {
    path: file.source.path,
    framework: file.framework,
    migrations: file.migrations.map((each) => migrationJson(each, { file, lines, language })),
  };
}

/** What turns places of a source into places of its file. */
interface Places {
  readonly file: FileData;
  readonly lines: SourceLines;
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
    findings: linted.findings.map((finding) =>
      findingJson(placedFinding(finding, places.file, places.lines), places.language),
    ),
  };
}

function statementJson(step: StepData, places: Places) {
  const { statement, inner } = step;
  const shownAt = statement.shownAt ?? statement.span;
  return {
    index: (inner?.of ?? statement).index,
    ...(inner ? { inner: true, via: inner.via } : {}),
    kind: step.statement.kind,
    span: places.lines.span(shownAt),
    ...places.lines.position(shownAt.start),
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

/** A finding as `lint` and `check` show it. */
export function findingJson(placed: PlacedFinding, language: Language) {
  const { finding, span, line, column, endLine, endColumn, fix } = placed;
  return {
    rule: finding.rule,
    severity: finding.severity,
    statement: finding.statement ?? null,
    basis: finding.basis,
    message: exactText(finding.message, language),
    advice: exactText(finding.advice, language),
    span,
    ...{ line, column, endLine, endColumn },
    fix: fix ? fix.map((edit) => ({ span: edit.span, text: edit.text })) : null,
    suppressed: finding.suppressed
      ? { by: finding.suppressed.by, reason: finding.suppressed.reason, expires: finding.suppressed.expires ?? null }
      : null,
  };
}
