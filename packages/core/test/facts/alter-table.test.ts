import { beforeAll, describe, expect, it } from "vitest";
import { apply, emptyCatalog } from "../../src/catalog/apply.js";
import type { Catalog } from "../../src/catalog/catalog.js";
import { factsOf } from "../../src/facts/execute.js";
import type { Facts } from "../../src/facts/facts.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import type { PostgresMajor, Statement } from "../../src/sql/statement.js";
import { english } from "../../src/text/message.js";
import type { Span } from "../../src/text/span.js";

beforeAll(() => loadParser());

interface Told {
  readonly facts: Facts;
  /** The words that a span points at. */
  readonly words: (span: Span | undefined) => string;
}

function replay(history: string, postgres: PostgresMajor, complete: boolean): Catalog {
  return statements(history, postgres).reduce(
    (catalog, statement) => apply(catalog, statement),
    emptyCatalog({ postgres, complete }),
  );
}

function statements(text: string, postgres: PostgresMajor): readonly Statement[] {
  return parseStatements(text, { postgres }).statements;
}

function tell(
  history: string,
  sql: string,
  options: { readonly postgres?: PostgresMajor; readonly complete?: boolean; readonly open?: boolean } = {},
): Told {
  const postgres = options.postgres ?? 18;
  const [statement] = statements(sql, postgres);
  const facts = factsOf(statement!, replay(history, postgres, options.complete ?? true), {
    ...noTransaction,
    open: options.open ?? false,
  });
  return { facts, words: (span) => (span ? sql.slice(span.start, span.end) : "") };
}

const locks = (facts: Facts): Record<string, string> =>
  Object.fromEntries(facts.locks.map((each) => [each.relation, each.mode]));
const users = "CREATE TABLE users (id int PRIMARY KEY, email varchar(10) DEFAULT '', age int NOT NULL DEFAULT 1);";
const tree =
  "CREATE TABLE p (id int, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);";

describe("ALTER TABLE", () => {
  it("takes the strongest mode that one of its commands asks for", () => {
    expect(locks(tell(users, "ALTER TABLE users SET (fillfactor = 70)").facts)).toEqual({
      "public.users": "SHARE UPDATE EXCLUSIVE",
    });
    expect(locks(tell(users, "ALTER TABLE users SET (fillfactor = 70), DISABLE TRIGGER USER").facts)).toEqual({
      "public.users": "SHARE ROW EXCLUSIVE",
    });
    expect(locks(tell(users, "ALTER TABLE users SET (fillfactor = 70), ADD x int").facts)).toEqual({
      "public.users": "ACCESS EXCLUSIVE",
    });
  });

  it("says why each other relation is locked", () => {
    const { facts } = tell(
      `${users} CREATE TABLE orders (user_id int);`,
      "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID",
    );
    expect(facts.locks).toEqual([
      { relation: "public.orders", mode: "SHARE ROW EXCLUSIVE" },
      { relation: "public.users", mode: "SHARE ROW EXCLUSIVE", why: "referenced" },
    ]);
  });

  it("reaches the partitions, but with ONLY not", () => {
    expect(tell(tree, "ALTER TABLE p ALTER a SET DEFAULT 1").facts.locks).toContainEqual({
      relation: "public.p1",
      mode: "ACCESS EXCLUSIVE",
      why: "partition",
    });
    expect(locks(tell(tree, "ALTER TABLE ONLY p ALTER a SET DEFAULT 1").facts)).toEqual({
      "public.p": "ACCESS EXCLUSIVE",
    });
  });

  it("tells what it assumes of a table that the history lacks", () => {
    const { facts } = tell("", "ALTER TABLE app.users ADD CONSTRAINT c CHECK (a > 0)", { complete: false });
    expect(locks(facts)).toEqual({ "app.users": "ACCESS EXCLUSIVE" });
    expect(facts.scans.map(({ relation, why }) => [relation, why])).toEqual([["app.users", "check"]]);
    const { certainty } = facts;
    const texts = typeof certainty === "object" && "assumed" in certainty ? certainty.assumed.map(english) : [];
    expect(texts).toEqual(["app.users is not in the history; it is assumed to exist, to have rows and to be in use."]);
  });

  it("takes the change of an unknown column's type to rewrite all rows, and says so", () => {
    const { facts } = tell("", "ALTER TABLE users ALTER email TYPE text", { complete: false });
    expect(facts.rewrites).toEqual(["public.users"]);
    expect(facts.certainty).not.toBe("exact");
  });

  it("does nothing where IF EXISTS finds no table", () => {
    const { facts } = tell("", "ALTER TABLE IF EXISTS users ADD x int");
    expect([facts.locks, facts.error, facts.certainty]).toEqual([[], undefined, "exact"]);
  });

  it("points at the guilty words, also after characters that take several bytes", () => {
    const { facts, words } = tell(
      users,
      '/* é€日本😀 */ ALTER TABLE users ADD "naïve 😀" uuid NOT NULL DEFAULT gen_random_uuid(), ADD note text',
    );
    expect(facts.scans.map(({ why, span }) => [why, words(span)])).toEqual([["rewrite", "DEFAULT gen_random_uuid()"]]);
  });

  it("points at the command that is to blame, not at another one", () => {
    const { facts, words } = tell(
      users,
      "ALTER TABLE users ALTER age SET NOT NULL, ALTER email SET NOT NULL, ADD CHECK (age > 0)",
    );
    expect(facts.scans.map(({ why, span }) => [why, words(span), span?.start])).toEqual([
      ["not-null", "SET NOT NULL", 54],
      ["check", "CHECK (age > 0)", 72],
    ]);
  });

  it("points at the type that makes the rows be written anew", () => {
    const { facts, words } = tell(users, "ALTER TABLE users ALTER id TYPE bigint USING id::bigint");
    expect(words(facts.scans[0]?.span)).toBe("TYPE bigint");
    expect(facts.rewrites).toEqual(["public.users", "public.users_pkey"]);
  });
});

describe("what an old application meets after ALTER TABLE", () => {
  const broken = (history: string, sql: string): string[] =>
    tell(history, sql).facts.breaks.map(({ who, of, why }) => `${who} ${of} ${why}`);

  it("a dropped, renamed or retyped column", () => {
    expect(broken(users, "ALTER TABLE users DROP age")).toEqual(["both public.users.age dropped"]);
    expect(broken(users, "ALTER TABLE users RENAME age TO years")).toEqual(["both public.users.age renamed"]);
    expect(broken(users, "ALTER TABLE users ALTER age TYPE text")).toEqual(["both public.users.age retyped"]);
  });

  it("a column that it does not fill", () => {
    expect(broken(users, "ALTER TABLE users ADD x int NOT NULL")).toEqual(["writers public.users.x required"]);
    expect(broken(users, "ALTER TABLE users ADD x int, ADD CONSTRAINT c CHECK (x IS NOT NULL) NOT VALID")).toEqual([
      "writers public.users.x required",
    ]);
    expect(broken(users, "ALTER TABLE users ADD x int NOT NULL DEFAULT 1")).toEqual([]);
    expect(broken(users, "ALTER TABLE users ALTER age DROP DEFAULT")).toEqual([
      "writers public.users.age default-dropped",
    ]);
    expect(broken(users, "ALTER TABLE users ALTER email DROP DEFAULT")).toEqual([]);
  });

  it("a table that moved or went by another name", () => {
    expect(broken(`${users} CREATE SCHEMA app;`, "ALTER TABLE users SET SCHEMA app")).toEqual([
      "both public.users moved",
    ]);
    expect(broken(users, "ALTER TABLE users RENAME TO people")).toEqual(["both public.users renamed"]);
    expect(broken(users, "ALTER INDEX users_pkey RENAME TO k")).toEqual([]);
  });

  it("rows that nobody lets it see", () => {
    expect(broken(users, "ALTER TABLE users ENABLE ROW LEVEL SECURITY")).toEqual(["both public.users denied"]);
  });
});

describe("what is gone after ALTER TABLE", () => {
  const lost = (history: string, sql: string): string[] =>
    tell(history, sql).facts.losses.map(({ what, name }) => `${what} ${name}`);

  it("a column with its sequence and, with CASCADE, the views that need it", () => {
    const serial = "CREATE TABLE t (id serial, a int); CREATE VIEW v AS SELECT id FROM t;";
    expect(lost(serial, "ALTER TABLE t DROP id CASCADE").toSorted()).toEqual([
      "column public.t.id",
      "sequence public.t_id_seq",
      "view public.v",
    ]);
    expect(lost(serial, "ALTER TABLE t DROP a")).toEqual(["column public.t.a"]);
  });

  it("decimals and times of day that a narrower type cannot hold", () => {
    const amounts = "CREATE TABLE t (n numeric(10,4), at timestamptz, s varchar(10));";
    expect(lost(amounts, "ALTER TABLE t ALTER n TYPE numeric(10,2)")).toEqual(["values public.t.n"]);
    expect(lost(amounts, "ALTER TABLE t ALTER n TYPE numeric(12,4)")).toEqual([]);
    expect(lost(amounts, "ALTER TABLE t ALTER at TYPE date")).toEqual(["values public.t.at"]);
    expect(lost(amounts, "ALTER TABLE t ALTER s TYPE varchar(5) USING s::varchar(5)")).toEqual(["values public.t.s"]);
  });
});

describe("errors that ALTER TABLE is certain to raise", () => {
  const error = (history: string, sql: string, options?: Parameters<typeof tell>[2]): [string | undefined, string] => {
    const { facts, words } = tell(history, sql, options);
    return [facts.error?.sqlstate, words(facts.error?.span)];
  };

  it("are told at their words", () => {
    expect(error("", "ALTER TABLE users ADD x int")).toEqual(["42P01", "users"]);
    expect(error(users, "ALTER TABLE users ADD id int")).toEqual(["42701", "id"]);
    expect(error(users, "ALTER TABLE users ALTER nope SET NOT NULL")).toEqual(["42703", "nope"]);
    expect(
      error(`${users} CREATE VIEW v AS SELECT age FROM users;`, "ALTER TABLE users ALTER age TYPE bigint"),
    ).toEqual(["0A000", "TYPE bigint"]);
    expect(error(`${users} CREATE VIEW v AS SELECT age FROM users;`, "ALTER TABLE users DROP COLUMN age")).toEqual([
      "2BP01",
      "DROP COLUMN",
    ]);
    expect(error(users, "ALTER TABLE users ALTER email TYPE int")).toEqual(["42804", "TYPE int"]);
  });

  it("are told of DETACH CONCURRENTLY in a transaction only", () => {
    expect(error(tree, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", { open: true })[0]).toBe("25001");
    expect(error(tree, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY")[0]).toBeUndefined();
  });

  it("are not told of what an incomplete history may lack", () => {
    expect(error("", "ALTER TABLE users ADD x int", { complete: false })[0]).toBeUndefined();
    expect(error("", "ALTER TABLE users DROP CONSTRAINT c", { complete: false })[0]).toBeUndefined();
    expect(
      error(users, "ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES ages", { complete: false })[0],
    ).toBeUndefined();
  });

  it("of rows only where rows are known", () => {
    const statement = statements("ALTER TABLE users ADD x int NOT NULL", 18)[0]!;
    const catalog = replay(users, 18, true);
    const oid = catalog.relationNames.get("public.users")!;
    const filled = { ...catalog, relations: catalog.relations.set(oid, { ...catalog.relations.get(oid)!, rows: 5 }) };
    expect(factsOf(statement, catalog, noTransaction).error).toBeUndefined();
    expect(factsOf(statement, filled, noTransaction).error?.sqlstate).toBe("23502");
  });
});

describe("the session's time zone", () => {
  const stamps = "CREATE TABLE t (at timestamp);";
  const change = "ALTER TABLE t ALTER at TYPE timestamptz";

  it("decides whether timestamps are rewritten", () => {
    expect(tell(`SET timezone = 'UTC'; ${stamps}`, change).facts.rewrites).toEqual([]);
    expect(tell(`SET timezone = 'Asia/Tokyo'; ${stamps}`, change).facts.rewrites).toEqual(["public.t"]);
  });

  it("is not guessed silently", () => {
    const { facts } = tell(stamps, change);
    expect(facts.rewrites).toEqual(["public.t"]);
    expect(facts.certainty).not.toBe("exact");
  });
});
