/** RENAME, SET SCHEMA and DEPENDS ON of every kind of object. */
const t = "CREATE TABLE t (id serial PRIMARY KEY, a int, b text); CREATE INDEX t_a ON t (a); CREATE SCHEMA other;";
const identity = "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int); CREATE SCHEMA other;";
const view = t + "CREATE VIEW v AS SELECT id, a FROM t;";
const mat = t + "CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE INDEX m_a ON m (a);";
const par = t + "CREATE TABLE ch (x int REFERENCES t);";
const tree =
  "CREATE TABLE p (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE INDEX p_a ON p (a); CREATE SCHEMA other;";
const family =
  "CREATE TABLE top (id int, a int); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low () INHERITS (mid); CREATE SCHEMA other;";
const fn = "CREATE FUNCTION f(x int) RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';".replace("x int", "");
const trig = t + fn + "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();";
const ptrig = tree + fn + "CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();";
const types =
  "CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE TYPE pair AS (x int, y int); CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 0); CREATE TYPE span AS RANGE (subtype = int); CREATE SCHEMA other;";
const typed =
  "CREATE TYPE pair AS (x int, y int); CREATE TABLE ty OF pair; CREATE TABLE col (p pair); CREATE SCHEMA other;";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["rename table", t, "ALTER TABLE t RENAME TO u"],
  ["rename table with a view and a reference", par + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE t RENAME TO u"],
  ["rename table to a taken name", t + "CREATE TABLE u (a int);", "ALTER TABLE t RENAME TO u"],
  ["rename absent table", "", "ALTER TABLE t RENAME TO u"],
  ["rename absent table if exists", "", "ALTER TABLE IF EXISTS t RENAME TO u"],
  ["rename partitioned", tree, "ALTER TABLE p RENAME TO q"],
  ["rename partition", tree, "ALTER TABLE p1 RENAME TO q"],
  ["rename view", view, "ALTER VIEW v RENAME TO w"],
  ["rename view by table", view, "ALTER TABLE v RENAME TO w"],
  ["rename materialized view", mat, "ALTER MATERIALIZED VIEW m RENAME TO n"],
  ["rename sequence", t, "ALTER SEQUENCE t_id_seq RENAME TO s"],
  ["rename sequence by table", t, "ALTER TABLE t_id_seq RENAME TO s"],
  ["rename index", t, "ALTER INDEX t_a RENAME TO i"],
  ["rename index by table", t, "ALTER TABLE t_a RENAME TO i"],
  ["rename index of a primary key", t, "ALTER INDEX t_pkey RENAME TO pk"],
  ["rename index of partitioned", tree, "ALTER INDEX p_a RENAME TO i"],
  ["rename absent index", t, "ALTER INDEX zz RENAME TO i"],
  ["rename absent index if exists", t, "ALTER INDEX IF EXISTS zz RENAME TO i"],
  ["rename a table as index", t, "ALTER INDEX t RENAME TO i"],
  ["rename column", t, "ALTER TABLE t RENAME COLUMN a TO z"],
  [
    "rename column with a view, index, key",
    par + "CREATE VIEW v AS SELECT id FROM t;",
    "ALTER TABLE t RENAME COLUMN id TO z",
  ],
  ["rename column to a taken name", t, "ALTER TABLE t RENAME COLUMN a TO b"],
  ["rename absent column", t, "ALTER TABLE t RENAME COLUMN zz TO b"],
  ["rename column of partitioned", tree, "ALTER TABLE p RENAME COLUMN a TO z"],
  ["rename column of a partition", tree, "ALTER TABLE p1 RENAME COLUMN a TO z"],
  ["rename column of partitioned only", tree, "ALTER TABLE ONLY p RENAME COLUMN a TO z"],
  ["rename column of inheritance", family, "ALTER TABLE top RENAME COLUMN a TO z"],
  ["rename inherited column", family, "ALTER TABLE mid RENAME COLUMN a TO z"],
  ["rename column of a view", view, "ALTER VIEW v RENAME COLUMN a TO z"],
  ["rename column of a view by table", view, "ALTER TABLE v RENAME COLUMN a TO z"],
  ["rename column of a materialized view", mat, "ALTER MATERIALIZED VIEW m RENAME COLUMN a TO z"],
  ["rename column of an index", t, "ALTER TABLE t_a RENAME COLUMN a TO z"],
  ["rename trigger", trig, "ALTER TRIGGER tr ON t RENAME TO tr2"],
  ["rename trigger of partitioned", ptrig, "ALTER TRIGGER tr ON p RENAME TO tr2"],
  ["rename trigger of a partition", ptrig, "ALTER TRIGGER tr ON p1 RENAME TO tr2"],
  ["rename absent trigger", t, "ALTER TRIGGER zz ON t RENAME TO tr2"],
  ["rename rule", t + "CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING;", "ALTER RULE r ON t RENAME TO r2"],
  ["rename policy", t + "CREATE POLICY po ON t USING (true);", "ALTER POLICY po ON t RENAME TO po2"],
  ["rename type", types, "ALTER TYPE mood RENAME TO mood2"],
  ["rename composite type", types, "ALTER TYPE pair RENAME TO pair2"],
  ["rename domain", types, "ALTER DOMAIN d RENAME TO d2"],
  ["rename domain constraint", types, "ALTER DOMAIN d RENAME CONSTRAINT pos TO neg"],
  ["rename attribute", types, "ALTER TYPE pair RENAME ATTRIBUTE x TO z"],
  ["rename attribute of a used type", typed, "ALTER TYPE pair RENAME ATTRIBUTE x TO z"],
  ["rename attribute of a used type cascade", typed, "ALTER TYPE pair RENAME ATTRIBUTE x TO z CASCADE"],
  ["rename function", fn, "ALTER FUNCTION f() RENAME TO g"],
  ["rename schema", "CREATE SCHEMA s; CREATE TABLE s.t (a int);", "ALTER SCHEMA s RENAME TO r"],
  ["rename absent schema", "", "ALTER SCHEMA s RENAME TO r"],
  ["rename statistics", t + "CREATE STATISTICS st ON a, b FROM t;", "ALTER STATISTICS st RENAME TO st2"],
  ["rename publication", t + "CREATE PUBLICATION pub FOR TABLE t;", "ALTER PUBLICATION pub RENAME TO pub2"],
  ["rename collation", 'CREATE COLLATION co FROM "C";', "ALTER COLLATION co RENAME TO co2"],
  ["rename foreign key's table constraint on a view's table", view, "ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk"],

  ["rename a view that is none", mat, "ALTER VIEW m RENAME TO n"],
  ["rename a sequence that is none", mat, "ALTER SEQUENCE t RENAME TO n"],
  ["rename a materialized view that is none", view, "ALTER MATERIALIZED VIEW v RENAME TO n"],
  ["rename a column of a view that is none", mat, "ALTER VIEW t RENAME COLUMN a TO n"],
  ["rename a foreign table that is none", mat, "ALTER FOREIGN TABLE t RENAME TO n"],
  ["set schema of a view that is none", mat, "ALTER VIEW t SET SCHEMA other"],
  ["set options of a view that is none", mat, "ALTER VIEW t SET (security_barrier = true)"],
  ["set options of an index that is none", mat, "ALTER INDEX t SET (fillfactor = 70)"],
  ["set options of a materialized view that is none", mat, "ALTER MATERIALIZED VIEW t SET (fillfactor = 70)"],
  ["owner of a sequence that is none", mat, "ALTER SEQUENCE t OWNER TO CURRENT_USER"],
  ["owner of an index that is none", mat, "ALTER INDEX t OWNER TO CURRENT_USER"],
  ["no inherit of itself as partitioned", tree, "ALTER TABLE p NO INHERIT p"],
  ["set schema of a table", t, "ALTER TABLE t SET SCHEMA other"],
  ["set schema of a table with identity", identity, "ALTER TABLE t SET SCHEMA other"],
  ["set schema of a table with a view", view, "ALTER TABLE t SET SCHEMA other"],
  ["set schema of a table with a reference", par, "ALTER TABLE t SET SCHEMA other"],
  ["set schema of partitioned", tree, "ALTER TABLE p SET SCHEMA other"],
  ["set schema that it has", t, "ALTER TABLE t SET SCHEMA public"],
  ["set schema of an absent table", t, "ALTER TABLE zz SET SCHEMA other"],
  ["set schema absent", t, "ALTER TABLE t SET SCHEMA zz"],
  ["set schema, name taken", t + "CREATE TABLE other.t (a int);", "ALTER TABLE t SET SCHEMA other"],
  ["set schema of a view", view, "ALTER VIEW v SET SCHEMA other"],
  ["set schema of a materialized view", mat, "ALTER MATERIALIZED VIEW m SET SCHEMA other"],
  ["set schema of a sequence", "CREATE SEQUENCE s; CREATE SCHEMA other;", "ALTER SEQUENCE s SET SCHEMA other"],
  ["set schema of an owned sequence", t, "ALTER SEQUENCE t_id_seq SET SCHEMA other"],
  ["set schema of a type", types, "ALTER TYPE mood SET SCHEMA other"],
  ["set schema of a composite type", types, "ALTER TYPE pair SET SCHEMA other"],
  ["set schema of a domain", types, "ALTER DOMAIN d SET SCHEMA other"],
  ["set schema of a function", fn + "CREATE SCHEMA other;", "ALTER FUNCTION f() SET SCHEMA other"],
  [
    "set schema of an extension",
    "CREATE EXTENSION citext; CREATE SCHEMA other;",
    "ALTER EXTENSION citext SET SCHEMA other",
  ],
  ["set schema of statistics", t + "CREATE STATISTICS st ON a, b FROM t;", "ALTER STATISTICS st SET SCHEMA other"],
  [
    "set statistics of statistics",
    t + "CREATE STATISTICS st ON a, b FROM t;",
    "ALTER STATISTICS st SET STATISTICS 100",
  ],
  ["depends on extension, index", t + "CREATE EXTENSION citext;", "ALTER INDEX t_a DEPENDS ON EXTENSION citext"],
  ["depends on extension, function", fn + "CREATE EXTENSION citext;", "ALTER FUNCTION f() DEPENDS ON EXTENSION citext"],
  [
    "depends on extension, trigger",
    trig + "CREATE EXTENSION citext;",
    "ALTER TRIGGER tr ON t DEPENDS ON EXTENSION citext",
  ],
  [
    "depends on extension, materialized view",
    mat + "CREATE EXTENSION citext;",
    "ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION citext",
  ],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
