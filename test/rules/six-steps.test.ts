import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import { ServerError, type Session } from "../../packages/adapters/src/session.js";
import { postgresMajors } from "@release-gate/core";
import { available, server, stopServersAfterwards } from "../postgres/server.js";

// What the rules say of the six steps (packages/core/test/rules/six-steps.test.ts), as the running application meets it.

/** The steps that are migrations. */
const steps: Readonly<Record<string, string>> = {
  1: "ALTER TABLE users ADD COLUMN email_verified boolean",
  3: "UPDATE users SET email_verified = is_verified WHERE email_verified IS NULL",
  4: `ALTER TABLE users ADD CONSTRAINT verified_set CHECK (email_verified IS NOT NULL) NOT VALID;
      ALTER TABLE users VALIDATE CONSTRAINT verified_set;
      ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL, ALTER COLUMN email_verified SET DEFAULT false;
      ALTER TABLE users DROP CONSTRAINT verified_set`,
  6: "ALTER TABLE users DROP COLUMN is_verified",
};

/** The application: before step 2, between 2 and 5 (reads and writes both), and after 5. */
const applications: Readonly<Record<string, readonly string[]>> = {
  old: [
    "INSERT INTO users (name, is_verified) VALUES ('by old', true)",
    "UPDATE users SET name = name || '!' WHERE name = 'first'",
    "SELECT name, is_verified AS verified FROM users ORDER BY id",
  ],
  both: [
    "INSERT INTO users (name, is_verified, email_verified) VALUES ('by both', true, true)",
    "UPDATE users SET name = name || '!' WHERE name = 'first'",
    "SELECT name, coalesce(email_verified, is_verified) AS verified FROM users ORDER BY id",
  ],
  new: [
    "INSERT INTO users (name, email_verified) VALUES ('by new', true)",
    "SELECT name, email_verified AS verified FROM users ORDER BY id",
  ],
};

const start = `CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, is_verified boolean NOT NULL DEFAULT false);
  INSERT INTO users (name, is_verified) VALUES ('first', true), ('second', true)`;

/** Runs migrations ("1") and applications ("old") in order; the SQLSTATE of the first that fails, with its name. */
async function run(session: Session, order: readonly string[]): Promise<string | undefined> {
  for (const each of order) {
    for (const sql of applications[each] ?? [steps[each] ?? each]) {
      const failed = await session.run(sql).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof ServerError) return error.sqlstate;
          throw error;
        },
      );
      if (failed !== undefined) return `${each}: ${failed}`;
    }
  }
  return undefined;
}

stopServersAfterwards();

const servers = [
  ...postgresMajors.map((major) => ({
    name: `PostgreSQL ${major}`,
    here: () => available(major),
    open: async () => {
      const running = await server(major);
      return running.connect(await running.createDatabase());
    },
  })),
  { name: "PGlite", here: () => true, open: () => openPglite() },
];

describe.each(servers)("the six steps on $name", ({ here, open }) => {
  let session: Session;
  beforeAll(async () => {
    if (here()) session = await open();
  });
  afterAll(() => session?.close());

  const afresh = async (order: readonly string[]): Promise<string | undefined> => {
    await session.run("DROP TABLE IF EXISTS users");
    await session.run(start);
    return run(session, order);
  };
  const verified = async (): Promise<unknown> =>
    (await session.run("SELECT count(*)::int AS n FROM users WHERE email_verified"))[0]?.["n"];

  it.skipIf(!here())(
    "work in order for the application that runs and the one before it, and lose nothing",
    async () => {
      const inOrder = ["old", "1", "old", "both", "old", "3", "both", "4", "both", "new", "both", "6", "new"];
      // Step 3 is repeated until no row is left: the old application wrote rows until it was gone.
      expect(await afresh(inOrder)).toBeUndefined();
      expect(await verified()).toBe((await session.run("SELECT count(*)::int AS n FROM users"))[0]?.["n"]);
    },
  );

  it.skipIf(!here())(
    "refuse NOT NULL without the backfill, and the application's UPDATE under the unvalidated CHECK",
    async () => {
      expect(await afresh(["1", "ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL"])).toMatch(/: 23502$/);
      const check = "ALTER TABLE users ADD CHECK (email_verified IS NOT NULL) NOT VALID";
      expect(await afresh(["1", check, "UPDATE users SET name = 'x' WHERE name = 'first'"])).toMatch(/: 23514$/);
      expect(await afresh(["1", "3", check, "both"])).toBeUndefined();
    },
  );

  it.skipIf(!here())("lose the values without the backfill, and those that it missed without NOT NULL", async () => {
    expect(await afresh(["1", "6", "new"])).toBeUndefined();
    expect(await verified()).toBe(1);
    expect(await afresh(["1", "3", "old", "6", "new"])).toBeUndefined();
    expect(await session.run("SELECT name FROM users WHERE email_verified IS NULL")).toEqual([{ name: "by old" }]);
    expect(await afresh(["1", "3", "old", "4"])).toMatch(/^4: 23514$/);
  });

  it.skipIf(!here())("break the application before step 5 when the old column is dropped", async () => {
    expect(await afresh(["1", "3", "4", "6", "both"])).toBe("both: 42703");
    expect(await afresh(["1", "6", "3"])).toBe("3: 42703");
    expect(await afresh(["6", "old"])).toBe("old: 42703");
  });

  it.skipIf(!here())("cannot leave out an old column that is NOT NULL without a default", async () => {
    const required = "ALTER TABLE users ALTER COLUMN is_verified DROP DEFAULT";
    expect(await afresh([required, "1", "3", "4", "new"])).toBe("new: 23502");
    const loosened = "ALTER TABLE users ALTER COLUMN is_verified DROP NOT NULL";
    expect(await afresh([required, "1", "3", "4", loosened, "new"])).toBeUndefined();
  });

  it.skipIf(!here())("by table: the rows that were not copied are lost with the old one", async () => {
    const create = "DROP TABLE IF EXISTS people; CREATE TABLE people (id bigint PRIMARY KEY, full_name text)";
    const copy = "INSERT INTO people SELECT id, name FROM users";
    expect(await afresh([create, copy, "DROP TABLE users", "SELECT full_name FROM people"])).toBeUndefined();
    expect(await session.run("SELECT full_name FROM people ORDER BY id")).toHaveLength(2);
    await session.run("CREATE TABLE users (id int)");
    expect(await afresh([create, copy, "old", "DROP TABLE users"])).toBeUndefined();
    expect(await session.run("SELECT full_name FROM people")).toHaveLength(2);
    await session.run("CREATE TABLE users (id int)");
  });

  it.skipIf(!here())("by name: a view in place of the renamed table serves the application before it", async () => {
    const rename = "BEGIN; ALTER TABLE users RENAME TO accounts; CREATE VIEW users AS SELECT * FROM accounts; COMMIT";
    const back = "DROP VIEW users; ALTER TABLE accounts RENAME TO users";
    expect(await afresh([rename, "old", "INSERT INTO accounts (name) VALUES ('by new')", "old", back])).toBeUndefined();
    expect(await session.run("SELECT count(*)::int AS n FROM users")).toEqual([{ n: 5 }]);
    const some = rename.replace("SELECT *", "SELECT id, is_verified");
    expect(await afresh([some, "old"])).toBe("old: 42703");
    await session.run(back);
    expect(await afresh(["ALTER TABLE users RENAME TO accounts", "old"])).toBe("old: 42P01");
    await session.run("ALTER TABLE accounts RENAME TO users");
  });
});
