import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expressionNode } from "../../packages/core/src/catalog/program/expressions.js";
import { evaluate, type Scope, type Value } from "../../packages/core/src/catalog/program/value.js";
import { loadParser, postgresMajors } from "@release-gate/core";
import { available, server, stopServersAfterwards } from "./server.js";

/** Variables that stand in the expressions; on the server they are columns of one row, all of type text. */
const scope: Scope = new Map<string, Value>([
  ["a", "orders"],
  ["b", "Order Lines"],
  ["c", 'it\'s "so" \\ %s'],
  ["n", null],
  ["e", ""],
  ["u", "日本é"],
]);

const leaf = fc.constantFrom(
  "a",
  "b",
  "c",
  "n",
  "e",
  "u",
  "'x'",
  "''",
  "NULL::text",
  "'user'",
  "7",
  "-3",
  "true",
  "12345",
);
const whole = fc.constantFrom("0", "1", "7", "-3", "12", "(5 / 2)", "(-7 % 3)", "(2 * 3 - 10)");

/** Expressions of the kinds that bodies build their SQL with. */
const expression = fc.letrec<{ text: string; truth: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf.map((each) => `(${each})::text`),
    fc.tuple(tie("text"), tie("text")).map(([one, two]) => `(${one} || ${two})`),
    fc
      .tuple(fc.constantFrom("quote_ident", "quote_literal", "quote_nullable"), tie("text"))
      .map(([f, x]) => `${f}(${x})`),
    fc.tuple(fc.constantFrom("lower", "upper", "text"), tie("text")).map(([f, x]) => `${f}(${x})`),
    fc.tuple(tie("text"), tie("text"), tie("text")).map(([x, y, z]) => `replace(${x}, ${y}, ${z})`),
    fc.tuple(tie("text"), fc.integer({ min: -3, max: 8 })).map(([x, at]) => `substr(${x}, ${at})`),
    fc
      .tuple(tie("text"), fc.integer({ min: -3, max: 8 }), fc.nat(6))
      .map(([x, at, n]) => `substring(${x}, ${at}, ${n})`),
    fc.tuple(tie("text"), fc.nat(6)).map(([x, n]) => `left(${x}, ${n})`),
    fc.tuple(whole, fc.nat(6)).map(([x, n]) => `lpad((${x})::text, ${n}, '0')`),
    tie("text").map((x) => `length(${x})::text`),
    fc.tuple(tie("text"), tie("text")).map(([x, y]) => `format('%s_%I-%L%%', ${x}, coalesce(${y}, 'z'), ${x})`),
    fc.tuple(tie("text"), tie("text")).map(([x, y]) => `format('%2$s %1$L', ${x}, ${y})`),
    fc.tuple(tie("text"), tie("text")).map(([x, y]) => `concat(${x}, ${y})`),
    fc.tuple(tie("text"), tie("text")).map(([x, y]) => `coalesce(${x}, ${y})`),
    fc.tuple(tie("truth"), tie("text"), tie("text")).map(([t, x, y]) => `CASE WHEN ${t} THEN ${x} ELSE ${y} END`),
    fc.tuple(tie("text"), tie("text"), tie("text")).map(([s, x, y]) => `CASE ${s} WHEN ${x} THEN ${y} END`),
    whole.map((x) => `(${x})::int::text`),
  ),
  truth: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(tie("text"), fc.constantFrom("=", "<>"), tie("text")).map(([x, o, y]) => `(${x} ${o} ${y})`),
    fc.tuple(whole, fc.constantFrom("<", "<=", ">", ">=", "=", "<>"), whole).map(([x, o, y]) => `(${x} ${o} ${y})`),
    fc.tuple(tie("text"), fc.constantFrom("IS NULL", "IS NOT NULL")).map(([x, o]) => `(${x} ${o})`),
    fc.tuple(tie("text"), fc.constantFrom("IN", "NOT IN")).map(([x, o]) => `(${x} ${o} ('x', 'orders'))`),
    fc.tuple(tie("truth"), fc.constantFrom("AND", "OR"), tie("truth")).map(([x, o, y]) => `(${x} ${o} ${y})`),
    tie("truth").map((x) => `(NOT ${x})`),
    fc.constantFrom("true", "false", "NULL::boolean", "'yes'::boolean", "'off'::bool"),
  ),
}));

beforeAll(() => loadParser());
stopServersAfterwards();

describe.each(postgresMajors)("PostgreSQL %i", (major) => {
  let client: pg.Client | undefined;

  beforeAll(async () => {
    if (!available(major)) return;
    client = new pg.Client({ connectionString: (await server(major)).url() });
    await client.connect();
  });
  afterAll(() => client?.end());

  it.skipIf(!available(major))(
    "comes to the value that is said, wherever one is said",
    { timeout: 120_000 },
    async () => {
      const names = [...scope.keys()];
      const row = names.map((name, at) => `$${at + 1}::text AS ${name}`).join(", ");
      let said = 0;
      const all = [expression.text, expression.truth.map((t) => `CASE WHEN ${t} THEN 't' WHEN NOT ${t} THEN 'f' END`)];
      await fc.assert(
        fc.asyncProperty(fc.oneof(...all), async (text) => {
          const ours = evaluate(expressionNode(text), { scope });
          if (ours === undefined) return;
          said++;
          const answer = await client!
            .query({ text: `SELECT ${text} AS value FROM (SELECT ${row}) v`, values: [...scope.values()] })
            .then(({ rows }) => (rows as { value: string | null }[])[0]?.value)
            .catch((error: unknown) => error as Error);
          expect(answer, text).toEqual(ours);
        }),
        { numRuns: Number(process.env["VALUES_RUNS"] ?? 600) },
      );
      expect(said).toBeGreaterThan(100);
    },
  );
});
