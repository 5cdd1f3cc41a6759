import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import type { Observed } from "../../packages/core/src/evidence/observed.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { readyBench, type ServerBench } from "../../test/postgres/bench.js";
import type { Case } from "../../test/postgres/case.js";
import { runCase } from "../../test/postgres/run-case.js";

/** What one version did for one statement of a case, as cells of the page. */
export interface Measured {
  readonly major: number;
  readonly sql: string;
  readonly cells: readonly string[];
}

/** Runs the cases on a version; gives for each, in order, its statements with what the server did. */
export async function measureCases(major: number, cases: readonly Case[]): Promise<Measured[][]> {
  await loadParser();
  const installation = findInstallation(major);
  if (!installation) throw new Error(`pg${major} is not installed`);
  const running = await startServer(installation);
  let bench: ServerBench | undefined;
  const all: Measured[][] = [];
  try {
    for (const each of cases) {
      if (each.versions && !each.versions.includes(major)) {
        all.push([]);
        continue;
      }
      bench = await readyBench(running, bench);
      const compared = await runCase(bench, each).catch((error: Error) => {
        console.error(`PostgreSQL ${major}, ${each.name}: ${error.message}`);
        return [];
      });
      all.push(compared.map(({ sql, observed }) => ({ major, sql, cells: cellsOf(observed) })));
    }
  } finally {
    await bench?.session.close();
    await running.stop();
  }
  return all;
}

/** Locks; written anew or emptied; read in full; error. */
function cellsOf(observed: Observed): string[] {
  if (observed.error) return ["", "", "", observed.error.sqlstate];
  const byMode = new Map<string, string[]>();
  for (const { relation, mode } of observed.locks) byMode.set(mode, [...(byMode.get(mode) ?? []), bare(relation)]);
  const locks = [...byMode].map(([mode, relations]) => `${mode}: ${relations.join(", ")}`).join("; ");
  const written = [...observed.rewrites.map(bare), ...observed.emptied.map((relation) => `${bare(relation)} (empty)`)].join(", ");
  const scans = observed.scans.filter(({ why }) => why !== "read").map(({ relation, why }) => `${bare(relation)} (${why})`);
  return [locks, written, [...new Set(scans)].join(", "), ""];
}

function bare(relation: string): string {
  return relation.replace(/^public\./, "");
}

/** The rows of one case: versions that did the same share a row. */
export function rowsOf(name: string, perVersion: readonly (readonly Measured[])[], allMajors: readonly number[]): string[] {
  const rows: string[] = [];
  const most = Math.max(0, ...perVersion.map((list) => list.length));
  for (let at = 0; at < most; at++) {
    const groups = new Map<string, { majors: number[]; one: Measured }>();
    for (const list of perVersion) {
      const one = list[at];
      if (!one) continue;
      const key = JSON.stringify(one.cells);
      const group = groups.get(key) ?? { majors: [], one };
      group.majors.push(one.major);
      groups.set(key, group);
    }
    for (const { majors, one } of groups.values()) {
      rows.push(`| ${[name, `\`${one.sql.replace(/\s+/g, " ").replaceAll("`", "'")}\``, versions(majors, allMajors), ...one.cells].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
    }
  }
  return rows;
}

function versions(majors: readonly number[], all: readonly number[]): string {
  if (majors.length === all.length) return `${all[0]}–${all.at(-1)}`;
  const runs: number[][] = [];
  for (const major of majors) {
    const last = runs.at(-1);
    if (last && last.at(-1) === major - 1) last.push(major);
    else runs.push([major]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : `${run[0]}`)).join(", ");
}
