import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../src/sql/parse.js";
import { modesOf, tell } from "./told.js";

beforeAll(() => loadParser());

const foreign = `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
  CREATE FOREIGN TABLE ft (a int) SERVER s; CREATE VIEW fv AS SELECT * FROM ft;`;

describe("a database", () => {
  it("that is dropped is a loss", () => {
    const { facts, words } = tell("", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
    expect(facts.losses).toMatchObject([{ what: "database", name: "shop" }]);
    expect(words(facts.losses[0]?.span)).toBe("DROP DATABASE");
    expect(facts.locks).toEqual([]);
  });

  it("is neither made nor dropped in a transaction, and loses nothing there", () => {
    const { facts } = tell("", "DROP DATABASE shop", { open: true });
    expect(facts).toMatchObject({ error: { sqlstate: "25001" }, losses: [] });
  });
});

describe("a tablespace", () => {
  it("is not dropped while the history has something in it", () => {
    const { facts } = tell("CREATE TABLE t (a int) TABLESPACE fast;", "DROP TABLESPACE fast");
    expect(facts.error?.sqlstate).toBe("55000");
  });

  it("is where default_tablespace says that new tables go", () => {
    const { facts } = tell(
      "CREATE TABLE slow (a int); SET default_tablespace = fast; CREATE TABLE t (a int); RESET default_tablespace;",
      "ALTER TABLE ALL IN TABLESPACE fast SET TABLESPACE pg_default",
    );
    expect(facts.rewrites).toEqual(["public.t"]);
  });

  it("is emptied of tables that the history does not know as well", () => {
    const { facts } = tell("", "ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", { complete: false });
    expect(facts.certainty).toHaveProperty("assumed");
  });
});

describe("a foreign server", () => {
  it("takes its tables and the views over them along with CASCADE", () => {
    const { facts } = tell(foreign, "DROP SERVER s CASCADE");
    expect(facts.losses).toMatchObject([
      { what: "table", name: "public.ft" },
      { what: "view", name: "public.fv" },
    ]);
    expect(modesOf(facts)).toEqual({ "public.ft": "ACCESS EXCLUSIVE", "public.fv": "ACCESS EXCLUSIVE" });
  });

  it("stays while a table needs it", () => {
    expect(tell(foreign, "DROP SERVER s").facts.error?.sqlstate).toBe("2BP01");
    expect(tell(`${foreign} DROP FOREIGN TABLE ft CASCADE;`, "DROP SERVER s").facts.error).toBeUndefined();
  });

  it("may have tables that no text names once its schema was imported", () => {
    const imported = `${foreign.replace(/CREATE FOREIGN TABLE[\s\S]*/, "")} CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw; IMPORT FOREIGN SCHEMA public FROM SERVER far INTO public;`;
    const { facts } = tell(imported, "ALTER TABLE brought ADD COLUMN b int");
    expect(facts.error).toBeUndefined();
    expect(facts.certainty).toHaveProperty("assumed");
    expect(tell(imported, "DROP SERVER far CASCADE").facts.certainty).toHaveProperty("assumed");
  });

  it("of a wrapper that nobody knows is no error where an extension may have brought that", () => {
    const { facts } = tell("CREATE EXTENSION mysql_fdw;", "CREATE SERVER s FOREIGN DATA WRAPPER mysql_fdw");
    expect(facts.error).toBeUndefined();
  });
});

describe("what only dynamic SQL makes", () => {
  const made = `CREATE EXTENSION postgres_fdw; DO $$ BEGIN EXECUTE format(
    'CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L)', current_setting('app.host')); END $$;`;

  it("is not said to be missing", () => {
    for (const sql of [
      "CREATE USER MAPPING FOR PUBLIC SERVER far",
      "CREATE FOREIGN TABLE ft (a int) SERVER far",
      "IMPORT FOREIGN SCHEMA public FROM SERVER far INTO public",
      "DROP SERVER far",
      "CALL p()",
    ])
      expect(tell(made, sql).facts.error).toBeUndefined();
  });

  it("on one way only is not said to be there already", () => {
    const { facts } = tell(
      "DO $$ BEGIN IF current_setting('x') = 'y' THEN CREATE COLLATION c (locale = 'C'); END IF; END $$;",
      "CREATE COLLATION c (locale = 'C')",
    );
    expect(facts.error).toBeUndefined();
  });
});

describe("a collation", () => {
  it("takes the columns that have it along with CASCADE", () => {
    const { facts } = tell(
      "CREATE COLLATION c (locale = 'C'); CREATE TABLE t (a text COLLATE c, b text);",
      "DROP COLLATION c CASCADE",
    );
    expect(facts.losses).toMatchObject([{ what: "column", name: "public.t.a" }]);
  });
});

describe("a prepared statement", () => {
  it("does what its query does, and indexes that only its plan needs may stay away", () => {
    const { facts } = tell("CREATE TABLE t (a int PRIMARY KEY); PREPARE q AS DELETE FROM t;", "EXECUTE q");
    expect(facts.losses).toMatchObject([{ what: "rows", name: "public.t" }]);
    expect(facts.locks.find(({ relation }) => relation === "public.t_pkey")?.onRows).toBe("NONE");
  });

  it("that the history does not have is known only when it runs", () => {
    expect(tell("", "EXECUTE q").facts.certainty).toHaveProperty("dynamic");
  });
});
