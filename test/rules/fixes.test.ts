import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedText, loadParser, parseStatements, rules } from "@release-gate/core";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import { connectPostgres } from "../../packages/adapters/src/postgres.js";
import type { Session } from "../../packages/adapters/src/session.js";
import { findingsIn, halfOf, versionsOf, type Half } from "../../packages/core/test/rules/lint-example.js";
import { reset } from "../postgres/reset.js";
import { available, freshDatabase, stopServersAfterwards } from "../postgres/server.js";

beforeAll(() => loadParser());
stopServersAfterwards();

/** Every example that a fix changes, outside a transaction (where CONCURRENTLY may stand) and as it is meant to run. */
function halves(): { readonly half: Half; readonly fixed: string }[] {
  const examples = rules.flatMap((rule) => rule.examples.map((example) => ({ rule, example })));
  const all = examples.flatMap(({ rule, example }) => {
    if (!rule.fixable || !versionsOf(example).includes(18) || example.badFails) return [];
    const half = halfOf(rule, example, "bad", 18);
    return half.transaction === "none" ? [half] : [half, { ...half, transaction: "none" as const }];
  });
  return all.flatMap((half) => {
    const fixed = fixedText(half.sql, findingsIn(half));
    return fixed === half.sql ? [] : [{ half, fixed }];
  });
}

async function run(session: Session, { history, transaction }: Half, sql: string): Promise<void> {
  const texts = (text: string) => parseStatements(text, { postgres: 18 }).statements.map((each) => each.text);
  for (const text of texts(history)) await session.run(text);
  if (transaction === "file") await session.run("BEGIN");
  for (const text of texts(sql)) await session.run(text);
  if (transaction === "file") await session.run("COMMIT");
}

/** What the schema has in the end. A constraint that is not yet validated counts as the same constraint. */
const schema = `
  SELECT pg_get_indexdef(indexrelid) || indisvalid AS what FROM pg_index WHERE indexrelid >= 16384 AND NOT EXISTS
    (SELECT FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid WHERE pg_class.oid = indexrelid AND nspname LIKE 'pg\\_%')
  UNION ALL
  SELECT conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '') FROM pg_constraint WHERE oid >= 16384
  ORDER BY 1`;

function fixesAreAccepted(open: () => Promise<Session>): void {
  let session: Session | undefined;
  afterAll(async () => session?.close());

  /** The schema after an example, from an empty database on. */
  const schemaAfter = async (half: Half, sql: string): Promise<unknown> => {
    if (!session || !(await reset(session).catch(() => false))) {
      await session?.close();
      session = await open();
    }
    await run(session, half, sql);
    return session.run(schema);
  };

  it("covers every rule that fixes", async () => {
    await loadParser();
    const covered = new Set(halves().map(({ half }) => half.rule.id));
    expect(rules.filter(({ id, fixable }) => fixable && !covered.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it("runs, is found no more, is its own fix, and ends in the same schema", async () => {
    await loadParser();
    for (const { half, fixed } of halves()) {
      expect({ fixed, schema: await schemaAfter(half, fixed) }).toEqual({
        fixed,
        schema: await schemaAfter(half, half.sql),
      });
      const left = findingsIn({ ...half, sql: fixed });
      expect({ fixed, left: left.filter(({ fix }) => fix) }).toEqual({ fixed, left: [] });
      expect(fixedText(fixed, left)).toBe(fixed);
    }
  }, 300_000);
}

describe("what a fix writes, on PGlite,", () => fixesAreAccepted(() => openPglite()));

for (const major of [14, 18] as const) {
  describe.skipIf(!available(major))(`what a fix writes, on PostgreSQL ${major},`, () =>
    fixesAreAccepted(async () => connectPostgres(await freshDatabase(major))),
  );
}
