import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sourceOf } from "@release-gate/core";

/** What was carried out: texts of statements, and how often a body ran. */
const counted = { executed: [] as string[], applied: [] as string[], bodies: 0 };
let lintFlat: typeof import("../lint-flat.js").lintFlat;

// Test files share their modules: these are made anew with counting ones among them, and again without them.
beforeAll(async () => {
  vi.resetModules();
  counting();
  const { loadParser } = await import("../../src/sql/parse.js");
  await loadParser();
  ({ lintFlat } = await import("../lint-flat.js"));
});
afterAll(() => {
  for (const path of mocked) vi.doUnmock(path);
  vi.resetModules();
});

const mocked = ["../../src/facts/outside-calls.js", "../../src/catalog/apply.js", "../../src/catalog/program/run.js"];

function counting(): void {
  // `execute` asks this once of each statement; its own module stands in a circle that a mock cannot enter.
  vi.doMock("../../src/facts/outside-calls.js", async () => {
    const real = await vi.importActual<typeof import("../../src/facts/outside-calls.js")>(
      "../../src/facts/outside-calls.js",
    );
    return {
      ...real,
      readsOtherwise: (...given: Parameters<typeof real.readsOtherwise>) => {
        counted.executed.push(given[0].text);
        return real.readsOtherwise(...given);
      },
    };
  });
  vi.doMock("../../src/catalog/apply.js", async () => {
    const real = await vi.importActual<typeof import("../../src/catalog/apply.js")>("../../src/catalog/apply.js");
    return {
      ...real,
      apply: (...given: Parameters<typeof real.apply>) => {
        counted.applied.push(given[1].text);
        return real.apply(...given);
      },
      tryApply: (...given: Parameters<typeof real.tryApply>) => {
        counted.applied.push(given[1].text);
        return real.tryApply(...given);
      },
    };
  });
  vi.doMock("../../src/catalog/program/run.js", async () => {
    const real = await vi.importActual<typeof import("../../src/catalog/program/run.js")>(
      "../../src/catalog/program/run.js",
    );
    return {
      ...real,
      ProgramRun: class<Text> extends real.ProgramRun<Text> {
        override run(): ReturnType<InstanceType<typeof real.ProgramRun<Text>>["run"]> {
          counted.bodies++;
          return super.run();
        }
      },
    };
  });
}

beforeEach(() => {
  Object.assign(counted, { executed: [], applied: [], bodies: 0 });
});

const table = "CREATE TABLE t (a int);";
const makes = "BEGIN CREATE TABLE made (a int); END";
const called = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ ${makes} $$;`;

/** How a statement comes to run "CREATE TABLE made (a int)", and how many bodies of PL/pgSQL that takes. */
const ways: Readonly<Record<string, readonly [history: string, sql: string, bodies: number]>> = {
  "by itself": [table, "CREATE TABLE made (a int);", 0],
  "in a DO block": [table, `DO $$ ${makes} $$;`, 1],
  "in a function that SELECT calls": [called, "SELECT f();", 1],
  "in a function that a query with rows calls": [table + called, "SELECT f() FROM t;", 1],
  "in a function that a DO block calls": [called, "DO $$ BEGIN PERFORM f(); END $$;", 2],
  "in a function that a function calls": [
    `${called} CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM f(); END $$;`,
    "DO $$ BEGIN PERFORM g(); END $$;",
    3,
  ],
  "in a function in SQL": [
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE TABLE made (a int)';",
    "SELECT f();",
    0,
  ],
  "in a procedure": [`CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ ${makes} $$;`, "CALL p();", 1],
  "in a trigger": [
    `${table} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE made (a int); RETURN NULL; END $$;
     CREATE TRIGGER tr AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f();`,
    "INSERT INTO t VALUES (1);",
    1,
  ],
  "in a block with a handler": [table, `DO $$ BEGIN ${makes}; EXCEPTION WHEN division_by_zero THEN NULL; END $$;`, 1],
};

describe.each([true, false])("with a schema that is complete: %s", (complete) => {
  it.each(Object.entries(ways))("carries out once what runs %s", (_, [history, sql, bodies]) => {
    lintFlat([sourceOf("1_a.sql", history), sourceOf("2_b.sql", sql)], {
      postgres: 18,
      complete,
      given: new Set(["2_b.sql"]),
    });
    const made = (text: string): boolean => text === "CREATE TABLE made (a int)";
    expect(counted.executed.filter(made)).toHaveLength(1);
    expect(counted.applied.filter(made)).toHaveLength(1);
    expect(counted.bodies).toBe(bodies);
  });

  it("carries out each statement of a released migration once, and none of its bodies twice", () => {
    const sources = [sourceOf("1_a.sql", called), sourceOf("2_b.sql", "SELECT f();"), sourceOf("3_c.sql", "SELECT 1;")];
    lintFlat(sources, { postgres: 18, complete, given: new Set(["3_c.sql"]) });
    expect(counted.applied).toEqual([...new Set(counted.applied)]);
    expect(counted.bodies).toBe(1);
  });
});

it("applies what a condition decides twice: as it runs, for its rules, and as something that may have run", () => {
  const sql = "DO $$ BEGIN IF (SELECT count(*) FROM t) > 3 THEN CREATE TABLE made (a int); END IF; END $$;";
  lintFlat([sourceOf("1_a.sql", table), sourceOf("2_b.sql", sql)], { postgres: 18, given: new Set(["2_b.sql"]) });
  expect(counted.executed.filter((text) => text === "CREATE TABLE made (a int)")).toHaveLength(1);
  expect(counted.applied.filter((text) => text === "CREATE TABLE made (a int)")).toHaveLength(2);
  expect(counted.bodies).toBe(1);
});
