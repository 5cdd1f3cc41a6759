import { dataPartsOf } from "../rules/data-parts.js";
import { latestPhase } from "./phase.js";
import type { End, Finding, RuleReport, Rule, RuleOptions, Severity } from "../rules/rule.js";
import { judgedSteps, type Deployment, type Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";
import { checkTime, isTimeOver, timeLimit } from "../text/limits.js";
import { whyUnjudged, type Unjudged, type Why } from "./unjudged.js";

/** What a policy says about one rule. */
export interface RuleSetting {
  readonly severity: Severity | "off";
  readonly options: RuleOptions;
  /** The rule runs for a surface that decides later whether to show it: nobody asked for what it finds. */
  readonly unasked?: boolean;
}

/** The rules that run, with their settings; a rule that is off is not among them. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity | undefined;
  readonly options: RuleOptions;
  readonly unasked?: boolean;
}

/** The rules that run on the file of a path. */
export type RulesAt = (path: string) => readonly ActiveRule[];

/** The rules to run under a policy's settings, and under those that it has for some paths instead. */
export function rulesAt(
  rules: readonly Rule[],
  settings: ReadonlyMap<string, RuleSetting>,
  byPath: ReadonlyMap<string, ReadonlyMap<string, RuleSetting>>,
): RulesAt {
  const everywhere = activeRules(rules, settings);
  const known = new Map<ReadonlyMap<string, RuleSetting>, readonly ActiveRule[]>();
  return (path) => {
    const own = byPath.get(path);
    if (!own) return everywhere;
    const active = known.get(own) ?? activeRules(rules, own);
    known.set(own, active);
    return active;
  };
}

/** The rules to run under the settings of a policy. */
export function activeRules(rules: readonly Rule[], settings: ReadonlyMap<string, RuleSetting>): ActiveRule[] {
  return rules.flatMap((rule) => {
    const setting = settings.get(rule.id);
    if (setting ? setting.severity === "off" : !rule.default) return [];
    const severity = setting?.severity === "off" ? undefined : setting?.severity;
    return [{ rule, severity, options: setting?.options ?? {}, unasked: setting?.unasked ?? false }];
  });
}

/** The rules of a set whose `check` judges statements of a kind. Each set is looked through once for each kind. */
function judgesOf(rules: readonly ActiveRule[]): (kind: Statement["kind"]) => readonly ActiveRule[] {
  let known = judges.get(rules);
  if (!known) judges.set(rules, (known = new Map()));
  const byKind = known;
  return (kind) => {
    const found = byKind.get(kind) ?? rules.filter(({ rule }) => rule.check && isAsked(rule, kind));
    byKind.set(kind, found);
    return found;
  };
}

const judges = new WeakMap<readonly ActiveRule[], Map<Statement["kind"], readonly ActiveRule[]>>();

function isAsked({ kinds }: Rule, kind: Statement["kind"]): boolean {
  return kinds === undefined || (kind !== "" && kinds.includes(kind));
}

/** The findings of a migration's steps, in the order of the text. */
export function findingsOf(
  migration: Migration,
  steps: readonly Step[],
  end: Deployment,
  rules: readonly ActiveRule[],
  unjudged: Unjudged[],
  undoes?: End["undoes"],
): Finding[] {
  const found: Finding[] = [];
  // Step by step, because the catalogs around one step are near each other (see PersistentMap).
  const judgesFor = judgesOf(rules);
  for (const step of judgedSteps(steps)) {
    if (isTimeOver()) {
      noteUnjudged(unjudged, step, { why: "limit", text: timeLimit });
      break;
    }
    for (const active of judgesFor(step.statement.kind)) {
      const reports = asked(active, step, unjudged);
      for (let at = 0; at < reports.length; at++) found.push(findingAt(step, active, reports[at]!));
    }
    for (const part of dataPartsOf(step)) {
      for (const active of judgesFor(part.statement.kind)) {
        if (!active.rule.kinds) continue;
        for (const report of asked(active, part, unjudged)) found.push(findingAt(part, active, report));
      }
    }
  }
  const ended: End = {
    of: "migration",
    migration,
    deployment: end,
    steps: judgedSteps(steps),
    ...(undoes ? { undoes } : {}),
  };
  for (const active of rules) {
    for (const report of askedAtEnd(active, ended, unjudged, migration))
      found.push(toFinding(active, report, statementAt(migration, report)));
  }
  return sorted(found);
}

/** What a rule says of a step. One that cannot answer costs no other its answer. */
function asked({ rule, options }: ActiveRule, step: Step, unjudged: Unjudged[]): readonly RuleReport[] {
  try {
    checkTime();
    return rule.check!(step, options);
  } catch (error) {
    noteUnjudged(unjudged, step, whyUnjudged(error));
    return [];
  }
}

/** Each statement once; where the time is over, the first one stands for all. */
function noteUnjudged(unjudged: Unjudged[], { inner, statement: own }: Step, why: Why): void {
  const { index, span } = inner?.of ?? own;
  const said = ({ statement, text }: Unjudged): boolean => statement === index || text === timeLimit;
  if (!unjudged.some(said)) unjudged.push({ ...why, span, statement: index });
}

/** What a rule says at an end; where it cannot answer, the migration as a whole is not judged. */
function askedAtEnd(
  { rule, options }: ActiveRule,
  end: End,
  unjudged: Unjudged[],
  { span }: Migration,
): readonly RuleReport[] {
  try {
    return rule.atEnd?.(end, options) ?? [];
  } catch (error) {
    unjudged.push({ ...whyUnjudged(error), span: { start: span.start, end: span.start }, statement: undefined });
    return [];
  }
}

/** What a rule reports of a step: what a body runs is shown where it stands, or at what runs it. */
function findingAt({ statement, inner }: Step, active: ActiveRule, report: RuleReport): Finding {
  if (!inner) return toFinding(active, report, statement.index);
  const { fix, ...told } = report;
  // The text to be mended does not stand there, and CONCURRENTLY never runs in a body.
  const fixable = fix && statement.shownAt === undefined && !fix.some(({ text }) => /concurrently/i.test(text));
  const span = statement.shownAt ?? report.span;
  return toFinding(active, { ...told, span, ...(fixable ? { fix } : {}) }, inner.of.index);
}

/** The findings at the end of a deployment, with the migration that each is in, under the settings of its path. */
export function deploymentFindings(
  end: End,
  rules: RulesAt,
  unjudged: Unjudged[],
): ReadonlyMap<Migration, readonly Finding[]> {
  const last = end.deployment.migrations.at(-1);
  if (!last) return new Map();
  const found = new Map<Migration, Finding[]>();
  const sets = new Set(end.deployment.migrations.map(({ source }) => rules(source.path)));
  for (const active of [...sets].flat()) {
    for (const report of askedAtEnd(active, end, unjudged, last)) {
      const migration = report.migration ?? last;
      if (!rules(migration.source.path).includes(active)) continue;
      const finding = toFinding(active, report, statementAt(migration, report));
      found.set(migration, [...(found.get(migration) ?? []), finding]);
    }
  }
  return found;
}

/** The index of the statement that a report begins in. */
function statementAt({ statements }: Migration, { span }: RuleReport): number | undefined {
  return statements.find((each) => each.span.start <= span.start && span.start < each.span.end)?.index;
}

/** In the order of the text. */
export function sorted(found: Finding[]): Finding[] {
  return found.sort((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** What a rule reports, as a finding. */
export function toFinding({ rule, severity }: ActiveRule, report: RuleReport, statement: number | undefined): Finding {
  return {
    rule: rule.id,
    severity: severity ?? report.severity ?? rule.severity,
    message: report.message,
    advice: report.advice ?? rule.instead,
    span: report.span,
    statement,
    basis: "predicted",
    ...(report.fix ? { fix: report.fix } : {}),
  };
}

/** The phase of a migration: the latest of its statements'. */
export function migrationPhase(steps: readonly Step[]) {
  return latestPhase(steps.map((step) => step.phase));
}
