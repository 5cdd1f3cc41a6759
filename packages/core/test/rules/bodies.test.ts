import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, parseStatements, rules, sourceOf } from "@release-gate/core";
import { chosenRules, findingsIn, halfOf, quick, versionsOf, type Half } from "./lint-example.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

/** Ways in which a body comes to run the statements of an example. */
const ways: Readonly<Record<string, (sql: string) => string>> = {
  "a DO block": (sql) => `DO $body$ BEGIN ${sql} END $body$;`,
  "a DO block, behind a condition": (sql) =>
    `DO $body$ BEGIN IF (SELECT count(*) FROM pg_stat_activity) > 3 THEN ${sql} END IF; END $body$;`,
  "a DO block, under a handler": (sql) =>
    `DO $body$ BEGIN ${sql} EXCEPTION WHEN lock_not_available THEN NULL; END $body$;`,
  "EXECUTE of a literal": (sql) => `DO $body$ BEGIN ${executes(sql)} END $body$;`,
  "a function that is called next": (sql) =>
    `CREATE FUNCTION run_it() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN ${sql} END $body$; SELECT run_it();`,
  "a function in SQL that is called next": (sql) =>
    `CREATE FUNCTION run_it() RETURNS void LANGUAGE sql AS $body$ ${sql} SELECT $body$; SELECT run_it();`,
  "a procedure that is called next": (sql) =>
    `CREATE PROCEDURE run_it() LANGUAGE plpgsql AS $body$ BEGIN ${sql} END $body$; CALL run_it();`,
};

function executes(sql: string): string {
  const { statements } = parseStatements(sql, { postgres: 18 });
  return statements.map(({ text }) => `EXECUTE $sql$${text}$sql$;`).join(" ");
}

/** Rules that the same statement does not break in a body, and why. */
const otherwise: Readonly<Record<string, string>> = {
  "syntax-error": "a body with wrong SQL is a block of which nothing can be told",
  "no-ineffective-set-local": "a body runs in a transaction, so SET LOCAL has an effect",
  "no-unread-template": "a template is told from the text of the file",
  "require-idempotent-statement": "a style of files that are run again, which names their statements",
};

/** Examples that mean something else, or nothing, in PL/pgSQL. */
const notInBodies: Readonly<Record<string, string>> = {
  "SELECT * INTO orders_copy FROM orders;": "SELECT INTO assigns to a variable",
};

const examples = chosenRules
  .filter(({ id, check }) => check && !(id in otherwise))
  .flatMap((rule) => rule.examples.map((example) => ({ rule, example })))
  .filter(({ example }) => !(example.bad in notInBodies));

it("has exceptions only for rules and examples that there are", () => {
  const ids = rules.map(({ id }) => id);
  expect(Object.keys(otherwise).filter((id) => !ids.includes(id))).toEqual([]);
  const all = rules.flatMap(({ examples: each }) => each.map(({ bad }) => bad));
  expect(Object.keys(notInBodies).filter((bad) => !all.includes(bad))).toEqual([]);
});

// What an example is without a body is looked at once, not once for each way.
describe.each(examples.map(({ rule, example }, index) => [rule.id, example.bad, rule, example, index] as const))(
  "what %s finds in %s",
  (id, bad, rule, example, index) => {
    const half = halfOf(rule, example, "bad", versionsOf(example).at(-1)!);
    const inBody = (wrap: (sql: string) => string): Half => ({
      ...half,
      sql: wrap(bad.trim().replace(/;?$/, ";")),
      transaction: "file",
    });
    let alone: string[];
    // What PostgreSQL refuses in every body (CONCURRENTLY, VACUUM, ALTER SYSTEM, wrong SQL) is an error all the same.
    let refused: boolean;
    beforeAll(() => {
      alone = severities(half);
      refused = isRefused(inBody(ways["a DO block"]!));
    });

    const all = Object.entries(ways);
    it.each(quick ? [all[index % all.length]!] : all)("is found in %s", (way, wrap) => {
      // Where it would fail, the way is not taken.
      if (id === "no-failing-statement" && way.includes("condition"))
        return expect(severities(inBody(wrap))).toEqual([]);
      if (!refused) expect(severities(inBody(wrap))).toEqual(alone);
    });
  },
);

function severities(half: Half): string[] {
  return [...new Set(findingsIn(half).map(({ severity }) => severity))].sort();
}

const refusing = rules.filter(({ id }) => id === "no-failing-statement" || id === "no-concurrent-in-transaction");

function isRefused({ history, sql, postgres }: Half): boolean {
  const report = lintFlat([sourceOf("1_a.sql", history), sourceOf("2_b.sql", sql)], {
    postgres,
    given: new Set(["2_b.sql"]),
    complete: true,
    rules: refusing,
  });
  return report.files.some(({ migrations }) => migrations.some(({ findings }) => findings.length > 0));
}
