import { describe, expect, it } from "vitest";
import { connectPostgres } from "../../packages/adapters/src/postgres.js";
import { available, server, stopServersAfterwards } from "./server.js";

/**
 * What no lock shows: a role that could connect and write no longer can. Each statement stands in `taken-away.test.ts` too, as
 * what holds. APP and DB are the names.
 */
const denies: readonly string[] = [
  "ALTER ROLE APP NOLOGIN",
  "ALTER ROLE APP CONNECTION LIMIT 0",
  "ALTER ROLE APP PASSWORD 'other'",
  "ALTER ROLE APP PASSWORD NULL",
  "ALTER ROLE APP VALID UNTIL '2020-01-01'",
  "ALTER ROLE APP SET default_transaction_read_only = on",
  "ALTER ROLE APP IN DATABASE DB SET default_transaction_read_only = 'true'",
  "ALTER ROLE APP RENAME TO APP_other",
  "ALTER DATABASE DB CONNECTION LIMIT 0",
  "ALTER DATABASE DB ALLOW_CONNECTIONS false",
  "ALTER DATABASE DB SET default_transaction_read_only = on",
  "REVOKE CONNECT ON DATABASE DB FROM PUBLIC",
  "REVOKE ALL ON SCHEMA public FROM PUBLIC",
  "REVOKE ALL ON t FROM writers_APP",
  "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM writers_APP",
  "REVOKE writers_APP FROM APP",
  "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION refuse()",
];

const leaves: readonly string[] = [
  "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
  "REVOKE GRANT OPTION FOR INSERT ON t FROM writers_APP",
  "REVOKE ADMIN OPTION FOR writers_APP FROM APP",
  "ALTER ROLE APP VALID UNTIL 'infinity'",
  "ALTER DATABASE DB CONNECTION LIMIT 100",
  "ALTER ROLE APP SET lock_timeout = '5s'",
];

const setup = `
CREATE TABLE t (id int);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
`;

let count = 0;

/** How many rows a role has written after a statement; undefined where it is refused. */
async function written(major: number, statement: string): Promise<number | undefined> {
  const running = await server(major);
  const database = await running.createDatabase();
  const role = `app_${++count}`;
  const named = (text: string): string => text.replaceAll("APP", role).replaceAll("DB", database);
  const admin = await running.connect(database);
  try {
    await admin.run(setup);
    await admin.run(`CREATE ROLE writers_${role}; CREATE ROLE ${role} LOGIN PASSWORD 'p' IN ROLE writers_${role}`);
    await admin.run(`GRANT SELECT, INSERT ON t TO writers_${role}`);
    // A database cannot be closed from within.
    const outside = await running.connect();
    await (statement.startsWith("ALTER DATABASE") ? outside : admin).run(named(statement));
    await outside.close();
    const url = new URL(running.url(database));
    url.username = role;
    url.password = "p";
    try {
      const session = await connectPostgres(url.href);
      try {
        await session.run("INSERT INTO t VALUES (1)");
      } finally {
        await session.close();
      }
    } catch {
      return undefined;
    }
    const rows = await admin.run("SELECT count(*)::int AS n FROM t");
    return Number((rows[0] as { n: number }).n);
  } finally {
    await admin.close();
  }
}

describe.each([14, 18].filter(available))("a role that could connect and write, on PostgreSQL %i", (major) => {
  stopServersAfterwards();

  it.each(denies)("is refused after %s", async (statement) => {
    expect(await written(major, statement)).toBeUndefined();
  });

  it.each(leaves)("writes after %s", async (statement) => {
    expect(await written(major, statement)).toBe(1);
  });

  it.each([
    "CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION nothing()",
  ])("writes nothing, without an error, after %s", async (statement) => {
    expect(await written(major, statement)).toBe(0);
  });
});
