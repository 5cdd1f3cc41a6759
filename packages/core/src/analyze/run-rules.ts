import { latestPhase } from "./phase.js";
import type { End, Finding, Report, Rule, RuleOptions, Severity } from "../rules/rule.js";
import type { Deployment, Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import { suppressionsOf, type Suppression } from "../source/suppression.js";

/** What a policy says about one rule. */
export interface RuleSetting {
  readonly severity: Severity | "off";
  readonly options: RuleOptions;
}

/** The rules that run, with their settings; a rule that is off is not among them. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity | undefined;
  readonly options: RuleOptions;
}

/** The rules to run under the settings of a policy. */
export function activeRules(rules: readonly Rule[], settings: ReadonlyMap<string, RuleSetting>): ActiveRule[] {
  return rules.flatMap((rule) => {
    const setting = settings.get(rule.id);
    if (setting ? setting.severity === "off" : !rule.default) return [];
    const severity = setting?.severity === "off" ? undefined : setting?.severity;
    return [{ rule, severity, options: setting?.options ?? {} }];
  });
}

/** The findings of a migration's steps, in the order of the text, suppressed ones marked. */
export function findingsOf(
  migration: Migration,
  steps: readonly Step[],
  end: Deployment,
  rules: readonly ActiveRule[],
  today: string | undefined,
  undoes?: End["undoes"],
): Finding[] {
  const suppressions = suppressionsOf(migration);
  const found: Finding[] = [];
  // Step by step, because the catalogs around one step are near each other (see PersistentMap).
  for (const step of steps) {
    for (const active of rules) {
      for (const report of active.rule.check?.(step, active.options) ?? []) {
        found.push(toFinding(active, report, step.statement.index, suppressions, today));
      }
    }
  }
  for (const active of rules) {
    const ended: End = { of: "migration", migration, deployment: end, steps, ...(undoes ? { undoes } : {}) };
    for (const report of active.rule.atEnd?.(ended, active.options) ?? []) {
      found.push(toFinding(active, report, statementAt(migration, report), suppressions, today));
    }
  }
  return sorted(found);
}

/** The findings at the end of a deployment, with the migration that each is in. */
export function deploymentFindings(
  end: End,
  rules: readonly ActiveRule[],
  today: string | undefined,
): ReadonlyMap<Migration, readonly Finding[]> {
  const found = new Map<Migration, Finding[]>();
  for (const active of rules) {
    for (const report of active.rule.atEnd?.(end, active.options) ?? []) {
      const migration = report.migration ?? end.deployment.migrations.at(-1);
      if (!migration) continue;
      const finding = toFinding(active, report, statementAt(migration, report), suppressionsOf(migration), today);
      found.set(migration, [...(found.get(migration) ?? []), finding]);
    }
  }
  return found;
}

/** The index of the statement that a report begins in. */
function statementAt({ statements }: Migration, { span }: Report): number | undefined {
  return statements.find((each) => each.span.start <= span.start && span.start < each.span.end)?.index;
}

/** In the order of the text. */
export function sorted(found: Finding[]): Finding[] {
  return found.sort((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

function toFinding(
  active: ActiveRule,
  report: Report,
  statement: number | undefined,
  suppressions: readonly Suppression[],
  today: string | undefined,
): Finding {
  const { rule } = active;
  const by = suppressions.find(
    (each) =>
      (each.rules.length === 0 || each.rules.includes(rule.id)) &&
      (each.scope === "file" || each.statement === statement) &&
      (each.expires === undefined || today === undefined || today <= each.expires),
  );
  return {
    rule: rule.id,
    severity: active.severity ?? report.severity ?? rule.severity,
    message: report.message,
    advice: report.advice ?? rule.instead,
    span: report.span,
    statement,
    basis: "predicted",
    ...(report.fix ? { fix: report.fix } : {}),
    ...(by
      ? {
          suppressed: {
            by: "comment",
            reason: by.reason,
            ...(by.expires === undefined ? {} : { expires: by.expires }),
          },
        }
      : {}),
  };
}

/** The phase of a migration: the latest of its statements'. */
export function migrationPhase(steps: readonly Step[]) {
  return latestPhase(steps.map((step) => step.phase));
}
