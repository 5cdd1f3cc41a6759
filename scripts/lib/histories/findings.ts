import { deploymentAt, replay } from "../../../packages/core/src/analyze/replay.js";
import { activeRules, deploymentFindings, findingsOf } from "../../../packages/core/src/analyze/run-rules.js";
import { nothingShipped } from "../../../packages/core/src/analyze/shipped.js";
import { emptyCatalog } from "../../../packages/core/src/catalog/apply.js";
import { english, loadParser, rules, sourceOf, type Finding } from "../../../packages/core/src/index.js";
import type { Step } from "../../../packages/core/src/rules/step.js";
import { readMigrations } from "../../../packages/core/src/source/read-migrations.js";
import type { Migration } from "../../../packages/core/src/source/migration.js";
import type { PostgresMajor } from "../../../packages/core/src/sql/statement.js";
import { commitOf, gitDirectory, histories, readBeside, readFiles, type History } from "./sources.js";

export interface FindingsOptions {
  readonly from: string;
  readonly major: PostgresMajor;
  /** As `migrations.complete` of a policy. */
  readonly complete: boolean;
  readonly only: readonly string[];
  /** How many findings to print whole, at most `perRule` of a rule, drawn by `seed`. */
  readonly sample: number;
  readonly perRule: number;
  readonly seed: number;
}

interface Found {
  readonly repository: string;
  readonly migration: Migration;
  readonly finding: Finding;
  readonly step: Step | undefined;
}

/** Prints the findings per rule in public histories, each migration a deployment of its own, and a random sample of them. */
export async function printFindings(options: FindingsOptions): Promise<void> {
  await loadParser();
  const found: Found[] = [];
  for (const history of histories) {
    if (options.only.length > 0 && !options.only.some((name) => history.repository.includes(name))) continue;
    const git = gitDirectory(options.from, history);
    if (!git) {
      console.log(`${history.repository}: not there, skipped`);
      continue;
    }
    const { migrations, findings } = lintHistory(git, history, options);
    found.push(...findings);
    const frameworks = [...new Set(migrations.map(({ framework }) => framework))].join(", ");
    console.log(
      `${history.repository} ${commitOf(git).slice(0, 12)}: ${frameworks}, ${migrations.length} migrations, ${findings.length} findings`,
    );
  }
  printCounts(found);
  const chosen = sampleOf(found, options);
  console.log(`\nSample of ${chosen.length}, seed ${options.seed}, at most ${options.perRule} of a rule`);
  chosen.forEach((one, index) => console.log(`\n#${index + 1} ${described(one)}`));
}

/** The findings of a history whose migrations shipped one after the other. */
function lintHistory(git: string, history: History, { major, complete }: FindingsOptions) {
  const sources = readFiles(git, history).map(({ path, text }) => sourceOf(path, text));
  const beside = readBeside(
    git,
    sources.map(({ path }) => path),
  ).map(({ path, text }) => sourceOf(path, text));
  const { placeholders = {}, marks = {}, transaction } = history;
  const how = { placeholders, marks, ...(transaction === undefined ? {} : { transaction }) };
  const read = readMigrations(sources, { postgres: major, sidecars: beside, ...how });
  const migrations = read.filter(({ direction }) => direction === "up");
  const active = activeRules(rules, new Map());
  let catalog = emptyCatalog({ postgres: major, complete });
  let shipped = nothingShipped();
  const findings: Found[] = [];
  for (const migration of migrations) {
    const alone = {
      migrations: [migration],
      made: [[catalog.nextOid, Number.POSITIVE_INFINITY]] as const,
      columns: new Set<string>(),
    };
    const replayed = replay(migration, catalog, { ...alone, shipped });
    const end = deploymentAt({ ...alone, shipped: replayed.shipped }, replayed.catalog);
    const own = findingsOf(migration, replayed.steps, end, active, []);
    const last = deploymentFindings({ of: "deployment", deployment: end, steps: replayed.steps }, () => active, []);
    for (const finding of [...own, ...(last.get(migration) ?? [])]) {
      const step = replayed.steps.find(({ statement }) => statement.index === finding.statement);
      findings.push({ repository: history.repository, migration, finding, step });
    }
    catalog = replayed.catalog;
    shipped = replayed.shipped;
  }
  return { migrations, findings };
}

function printCounts(found: readonly Found[]): void {
  const rows = new Map<string, { count: number; repositories: Set<string> }>();
  for (const { finding, repository } of found) {
    const row = rows.get(finding.rule) ?? { count: 0, repositories: new Set() };
    row.count++;
    row.repositories.add(repository);
    rows.set(finding.rule, row);
  }
  console.log(`\n${found.length} findings`);
  for (const [rule, { count, repositories }] of [...rows].toSorted((a, b) => b[1].count - a[1].count))
    console.log(`${rule.padEnd(44)} ${String(count).padStart(6)} in ${repositories.size}`);
}

/** A random sample without replacement, at most so many of a rule. */
function sampleOf(found: readonly Found[], { sample, perRule, seed }: FindingsOptions): Found[] {
  const random = mulberry32(seed);
  const order = found.map((one) => ({ one, key: random() })).toSorted((a, b) => a.key - b.key);
  const taken = new Map<string, number>();
  const chosen: Found[] = [];
  for (const { one } of order) {
    const already = taken.get(one.finding.rule) ?? 0;
    if (chosen.length === sample) break;
    if (already >= perRule) continue;
    taken.set(one.finding.rule, already + 1);
    chosen.push(one);
  }
  return chosen;
}

/** Mulberry32, a small seeded generator of numbers from 0 to 1 (Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function described({ repository, migration, finding, step }: Found): string {
  const text = step?.statement.text ?? "";
  const facts = step && {
    locks: step.facts.locks.map(({ relation, mode }) => `${relation} ${mode}`),
    rewrites: step.facts.rewrites,
    scans: step.facts.scans.map(({ relation, why }) => `${relation} ${why}`),
    certainty: step.facts.certainty,
  };
  return [
    `${finding.rule} (${finding.severity}) ${repository} ${migration.source.path} [${migration.framework}, transaction ${migration.transaction}]`,
    `  ${english(finding.message)}`,
    `  at: ${migration.source.text.slice(finding.span.start, finding.span.end).slice(0, 120).replaceAll("\n", " ")}`,
    `  statement: ${text.length > 400 ? `${text.slice(0, 400)} ...` : text}`.replaceAll("\n", "\n    "),
    `  facts: ${JSON.stringify(facts)?.slice(0, 500)}`,
  ].join("\n");
}
