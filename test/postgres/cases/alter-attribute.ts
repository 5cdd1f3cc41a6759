/** ALTER TABLE ... ALTER COLUMN without a change of type. */
const t =
  "CREATE TABLE t (id int PRIMARY KEY, a int, b text DEFAULT 'x', c int NOT NULL); " +
  "CREATE INDEX t_a ON t (a); CREATE INDEX t_ab ON t (a, b); " +
  "INSERT INTO t SELECT g, g, g::text, g FROM generate_series(1, 50) g;";
const tree =
  "CREATE TABLE p (id int NOT NULL, a int, b text) PARTITION BY RANGE (id); " +
  "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); " +
  "INSERT INTO p SELECT g, g, g::text FROM generate_series(1, 150) g;";
const family =
  "CREATE TABLE top (id int NOT NULL, a int); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low (l int) INHERITS (mid); " +
  "INSERT INTO low SELECT g, g, g, g FROM generate_series(1, 50) g;";
const serial = "CREATE TABLE t (id serial PRIMARY KEY, a int); INSERT INTO t (a) SELECT generate_series(1, 50);";
const identity =
  "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int); INSERT INTO t (a) SELECT generate_series(1, 50);";
const stored =
  "CREATE TABLE t (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) STORED); CREATE INDEX t_g ON t (g); INSERT INTO t SELECT g, g FROM generate_series(1, 50) g;";
const virtual =
  "CREATE TABLE t (id int PRIMARY KEY, a int, g int GENERATED ALWAYS AS (a * 2) VIRTUAL); INSERT INTO t SELECT g, g FROM generate_series(1, 50) g;";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["set not null", t, "ALTER TABLE t ALTER COLUMN a SET NOT NULL"],
  [
    "set not null with a valid check",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a IS NOT NULL);",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null with a compound check",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a IS NOT NULL AND a > 0);",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null with a check that does not prove it",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a IS NOT NULL OR b IS NOT NULL);",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null with a strict check",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a > 0);",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null with an invalid check",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a IS NOT NULL) NOT VALID;",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null of two, one proven",
    t + "ALTER TABLE t ADD CONSTRAINT nn CHECK (a IS NOT NULL);",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL",
  ],
  ["set not null that is set", t, "ALTER TABLE t ALTER COLUMN c SET NOT NULL"],
  [
    "set not null with a not null constraint not valid",
    t + "ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    [18],
  ],
  ["set not null of partitioned", tree, "ALTER TABLE p ALTER COLUMN a SET NOT NULL"],
  ["set not null of partitioned that is set", tree, "ALTER TABLE p ALTER COLUMN id SET NOT NULL"],
  ["set not null of partitioned only", tree, "ALTER TABLE ONLY p ALTER COLUMN a SET NOT NULL"],
  ["set not null of inheritance", family, "ALTER TABLE top ALTER COLUMN a SET NOT NULL"],
  ["set not null of inheritance only", family, "ALTER TABLE ONLY top ALTER COLUMN a SET NOT NULL"],
  ["set not null absent column", t, "ALTER TABLE t ALTER COLUMN zz SET NOT NULL"],
  ["drop not null", t, "ALTER TABLE t ALTER COLUMN c DROP NOT NULL"],
  ["drop not null of a nullable column", t, "ALTER TABLE t ALTER COLUMN a DROP NOT NULL"],
  ["drop not null of the primary key", t, "ALTER TABLE t ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of identity", identity, "ALTER TABLE t ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of partitioned", tree, "ALTER TABLE p ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of partitioned that is nullable", tree, "ALTER TABLE p ALTER COLUMN a DROP NOT NULL"],
  ["drop not null of partitioned only", tree, "ALTER TABLE ONLY p ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of a partition", tree, "ALTER TABLE p1 ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of inheritance", family, "ALTER TABLE top ALTER COLUMN id DROP NOT NULL"],
  ["drop not null of the middle", family, "ALTER TABLE mid ALTER COLUMN id DROP NOT NULL"],
  ["drop not null only", family, "ALTER TABLE ONLY top ALTER COLUMN id DROP NOT NULL"],
  ["set default", t, "ALTER TABLE t ALTER COLUMN a SET DEFAULT 5"],
  ["set default nextval", t + "CREATE SEQUENCE s;", "ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('s')"],
  ["set default volatile", t, "ALTER TABLE t ALTER COLUMN a SET DEFAULT random()"],
  ["set default of partitioned", tree, "ALTER TABLE p ALTER COLUMN a SET DEFAULT 5"],
  ["set default of partitioned only", tree, "ALTER TABLE ONLY p ALTER COLUMN a SET DEFAULT 5"],
  ["set default of inheritance", family, "ALTER TABLE top ALTER COLUMN a SET DEFAULT 5"],
  ["set default of a view", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE v ALTER COLUMN a SET DEFAULT 5"],
  ["alter view set default", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER VIEW v ALTER COLUMN a SET DEFAULT 5"],
  ["set default of identity", identity, "ALTER TABLE t ALTER COLUMN id SET DEFAULT 5"],
  ["set default of generated", stored, "ALTER TABLE t ALTER COLUMN g SET DEFAULT 5"],
  ["drop default", t, "ALTER TABLE t ALTER COLUMN b DROP DEFAULT"],
  ["drop default that is none", t, "ALTER TABLE t ALTER COLUMN a DROP DEFAULT"],
  ["drop default of serial", serial, "ALTER TABLE t ALTER COLUMN id DROP DEFAULT"],
  ["set statistics", t, "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100"],
  ["set statistics of partitioned", tree, "ALTER TABLE p ALTER COLUMN a SET STATISTICS 100"],
  [
    "set statistics of an index",
    t + "CREATE INDEX t_expr ON t ((a + 1));",
    "ALTER INDEX t_expr ALTER COLUMN 1 SET STATISTICS 100",
  ],
  ["set n_distinct", t, "ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)"],
  ["reset n_distinct", t, "ALTER TABLE t ALTER COLUMN a RESET (n_distinct)"],
  ["set n_distinct of partitioned", tree, "ALTER TABLE p ALTER COLUMN a SET (n_distinct = 5)"],
  ["set storage", t, "ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL"],
  [
    "set storage of a column without index",
    "CREATE TABLE t (id int PRIMARY KEY, b text);",
    "ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL",
  ],
  ["set storage of partitioned", tree, "ALTER TABLE p ALTER COLUMN b SET STORAGE EXTERNAL"],
  ["set compression", t, "ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz"],
  [
    "set compression of a column without index",
    "CREATE TABLE t (id int PRIMARY KEY, b text);",
    "ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz",
  ],
  ["set compression of partitioned", tree, "ALTER TABLE p ALTER COLUMN b SET COMPRESSION pglz"],
  ["set expression", stored, "ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a * 3)", [17, 18]],
  ["set expression virtual", virtual, "ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a * 3)", [18]],
  ["set expression of a plain column", stored, "ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (id * 3)", [17, 18]],
  ["drop expression", stored, "ALTER TABLE t ALTER COLUMN g DROP EXPRESSION"],
  ["drop expression of a plain column", stored, "ALTER TABLE t ALTER COLUMN a DROP EXPRESSION"],
  ["drop expression of a plain column if exists", stored, "ALTER TABLE t ALTER COLUMN a DROP EXPRESSION IF EXISTS"],
  ["drop expression virtual", virtual, "ALTER TABLE t ALTER COLUMN g DROP EXPRESSION", [18]],
  ["add identity", t, "ALTER TABLE t ALTER COLUMN c ADD GENERATED BY DEFAULT AS IDENTITY"],
  [
    "add identity to the primary key",
    t,
    "ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 100)",
  ],
  ["add identity to nullable", t, "ALTER TABLE t ALTER COLUMN a ADD GENERATED BY DEFAULT AS IDENTITY"],
  [
    "add identity to a column with default",
    serial,
    "ALTER TABLE t ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY",
  ],
  ["add identity to partitioned", tree, "ALTER TABLE p ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY"],
  ["add identity to inheritance", family, "ALTER TABLE top ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY"],
  ["set identity", identity, "ALTER TABLE t ALTER COLUMN id SET GENERATED BY DEFAULT"],
  ["set identity of a plain column", t, "ALTER TABLE t ALTER COLUMN a SET GENERATED BY DEFAULT"],
  ["restart identity", identity, "ALTER TABLE t ALTER COLUMN id RESTART WITH 1000"],
  ["set identity options", identity, "ALTER TABLE t ALTER COLUMN id SET INCREMENT BY 10"],
  ["drop identity", identity, "ALTER TABLE t ALTER COLUMN id DROP IDENTITY"],
  ["drop identity of a plain column", t, "ALTER TABLE t ALTER COLUMN a DROP IDENTITY"],
  ["drop identity of a plain column if exists", t, "ALTER TABLE t ALTER COLUMN a DROP IDENTITY IF EXISTS"],
  [
    "drop identity of partitioned",
    tree + "ALTER TABLE p ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;",
    "ALTER TABLE p ALTER COLUMN id DROP IDENTITY",
  ],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
