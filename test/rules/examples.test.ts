import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import { ServerError } from "../../packages/adapters/src/session.js";
import { loadParser, parseStatements, postgresMajors, rules, type PostgresMajor } from "@release-gate/core";
import type { Example } from "../../packages/core/src/rules/rule.js";
import { readyBench, report, type ServerBench } from "../postgres/bench.js";
import { reset } from "../postgres/reset.js";
import { runCase, type Bench, type Compared } from "../postgres/run-case.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";

/** RULES=no-rename,no-truncate narrows the run to those rules; VERSIONS=14,18,pglite to those servers. */
const only = process.env.RULES?.split(",");
const versions = process.env.VERSIONS?.split(",");
const examples = rules
  .filter(({ id }) => only === undefined || only.includes(id))
  .flatMap(({ id, examples }) => examples.flatMap((example) => halves(id, example)));

interface Half {
  readonly name: string;
  readonly history: string;
  readonly sql: string;
  readonly transaction: boolean;
  readonly fails: string | undefined;
  readonly postgres: readonly PostgresMajor[];
}

function halves(id: string, example: Example): Half[] {
  const { bad, good, postgres = postgresMajors } = example;
  // Of what was released, the down sections have not run.
  const [history = ""] = (example.history ?? "").split("-- migrate:down");
  return [
    {
      name: `${id}, bad: ${bad}`,
      history,
      sql: bad,
      transaction: example.transaction !== "none",
      fails: example.badFails,
      postgres,
    },
    {
      name: `${id}, good: ${good}`,
      history,
      sql: good,
      transaction: example.goodTransaction !== "none",
      fails: undefined,
      postgres,
    },
  ];
}

/** Runs one half, and tells what is wrong with it: an error that it should not raise, or facts that the server contradicts. */
async function wrongWith(bench: Bench, half: Half): Promise<string[]> {
  const { statements } = parseStatements(half.sql, { postgres: bench.major });
  const own = statements.some(({ kind, error }) => kind === "TransactionStmt" || error !== undefined);
  if (own)
    return wrongWithPlain(
      bench,
      half,
      statements.map(({ text }) => text),
    );
  const compared = await runCase(bench, {
    name: half.name,
    setup: half.history,
    run: half.sql,
    transaction: half.transaction,
  });
  const failed = compared.find(({ observed }) => observed.error)?.observed.error;
  return [...wrongError(half, failed), ...report(compared.map((each) => onlyTold(bench, half, each)))];
}

/**
 * Leaves out what could not be compared: what EXECUTE will run nobody can tell, so facts may miss what the server does; a
 * server with one session (PGlite) cannot watch what refuses to be in a transaction; and the error that the example is
 * about may be one that its rule finds where the facts are not certain.
 */
function onlyTold(bench: Bench, half: Half, each: Compared): Compared {
  const { certainty } = each.facts;
  const dynamic = certainty !== "exact" && "dynamic" in certainty;
  const unseen = bench.outside === undefined && each.observed.locks.length === 0 && each.observed.durationMs === 0;
  const told = each.disagreements.filter(({ about, kind, observed }) => {
    // PGlite is 18.6, whose foreign keys also open the referenced index with ACCESS SHARE; 14.23 to 18.4 do not.
    const newerMinor =
      bench.outside === undefined && about === "lock" && kind === "missed" && observed === "ACCESS SHARE";
    const foundByRule = about === "error" && kind === "missed" && observed === half.fails;
    return !foundByRule && !newerMinor && !(dynamic && kind === "missed") && !(unseen && kind === "extra");
  });
  return { ...each, disagreements: told };
}

/** Halves that open and end transactions themselves, or cannot be parsed, only run. */
async function wrongWithPlain(bench: Bench, half: Half, statements: readonly string[]): Promise<string[]> {
  const { session } = bench;
  for (const { text } of parseStatements(half.history, { postgres: bench.major }).statements) await session.run(text);
  if (half.transaction) await session.run("BEGIN");
  let failed: { sqlstate: string; message: string } | undefined;
  for (const text of statements) {
    try {
      await session.run(text);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      failed ??= { sqlstate: error.sqlstate, message: error.message };
    }
  }
  return wrongError(half, failed);
}

function wrongError(
  { fails }: Half,
  failed: { readonly sqlstate: string; readonly message: string } | undefined,
): string[] {
  if (failed?.sqlstate === fails) return [];
  return [
    `should ${fails ? `fail with ${fails}` : "succeed"}, but ${failed ? `fails with ${failed.sqlstate} ${failed.message}` : "succeeds"}`,
  ];
}

stopServersAfterwards();
beforeAll(() => loadParser());

for (const major of postgresMajors) {
  if (versions && !versions.includes(String(major))) continue;
  const here = available(major);
  describe.skipIf(!here)(`the examples of the rules do on PostgreSQL ${major} what the facts say`, () => {
    let bench: ServerBench | undefined;
    for (const half of examples.filter(({ postgres }) => postgres.includes(major))) {
      test(half.name, async () => {
        bench = await readyBench(await server(major), bench);
        expect(await wrongWith(bench, half)).toEqual([]);
      });
    }
    afterAll(async () => bench?.session.close());
  });
}

if (!versions || versions.includes("pglite")) {
  describe("the examples of the rules do on PGlite, PostgreSQL 18, what the facts say", () => {
    let bench: Bench | undefined;
    for (const half of examples.filter(({ postgres }) => postgres.includes(18))) {
      test(half.name, async () => {
        if (!bench || !(await reset(bench.session).catch(() => false))) {
          await bench?.session.close();
          bench = { major: 18, session: await openPglite() };
        }
        expect(await wrongWith(bench, half)).toEqual([]);
      });
    }
    afterAll(async () => bench?.session.close());
  });
}
