import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../src/sql/parse.js";
import { english } from "../../src/text/message.js";
import { modesOf, tell } from "./told.js";

beforeAll(() => loadParser());

const users = "CREATE TABLE users (id int PRIMARY KEY, email text);";
const orders = `${users} CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);`;

describe("a relation that the history does not know", () => {
  it("is taken to exist where the history is not complete, and is locked by its name", () => {
    const { facts } = tell("", "CREATE INDEX i ON users (email)", { complete: false });
    expect(modesOf(facts)).toEqual({ "public.users": "SHARE" });
    expect(facts.certainty).toMatchObject({
      assumed: [{ pattern: "{0} is not in the history; it is assumed to exist, to have rows and to be in use." }],
    });
  });

  it("is error 42P01 at its name where the history is complete", () => {
    const { facts, words } = tell("", 'DELETE FROM "né"."users€" WHERE true');
    expect(facts.error?.sqlstate).toBe("42P01");
    expect(words(facts.error?.span)).toBe('"né"."users€"');
  });

  it("is no error where an extension may have brought it", () => {
    const { facts } = tell("CREATE EXTENSION postgis;", "SELECT * FROM spatial_ref_sys");
    expect(facts.error).toBeUndefined();
    expect(facts.certainty).not.toBe("exact");
  });

  it("is nobody's concern in the system catalogs", () => {
    const { facts } = tell("", "SELECT * FROM pg_class, information_schema.tables");
    expect(facts).toMatchObject({ locks: [], certainty: "exact" });
  });
});

describe("CREATE INDEX", () => {
  it("tells the words to blame and that writes wait", () => {
    const { facts, words } = tell(users, "/* 日本 */ CREATE UNIQUE INDEX i ON users (email)");
    expect(facts.indexBuilds).toMatchObject([
      { index: "public.i", table: "public.users", blocksWrites: true, blocksReads: false },
    ]);
    expect(words(facts.indexBuilds[0]?.span)).toBe("INDEX");
  });

  it("blocks no writes when it is CONCURRENTLY, which a transaction refuses at that word", () => {
    const sql = "CREATE INDEX CONCURRENTLY i ON users (email)";
    expect(tell(users, sql).facts.indexBuilds).toMatchObject([{ blocksWrites: false }]);
    const { facts, words } = tell(users, sql, { open: true });
    expect(facts.error?.sqlstate).toBe("25001");
    expect(words(facts.error?.span)).toBe("CONCURRENTLY");
  });

  it("does not doubt an index on a function that SQL inlines", () => {
    const history = `${users} CREATE FUNCTION low(text) RETURNS text LANGUAGE sql AS 'SELECT lower($1)';`;
    expect(tell(history, "CREATE INDEX i ON users (low(email))").facts.error).toBeUndefined();
    expect(tell(users, "CREATE INDEX i ON users ((now()))").facts.error?.sqlstate).toBe("42P17");
  });
});

describe("DROP", () => {
  it("loses the table and breaks who uses it", () => {
    const { facts, words } = tell(users, "DROP TABLE users");
    expect(facts.losses).toMatchObject([{ what: "table", name: "public.users" }]);
    expect(facts.breaks).toMatchObject([{ who: "both", of: "public.users", why: "dropped" }]);
    expect(words(facts.losses[0]?.span)).toBe("DROP");
  });

  it("takes along with CASCADE what depends on it, and refuses without", () => {
    const history = `${orders} CREATE VIEW emails AS SELECT email FROM users;`;
    expect(tell(history, "DROP TABLE users").facts.error?.sqlstate).toBe("2BP01");
    const { facts } = tell(history, "DROP TABLE users CASCADE");
    expect(facts.losses.map((each) => each.name)).toEqual(["public.users", "public.emails"]);
    expect(modesOf(facts)).toMatchObject({ "public.orders": "ACCESS EXCLUSIVE", "public.emails": "ACCESS EXCLUSIVE" });
  });

  it("does nothing for what is not there with IF EXISTS", () => {
    expect(tell(users, "DROP TABLE IF EXISTS nobody").facts).toMatchObject({
      locks: [],
      losses: [],
      certainty: "exact",
    });
  });

  it("loses schemas, views and the columns of a type", () => {
    const history =
      "CREATE SCHEMA s; CREATE TABLE s.t (id int); CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE p (m mood, x int);";
    expect(tell(history, "DROP SCHEMA s CASCADE").facts.losses.map((each) => `${each.what} ${each.name}`)).toEqual([
      "table s.t",
      "schema s",
    ]);
    expect(tell(history, "DROP TYPE mood CASCADE").facts.losses).toMatchObject([
      { what: "column", name: "public.p.m", relation: "public.p" },
    ]);
  });
});

describe("data statements", () => {
  it("mark the locks that only rows bring", () => {
    const { facts } = tell(orders, "DELETE FROM users WHERE id = 1");
    const lock = (name: string) => facts.locks.find((each) => each.relation === name);
    expect(lock("public.users")).toEqual({ relation: "public.users", mode: "ROW EXCLUSIVE" });
    expect(lock("public.orders")).toEqual({
      relation: "public.orders",
      mode: "ROW EXCLUSIVE",
      why: "referencing",
      onRows: "NONE",
    });
  });

  it("check a foreign key only where it gets a value", () => {
    expect(modesOf(tell(orders, "INSERT INTO orders VALUES (1, NULL)").facts)).toEqual({
      "public.orders": "ROW EXCLUSIVE",
    });
    const { facts } = tell(orders, "INSERT INTO orders VALUES (1, 2)");
    expect(modesOf(facts)).toEqual({
      "public.orders": "ROW EXCLUSIVE",
      "public.users": "ROW SHARE",
      "public.users_pkey": "ROW SHARE",
    });
  });

  it("lose all rows by DELETE without WHERE and by TRUNCATE", () => {
    expect(tell(users, "DELETE FROM users").facts.losses).toMatchObject([{ what: "rows", name: "public.users" }]);
    expect(tell(users, "DELETE FROM users WHERE id = 1").facts.losses).toEqual([]);
    expect(tell(orders, "TRUNCATE users CASCADE").facts.losses.map((each) => each.name)).toEqual([
      "public.users",
      "public.orders",
    ]);
    expect(tell(orders, "TRUNCATE users").facts.error?.sqlstate).toBe("0A000");
  });

  it("read all rows where nothing limits them", () => {
    expect(tell(users, "SELECT * FROM users").facts.scans).toEqual([{ relation: "public.users", why: "read" }]);
    expect(tell(users, "SELECT * FROM users LIMIT 1").facts.scans).toEqual([]);
  });

  it("see through WITH, whose names hide relations", () => {
    expect(modesOf(tell(orders, "WITH users AS (SELECT * FROM orders) SELECT * FROM users").facts)).not.toHaveProperty(
      "public.users",
    );
  });

  it("follow the rules of a table, while the names in them mean what they meant", () => {
    const history = `${orders} CREATE RULE r AS ON INSERT TO users DO ALSO DELETE FROM orders;`;
    const followed = tell(history, "INSERT INTO users VALUES (1)").facts;
    expect(modesOf(followed)).toMatchObject({ "public.orders": "ROW EXCLUSIVE" });
    expect(followed.certainty).toBe("exact");
    const renamed = `${history} ALTER TABLE orders RENAME TO sales;`;
    expect(tell(renamed, "INSERT INTO users VALUES (1)").facts.certainty).toMatchObject({
      dynamic: [{ values: ["r", "public.users"] }],
    });
  });
});

describe("DO blocks", () => {
  it("are exact where the catalog answers their conditions", () => {
    const sql =
      "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'users') THEN DROP TABLE orders; END IF; END $$";
    expect(tell(orders, sql).facts).toMatchObject({ locks: [], losses: [], certainty: "exact" });
  });

  it("are dynamic where only running tells", () => {
    const unknown = tell(
      users,
      "DO $$ BEGIN IF random() > 0.5 THEN ALTER TABLE users ADD COLUMN x int; END IF; END $$",
    ).facts;
    expect(modesOf(unknown)).toEqual({ "public.users": "ACCESS EXCLUSIVE" });
    expect(unknown.certainty).toHaveProperty("dynamic");
    expect(
      tell(users, "DO $$ DECLARE n text := chr(65); BEGIN EXECUTE 'DROP TABLE ' || n; END $$").facts.certainty,
    ).toHaveProperty("dynamic");
  });

  it("follow variables as far as their values show", () => {
    const { facts } = tell(users, "DO $$ DECLARE n text := 'users'; BEGIN EXECUTE 'DROP TABLE ' || n; END $$");
    expect(modesOf(facts)).toEqual({ "public.users": "ACCESS EXCLUSIVE", "public.users_pkey": "ACCESS EXCLUSIVE" });
    expect(facts.certainty).toBe("exact");
  });

  it("point at the statement inside", () => {
    const { facts, words } = tell(users, "DO $$ -- é\nBEGIN DROP TABLE users; END $$");
    expect(words(facts.losses[0]?.span)).toBe("DROP");
  });

  it("let an EXCEPTION part undo what failed", () => {
    const { facts } = tell(
      users,
      "DO $$ BEGIN CREATE TABLE users (id int); EXCEPTION WHEN duplicate_table THEN NULL; END $$",
    );
    expect(facts).toMatchObject({ locks: [], certainty: "exact" });
    expect(facts.error).toBeUndefined();
  });
});

describe("other statements", () => {
  it("need a transaction or must not be in one", () => {
    expect(tell(users, "LOCK TABLE users").facts.error?.sqlstate).toBe("25P01");
    expect(tell(users, "VACUUM users", { open: true }).facts.error?.sqlstate).toBe("25001");
    expect(tell(users, "SAVEPOINT s").facts.error?.sqlstate).toBe("25P01");
    expect(tell(users, "CREATE DATABASE d", { open: true }).facts.error?.sqlstate).toBe("25001");
  });

  it("deny readers and writers by REVOKE", () => {
    const denied = tell(users, "REVOKE SELECT ON users FROM public").facts.breaks;
    expect(denied).toMatchObject([{ who: "readers", of: "public.users", why: "denied" }]);
    expect(tell(users, "REVOKE ALL ON users FROM public").facts.breaks).toMatchObject([{ who: "both" }]);
  });

  it("lock as the version does: GRANT reads the table since 18", () => {
    const sql = "GRANT SELECT ON users TO public";
    expect(modesOf(tell(users, sql, { postgres: 17 }).facts)).toEqual({});
    expect(modesOf(tell(users, sql, { postgres: 18 }).facts)).toEqual({ "public.users": "ACCESS SHARE" });
  });

  it("refuse a view whose columns would go or change their names", () => {
    const history = `${users} CREATE VIEW v AS SELECT id, email FROM users;`;
    expect(tell(history, "CREATE OR REPLACE VIEW v AS SELECT id FROM users").facts.error?.sqlstate).toBe("42P16");
    expect(tell(history, "CREATE OR REPLACE VIEW v AS SELECT *, 1 AS one FROM users").facts.error).toBeUndefined();
  });

  it.each(["CREATE VIEW v", "CREATE TABLE v", "CREATE MATERIALIZED VIEW v"])(
    "refuse two columns of one name: %s",
    (start) => {
      const sql = `${start} AS SELECT a.*, b.* FROM users a, users b`;
      expect(tell(users, sql).facts.error?.sqlstate).toBe("42701");
      expect(tell(users, `${start} AS SELECT a.id, b.email FROM users a, users b`).facts.error).toBeUndefined();
      const row = "CREATE TYPE pair AS (x int, y int); CREATE FUNCTION f() RETURNS pair LANGUAGE sql AS 'SELECT 1, 2';";
      expect(tell(row, `${start} AS SELECT (f()).*, f()`).facts.error).toBeUndefined();
    },
  );

  it("do not follow stars that double without end", () => {
    // 40 levels: more columns than a memory holds.
    const levels = Array.from({ length: 40 }, (_, i) => `c${i + 1} AS (SELECT x.*, y.* FROM c${i} x, c${i} y)`);
    const sql = `CREATE VIEW v AS WITH c0 AS (SELECT 1 AS a), ${levels.join(", ")} SELECT * FROM c40`;
    expect(tell("", sql).facts.losses).toEqual([]);
  });

  it("say so where nothing is followed", () => {
    const { certainty } = tell(users, "EXECUTE something").facts;
    expect(certainty === "exact" || !("dynamic" in certainty) ? "" : english(certainty.dynamic[0]!)).toBe(
      "What the prepared statement does is not followed.",
    );
  });
});
