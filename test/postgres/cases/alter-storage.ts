/** ALTER TABLE: storage, options, triggers, row security, replica identity, owner. */
const t =
  "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b text); CREATE INDEX t_a ON t (a); CREATE UNIQUE INDEX t_u ON t (a); INSERT INTO t SELECT g, g, g FROM generate_series(1, 50) g;";
const tree =
  "CREATE TABLE p (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); INSERT INTO p SELECT g, 1 FROM generate_series(1, 150) g;";
const family = "CREATE TABLE top (id int, a int); CREATE TABLE mid (m int) INHERITS (top);";
const fn = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
const trig = fn + "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();";
const ptrig = fn + "CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();";
const serial = "CREATE TABLE t (id serial PRIMARY KEY, b text);";
const identity = "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text);";
const mat = t + "CREATE MATERIALIZED VIEW m AS SELECT * FROM t; CREATE INDEX m_a ON m (a);";
const view = t + "CREATE VIEW v AS SELECT * FROM t;";
const role =
  "DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ''bob'') THEN CREATE ROLE bob; END IF; END'; GRANT ALL ON SCHEMA public TO bob;";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["set unlogged", t, "ALTER TABLE t SET UNLOGGED"],
  ["set unlogged that is so", t.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"), "ALTER TABLE t SET UNLOGGED"],
  ["set logged", t.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"), "ALTER TABLE t SET LOGGED"],
  ["set unlogged with serial", serial, "ALTER TABLE t SET UNLOGGED"],
  ["set unlogged of a referenced table", t + "CREATE TABLE ch (x int REFERENCES t);", "ALTER TABLE t SET UNLOGGED"],
  ["set unlogged of a referencing table", t + "CREATE TABLE ch (x int REFERENCES t);", "ALTER TABLE ch SET UNLOGGED"],
  [
    "set logged of a table referencing unlogged",
    t.replace("CREATE TABLE", "CREATE UNLOGGED TABLE") + "CREATE UNLOGGED TABLE ch (x int REFERENCES t);",
    "ALTER TABLE ch SET LOGGED",
  ],
  ["set unlogged of partitioned", tree, "ALTER TABLE p SET UNLOGGED"],
  ["set unlogged of a published table", t + "CREATE PUBLICATION pub FOR TABLE t;", "ALTER TABLE t SET UNLOGGED"],
  ["set tablespace that it has", t, "ALTER TABLE t SET TABLESPACE pg_default"],
  ["set tablespace of partitioned", tree, "ALTER TABLE p SET TABLESPACE pg_default"],
  ["set tablespace of an index", t, "ALTER INDEX t_a SET TABLESPACE pg_default"],
  ["set access method heap", t, "ALTER TABLE t SET ACCESS METHOD heap", [15, 16, 17, 18]],
  ["set fillfactor", t, "ALTER TABLE t SET (fillfactor = 70)"],
  ["reset fillfactor", t, "ALTER TABLE t RESET (fillfactor)"],
  ["set autovacuum", t, "ALTER TABLE t SET (autovacuum_enabled = false, toast.autovacuum_enabled = false)"],
  ["set user_catalog_table", t, "ALTER TABLE t SET (user_catalog_table = true)"],
  ["set parallel_workers", t, "ALTER TABLE t SET (parallel_workers = 4)"],
  ["set toast_tuple_target", t, "ALTER TABLE t SET (toast_tuple_target = 500)"],
  ["set vacuum_truncate", t, "ALTER TABLE t SET (vacuum_truncate = false, log_autovacuum_min_duration = 0)"],
  ["set an unknown option", t, "ALTER TABLE t SET (zz = 1)"],
  ["set options of partitioned", tree, "ALTER TABLE p SET (autovacuum_enabled = false)"],
  ["set options of an index", t, "ALTER INDEX t_a SET (fillfactor = 70)"],
  ["set deduplicate_items", t, "ALTER INDEX t_a SET (deduplicate_items = off)"],
  [
    "set fastupdate",
    "CREATE TABLE g (a int[]); CREATE INDEX g_a ON g USING gin (a);",
    "ALTER INDEX g_a SET (fastupdate = off)",
  ],
  [
    "set gin_pending_list_limit",
    "CREATE TABLE g (a int[]); CREATE INDEX g_a ON g USING gin (a);",
    "ALTER INDEX g_a SET (gin_pending_list_limit = 128)",
  ],
  ["set autosummarize", t + "CREATE INDEX t_brin ON t USING brin (a);", "ALTER INDEX t_brin SET (autosummarize = on)"],
  [
    "set pages_per_range",
    t + "CREATE INDEX t_brin ON t USING brin (a);",
    "ALTER INDEX t_brin SET (pages_per_range = 16)",
  ],
  [
    "set buffering",
    "CREATE TABLE g (a point); CREATE INDEX g_a ON g USING gist (a);",
    "ALTER INDEX g_a SET (buffering = off)",
  ],
  ["set options of a view", view, "ALTER VIEW v SET (security_barrier = true)"],
  ["set security_invoker", view, "ALTER VIEW v SET (security_invoker = true)", [15, 16, 17, 18]],
  ["set check_option", view, "ALTER VIEW v SET (check_option = 'local')"],
  ["set options of a materialized view", mat, "ALTER MATERIALIZED VIEW m SET (fillfactor = 70)"],
  ["cluster on", t, "ALTER TABLE t CLUSTER ON t_a"],
  ["cluster on an absent index", t, "ALTER TABLE t CLUSTER ON zz"],
  ["set without cluster", t + "ALTER TABLE t CLUSTER ON t_a;", "ALTER TABLE t SET WITHOUT CLUSTER"],
  ["cluster on of partitioned", tree + "CREATE INDEX p_a ON p (a);", "ALTER TABLE p CLUSTER ON p_a"],
  ["set without cluster of partitioned", tree, "ALTER TABLE p SET WITHOUT CLUSTER"],
  [
    "disable trigger all of partitioned with a foreign key",
    tree +
      "CREATE TABLE par (id int PRIMARY KEY); INSERT INTO par VALUES (1); ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p DISABLE TRIGGER ALL",
  ],
  [
    "disable trigger all of partitioned that is referenced",
    tree + "ALTER TABLE p ADD PRIMARY KEY (id); CREATE TABLE ch (x int REFERENCES p);",
    "ALTER TABLE p DISABLE TRIGGER ALL",
  ],
  [
    "disable trigger user of partitioned with a foreign key",
    tree +
      "CREATE TABLE par (id int PRIMARY KEY); INSERT INTO par VALUES (1); ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p DISABLE TRIGGER USER",
  ],
  ["set without oids", t, "ALTER TABLE t SET WITHOUT OIDS"],
  ["replica identity full", t, "ALTER TABLE t REPLICA IDENTITY FULL"],
  ["replica identity default", t, "ALTER TABLE t REPLICA IDENTITY DEFAULT"],
  ["replica identity nothing", t, "ALTER TABLE t REPLICA IDENTITY NOTHING"],
  ["replica identity using index", t, "ALTER TABLE t REPLICA IDENTITY USING INDEX t_u"],
  ["replica identity using a plain index", t, "ALTER TABLE t REPLICA IDENTITY USING INDEX t_a"],
  ["replica identity of partitioned", tree, "ALTER TABLE p REPLICA IDENTITY FULL"],
  ["enable row security", t, "ALTER TABLE t ENABLE ROW LEVEL SECURITY"],
  ["force row security", t, "ALTER TABLE t FORCE ROW LEVEL SECURITY"],
  ["disable row security", t, "ALTER TABLE t DISABLE ROW LEVEL SECURITY"],
  ["enable row security of partitioned", tree, "ALTER TABLE p ENABLE ROW LEVEL SECURITY"],
  ["disable trigger", t + trig, "ALTER TABLE t DISABLE TRIGGER tr"],
  ["enable trigger", t + trig, "ALTER TABLE t ENABLE TRIGGER tr"],
  ["enable trigger always", t + trig, "ALTER TABLE t ENABLE ALWAYS TRIGGER tr"],
  ["disable trigger all", t + trig, "ALTER TABLE t DISABLE TRIGGER ALL"],
  ["disable trigger user", t + trig, "ALTER TABLE t DISABLE TRIGGER USER"],
  ["disable absent trigger", t, "ALTER TABLE t DISABLE TRIGGER zz"],
  ["disable trigger of partitioned", tree + ptrig, "ALTER TABLE p DISABLE TRIGGER tr"],
  ["disable trigger all of partitioned", tree + ptrig, "ALTER TABLE p DISABLE TRIGGER ALL"],
  ["disable trigger all of partitioned without one", tree, "ALTER TABLE p DISABLE TRIGGER ALL"],
  ["disable trigger of partitioned only", tree + ptrig, "ALTER TABLE ONLY p DISABLE TRIGGER tr"],
  [
    "disable trigger of inheritance",
    family + fn + "CREATE TRIGGER tr AFTER INSERT ON top FOR EACH ROW EXECUTE FUNCTION f();",
    "ALTER TABLE top DISABLE TRIGGER tr",
  ],
  ["disable rule", t + "CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING;", "ALTER TABLE t DISABLE RULE r"],
  ["owner", t + role, "ALTER TABLE t OWNER TO bob"],
  ["owner that it has", t, "ALTER TABLE t OWNER TO CURRENT_USER"],
  ["owner with serial", serial + role, "ALTER TABLE t OWNER TO bob"],
  ["owner with identity", identity + role, "ALTER TABLE t OWNER TO bob"],
  ["owner of partitioned", tree + role, "ALTER TABLE p OWNER TO bob"],
  ["owner of a table with a view", view + role, "ALTER TABLE t OWNER TO bob"],
  ["owner of a view", view + role, "ALTER VIEW v OWNER TO bob"],
  ["owner of a view by table", view + role, "ALTER TABLE v OWNER TO bob"],
  ["owner of a materialized view", mat + role, "ALTER MATERIALIZED VIEW m OWNER TO bob"],
  ["owner of a sequence", "CREATE SEQUENCE s;" + role, "ALTER SEQUENCE s OWNER TO bob"],
  ["owner of a sequence by table", "CREATE SEQUENCE s;" + role, "ALTER TABLE s OWNER TO bob"],
  ["owner of an owned sequence", serial + role, "ALTER SEQUENCE t_id_seq OWNER TO bob"],
  ["owner of an index", t + role, "ALTER INDEX t_a OWNER TO bob"],
  ["owner of a function", fn + role, "ALTER FUNCTION f() OWNER TO bob"],
  ["owner of a type", "CREATE TYPE ty AS ENUM ('a');" + role, "ALTER TYPE ty OWNER TO bob"],
  ["owner of a composite type", "CREATE TYPE ty AS (a int);" + role, "ALTER TYPE ty OWNER TO bob"],
  ["owner of a domain", "CREATE DOMAIN d AS int;" + role, "ALTER DOMAIN d OWNER TO bob"],
  ["owner of a schema", "CREATE SCHEMA s; CREATE TABLE s.t (a int);" + role, "ALTER SCHEMA s OWNER TO bob"],
  ["owner of statistics", t + "CREATE STATISTICS st ON a, b FROM t;" + role, "ALTER STATISTICS st OWNER TO bob"],
  ["owner of a publication", t + "CREATE PUBLICATION pub FOR TABLE t;" + role, "ALTER PUBLICATION pub OWNER TO bob"],
  ["several commands, the strongest counts", t, "ALTER TABLE t SET (fillfactor = 70), ENABLE TRIGGER ALL"],
  [
    "several commands on partitioned, weak and strong",
    tree,
    "ALTER TABLE p ALTER COLUMN a SET STATISTICS 5, ENABLE ROW LEVEL SECURITY",
  ],
  ["move all in a tablespace", t, "ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default"],
  ["set logged of a sequence", "CREATE SEQUENCE s;", "ALTER SEQUENCE s SET UNLOGGED", [15, 16, 17, 18]],
  [
    "alter foreign table options",
    "CREATE EXTENSION IF NOT EXISTS postgres_fdw; DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_foreign_server) THEN CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw; END IF; END'; CREATE FOREIGN TABLE ft (a int) SERVER srv;",
    "ALTER FOREIGN TABLE ft OPTIONS (ADD table_name 'x')",
  ],
  [
    "add a column to a foreign table",
    "CREATE EXTENSION IF NOT EXISTS postgres_fdw; DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_foreign_server) THEN CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw; END IF; END'; CREATE FOREIGN TABLE ft (a int) SERVER srv;",
    "ALTER FOREIGN TABLE ft ADD COLUMN b float8 DEFAULT random()",
  ],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
