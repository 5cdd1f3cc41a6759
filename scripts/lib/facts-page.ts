import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import type { Observed } from "../../packages/core/src/evidence/observed.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { readyBench, type ServerBench } from "../../test/postgres/bench.js";
import type { Case } from "../../test/postgres/case.js";
import { runCase } from "../../test/postgres/run-case.js";

/** What a version did with each statement of each case, by the case's name; a case that is not for it is left out. */
export async function observations(
  major: number,
  cases: readonly Case[],
): Promise<Map<string, readonly { readonly sql: string; readonly did: string }[]>> {
  await loadParser();
  const installation = findInstallation(major);
  if (!installation) throw new Error(`pg${major} is not installed`);
  const running = await startServer(installation);
  const found = new Map<string, { sql: string; did: string }[]>();
  let bench: ServerBench | undefined;
  try {
    for (const each of cases) {
      if (each.versions && !each.versions.includes(major)) continue;
      bench = await readyBench(running, bench);
      const compared = await runCase(bench, each);
      found.set(
        each.name,
        compared.map(({ sql, observed }) => ({ sql: sql.replace(/\s+/g, " "), did: didText(observed) })),
      );
    }
  } finally {
    await bench?.session.close();
    await running.stop();
  }
  return found;
}

/** What a server did, in one line that does not depend on the machine. */
function didText(observed: Observed): string {
  if (observed.error) return `error ${observed.error.sqlstate}`;
  const name = (relation: string): string => relation.replace(/^public\./, "");
  const list = (what: string, relations: readonly string[]): string[] =>
    relations.length > 0 ? [`${what} ${[...new Set(relations)].map(name).toSorted().join(", ")}`] : [];
  const modes = new Map<string, string[]>();
  for (const { relation, mode } of observed.locks) modes.set(mode, [...(modes.get(mode) ?? []), relation]);
  const parts = [
    ...[...modes].map(([mode, relations]) => `${mode}: ${relations.map(name).toSorted().join(", ")}`),
    ...list("rewrites", observed.rewrites),
    ...list("new file for", observed.emptied),
    ...list(
      "reads",
      observed.scans.filter(({ why }) => why !== "read" && why !== "rewrite").map(({ relation }) => relation),
    ),
    ...list(
      "builds an index on",
      observed.indexBuilds.filter(({ rebuilt }) => !rebuilt).map(({ table }) => table),
    ),
  ];
  return parts.length > 0 ? parts.join("; ") : "no lock on an existing relation";
}
