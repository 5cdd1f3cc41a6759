import fc from "fast-check";

type Part = string | fc.Arbitrary<string>;

/** An SQL text whose parts are chosen at random: sql`DROP TABLE ${table}`. */
function sql(texts: TemplateStringsArray, ...parts: Part[]): fc.Arbitrary<string> {
  return fc.tuple(...parts.map(arbitrary)).map((values) => texts.map((text, i) => text + (values[i] ?? "")).join(""));
}

const arbitrary = (part: Part): fc.Arbitrary<string> => (typeof part === "string" ? fc.constant(part) : part);
const one = (...parts: Part[]): fc.Arbitrary<string> => fc.oneof(...parts.map(arbitrary));
/** Half of the time nothing. */
const maybe = (part: Part): fc.Arbitrary<string> => one("", part);
/** One time in `times`. */
const seldom = (times: number, part: Part): fc.Arbitrary<string> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant("") }, { weight: 1, arbitrary: arbitrary(part) });
const list = (part: Part, most: number): fc.Arbitrary<string> =>
  fc.uniqueArray(arbitrary(part), { minLength: 1, maxLength: most }).map((parts) => parts.join(", "));

const table = one("t1", "t1", "t2", "t3", "t4", "t4", "t5");
const column = one("c1", "c2", "c3", "c4", "c4", "c5");
const index = one("i1", "i2", "i3");
const constraint = one("k1", "k2", "k3", "t1_pkey", "t2_pkey", "t1_c1_key", "t2_c1_fkey");
const view = one("v1", "v2", "v3");
const only = seldom(8, "ONLY ");
const cascade = seldom(4, " CASCADE");
const type = one(
  "int",
  "bigint",
  "text",
  "varchar(10)",
  "varchar(20)",
  "numeric(10,2)",
  "numeric",
  "timestamptz",
  "timestamp",
  "date",
  "boolean",
  "int[]",
  "jsonb",
  "uuid",
  "mood",
  "positive",
);
const numeric = one("int", "bigint", "smallint", "numeric");
const value = one(
  "5",
  "'x'",
  "now()",
  "gen_random_uuid()",
  "random()",
  "NULL",
  "clock_timestamp()",
  "'ok'",
  "true",
  "nextval('s1')",
  "lower('A')",
);
const expression = one(
  "c1 > 0",
  "c1 IS NOT NULL",
  "c2 <> ''",
  "c3 IS NOT NULL",
  "c1 > 0 AND c2 <> ''",
  "length(c2) < 100",
);
const action = one("", " ON DELETE CASCADE", " ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED");
const notValid = seldom(3, " NOT VALID");

const columnOptions = one(
  "",
  "",
  "NOT NULL",
  sql`DEFAULT ${value}`,
  sql`NOT NULL DEFAULT ${value}`,
  "UNIQUE",
  sql`CHECK (${expression})`,
  sql`REFERENCES ${table}${action}`,
  "PRIMARY KEY",
  "GENERATED ALWAYS AS IDENTITY",
  "GENERATED ALWAYS AS (c1 * 2) STORED",
);
const tableConstraint = one(
  sql`PRIMARY KEY (${one("c1", "c1, c2", "c3")})`,
  sql`UNIQUE (${list(column, 2)})`,
  sql`CHECK (${expression})${seldom(6, " NO INHERIT")}`,
  sql`FOREIGN KEY (${one("c1", "c3")}) REFERENCES ${table}${maybe("(c1)")}${action}`,
  sql`EXCLUDE USING btree (c1 WITH =)`,
);
const bound = one("FROM (0) TO (100)", "FROM (100) TO (200)", "FROM (0) TO (50)", "FROM (MINVALUE) TO (0)");
const partition = one(
  sql`FOR VALUES ${bound}`,
  "DEFAULT",
  sql`FOR VALUES IN (1, 2)`,
  sql`FOR VALUES WITH (MODULUS 2, REMAINDER 0)`,
);

const keyed = one("", "", " PRIMARY KEY", " UNIQUE", " NOT NULL");
const columns = sql`c1 ${numeric}${keyed}, c2 ${one("text", "varchar(10)")}${seldom(3, " NOT NULL")}, c3 ${type}${seldom(4, sql` DEFAULT ${value}`)}, c4 int${seldom(4, " GENERATED ALWAYS AS IDENTITY")}${seldom(3, sql`, ${tableConstraint}`)}`;
const plain = (name: Part): fc.Arbitrary<string> => sql`CREATE ${seldom(12, "UNLOGGED ")}TABLE ${name} (${columns})`;
const split = (name: Part): fc.Arbitrary<string> =>
  sql`CREATE TABLE ${name} (c1 int${one("", " PRIMARY KEY", " NOT NULL")}, c2 text${maybe(" NOT NULL")}, c3 ${type}, c4 int)${one(" PARTITION BY RANGE (c1)", " PARTITION BY RANGE (c1)", " PARTITION BY LIST (c1)")}`;
const part = (name: Part, of: Part, bounds: Part): fc.Arbitrary<string> =>
  sql`CREATE TABLE ${name} PARTITION OF ${of} ${bounds}`;

/** Four tables that know each other: side by side, a partition tree, a partition tree of two levels, inheritance. */
const schema = fc.oneof(
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
    plain("t1"),
    sql`CREATE TABLE t2 (${one("", "c5 int", "c1 int")}) INHERITS (t1)`,
    sql`CREATE TABLE t3 () INHERITS (${one("t1", "t2")})`,
    plain("t4"),
  ),
);
const createTable = fc.oneof(
  { weight: 3, arbitrary: plain(one("t5", "t6")) },
  { weight: 2, arbitrary: sql`CREATE TABLE t5 PARTITION OF ${one("t1", "t1", "t2")} ${partition}` },
  { weight: 2, arbitrary: sql`CREATE TABLE ${one("t5", "t6")} (${maybe("c5 int")}) INHERITS (${table})` },
  {
    weight: 2,
    arbitrary: sql`CREATE TABLE t5 (LIKE ${table}${maybe(one(" INCLUDING ALL", " INCLUDING INDEXES", " INCLUDING CONSTRAINTS"))})${seldom(4, " PARTITION BY RANGE (c1)")}`,
  },
  { weight: 1, arbitrary: sql`CREATE ${seldom(3, "TEMP ")}TABLE t6 AS SELECT * FROM ${table}` },
);

const alteration = one(
  sql`ADD COLUMN ${column} ${type} ${columnOptions}`,
  sql`ADD COLUMN IF NOT EXISTS ${column} ${type}`,
  sql`DROP COLUMN ${column}${cascade}`,
  sql`DROP COLUMN IF EXISTS ${column}`,
  sql`ALTER COLUMN ${column} TYPE ${type}`,
  sql`ALTER COLUMN c1 TYPE ${numeric}`,
  sql`ALTER COLUMN c2 TYPE ${one("text", "varchar(10)", "varchar(20)", "varchar")}`,
  sql`ALTER COLUMN ${column} TYPE text USING ${column}::text`,
  sql`ALTER COLUMN ${column} SET DEFAULT ${value}`,
  sql`ALTER COLUMN ${column} DROP DEFAULT`,
  sql`ALTER COLUMN ${column} SET NOT NULL`,
  sql`ALTER COLUMN ${column} DROP NOT NULL`,
  sql`ALTER COLUMN ${column} SET STATISTICS 100`,
  sql`ALTER COLUMN c2 SET STORAGE ${one("EXTERNAL", "MAIN")}`,
  sql`ALTER COLUMN c1 ADD GENERATED BY DEFAULT AS IDENTITY`,
  sql`ALTER COLUMN c1 DROP IDENTITY IF EXISTS`,
  sql`ADD CONSTRAINT ${constraint} CHECK (${expression})${notValid}`,
  sql`ADD CONSTRAINT ${constraint} FOREIGN KEY (${one("c1", "c3")}) REFERENCES ${table}${maybe(" (c1)")}${action}${notValid}`,
  sql`ADD CONSTRAINT ${constraint} UNIQUE (${list(column, 2)})`,
  sql`ADD PRIMARY KEY (${column})`,
  sql`ADD CONSTRAINT ${constraint} UNIQUE USING INDEX ${index}`,
  sql`ADD CONSTRAINT ${constraint} PRIMARY KEY USING INDEX ${index}`,
  sql`VALIDATE CONSTRAINT ${constraint}`,
  sql`DROP CONSTRAINT ${constraint}${cascade}`,
  sql`DROP CONSTRAINT IF EXISTS ${constraint}`,
  sql`ALTER CONSTRAINT ${constraint} DEFERRABLE`,
  "ENABLE ROW LEVEL SECURITY",
  "FORCE ROW LEVEL SECURITY",
  "DISABLE TRIGGER ALL",
  sql`ENABLE TRIGGER ${one("g1", "ALL", "USER")}`,
  sql`CLUSTER ON ${index}`,
  "SET WITHOUT CLUSTER",
  sql`SET (fillfactor = 70)`,
  "SET (autovacuum_enabled = false)",
  "RESET (fillfactor)",
  "SET LOGGED",
  "SET UNLOGGED",
  sql`REPLICA IDENTITY ${one("FULL", "DEFAULT", sql`USING INDEX ${index}`)}`,
  sql`INHERIT ${table}`,
  sql`NO INHERIT ${table}`,
  "OWNER TO CURRENT_USER",
);
const alterTable = one(
  sql`ALTER TABLE ${only}${table} ${alteration}`,
  sql`ALTER TABLE ${table} ${alteration}`,
  sql`ALTER TABLE ${table} ${alteration}`,
  sql`ALTER TABLE ${table} ${alteration}, ${alteration}`,
  sql`ALTER TABLE IF EXISTS ${table} ${alteration}`,
);
const alterOther = one(
  sql`ALTER TABLE ${table} RENAME COLUMN ${column} TO ${column}`,
  sql`ALTER TABLE ${table} RENAME TO ${table}`,
  sql`ALTER TABLE ${table} RENAME CONSTRAINT ${constraint} TO ${constraint}`,
  sql`ALTER TABLE ${table} SET SCHEMA ${one("other", "public")}`,
  sql`ALTER TABLE ${table} ATTACH PARTITION ${table} ${partition}`,
  sql`ALTER TABLE ${table} DETACH PARTITION ${table}`,
  sql`ALTER INDEX ${index} RENAME TO ${index}`,
  sql`ALTER INDEX ${index} SET (fillfactor = 80)`,
  sql`ALTER INDEX ${index} ATTACH PARTITION ${index}`,
  sql`ALTER SEQUENCE s1 ${one("RESTART", "INCREMENT BY 2", sql`OWNED BY ${table}.c1`, "OWNED BY NONE", "AS bigint", "OWNER TO CURRENT_USER")}`,
  sql`ALTER VIEW ${view} RENAME TO ${view}`,
  sql`ALTER VIEW ${view} ALTER COLUMN c1 SET DEFAULT 1`,
  sql`ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new'`,
  "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
  sql`ALTER DOMAIN positive ${one("ADD CHECK (VALUE < 1000)", "SET NOT NULL", "DROP NOT NULL", "SET DEFAULT 3", "ADD CONSTRAINT d CHECK (VALUE <> 7) NOT VALID", "VALIDATE CONSTRAINT d")}`,
  sql`ALTER TRIGGER g1 ON ${table} RENAME TO g2`,
  sql`ALTER POLICY p1 ON ${table} USING (true)`,
);

const query = one(
  sql`SELECT * FROM ${table}`,
  sql`SELECT c1, c2 FROM ${table}`,
  sql`SELECT a.c1 FROM ${table} a JOIN ${table} b USING (c1)`,
  sql`SELECT c1 FROM ${view}`,
  sql`SELECT c1 FROM ${table} UNION SELECT c1 FROM ${table}`,
);
const create = one(
  sql`CREATE ${seldom(3, "UNIQUE ")}INDEX ${index} ON ${only}${table} (${list(column, 2)})${seldom(3, sql` WHERE ${expression}`)}`,
  sql`CREATE INDEX ON ${table} (lower(c2))`,
  sql`CREATE INDEX IF NOT EXISTS ${index} ON ${table} (c1) INCLUDE (c2)`,
  sql`CREATE VIEW ${view} AS ${query}`,
  sql`CREATE OR REPLACE VIEW ${view} AS ${query}`,
  sql`CREATE MATERIALIZED VIEW ${view} AS ${query}${seldom(3, " WITH NO DATA")}`,
  sql`CREATE UNIQUE INDEX ${index} ON ${view} (c1)`,
  sql`CREATE TRIGGER g1 BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION f1()`,
  sql`CREATE POLICY p1 ON ${table} USING (${expression})`,
  sql`CREATE POLICY p2 ON ${table} USING (c1 IN (SELECT c1 FROM ${table}))`,
  sql`CREATE RULE r1 AS ON DELETE TO ${table} DO INSTEAD NOTHING`,
  sql`CREATE STATISTICS x1 ON c1, c2 FROM ${table}`,
  sql`CREATE SEQUENCE s2 OWNED BY ${table}.${column}`,
  sql`CREATE PUBLICATION pub FOR ${one("ALL TABLES", sql`TABLE ${table}`)}`,
  sql`COMMENT ON ${one(sql`TABLE ${table}`, sql`COLUMN ${table}.${column}`, sql`INDEX ${index}`, sql`VIEW ${view}`, sql`CONSTRAINT ${constraint} ON ${table}`)} IS 'text'`,
  sql`GRANT ${one("SELECT", "ALL", "INSERT, UPDATE")} ON ${table} TO PUBLIC`,
  sql`REVOKE SELECT ON ${table} FROM PUBLIC`,
);
const drop = one(
  sql`DROP TABLE ${maybe("IF EXISTS ")}${list(table, 2)}${cascade}`,
  sql`DROP INDEX ${maybe("IF EXISTS ")}${index}${cascade}`,
  sql`DROP VIEW ${maybe("IF EXISTS ")}${view}${cascade}`,
  sql`DROP MATERIALIZED VIEW ${view}${cascade}`,
  sql`DROP TRIGGER ${maybe("IF EXISTS ")}g1 ON ${table}`,
  sql`DROP POLICY ${maybe("IF EXISTS ")}p1 ON ${table}`,
  sql`DROP SEQUENCE ${one("s1", "s2")}${cascade}`,
  sql`DROP TYPE mood${cascade}`,
  sql`DROP DOMAIN positive${cascade}`,
  sql`DROP FUNCTION f1${cascade}`,
  sql`DROP RULE r1 ON ${table}`,
  "DROP STATISTICS x1",
  "DROP PUBLICATION pub",
  sql`DROP SCHEMA other${cascade}`,
);
const maintenance = one(
  sql`TRUNCATE ${only}${list(table, 2)}${cascade}`,
  sql`REINDEX ${one(sql`TABLE ${table}`, sql`INDEX ${index}`)}`,
  sql`CLUSTER ${table}${maybe(sql` USING ${index}`)}`,
  sql`REFRESH MATERIALIZED VIEW ${seldom(3, "CONCURRENTLY ")}${view}`,
  sql`ANALYZE ${table}`,
  sql`LOCK TABLE ${table} IN ${one("SHARE", "EXCLUSIVE", "ACCESS SHARE")} MODE`,
);
const rows = one(
  sql`INSERT INTO ${table} (c1, c2) VALUES (${one("1", "2", "150")}, ${one("'a'", "'bb'")})`,
  sql`INSERT INTO ${table} (c1, c2) SELECT g, 'x' FROM generate_series(1, 20) g`,
  sql`UPDATE ${table} SET c2 = 'y'`,
  sql`DELETE FROM ${table} WHERE c1 = 1`,
  query,
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
const more = one(
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

/** A random schema and random statements over it, mostly meaningful: names come from a small set. */
export const statements: fc.Arbitrary<string[]> = fc
  .tuple(
    schema,
    fc.array(more, { maxLength: 5 }),
    fc.array(
      fc.oneof(
        { weight: 10, arbitrary: alterTable },
        { weight: 4, arbitrary: alterOther },
        { weight: 4, arbitrary: create },
        { weight: 2, arbitrary: drop },
        { weight: 2, arbitrary: createTable },
        { weight: 2, arbitrary: maintenance },
        { weight: 1, arbitrary: rows },
      ),
      { minLength: 3, maxLength: 15 },
    ),
  )
  .map(([tables, above, changes]) => [...tables, ...above, ...changes]);
