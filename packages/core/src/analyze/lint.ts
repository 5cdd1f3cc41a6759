import { emptyCatalog } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { rules as allRules } from "../rules/index.js";
import type { Finding, Rule } from "../rules/rule.js";
import type { Phase } from "../rules/phase.js";
import type { Step } from "../rules/step.js";
import type { Migration, Source, TransactionMode } from "../source/migration.js";
import { readMigrations } from "../source/read-migrations.js";
import type { PostgresMajor } from "../sql/statement.js";
import { deploymentAt, replay, replayHistory, type DeploymentStart } from "./replay.js";
import { activeRules, findingsOf, migrationPhase, type ActiveRule, type RuleSetting } from "./run-rules.js";

export interface LintOptions {
  /** The server's major version. */
  readonly postgres: PostgresMajor;
  /** Name of the framework; told from the paths where not given. */
  readonly framework?: string;
  readonly transaction?: TransactionMode;
  /** Which migrations ship now; the others are history. All of them where not given. */
  readonly deployed?: (migration: Migration) => boolean;
  /** The schema before the first source; an unknown one where not given. */
  readonly catalog?: Catalog;
  readonly rules?: readonly Rule[];
  readonly settings?: ReadonlyMap<string, RuleSetting>;
  /** Today as YYYY-MM-DD, for suppressions that expire; they do not expire where it is not given. */
  readonly today?: string;
}

/** One migration with what its statements do and what the rules say; history has no steps and no findings. */
export interface LintedMigration {
  readonly migration: Migration;
  readonly deployment: boolean;
  readonly phase: Phase;
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
}

export interface LintedFile {
  readonly source: Source;
  readonly framework: string;
  readonly migrations: readonly LintedMigration[];
}

/** Everything that is known about some migrations. Files are in the order in which they run. */
export interface LintReport {
  readonly postgres: PostgresMajor;
  readonly files: readonly LintedFile[];
  /** The schema after the up migrations. */
  readonly catalog: Catalog;
}

/**
 * Reads sources as migrations, replays those of the past into a catalog, tells the facts of those that ship now, and runs
 * the rules over them. The parser must be loaded (`loadParser`). Wrong SQL is a finding, never an exception.
 */
export function lintSources(sources: readonly Source[], options: LintOptions): LintReport {
  const migrations = readMigrations(sources, options);
  const deployed = options.deployed ?? (() => true);
  const rules = activeRules(options.rules ?? allRules, options.settings ?? new Map());
  let catalog = options.catalog ?? emptyCatalog({ postgres: options.postgres, complete: false });
  const shipping = new Set(migrations.filter((migration) => deployed(migration)));
  let start: DeploymentStart | undefined;
  const linted: LintedMigration[] = [];
  for (const migration of migrations) {
    if (!shipping.has(migration)) {
      if (migration.direction === "up") catalog = replayHistory(migration, catalog);
      linted.push({ migration, deployment: false, phase: "neutral", steps: [], findings: [] });
      continue;
    }
    start ??= { migrations: [...shipping], firstOid: catalog.nextOid };
    const result = lintMigration(migration, catalog, start, rules, options.today);
    if (migration.direction === "up") catalog = result.catalog;
    linted.push(result.linted);
  }
  return { postgres: options.postgres, files: byFile(linted), catalog };
}

function lintMigration(
  migration: Migration,
  catalog: Catalog,
  start: DeploymentStart,
  rules: readonly ActiveRule[],
  today: string | undefined,
): { readonly linted: LintedMigration; readonly catalog: Catalog } {
  const replayed = replay(migration, catalog, start);
  // A down script is an emergency exit: only what keeps it from running is judged.
  const judged = migration.direction === "up" ? rules : rules.filter(({ rule }) => rule.id === "syntax-error");
  const findings = findingsOf(migration, replayed.steps, deploymentAt(start, replayed.catalog), judged, today);
  const linted = { migration, deployment: true, phase: migrationPhase(replayed.steps), steps: replayed.steps, findings };
  return { linted, catalog: replayed.catalog };
}

function byFile(linted: readonly LintedMigration[]): LintedFile[] {
  const files = new Map<Source, LintedMigration[]>();
  for (const each of linted) {
    const known = files.get(each.migration.source);
    if (known) known.push(each);
    else files.set(each.migration.source, [each]);
  }
  return [...files].map(([source, migrations]) => ({ source, framework: migrations[0]?.migration.framework ?? "plain", migrations }));
}
