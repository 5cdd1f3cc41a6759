import { beforeAll, describe, expect, it } from "vitest";
import { lintSources, loadParser, parseStatements, rules, sourceOf, type Rule } from "@release-gate/core";
import type { Example } from "../../src/rules/rule.js";
import { findingsIn, halfOf, versionsOf, type Half } from "./lint-example.js";

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

const examples = rules
  .filter(({ id, check }) => check && !(id in otherwise))
  .flatMap((rule) => rule.examples.map((example) => ({ rule, example })))
  .filter(({ example }) => !(example.bad in notInBodies));

describe.each(Object.entries(ways))("what a rule finds is found in %s", (way, wrap) => {
  const named = examples.map(({ rule, example }) => [rule.id, example.bad, rule, example] as const);
  it.each(named)("%s: %s", (id, bad, rule: Rule, example: Example) => {
    const half = halfOf(rule, example, "bad", versionsOf(example).at(-1)!);
    const inBody = { ...half, sql: wrap(bad.trim().replace(/;?$/, ";")), transaction: "file" as const };
    // Where it would fail, the way is not taken.
    if (id === "no-failing-statement" && way.includes("condition")) return expect(severities(inBody)).toEqual([]);
    // What PostgreSQL refuses in every body (CONCURRENTLY, VACUUM, ALTER SYSTEM, wrong SQL) is an error all the same.
    if (isRefused({ ...inBody, sql: ways["a DO block"]!(bad.trim().replace(/;?$/, ";")) })) return;
    expect(severities(inBody)).toEqual(severities(half));
  });
});

function severities(half: Half): string[] {
  return [...new Set(findingsIn(half).map(({ severity }) => severity))].sort();
}

function isRefused({ history, sql, postgres }: Half): boolean {
  const report = lintSources([sourceOf("1_a.sql", history), sourceOf("2_b.sql", sql)], {
    postgres,
    given: new Set(["2_b.sql"]),
    complete: true,
  });
  const findings = report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
  return findings.some(({ rule }) => rule === "no-failing-statement" || rule === "no-concurrent-in-transaction");
}
