/** ALTER TABLE: adding and dropping columns, and what a column carries. `t` has rows, a primary key and indexes. */
const t =
  "CREATE TABLE t (id int PRIMARY KEY, a int, b text DEFAULT 'x', c int NOT NULL); " +
  "CREATE INDEX t_a ON t (a); CREATE INDEX t_ab ON t (a, b); CREATE INDEX t_lower ON t (lower(b)); " +
  "INSERT INTO t SELECT g, g, g::text, g FROM generate_series(1, 50) g;";
const par = "CREATE TABLE par (id int PRIMARY KEY); INSERT INTO par SELECT generate_series(1, 50);";
const tree =
  "CREATE TABLE p (id int, a int, b text) PARTITION BY RANGE (id); " +
  "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); " +
  "INSERT INTO p SELECT g, g, g::text FROM generate_series(1, 150) g;";
const family =
  "CREATE TABLE top (id int, a int); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low (l int) INHERITS (mid); " +
  "INSERT INTO low SELECT g, g, g, g FROM generate_series(1, 50) g;";
const domains =
  "CREATE DOMAIN plain AS int; CREATE DOMAIN checked AS int CHECK (VALUE > 0); CREATE DOMAIN needed AS int NOT NULL; " +
  "CREATE DOMAIN rolled AS float8 DEFAULT random(); CREATE DOMAIN fixed AS int DEFAULT 5; CREATE DOMAIN outer_checked AS checked;";
const functions =
  "CREATE FUNCTION vol() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1'; " +
  "CREATE FUNCTION sta() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'; " +
  "CREATE FUNCTION unmarked() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["add column", t, "ALTER TABLE t ADD COLUMN x int"],
  ["add column with a constant default", t, "ALTER TABLE t ADD COLUMN x int DEFAULT 5"],
  ["add column default now()", t, "ALTER TABLE t ADD COLUMN x timestamptz DEFAULT now()"],
  [
    "add column default CURRENT_TIMESTAMP not null",
    t,
    "ALTER TABLE t ADD COLUMN x timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP",
  ],
  ["add column default gen_random_uuid()", t, "ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid()"],
  ["add column default clock_timestamp()", t, "ALTER TABLE t ADD COLUMN x timestamptz DEFAULT clock_timestamp()"],
  ["add column default random() in an expression", t, "ALTER TABLE t ADD COLUMN x int DEFAULT (random() * 10)::int"],
  ["add column default nextval", t + "CREATE SEQUENCE s;", "ALTER TABLE t ADD COLUMN x int DEFAULT nextval('s')"],
  ["add column default user function volatile", t + functions, "ALTER TABLE t ADD COLUMN x int DEFAULT vol()"],
  ["add column default user function stable", t + functions, "ALTER TABLE t ADD COLUMN x int DEFAULT sta()"],
  ["add column default user function unmarked", t + functions, "ALTER TABLE t ADD COLUMN x int DEFAULT unmarked()"],
  ["add column default timeofday()", t, "ALTER TABLE t ADD COLUMN x text DEFAULT timeofday()"],
  ["add column default null", t, "ALTER TABLE t ADD COLUMN x text DEFAULT NULL"],
  ["add column array default", t, "ALTER TABLE t ADD COLUMN x text[] NOT NULL DEFAULT '{}'::text[]"],
  ["add column jsonb default", t, "ALTER TABLE t ADD COLUMN x jsonb NOT NULL DEFAULT '{}'"],
  ["add column serial", t, "ALTER TABLE t ADD COLUMN x serial"],
  [
    "add column bigserial primary key",
    "CREATE TABLE t (a int); INSERT INTO t VALUES (1);",
    "ALTER TABLE t ADD COLUMN x bigserial PRIMARY KEY",
  ],
  ["add column identity", t, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS IDENTITY"],
  ["add column stored", t, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a * 2) STORED"],
  ["add column virtual", t, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a * 2) VIRTUAL", [18]],
  ["add column virtual by default", t, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a * 2)", [18]],
  [
    "add column virtual not null",
    t,
    "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (id * 2) VIRTUAL NOT NULL",
    [18],
  ],
  [
    "add column virtual with a check",
    t,
    "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (id * 2) VIRTUAL CHECK (x > 0)",
    [18],
  ],
  ["add column plain domain", t + domains, "ALTER TABLE t ADD COLUMN x plain"],
  ["add column checked domain", t + domains, "ALTER TABLE t ADD COLUMN x checked"],
  ["add column checked domain with default", t + domains, "ALTER TABLE t ADD COLUMN x checked DEFAULT 1"],
  ["add column domain over a checked domain", t + domains, "ALTER TABLE t ADD COLUMN x outer_checked"],
  ["add column needed domain with default", t + domains, "ALTER TABLE t ADD COLUMN x needed DEFAULT 1"],
  ["add column domain with volatile default", t + domains, "ALTER TABLE t ADD COLUMN x rolled"],
  ["add column domain with constant default", t + domains, "ALTER TABLE t ADD COLUMN x fixed"],
  ["add column array of checked domain", t + domains, "ALTER TABLE t ADD COLUMN x checked[]"],
  ["add column with check", t, "ALTER TABLE t ADD COLUMN x int CHECK (x > 0)"],
  ["add column with default and check", t, "ALTER TABLE t ADD COLUMN x int DEFAULT 1 CHECK (x > 0)"],
  ["add column unique", t, "ALTER TABLE t ADD COLUMN x int UNIQUE"],
  ["add column not null on a table with rows", t, "ALTER TABLE t ADD COLUMN x int NOT NULL"],
  ["add column not null on an empty table", "CREATE TABLE t (a int);", "ALTER TABLE t ADD COLUMN x int NOT NULL"],
  ["add column references", t + par, "ALTER TABLE t ADD COLUMN x int REFERENCES par"],
  ["add column references with default", t + par, "ALTER TABLE t ADD COLUMN x int DEFAULT 1 REFERENCES par"],
  ["add column references itself", t, "ALTER TABLE t ADD COLUMN x int REFERENCES t"],
  ["add column references default null", t + par, "ALTER TABLE t ADD COLUMN x int DEFAULT NULL REFERENCES par"],
  ["add column if not exists, absent", t, "ALTER TABLE t ADD COLUMN IF NOT EXISTS x int"],
  ["add column if not exists, present", t, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int"],
  ["add column if not exists, present in partitioned", tree, "ALTER TABLE p ADD COLUMN IF NOT EXISTS a int"],
  ["add column if not exists, present in a partition", tree, "ALTER TABLE p1 ADD COLUMN IF NOT EXISTS a int"],
  ["add column if not exists, present in inheritance", family, "ALTER TABLE top ADD COLUMN IF NOT EXISTS a int"],
  [
    "add column if not exists, present, with a volatile default",
    t,
    "ALTER TABLE t ADD COLUMN IF NOT EXISTS a float8 DEFAULT random()",
  ],
  [
    "add column if not exists, present, references",
    t + par,
    "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int REFERENCES par",
  ],
  ["add column if not exists, present, unique", t, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int UNIQUE"],
  ["add column that exists", t, "ALTER TABLE t ADD COLUMN a int"],
  ["add column to partitioned", tree, "ALTER TABLE p ADD COLUMN x int"],
  ["add column serial to partitioned", tree, "ALTER TABLE p ADD COLUMN x serial"],
  ["add column volatile default to partitioned", tree, "ALTER TABLE p ADD COLUMN x uuid DEFAULT gen_random_uuid()"],
  ["add column unique to partitioned without key", tree, "ALTER TABLE p ADD COLUMN x int UNIQUE"],
  ["add column references to partitioned", tree + par, "ALTER TABLE p ADD COLUMN x int REFERENCES par"],
  ["add column with check to partitioned", tree, "ALTER TABLE p ADD COLUMN x int CHECK (x > 0)"],
  ["add column to a partition", tree, "ALTER TABLE p1 ADD COLUMN x int"],
  ["add column to inheritance", family, "ALTER TABLE top ADD COLUMN x int"],
  ["add column to inheritance only", family, "ALTER TABLE ONLY top ADD COLUMN x int"],
  ["add column to the middle", family, "ALTER TABLE mid ADD COLUMN x int"],
  ["add column, table used by a view", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE t ADD COLUMN x int"],
  ["add two columns, one volatile", t, "ALTER TABLE t ADD COLUMN x int, ADD COLUMN y uuid DEFAULT gen_random_uuid()"],
  ["add column to absent table", "", "ALTER TABLE absent ADD COLUMN x int"],
  ["add column to absent table if exists", "", "ALTER TABLE IF EXISTS absent ADD COLUMN x int"],
  ["add column to a view", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE v ADD COLUMN x int"],

  ["drop column", t, "ALTER TABLE t DROP COLUMN c"],
  ["drop column that is indexed", t, "ALTER TABLE t DROP COLUMN a"],
  ["drop column of an expression index", t, "ALTER TABLE t DROP COLUMN b"],
  ["drop column of the primary key", t, "ALTER TABLE t DROP COLUMN id"],
  ["drop column serial", "CREATE TABLE t (id serial, a int);", "ALTER TABLE t DROP COLUMN id"],
  [
    "drop column identity",
    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int);",
    "ALTER TABLE t DROP COLUMN id",
  ],
  [
    "drop column with foreign key",
    t + par + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE t DROP COLUMN a",
  ],
  ["drop column that is referenced", t + "CREATE TABLE ch (x int REFERENCES t);", "ALTER TABLE t DROP COLUMN id"],
  [
    "drop column that is referenced cascade",
    t + "CREATE TABLE ch (x int REFERENCES t);",
    "ALTER TABLE t DROP COLUMN id CASCADE",
  ],
  ["drop column used by a view", t + "CREATE VIEW v AS SELECT a FROM t;", "ALTER TABLE t DROP COLUMN a"],
  [
    "drop column used by a view cascade",
    t + "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v;",
    "ALTER TABLE t DROP COLUMN a CASCADE",
  ],
  ["drop column unused by the view", t + "CREATE VIEW v AS SELECT a FROM t;", "ALTER TABLE t DROP COLUMN c"],
  ["drop column absent", t, "ALTER TABLE t DROP COLUMN zz"],
  ["drop column absent if exists", t, "ALTER TABLE t DROP COLUMN IF EXISTS zz"],
  ["drop column with statistics", t + "CREATE STATISTICS st ON a, b FROM t;", "ALTER TABLE t DROP COLUMN a"],
  ["drop column used by a policy", t + "CREATE POLICY po ON t USING (a > 0);", "ALTER TABLE t DROP COLUMN a"],
  [
    "drop column used by a policy cascade",
    t + "CREATE POLICY po ON t USING (a > 0);",
    "ALTER TABLE t DROP COLUMN a CASCADE",
  ],
  [
    "drop column used by a trigger",
    t +
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();",
    "ALTER TABLE t DROP COLUMN a",
  ],
  [
    "drop column used by a generated one",
    "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED);",
    "ALTER TABLE t DROP COLUMN a",
  ],
  [
    "drop column used by a generated one cascade",
    "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED);",
    "ALTER TABLE t DROP COLUMN a CASCADE",
  ],
  ["drop column of partitioned", tree, "ALTER TABLE p DROP COLUMN a"],
  ["drop column of the partition key", tree, "ALTER TABLE p DROP COLUMN id"],
  ["drop column of a partition", tree, "ALTER TABLE p1 DROP COLUMN a"],
  ["drop column of partitioned with index", tree + "CREATE INDEX p_a ON p (a);", "ALTER TABLE p DROP COLUMN a"],
  ["drop column of inheritance", family, "ALTER TABLE top DROP COLUMN a"],
  ["drop column of inheritance only", family, "ALTER TABLE ONLY top DROP COLUMN a"],
  ["drop column with check", "CREATE TABLE t (a int, b int, CHECK (a > b));", "ALTER TABLE t DROP COLUMN a"],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
