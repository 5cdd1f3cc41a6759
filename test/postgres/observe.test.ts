import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import { observeOutside } from "../../packages/adapters/src/observe-outside.js";
import { observe } from "../../packages/adapters/src/observe.js";
import type { Session } from "../../packages/adapters/src/session.js";
import { postgresMajors } from "../../packages/core/src/sql/statement.js";
import { available, server, stopServersAfterwards } from "./server.js";

stopServersAfterwards();

const setup = `CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t SELECT g, g::text FROM generate_series(1, 100) g;
  CREATE TABLE child (id int, t int); CREATE INDEX t_a ON t (a)`;

for (const major of postgresMajors.filter(available)) {
  describe(`observing PostgreSQL ${major}`, () => {
    let session: Session;
    let database: string;
    beforeAll(async () => {
      const running = await server(major);
      database = await running.createDatabase();
      session = await running.connect(database);
      await session.run(setup);
      return () => session.close();
    });

    test("names the strongest lock of each relation that was there, and nothing that the statement made", async () => {
      const observed = await observe(session, "CREATE TABLE fresh (id int REFERENCES t)");
      expect(observed).toMatchObject({
        locks: [{ relation: "public.t", mode: "SHARE ROW EXCLUSIVE" }],
        rewrites: [],
        emptied: [],
      });
    });

    test("tells a table that is rewritten from one that is emptied", async () => {
      expect(await observe(session, "ALTER TABLE t ALTER COLUMN id TYPE bigint")).toMatchObject({
        rewrites: ["public.t", "public.t_a", "public.t_pkey"],
        emptied: [],
      });
      expect(await observe(session, "TRUNCATE child")).toMatchObject({
        rewrites: [],
        emptied: ["public.child"],
        scans: [],
        indexBuilds: [],
      });
    });

    test("tells which tables are read in full, and why", async () => {
      expect((await observe(session, "ALTER TABLE t ADD CHECK (id > 0)")).scans).toMatchObject([
        { relation: "public.t", why: "verify" },
      ]);
      expect(
        (await observe(session, "ALTER TABLE child ADD CONSTRAINT fk FOREIGN KEY (t) REFERENCES t")).scans,
      ).toEqual([{ relation: "public.child", why: "foreign-key" }]);
      expect((await observe(session, "CREATE INDEX child_t ON child (t)")).scans).toMatchObject([
        { relation: "public.child", why: "index" },
      ]);
      expect((await observe(session, "ALTER TABLE t ADD CHECK (id > 0) NOT VALID")).scans).toEqual([]);
    });

    test("undoes a statement that fails and goes on in the open transaction", async () => {
      await session.run("BEGIN");
      const failed = await observe(session, "ALTER TABLE absent ADD COLUMN x int", { transaction: "open" });
      const next = await observe(session, "ALTER TABLE t ADD COLUMN x int", { transaction: "open" });
      await session.run("ROLLBACK");
      expect([failed.error?.sqlstate, next.locks]).toEqual([
        "42P01",
        [{ relation: "public.t", mode: "ACCESS EXCLUSIVE" }],
      ]);
    });

    test("leaves out what the open transaction had locked before", async () => {
      await session.run("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      const observed = await observe(session, "ALTER TABLE t ADD COLUMN x int", { transaction: "open" });
      await session.run("ROLLBACK");
      expect(observed.locks).toEqual([]);
    });

    test("keeps what the statement set for the session", async () => {
      await observe(session, "SET client_min_messages = error");
      expect((await session.run("SHOW client_min_messages"))[0]).toEqual({ client_min_messages: "error" });
      await session.run("RESET client_min_messages");
    });

    test("tells the error of a deferred constraint, which only COMMIT raises", async () => {
      await session.run("CREATE TABLE late (id int REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
      expect((await observe(session, "INSERT INTO late VALUES (-1)")).error?.sqlstate).toBe("23503");
    });

    test("finds the locks of statements outside a transaction, also those that they take last", async () => {
      await session.close();
      const place = { server: await server(major), database, settings: "" };
      const create = await observeOutside(place, "CREATE INDEX CONCURRENTLY late_id ON child (id)");
      const drop = await observeOutside(place, "DROP INDEX CONCURRENTLY late_id");
      const vacuum = await observeOutside(place, "VACUUM t");
      session = await place.server.connect(database);
      expect(create).toMatchObject({
        locks: [{ relation: "public.child", mode: "SHARE UPDATE EXCLUSIVE" }],
        indexBuilds: [{ index: "public.late_id", table: "public.child", rebuilt: false }],
      });
      expect(drop.locks).toEqual([
        { relation: "public.child", mode: "SHARE UPDATE EXCLUSIVE" },
        { relation: "public.late_id", mode: "ACCESS EXCLUSIVE" },
      ]);
      expect(vacuum.locks).toEqual([
        { relation: "public.t", mode: "SHARE UPDATE EXCLUSIVE" },
        { relation: "public.t_a", mode: "ROW EXCLUSIVE" },
        { relation: "public.t_pkey", mode: "ROW EXCLUSIVE" },
      ]);
    });
  });
}

describe.skipIf(!available(18))("a server that was started", () => {
  test("is ended and cleaned up by the next one when its owner was killed", async () => {
    const owner = spawn(process.execPath, [fileURLToPath(new URL("start-and-wait.mjs", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = (await once(owner.stdout, "data")) as [Buffer];
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const next = await startServer(findInstallation(18)!);
    await next.stop();
    await expect.poll(() => connects(url.toString().trim())).toBe(false);
  });

  test("gives each database that is asked for a name of its own", async () => {
    const running = await server(18);
    expect(await running.createDatabase()).not.toBe(await running.createDatabase());
  });
});

async function connects(url: string): Promise<boolean> {
  const { connectPostgres } = await import("../../packages/adapters/src/postgres.js");
  return connectPostgres(url).then(
    async (session) => (await session.close(), true),
    () => false,
  );
}
