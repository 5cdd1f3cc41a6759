import { emptyCatalog } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { rules as allRules } from "../rules/index.js";
import type { End, Finding, Rule, Undone } from "../rules/rule.js";
import type { Phase } from "../rules/phase.js";
import type { Shipped } from "../rules/shipped.js";
import { judgedSteps, type Deployment, type EditedMigration, type Step } from "../rules/step.js";
import type { Migration, Source } from "../source/migration.js";
import { readAll, readMigrations } from "../source/read-migrations.js";
import type { PostgresMajor } from "../sql/statement.js";
import { withinTime } from "../text/limits.js";
import { withBaseline, type UsedBaseline } from "./baseline.js";
import { carriedOver } from "./carried-over.js";
import { asTheyRun, isAsked, neverRun, notesOnShipment, olderOf, shipmentOf } from "./deployment.js";
import type { ReadOld } from "./edited.js";
import { inFile } from "./in-file.js";
import { nothingAllowed, type Allowed, type Unknowns } from "./not-known.js";
import { isUnknownSql, notReadOf } from "./not-read.js";
import { guessNote, mayDecide, otherGuess } from "./guessed-transaction.js";
import { deploymentAt, replay, replayHistory, type DeploymentSoFar, type Replayed } from "./replay.js";
import {
  deploymentFindings,
  findingsOf,
  migrationPhase,
  rulesAt,
  sorted,
  type ActiveRule,
  type RulesAt,
} from "./run-rules.js";
import type { LintOptions, ShippingOptions } from "./options.js";
import { runningDeployments, undoneBy } from "./running.js";
import { nothingShipped } from "./shipped.js";
import { aboutDynamic, attempt, dynamicOf, notJudgedIn, type Unjudged } from "./unjudged.js";
import { notesOn, sizing, type Note } from "./statistics/sizes.js";
import { suppress, type SuppressOptions } from "./suppress.js";

/** One migration with what its statements do and what the rules say; history has no steps. */
export interface LintedMigration {
  readonly migration: Migration;
  /** Whether it ships now, and was asked for. An edited migration of the history counts too. */
  readonly deployment: boolean;
  /** Whether it was released before, so that only what has become of its file is judged. */
  readonly history?: boolean;
  /** Whether nothing tells if it was released, and it is none of the newest: its findings are counted and do not count. */
  readonly older?: boolean;
  readonly phase: Phase;
  /** How many statements were judged. */
  readonly statements: number;
  /** What of it nobody can judge. */
  readonly unjudged: readonly Unjudged[];
  /** Empty where `LintOptions.steps` is false; a released migration has them where it was named. */
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
}

export interface LintedFile {
  readonly source: Source;
  readonly framework: string;
  readonly migrations: readonly LintedMigration[];
}

/** Everything that is known about some migrations. Files are in the order in which they run. */
export interface LintReport extends Unknowns {
  /** Files among the migrations that no runner runs: its own ones, notes. */
  readonly beside: readonly string[];
  readonly postgres: PostgresMajor;
  readonly files: readonly LintedFile[];
  /** What became of the baseline, where there is one. */
  readonly baseline?: UsedBaseline;
  /** The schema after the up migrations. */
  readonly catalog: Catalog;
  /** What the reader must know of how the report came about. */
  readonly notes: readonly Note[];
}

/**
 * Reads sources as migrations, replays those of the past into a catalog, tells the facts of those that ship now, and runs
 * the rules over them. The parser must be loaded (`loadParser`). Wrong SQL is a finding, never an exception.
 */
export function lintSources(sources: readonly Source[], options: LintOptions): LintReport {
  return withinTime(options.isTimeOver, () => lintInTime(sources, options));
}

function lintInTime(sources: readonly Source[], options: LintOptions): LintReport {
  const { state, judging: asked = {}, today } = options;
  const { postgres } = state.catalog;
  const reading = { ...options.migrations, postgres, given: options.deployment?.given };
  const shipping = { ...options.deployment, statistics: state.statistics };
  const sizes = { ...state, postgres, today };
  const read = readAll(sources, reading);
  const { guess, beside } = read;
  const readOld: ReadOld = (source, framework) => readMigrations([source], { ...reading, framework });
  const shipment = shipmentOf(read.migrations, shipping, readOld);
  const migrations = asTheyRun(read.migrations, shipment);
  const { edited } = shipment;
  const older = olderOf(migrations, shipment);
  const rules = rulesAt(
    (asked.rules ?? allRules).map((rule) => asAllowed(rule, asked.allowed)),
    asked.settings ?? new Map(),
    asked.settingsByPath ?? new Map(),
  );
  const sized = sizing(sizes);
  const notRead = [
    ...notReadOf(read, shipment, older, { ...shipping, others: reading.others }),
    ...neverRun(read.migrations, shipment),
  ];
  const undo = undoneBy(migrations);
  const running = runningDeployments(migrations, shipment, undo, {
    edited,
    ...(state.statistics ? { invalidIndexes: new Set(state.statistics.invalidIndexes) } : {}),
    ...(shipping.application ? { application: shipping.application } : {}),
  });
  const replayed = !state.released;
  // What nobody read may have made anything.
  const isWhole = state.dumped || !notRead.some(isUnknownSql);
  let catalog = isWhole ? state.catalog : { ...state.catalog, complete: false };
  let shipped = replayed ? nothingShipped() : shippedBefore(migrations, running, catalog);
  const befores = new Map<Migration, Catalog>();
  const linted: LintedMigration[] = [];
  let guessed: Note | undefined;
  for (const migration of migrations) {
    befores.set(migration, catalog);
    const up = undo.get(migration);
    const before = up && befores.get(up);
    const undoes: Undone | undefined = before ? { migration: up, before, after: catalog } : undefined;
    const deployment = running.get(migration);
    if (!deployment) {
      const named = replayed && options.steps !== false && shipping.named?.has(migration.source.path) === true;
      const steps = named ? stepsOf(migration, catalog, shipped, edited) : [];
      let unjudged: readonly Unjudged[] = [];
      if (migration.direction === "up" && replayed) {
        ({ catalog, shipped, unjudged } = replayHistory(migration, catalog, shipped));
      }
      const at = deploymentAt(soFarOf([], shipped, edited), catalog);
      const past = lintHistory(migration, at, judging(migration, rules));
      linted.push({ ...past, steps, unjudged: [...unjudged, ...past.unjudged] });
      continue;
    }
    catalog = sized(catalog, deployment.made);
    const from = catalog.nextOid;
    const soFar = deployment.before(migration, from, shipped);
    const told = judging(migration, rules);
    const asGuessed = guessed || older.has(migration) ? undefined : otherGuess(migration, soFar);
    const result = lintMigration(migration, catalog, soFar, told, undoes);
    if (asGuessed && mayDecide(result.steps)) {
      const other = lintMigration(asGuessed.migration, catalog, asGuessed.soFar, told, undoes);
      guessed = guessNote(migration, result.linted.findings, other.linted.findings);
    }
    if (migration.direction === "up") {
      deployment.add({ ...result, steps: judgedSteps(result.linted.steps) }, from);
      ({ catalog, shipped } = result);
    }
    const shown = older.has(migration) ? { ...result.linted, older: true } : result.linted;
    linted.push(options.steps === false ? { ...shown, steps: [] } : shown);
  }
  const ends = [...new Set(running.values())].map((each) => each.end(catalog, shipped, migrations));
  const unknowns = { notRead, beside, allowed: asked.allowed ?? nothingAllowed };
  const notes = [
    ...notesOnShipment(read.migrations, shipment, older, shipping),
    ...notesOn(sizes),
    ...(guess ? [{ reason: "order-guess" as const, text: guess }] : []),
    ...(guessed ? [guessed] : []),
  ];
  return onlyEdited(reportOf(atDeploymentEnds(linted, ends, rules), catalog, rules, options, unknowns, notes), edited);
}

/** A deployment of some migrations that has made nothing yet. */
function soFarOf(
  migrations: readonly Migration[],
  shipped: Shipped,
  edited: DeploymentSoFar["edited"],
): DeploymentSoFar {
  return { migrations, made: [], columns: new Set(), shipped, edited };
}

/** What the statements of a released migration do, for those who look at it: nothing of it is judged. */
function stepsOf(
  migration: Migration,
  catalog: Catalog,
  shipped: Shipped,
  edited: DeploymentSoFar["edited"],
): readonly Step[] {
  return replay(migration, catalog, soFarOf([migration], shipped, edited)).steps;
}

/** Of an edited migration that holds, what counts is that it was edited: its statements do not run where it has run. */
function onlyEdited(report: LintReport, edited: ReadonlyMap<Migration, EditedMigration>): LintReport {
  if (edited.size === 0) return report;
  const historical = new Set(allRules.filter(({ history }) => history).map(({ id }) => id));
  const told = (each: LintedMigration): LintedMigration => {
    const findings = each.findings.filter(({ rule }) => historical.has(rule));
    const holds = findings.some(({ severity, suppressed }) => severity === "error" && !suppressed);
    return holds && edited.has(each.migration) ? { ...each, findings } : each;
  };
  return { ...report, files: report.files.map((file) => ({ ...file, migrations: file.migrations.map(told) })) };
}

/** Where the policy lets pass what is put together only when it runs, the rules that tell it warn. */
function asAllowed(rule: Rule, allowed: Allowed | undefined): Rule {
  return aboutDynamic.has(rule.id) && allowed?.notJudged.includes("too-dynamic") === true
    ? { ...rule, severity: "warning" }
    : rule;
}

/** The report: what was asked for, what comments and the baseline silence, and what the reader must know. */
function reportOf(
  linted: readonly LintedMigration[],
  catalog: Catalog,
  rules: RulesAt,
  options: LintOptions,
  unknowns: Pick<LintReport, "notRead" | "beside" | "allowed">,
  notes: readonly Note[],
): LintReport {
  const { state, judging: asked = {}, today } = options;
  const { postgres } = state.catalog;
  const known = new Set((asked.rules ?? allRules).map(({ id }) => id));
  const heard = { postgres, known, today };
  const files = byFile(linted.map((each) => asAsked(each, options.deployment ?? {}))).map((file) =>
    inFile(withComments(file, rules, heard)),
  );
  const report = { postgres, files, catalog, notes, ...unknowns, notJudged: notJudgedIn(files) };
  return asked.baseline ? withBaseline(report, asked.baseline, asked.partial !== true) : report;
}

/** What the history did, told of a schema that has it already. */
function shippedBefore(
  migrations: readonly Migration[],
  judged: ReadonlyMap<Migration, unknown>,
  schema: Catalog,
): Shipped {
  let past = emptyCatalog({ postgres: schema.postgres, complete: false });
  let shipped = nothingShipped();
  for (const migration of migrations) {
    if (migration.direction === "down" || judged.has(migration)) continue;
    ({ catalog: past, shipped } = replayHistory(migration, past, shipped));
  }
  return carriedOver(shipped, past, schema);
}

/** A migration of the past: whether it still is what was released. */
function lintHistory(migration: Migration, deployment: Deployment, rules: readonly ActiveRule[]): LintedMigration {
  const silent = untold(migration);
  if (deployment.edited?.has(migration) !== true) return silent;
  const judged = rules.filter(({ rule }) => rule.history);
  const unjudged: Unjudged[] = [];
  const findings = findingsOf(migration, [], deployment, judged, unjudged);
  if (findings.length === 0 && unjudged.length === 0) return silent;
  return { ...silent, deployment: true, history: true, findings, unjudged };
}

/** A migration of which nothing is told. */
function untold(migration: Migration): LintedMigration {
  return {
    migration,
    deployment: false,
    phase: "neutral",
    statements: 0,
    unjudged: [],
    steps: [],
    findings: [],
  };
}

/** The rules for a migration. A down script is an emergency exit: whom its locks and losses hurt is not judged. */
function judging(migration: Migration, rules: RulesAt): readonly ActiveRule[] {
  const active = rules(migration.source.path);
  return migration.direction === "up" ? active : active.filter(({ rule }) => rule.down);
}

/** What the comments of a file silence is marked, and what the rules say about them is added. */
function withComments(file: LintedFile, rules: RulesAt, options: SuppressOptions): LintedFile {
  const judged = file.migrations.filter(({ deployment }) => deployment);
  const spoken = judged.map(({ migration, findings, history }) => {
    const asked = judging(migration, rules).filter(({ rule }) => history !== true || rule.history);
    return { migration, findings, rules: asked };
  });
  const unjudged: Unjudged[] = [];
  const heard = attempt(
    () => suppress(spoken, options),
    (why) => {
      // The findings then count, whatever the comments say.
      unjudged.push({ ...why, span: { start: 0, end: 0 }, statement: undefined });
      return [];
    },
  );
  const found = new Map(judged.map((each, index) => [each, heard[index] ?? each.findings]));
  return {
    ...file,
    migrations: file.migrations.map((each) => {
      const more = each === judged[0] ? unjudged : [];
      return { ...each, findings: found.get(each) ?? each.findings, unjudged: [...each.unjudged, ...more] };
    }),
  };
}

/** What ships with the files that were asked for is their surroundings: it is judged where somebody asks for it. */
function asAsked(linted: LintedMigration, options: ShippingOptions): LintedMigration {
  return isAsked(linted.migration, options) ? linted : untold(linted.migration);
}

/** Adds what the rules say at the end of each deployment, each where it belongs. */
function atDeploymentEnds(
  linted: readonly LintedMigration[],
  ends: readonly End[],
  rules: RulesAt,
): readonly LintedMigration[] {
  const unjudged = new Map<Migration, Unjudged[]>();
  const found = new Map(
    ends.flatMap((end) => {
      const failed: Unjudged[] = [];
      const findings = [...deploymentFindings(end, rules, failed)];
      const last = end.deployment.migrations.at(-1);
      if (last && failed.length > 0) unjudged.set(last, failed);
      return findings;
    }),
  );
  return linted.map((each) => {
    const more = found.get(each.migration);
    const failed = unjudged.get(each.migration) ?? [];
    if (!more && failed.length === 0) return each;
    return { ...each, findings: sorted([...each.findings, ...(more ?? [])]), unjudged: [...each.unjudged, ...failed] };
  });
}

function lintMigration(
  migration: Migration,
  catalog: Catalog,
  soFar: DeploymentSoFar,
  rules: readonly ActiveRule[],
  undoes: End["undoes"],
): { readonly linted: LintedMigration } & Replayed {
  const replayed = replay(migration, catalog, soFar);
  const end = deploymentAt({ ...soFar, shipped: replayed.shipped }, replayed.catalog);
  const unjudged = [...replayed.unjudged, ...dynamicOf(replayed)];
  const findings = findingsOf(migration, replayed.steps, end, rules, unjudged, undoes);
  const linted = {
    migration,
    deployment: true,
    phase: migrationPhase(replayed.steps),
    statements: replayed.steps.length,
    unjudged,
    steps: replayed.steps,
    findings,
  };
  return { ...replayed, linted };
}

function byFile(linted: readonly LintedMigration[]): LintedFile[] {
  const files = new Map<Source, LintedMigration[]>();
  for (const each of linted) {
    const known = files.get(each.migration.source);
    if (known) known.push(each);
    else files.set(each.migration.source, [each]);
  }
  return [...files].map(([source, migrations]) => ({
    source,
    framework: migrations[0]?.migration.framework ?? "plain",
    migrations,
  }));
}
