import fc from "fast-check";
import {
  expression,
  maybe,
  notValid,
  numeric,
  one,
  query,
  seldom,
  sql,
  table,
  tableConstraint,
  type,
  type Part,
  value,
} from "./random-parts.js";

const keyed = one("", "", " PRIMARY KEY", " UNIQUE", " NOT NULL");
const columns = sql`c1 ${numeric}${keyed}, c2 ${one("text", "varchar(10)")}${seldom(3, " NOT NULL")}, c3 ${type}${seldom(4, sql` DEFAULT ${value}`)}, c4 int${seldom(4, " GENERATED ALWAYS AS IDENTITY")}${seldom(3, sql`, ${tableConstraint}`)}`;
export const plain = (name: Part): fc.Arbitrary<string> =>
  sql`CREATE ${seldom(12, "UNLOGGED ")}TABLE ${name} (${columns})`;
export const split = (name: Part): fc.Arbitrary<string> =>
  sql`CREATE TABLE ${name} (c1 int${one("", " PRIMARY KEY", " NOT NULL")}, c2 text${maybe(" NOT NULL")}, c3 ${type}, c4 int)${one(" PARTITION BY RANGE (c1)", " PARTITION BY RANGE (c1)", " PARTITION BY LIST (c1)")}`;
export const part = (name: Part, of: Part, bounds: Part): fc.Arbitrary<string> =>
  sql`CREATE TABLE ${name} PARTITION OF ${of} ${bounds}`;

/** Four tables that know each other: side by side, a partition tree, a partition tree of two levels, inheritance. */
export const schema = fc.oneof(
  fc.tuple(plain("t1"), plain("t2"), plain("t3"), plain("t4")),
  fc.tuple(
    split("t1"),
    part("t2", "t1", one("FOR VALUES FROM (0) TO (100)", "DEFAULT", "FOR VALUES IN (1, 2)")),
    part("t3", "t1", one("FOR VALUES FROM (100) TO (200)", "FOR VALUES IN (3)")),
    plain("t4"),
  ),
  fc.tuple(
    split("t1"),
    sql`CREATE TABLE t2 PARTITION OF t1 FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (c1)`,
    part("t3", "t2", one("FOR VALUES FROM (0) TO (50)", "DEFAULT")),
    plain("t4"),
  ),
  fc.tuple(
    split("t1"),
    part("t2", "t1", one("FOR VALUES FROM (0) TO (100)", "DEFAULT")),
    sql`CREATE TABLE t3 (c1 int PRIMARY KEY, c2 text, c3 int, c4 int REFERENCES t1) PARTITION BY ${one("RANGE", "LIST")} (c1)`,
    sql`CREATE TABLE t4 PARTITION OF t3 DEFAULT`,
  ),
  fc.tuple(
    plain("t1"),
    sql`CREATE TABLE t2 (${one("", "c5 int", "c1 int")}) INHERITS (t1)`,
    sql`CREATE TABLE t3 () INHERITS (${one("t1", "t2")})`,
    plain("t4"),
  ),
);
/** What every sequence starts with, so that names in the statements below mean something. */
export const groundwork = [
  "CREATE SCHEMA other",
  "CREATE SEQUENCE s1",
  "CREATE TYPE mood AS ENUM ('ok', 'bad')",
  "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
  "CREATE FUNCTION f1() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
];

/** Things over the four tables that later statements meet: indexes, keys, views. */
export const more = one(
  sql`CREATE UNIQUE INDEX i1 ON t1 (c1)`,
  sql`CREATE INDEX i2 ON ${table} (c2)`,
  sql`CREATE INDEX i3 ON t4 (c4) WHERE c1 > 0`,
  sql`CREATE VIEW v1 AS ${query}`,
  sql`CREATE MATERIALIZED VIEW v2 AS ${query}`,
  sql`ALTER TABLE t1 ADD CONSTRAINT k1 CHECK (${expression})${notValid}`,
  sql`ALTER TABLE t4 ADD CONSTRAINT k2 FOREIGN KEY (c4) REFERENCES t1 (c1)${notValid}`,
  sql`ALTER TABLE t1 ADD CONSTRAINT k3 FOREIGN KEY (c4) REFERENCES t4 (c1)`,
  sql`CREATE TRIGGER g1 BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION f1()`,
  sql`CREATE POLICY p1 ON ${table} USING (c1 > 0)`,
  sql`INSERT INTO ${table} (c1, c2) SELECT g, 'x' FROM generate_series(1, 20) g`,
  sql`ALTER SEQUENCE s1 OWNED BY t4.c4`,
  sql`CREATE STATISTICS x1 ON c1, c2 FROM t4`,
);
