import fc from "fast-check";
import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { readyBench, report, type ServerBench } from "../../test/postgres/bench.js";
import { groundwork, statements } from "../../test/postgres/random-statements.js";
import { runCase, type Compared } from "../../test/postgres/run-case.js";
import { familyOf } from "./histories/family.js";
import { parseStatements } from "../../packages/core/src/sql/parse.js";
import type { PostgresMajor } from "../../packages/core/src/sql/statement.js";

/** A kind of disagreement that random statements found, with the shortest sequence that shows it. */
export interface Found {
  readonly key: string;
  count: number;
  sequence: readonly string[];
  lines: readonly string[];
}

export interface Exploration {
  readonly major: number;
  readonly statements: number;
  readonly uncertain: number;
  readonly refused: number;
  readonly found: readonly Found[];
}

/** Runs random sequences on one version for some seconds and collects every kind of disagreement, each made short. */
export async function explore(major: PostgresMajor, seconds: number, seed: number): Promise<Exploration> {
  await loadParser();
  const running = await startServer(findInstallation(major)!);
  const found = new Map<string, Found>();
  let bench: ServerBench | undefined;
  const [counts, until] = [{ statements: 0, uncertain: 0, refused: 0 }, performance.now() + seconds * 1000];
  const run = async (sequence: readonly string[]): Promise<Compared[]> => {
    bench = await readyBench(running, bench);
    return runCase(bench, { name: "random", setup: groundwork.join(";"), run: sequence.join(";\n") });
  };
  try {
    for (let round = 0; performance.now() < until; round++) {
      for (const sequence of fc.sample(statements, { numRuns: 20, seed: seed + round })) {
        const compared = await run(sequence);
        for (const each of compared) {
          counts.statements++;
          if (each.facts.certainty !== "exact") counts.uncertain++;
          if (each.observed.error) counts.refused++;
        }
        for (const [at, each] of compared.entries()) await note(found, each, sequence.slice(0, at + 1), major, run);
        if (performance.now() > until) break;
      }
    }
  } finally {
    await bench?.session.close();
    await running.stop();
  }
  return { major, ...counts, found: [...found.values()].sort((a, b) => b.count - a.count) };
}

async function note(
  found: Map<string, Found>,
  each: Compared,
  sequence: readonly string[],
  major: PostgresMajor,
  run: (sequence: readonly string[]) => Promise<Compared[]>,
): Promise<void> {
  if (each.disagreements.length === 0) return;
  const key = keyOf(each, major);
  const known = found.get(key);
  if (known) {
    known.count++;
    return;
  }
  const short = await shorten(sequence, async (shorter) => {
    const last = (await run(shorter)).at(-1);
    return last !== undefined && last.disagreements.length > 0 && keyOf(last, major) === key;
  });
  const last = (await run(short)).at(-1);
  found.set(key, { key, count: 1, sequence: short, lines: last ? report([last]) : [] });
}

/** Takes statements away, but the last, as long as it still differs in the same way. */
async function shorten(
  sequence: readonly string[],
  still: (shorter: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  let short = sequence;
  for (let at = short.length - 2; at >= 0; at--) {
    const shorter = short.filter((_, index) => index !== at);
    if (await still(shorter).catch(() => false)) short = shorter;
  }
  return short;
}

function keyOf(each: Compared, major: PostgresMajor): string {
  const [statement] = parseStatements(each.sql, { postgres: major }).statements;
  const kinds = new Set(
    each.disagreements.map(
      ({ about, kind, predicted, observed }) =>
        `${kind} ${about}${about === "rewrite" || about === "scan" || about === "index-build" ? "" : ` ${predicted ?? "-"}/${observed ?? "-"}`}`,
    ),
  );
  return `${statement ? familyOf(statement) : "?"}: ${[...kinds].sort().join(", ")}`;
}
