import type { RunningServer } from "../../packages/adapters/src/embedded-postgres.js";
import { observeOutside } from "../../packages/adapters/src/observe-outside.js";
import type { Disagreement } from "../../packages/core/src/evidence/compare.js";
import type { PostgresMajor } from "../../packages/core/src/sql/statement.js";
import { reset } from "./reset.js";
import type { Bench, Compared } from "./run-case.js";

/** A bench on a server, with a database of its own. */
export type ServerBench = Bench & { readonly database: string };

/** The bench with an empty database: the one before, cleared, or another. */
export async function readyBench(running: RunningServer, before: ServerBench | undefined): Promise<ServerBench> {
  if (before && (await reset(before.session).catch(() => false))) return before;
  if (before) {
    await before.session.close();
    await running.dropDatabase(before.database);
  }
  const database = await running.createDatabase();
  const bench: ServerBench = {
    major: running.major as PostgresMajor,
    database,
    session: await running.connect(database),
    outside: async (sql, settings) => {
      await bench.session.close();
      const observed = await observeOutside({ server: running, database, settings }, sql);
      bench.session = await running.connect(database);
      if (settings) await bench.session.run(settings);
      return observed;
    },
  };
  return bench;
}

/** One line for each thing in which facts and server differ, so that a failing test tells all of it. */
export function report(compared: readonly Compared[]): string[] {
  return compared.flatMap(({ sql, disagreements, observed, facts }) =>
    disagreements.map(({ about, kind, relation, predicted, observed: seen }) => {
      const sides = [predicted && `facts say ${predicted}`, seen && `server says ${seen}`].filter(Boolean).join(", ");
      const error = about === "error" && observed.error ? ` (${observed.error.message})` : "";
      const sure = facts.certainty === "exact" ? "" : " (uncertain)";
      return `${kind} ${about}${relation ? ` on ${relation}` : ""}${sides ? `: ${sides}` : ""}${error}${sure} [${sql.replace(/\s+/g, " ")}]`;
    }),
  );
}

/**
 * PGlite is PostgreSQL 18.6, which also takes ACCESS SHARE on what a new dependency refers to (measured): the index behind a
 * foreign key, the sequence of a default, what a regclass constant or a function's row type names. The servers from npm are 18.4
 * and older and do not. That lock alone, on such a relation, may be missing from the facts of a statement that makes something.
 */
export function withoutDependencyLocks(compared: Compared): Compared {
  const makes = /^\s*(?:create|alter|do)\b/i.test(compared.sql);
  const known = ({ about, kind, observed, relation }: Disagreement): boolean =>
    makes &&
    about === "lock" &&
    kind === "missed" &&
    observed === "ACCESS SHARE" &&
    isReferredTo(compared, relation ?? "");
  return { ...compared, disagreements: compared.disagreements.filter((each) => !known(each)) };
}

function isReferredTo({ before, sql }: Compared, name: string): boolean {
  const relation = before.relations.get(before.relationNames.get(name) ?? -1);
  if (relation?.index) return relation.index.unique;
  return relation?.kind === "sequence" || /regclass|^\s*create\s+view\b.*\bfrom\s+\w+\(\)/is.test(sql);
}
