import { describe, expect, it } from "vitest";
import { apply } from "../../src/catalog/apply.js";
import { findColumn, findRelation, indexesOf } from "../../src/catalog/lookup.js";
import {
  defaultPartition,
  foreignKeysTo,
  ownedSequences,
  viewsAbove,
  viewsOn,
} from "../../src/catalog/relation-lookup.js";
import { parseStatements } from "../../src/sql/parse.js";
import { refusal, relation, replay } from "./replay.js";

describe("apply", () => {
  it("leaves the catalog itself as it was when the server would refuse the statement", () => {
    const before = replay("CREATE TABLE t (a int);");
    const [statement] = parseStatements("ALTER TABLE t ADD COLUMN b int, DROP COLUMN nothing;", {
      postgres: 18,
    }).statements;
    expect(apply(before, statement!)).toBe(before);
  });

  it("leaves earlier catalogs readable as they were", () => {
    const first = replay("CREATE TABLE t (a int);");
    const second = replay("ALTER TABLE t ADD COLUMN b int; DROP TABLE t;", { onto: first });
    expect(findRelation(second, { name: "t" })).toBeUndefined();
    expect(relation(first, "t").columns.map((column) => column.name)).toEqual(["a"]);
  });

  it("never gives the number of a dropped column to a new one", () => {
    const catalog = replay(
      "CREATE TABLE t (a int, b int); ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN c int;",
    );
    expect(relation(catalog, "t").columns.map((column) => column.number)).toEqual([1, 3]);
  });

  it("takes what an incomplete catalog does not know to be possible", () => {
    const options = { complete: false };
    expect(refusal("CREATE TABLE t (a int REFERENCES elsewhere);", options)).toBeUndefined();
    expect(refusal("CREATE VIEW v AS SELECT * FROM elsewhere;", options)).toBeUndefined();
    expect(refusal("CREATE TABLE other.t (a int);", options)).toBeUndefined();
    expect(refusal("DROP TABLE elsewhere;", options)).toBeUndefined();
  });

  it("marks a table that only IF NOT EXISTS made as maybe where history began before the files", () => {
    expect(relation(replay("CREATE TABLE IF NOT EXISTS t (a int);", { complete: false }), "t").existence).toBe("maybe");
    expect(relation(replay("CREATE TABLE IF NOT EXISTS t (a int);"), "t").existence).toBe("certain");
  });

  it("marks what only a branch of a DO block makes as maybe, and what it always makes as certain", () => {
    const catalog = replay(`CREATE TABLE t (a int);
      DO $$ BEGIN
        CREATE TABLE always (a int);
        IF random() > 0.5 THEN
          CREATE TABLE sometimes (a int);
          ALTER TABLE t ADD COLUMN b int;
          EXECUTE 'CREATE TABLE dynamic (a int)';
        END IF;
      END $$;`);
    expect(relation(catalog, "always").existence).toBe("certain");
    expect(relation(catalog, "sometimes").existence).toBe("maybe");
    expect(relation(catalog, "dynamic").existence).toBe("maybe");
    expect(findColumn(relation(catalog, "t"), "b")?.existence).toBe("maybe");
  });

  it("takes the branch that the catalog tells, where it knows all of the history", () => {
    const text = `CREATE TABLE t (a int);
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_class WHERE relname = 't') THEN CREATE TABLE one (a int);
        ELSE CREATE TABLE other (a int); END IF;
      END $$;`;
    expect(relation(replay(text), "one").existence).toBe("certain");
    expect(findRelation(replay(text), { name: "other" })).toBeUndefined();
    expect(relation(replay(text, { complete: false }), "one").existence).toBe("maybe");
  });

  it("keeps what a branch may have dropped, as maybe", () => {
    const catalog = replay("CREATE TABLE t (a int); DO $$ BEGIN IF random() > 0.5 THEN DROP TABLE t; END IF; END $$;");
    expect(relation(catalog, "t").existence).toBe("maybe");
  });

  it("runs the commands of one ALTER TABLE in PostgreSQL's order: drops first", () => {
    const catalog = replay("CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN a text, DROP COLUMN a;");
    expect(relation(catalog, "t").columns.map(({ name, type }) => [name, type.name])).toEqual([
      ["a", "pg_catalog.text"],
    ]);
  });

  it("renames columns inside of checks, index expressions and generation expressions", () => {
    const catalog = replay(`CREATE TABLE t (a int CHECK (a > 0), b int GENERATED ALWAYS AS (a + 1) STORED);
      CREATE INDEX i ON t ((a * 2)) WHERE a > 5; ALTER TABLE t RENAME COLUMN a TO z;`);
    const table = relation(catalog, "t");
    expect(table.constraints.find((each) => each.kind === "check")?.expression?.text).toBe("(z > 0)");
    expect(findColumn(table, "b")?.default?.text).toBe("(z + 1)");
    expect(relation(catalog, "i").index?.keys[0]?.expression?.text).toBe("(z * 2)");
    expect(relation(catalog, "i").index?.predicate?.text).toBe("(z > 5)");
  });
});

describe("a table with ON COMMIT DROP", () => {
  it("goes at COMMIT, or when its name is taken anew", () => {
    const made = "BEGIN; CREATE TEMP TABLE t (a int) ON COMMIT DROP;";
    expect(findRelation(replay(made), { name: "t" })?.schema).toBe("pg_temp");
    expect(findRelation(replay(`${made} COMMIT;`), { name: "t" })).toBeUndefined();
    const again = replay(`${made} CREATE TEMP TABLE t (b int) ON COMMIT DROP;`);
    expect(relation(again, "t").columns.map(({ name }) => name)).toEqual(["b"]);
  });
});

describe("the volatility of a default", () => {
  const volatility = (sql: string): string | undefined =>
    findColumn(relation(replay(sql), "t"), "a")?.default?.volatility;

  it.each([
    ["1 + 1", "immutable"],
    ["'x'::text", "immutable"],
    ["now()", "stable"],
    ["CURRENT_TIMESTAMP", "stable"],
    ["clock_timestamp()", "volatile"],
    ["gen_random_uuid()", "volatile"],
    ["lower('X') || now()", "stable"],
    ["nobody_knows()", "unknown"],
    ["uuid_generate_v4()", "volatile"],
  ])("of %s is %s", (expression, expected) => {
    expect(volatility(`CREATE TABLE t (a text DEFAULT ${expression});`)).toBe(expected);
  });

  it("is that of the function that a user made", () => {
    const make = (word: string): string =>
      `CREATE FUNCTION f() RETURNS int LANGUAGE sql ${word} AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f());`;
    expect(volatility(make("IMMUTABLE"))).toBe("immutable");
    expect(volatility(make("STABLE"))).toBe("stable");
    expect(volatility(make(""))).toBe("volatile");
  });
});

describe("reads of the catalog", () => {
  const catalog = replay(`CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE);
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id int REFERENCES users);
    CREATE VIEW emails AS SELECT email FROM users; CREATE VIEW above AS SELECT email FROM emails;
    CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE rest PARTITION OF p DEFAULT;`);
  const users = relation(catalog, "users");

  it("tell indexes, foreign keys that point at a table, owned sequences and the default partition", () => {
    expect(indexesOf(catalog, users).map(({ name }) => name)).toEqual(["users_pkey", "users_email_key"]);
    expect(foreignKeysTo(catalog, users).map(({ table, constraint }) => [table.name, constraint.name])).toEqual([
      ["orders", "orders_user_id_fkey"],
    ]);
    expect(ownedSequences(catalog, users).map(({ name }) => name)).toEqual(["users_id_seq"]);
    expect(defaultPartition(catalog, relation(catalog, "p"))?.name).toBe("rest");
  });

  it("tell the views on a table, on one of its columns, and those above them", () => {
    expect(viewsOn(catalog, users.oid).map(({ name }) => name)).toEqual(["emails"]);
    expect(viewsOn(catalog, users.oid, 1)).toEqual([]);
    expect(viewsOn(catalog, users.oid, 2).map(({ name }) => name)).toEqual(["emails"]);
    expect(viewsAbove(catalog, users.oid).map(({ name }) => name)).toEqual(["emails", "above"]);
  });
});
