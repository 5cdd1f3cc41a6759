import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, msg, postgresMajors, sourceOf, type Rule } from "@release-gate/core";
import { available, server, stopServersAfterwards } from "./server.js";
import { lintFlat } from "../../packages/core/test/lint-flat.js";

/** Files, each a session of its own: how its runner runs it, and its statements. `DB` is the database. */
type File = readonly ["file" | "none", ...string[]];

const cases: readonly (readonly [string, ...File[]])[] = [
  ["SET", ["file", "SET lock_timeout = '5s'"]],
  ["SET LOCAL", ["file", "SET LOCAL lock_timeout = '5s'"]],
  ["SET LOCAL outside a transaction", ["none", "SET LOCAL lock_timeout = '5s'"]],
  ["a number", ["none", "SET lock_timeout = 5000"]],
  ["SET ... TO DEFAULT", ["none", "SET lock_timeout = '5s'", "SET lock_timeout TO DEFAULT"]],
  ["RESET", ["none", "SET lock_timeout = '5s'", "RESET lock_timeout"]],
  ["RESET ALL", ["none", "SET lock_timeout = '5s'", "RESET ALL"]],
  ["DISCARD ALL", ["none", "SET lock_timeout = '5s'", "DISCARD ALL"]],
  ["set_config", ["none", "SELECT set_config('lock_timeout', '5s', false)"]],
  ["set_config of another setting", ["none", "SELECT set_config('statement_timeout', '5s', false)"]],
  ["set_config for the transaction", ["file", "SELECT pg_catalog.set_config('lock_timeout', '5s', true)"]],
  ["set_config for a transaction that is none", ["none", "SELECT set_config('lock_timeout', '5s', true)"]],
  ["set_config is over with COMMIT", ["none", "BEGIN", "SELECT set_config('lock_timeout', '5s', true)", "COMMIT"]],
  [
    "SET LOCAL is over with COMMIT",
    ["none", "SET lock_timeout = '2s'", "BEGIN", "SET LOCAL lock_timeout = '5s'", "COMMIT"],
  ],
  ["SET stays after COMMIT", ["none", "BEGIN", "SET lock_timeout = '5s'", "COMMIT"]],
  ["SET is undone by ROLLBACK", ["none", "SET lock_timeout = '2s'", "BEGIN", "SET lock_timeout = '5s'", "ROLLBACK"]],
  [
    "SET is undone by ROLLBACK TO",
    ["file", "SET lock_timeout = '2s'", "SAVEPOINT a", "SET lock_timeout = '5s'", "ROLLBACK TO a"],
  ],
  [
    "SET is undone by ROLLBACK TO, also after COMMIT",
    ["none", "BEGIN", "SET lock_timeout = '2s'", "SAVEPOINT a", "SET lock_timeout = '5s'", "ROLLBACK TO a", "COMMIT"],
  ],
  ["SET after SET LOCAL", ["none", "BEGIN", "SET LOCAL lock_timeout = '2s'", "SET lock_timeout = '5s'", "COMMIT"]],
  ["SET LOCAL after SET", ["none", "BEGIN", "SET lock_timeout = '5s'", "SET LOCAL lock_timeout = '2s'", "COMMIT"]],
  ["RESET in a transaction", ["none", "SET lock_timeout = '5s'", "BEGIN", "RESET lock_timeout", "COMMIT"]],
  ["SET in a DO block", ["none", "DO $$ BEGIN SET lock_timeout = '5s'; END $$"]],
  ["SET LOCAL in a DO block", ["file", "DO $$ BEGIN SET LOCAL lock_timeout = '5s'; END $$"]],
  ["PERFORM set_config in a DO block", ["file", "DO $$ BEGIN PERFORM set_config('lock_timeout', '5s', true); END $$"]],
  ["another session", ["none", "SET lock_timeout = '5s'"], ["none"]],
  ["ALTER DATABASE, the same session", ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"]],
  ["ALTER DATABASE, a later session", ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"], ["none"]],
  ["ALTER DATABASE, in a later transaction", ["file", "ALTER DATABASE DB SET lock_timeout = '5s'"], ["file"]],
  [
    "ALTER DATABASE, and RESET there",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"],
    ["none", "SET lock_timeout = 0", "RESET lock_timeout"],
  ],
  [
    "ALTER DATABASE, and RESET ALL there",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"],
    ["none", "SET lock_timeout = 0", "RESET ALL"],
  ],
  [
    "ALTER DATABASE, and 0 there",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"],
    ["none", "SET lock_timeout = 0"],
  ],
  [
    "ALTER DATABASE ... RESET",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'"],
    ["none", "ALTER DATABASE DB RESET lock_timeout"],
    ["none"],
  ],
  [
    "ALTER ROLE before ALTER DATABASE",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'", "ALTER ROLE CURRENT_USER SET lock_timeout = '2s'"],
    ["none"],
  ],
  [
    "ALTER DATABASE before ALTER ROLE ALL",
    ["none", "ALTER DATABASE DB SET lock_timeout = '5s'", "ALTER ROLE ALL SET lock_timeout = '2s'"],
    ["none"],
  ],
  ["ALTER ROLE ALL", ["none", "ALTER ROLE ALL SET lock_timeout = '2s'"], ["none"]],
  ["ALTER ROLE of another role", ["none", "ALTER ROLE release_gate_other SET lock_timeout = '2s'"], ["none"]],
  [
    "SET ROLE, which brings no settings",
    ["none", "ALTER ROLE release_gate_other SET lock_timeout = '2s'"],
    ["none", "SET ROLE release_gate_other"],
  ],
];

/** The lock timeout at the end of the last file, as the replay has it; "0" where none is set. */
function replayed(files: readonly File[], major: (typeof postgresMajors)[number]): string {
  const found: (string | undefined)[] = [];
  const watch: Rule = {
    id: "watch",
    title: "Require to be watched",
    severity: "error",
    default: true,
    fixable: false,
    covers: [],
    why: msg`Why.`,
    instead: msg`Instead.`,
    examples: [],
    check: ({ transaction }) => {
      found.push(transaction.settings.get("lock_timeout"));
      return [];
    },
  };
  const sources = files.map(([, ...sql], at) => sourceOf(`${at}.sql`, `${[...sql, "SELECT 1"].join(";\n")};`));
  const mode = files.at(-1)?.[0] ?? "none";
  lintFlat(sources, { postgres: major, framework: "plain", transaction: mode, rules: [watch] });
  return found.at(-1) ?? "0";
}

const inMilliseconds = (value: string): number => Number(/^\d+/.exec(value)?.[0]) * (/\ds$/.test(value) ? 1000 : 1);

stopServersAfterwards();
beforeAll(() => loadParser());

describe.each(postgresMajors.map((major) => [major] as const))(
  "the settings of a session on PostgreSQL %i",
  (major) => {
    it.skipIf(!available(major)).each(cases.map(([name, ...files]) => ({ name, files })))(
      "are as replayed: $name",
      async ({ files }) => {
        const running = await server(major);
        const database = await running.createDatabase();
        const first = await running.connect(database);
        await first.run("DROP ROLE IF EXISTS release_gate_other");
        await first.run("CREATE ROLE release_gate_other");
        await first.close();
        let shown: unknown;
        try {
          for (const [mode, ...statements] of files) {
            const session = await running.connect(database);
            if (mode === "file") await session.run("BEGIN");
            for (const sql of statements) await session.run(sql.replace("DB", `"${database}"`));
            shown = (await session.run("SHOW lock_timeout"))[0]?.["lock_timeout"];
            if (mode === "file") await session.run("COMMIT");
            await session.close();
          }
          expect(inMilliseconds(String(shown))).toBe(inMilliseconds(replayed(files, major)));
        } finally {
          const session = await running.connect(database);
          for (const role of ["CURRENT_USER", "ALL"]) await session.run(`ALTER ROLE ${role} RESET lock_timeout`);
          await session.close();
        }
      },
    );
  },
);
