import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { postgresMajors, type PostgresMajor } from "../../packages/core/src/sql/statement.js";
import { readyBench, report, withoutDependencyLocks, type ServerBench } from "./bench.js";
import { groundwork, statements } from "./random-statements.js";
import { reset } from "./reset.js";
import { runCase, type Bench, type Compared } from "./run-case.js";
import { available, server, stopServersAfterwards } from "./server.js";

/**
 * The same sequences in every run, unless GENERATOR_SECONDS gives each server a time: then new ones (GENERATOR_SEED repeats
 * them). VERSIONS=14,18,pglite narrows.
 */
const given = process.env.GENERATOR_SECONDS;
const seconds = Number(given ?? 60);
const sequences = 120;
const versions = process.env.VERSIONS?.split(",");
const seed = process.env.GENERATOR_SEED === undefined ? {} : { seed: Number(process.env.GENERATOR_SEED) };
const wanted = (name: string): boolean => versions === undefined || versions.includes(name);

stopServersAfterwards();
beforeAll(() => loadParser());

describe("facts of random statements over a random schema", () => {
  for (const major of postgresMajors) {
    test.skipIf(!wanted(String(major)) || !available(major))(
      `are what PostgreSQL ${major} does`,
      { timeout: seconds * 1000 + 240_000 },
      async () => {
        let bench: ServerBench | undefined;
        const count = await explore(async () => (bench = await readyBench(await server(major), bench)));
        await bench?.session.close();
        expect(count).toBeGreaterThan(0);
      },
    );
  }

  test.skipIf(!wanted("pglite"))("are what PGlite does", { timeout: seconds * 1000 + 240_000 }, async () => {
    let bench: Bench | undefined;
    const count = await explore(
      async () => {
        if (bench && (await reset(bench.session).catch(() => false))) return bench;
        await bench?.session.close();
        return (bench = { major: 18 satisfies PostgresMajor, session: await openPglite() });
      },
      withoutDependencyLocks,
      (sql) => !/ PROGRAM /.test(sql),
    );
    await bench?.session.close();
    expect(count).toBeGreaterThan(0);
  });
});

/** Runs random sequences until the time is over; throws the shrunk counterexample. Gives the number of statements. */
async function explore(
  bench: () => Promise<Bench>,
  tolerate: (compared: Compared) => Compared = (compared) => compared,
  can: (sql: string) => boolean = () => true,
): Promise<number> {
  let [count, uncertain] = [0, 0];
  const property = fc.asyncProperty(statements, async (sequence) => {
    const compared = await runCase(await bench(), {
      name: "random",
      setup: groundwork.join(";"),
      run: sequence.filter(can).join(";\n"),
    });
    count += compared.length;
    uncertain += compared.filter(({ facts }) => facts.certainty !== "exact").length;
    expect(report(compared.map(tolerate).map(claimed))).toEqual([]);
  });
  const started = performance.now();
  await fc.assert(property, {
    ...(given === undefined
      ? { numRuns: sequences }
      : {
          numRuns: 1_000_000,
          interruptAfterTimeLimit: seconds * 1000,
          markInterruptAsFailure: false,
          seed: Date.now(),
        }),
    ...seed,
  });
  console.log(
    `${count} statements in ${Math.round((performance.now() - started) / 1000)} s, ${uncertain} of them uncertain`,
  );
  expect(uncertain / count).toBeLessThan(0.05);
  return count;
}

/**
 * What the facts claim: nothing where they say that they are not certain. A refused statement may be wrong in several
 * ways, and that it is refused need not be known; that it is not must be.
 */
function claimed(compared: Compared): Compared {
  if (compared.facts.certainty !== "exact") return { ...compared, disagreements: [] };
  return {
    ...compared,
    disagreements: compared.disagreements.filter(({ about, kind }) => about !== "error" || kind === "extra"),
  };
}
