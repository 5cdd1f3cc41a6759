import type { Facts } from "../facts/facts.js";
import type { Finding } from "../rules/rule.js";
import type { Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import type { Substitution } from "../source/substitution.js";
import type { Statement } from "../sql/statement.js";
import type { Span } from "../text/span.js";
import type { LintedFile, LintedMigration } from "./lint.js";

/**
 * The same judgment with its places in the file as written: migrations whose placeholders were replaced are judged in the text
 * with the values. A statement's `text` stays what the server gets.
 */
export function inFile(file: LintedFile): LintedFile {
  if (file.migrations.every(({ migration }) => migration.substitution === undefined)) return file;
  return { ...file, migrations: file.migrations.map(placed) };
}

function placed(linted: LintedMigration): LintedMigration {
  const { substitution } = linted.migration;
  if (!substitution) return linted;
  const statements = new Map(linted.migration.statements.map((each) => [each, placedStatement(each, substitution)]));
  const migration = placedMigration(linted.migration, substitution, [...statements.values()]);
  return {
    ...linted,
    migration,
    steps: linted.steps.map((step): Step => ({
      ...step,
      migration,
      statement: statements.get(step.statement) ?? step.statement,
      facts: placedFacts(step.facts, substitution),
      ...(step.ran ? { ran: step.ran.map((inner) => placedInner(inner, migration, substitution)) } : {}),
    })),
    findings: linted.findings.map((finding) => placedFinding(finding, substitution)),
    unjudged: linted.unjudged.map((each) => atPlace(each, substitution)),
  };
}

function placedInner(step: Step, migration: Migration, substitution: Substitution): Step {
  const statement = placedStatement(step.statement, substitution);
  const { shownAt } = statement;
  return {
    ...step,
    migration,
    statement: shownAt ? { ...statement, shownAt: substitution.original(shownAt) } : statement,
    facts: placedFacts(step.facts, substitution),
  };
}

function placedMigration(
  migration: Migration,
  substitution: Substitution,
  statements: readonly Statement[],
): Migration {
  const { blocks, comments, outside } = migration;
  return {
    ...migration,
    span: substitution.original(migration.span),
    statements,
    comments: comments.map((comment) => ({ ...comment, span: substitution.original(comment.span) })),
    ...(blocks ? { blocks: blocks.map((block) => substitution.original(block)) } : {}),
    ...(outside ? { outside: outside.map((part) => substitution.original(part)) } : {}),
  };
}

function placedStatement(statement: Statement, substitution: Substitution): Statement {
  const start = (offset: number): number => substitution.original({ start: offset, end: offset }).start;
  return {
    ...statement,
    span: substitution.original(statement.span),
    at: (location) => start(statement.at(location)),
    ...(statement.error ? { error: atPlace(statement.error, substitution) } : {}),
  };
}

function placedFacts(facts: Facts, substitution: Substitution): Facts {
  return {
    ...facts,
    scans: facts.scans.map(({ span, ...scan }) => ({
      ...scan,
      ...(span ? { span: substitution.original(span) } : {}),
    })),
    indexBuilds: facts.indexBuilds.map((each) => atPlace(each, substitution)),
    losses: facts.losses.map((each) => atPlace(each, substitution)),
    breaks: facts.breaks.map((each) => atPlace(each, substitution)),
    ...(facts.error ? { error: atPlace(facts.error, substitution) } : {}),
  };
}

/** A fix that would write a value in the place of its placeholder is left out. */
function placedFinding({ fix, ...finding }: Finding, substitution: Substitution): Finding {
  const keeps = fix?.every(({ span }) => !substitution.touches(span)) ?? false;
  return {
    ...atPlace(finding, substitution),
    ...(fix && keeps ? { fix: fix.map((edit) => atPlace(edit, substitution)) } : {}),
  };
}

function atPlace<T extends { readonly span: Span }>(value: T, substitution: Substitution): T {
  return { ...value, span: substitution.original(value.span) };
}
