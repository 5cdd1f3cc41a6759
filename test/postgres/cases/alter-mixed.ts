/** ALTER TABLE where several things meet: trees of two levels, keys between trees, several commands, temporary tables. */
const family =
  "CREATE TABLE top (id int, a int NOT NULL); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low (l int) INHERITS (mid); " +
  "CREATE INDEX top_a ON top (a); CREATE INDEX mid_a ON mid (a); INSERT INTO low SELECT g, g, g, g FROM generate_series(1, 50) g;";
const deep =
  "CREATE TABLE p (id int NOT NULL, a int, b varchar(10)) PARTITION BY RANGE (id); " +
  "CREATE TABLE s PARTITION OF p FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (id); " +
  "CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (50); CREATE TABLE s2 PARTITION OF s DEFAULT; CREATE TABLE p2 PARTITION OF p DEFAULT; " +
  "INSERT INTO p SELECT g, 1, 'x' FROM generate_series(1, 50) g;";
const keyed = deep + "ALTER TABLE p ADD PRIMARY KEY (id); CREATE INDEX p_b ON p (b);";
const par =
  "CREATE TABLE par (id int PRIMARY KEY, u varchar(10) UNIQUE); INSERT INTO par SELECT g, g FROM generate_series(1, 50) g;";
const t =
  "CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL DEFAULT 1); CREATE INDEX t_a ON t (a); INSERT INTO t SELECT g, g, g FROM generate_series(1, 50) g;";
const temp =
  "CREATE TEMP TABLE tt (id int PRIMARY KEY, a int); INSERT INTO tt SELECT g, g FROM generate_series(1, 50) g;";
const cycle = t + "ALTER TABLE t ADD CONSTRAINT self FOREIGN KEY (a) REFERENCES t (id);";
const intoTree =
  keyed +
  "CREATE TABLE ch (id int, r int); INSERT INTO ch VALUES (1, NULL); ALTER TABLE ch ADD CONSTRAINT fk FOREIGN KEY (r) REFERENCES p (id);";
const ofTree = deep + par + "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par (id);";
const mat = t + "CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE UNIQUE INDEX m_id ON m (id);";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["primary key on a table with children", family, "ALTER TABLE top ADD PRIMARY KEY (id)"],
  ["primary key of a not null column on a table with children", family, "ALTER TABLE top ADD PRIMARY KEY (a)"],
  ["primary key on a table with children only", family, "ALTER TABLE ONLY top ADD PRIMARY KEY (id)"],
  ["unique on a table with children", family, "ALTER TABLE top ADD UNIQUE (id)"],
  ["unique on a table in the middle", family, "ALTER TABLE mid ADD UNIQUE (id)"],
  ["add column that a child has", family, "ALTER TABLE top ADD COLUMN m int"],
  ["add column with a volatile default to inheritance", family, "ALTER TABLE top ADD COLUMN x float8 DEFAULT random()"],
  ["add column with a reference to inheritance", family + par, "ALTER TABLE top ADD COLUMN x int REFERENCES par (id)"],
  ["add column unique to inheritance", family, "ALTER TABLE top ADD COLUMN x int UNIQUE"],
  ["add column not null default to inheritance", family, "ALTER TABLE top ADD COLUMN x int NOT NULL DEFAULT 5"],
  ["type of a column with indexes in inheritance", family, "ALTER TABLE top ALTER COLUMN a TYPE bigint"],
  ["drop column with indexes in inheritance", family, "ALTER TABLE top DROP COLUMN a"],
  [
    "add check that a child has",
    family + "ALTER TABLE low ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0)",
  ],
  ["set unlogged of a table with children", family, "ALTER TABLE top SET UNLOGGED"],
  ["owner of a table with children", family, "ALTER TABLE top OWNER TO CURRENT_USER"],
  ["set options of a table with children", family, "ALTER TABLE top SET (fillfactor = 70)"],
  [
    "set storage in inheritance",
    "CREATE TABLE top (b text); CREATE TABLE mid () INHERITS (top);",
    "ALTER TABLE top ALTER b SET STORAGE MAIN",
  ],

  ["add column to a deep tree", keyed, "ALTER TABLE p ADD COLUMN x int DEFAULT 5"],
  ["add column to a subtree", keyed, "ALTER TABLE s ADD COLUMN x int"],
  ["type in a deep tree", keyed, "ALTER TABLE p ALTER COLUMN a TYPE bigint"],
  ["type of an indexed column in a deep tree, coercible", keyed, "ALTER TABLE p ALTER COLUMN b TYPE text"],
  ["drop an indexed column in a deep tree", keyed, "ALTER TABLE p DROP COLUMN b"],
  ["set not null in a deep tree", keyed, "ALTER TABLE p ALTER COLUMN a SET NOT NULL"],
  ["set not null in a subtree", keyed, "ALTER TABLE s ALTER COLUMN a SET NOT NULL"],
  [
    "set not null in a deep tree, one partition proves it",
    deep + "ALTER TABLE s1 ADD CHECK (a IS NOT NULL);",
    "ALTER TABLE p ALTER COLUMN a SET NOT NULL",
  ],
  [
    "set not null in a deep tree, a subtree has it",
    deep + "ALTER TABLE s ALTER a SET NOT NULL;",
    "ALTER TABLE p ALTER COLUMN a SET NOT NULL",
  ],
  ["unique in a deep tree", deep, "ALTER TABLE p ADD UNIQUE (id, a)"],
  ["unique in a deep tree, a subtree has it", deep + "ALTER TABLE s ADD UNIQUE (id);", "ALTER TABLE p ADD UNIQUE (id)"],
  ["drop primary key of a deep tree", keyed, "ALTER TABLE p DROP CONSTRAINT p_pkey"],
  ["drop primary key of a partition", keyed, "ALTER TABLE s1 DROP CONSTRAINT s1_pkey"],
  ["drop primary key of a deep tree that is referenced", intoTree, "ALTER TABLE p DROP CONSTRAINT p_pkey"],
  [
    "drop primary key of a deep tree that is referenced cascade",
    intoTree,
    "ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE",
  ],
  ["foreign key from a deep tree", deep + par, "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par (id)"],
  ["foreign key from a subtree", deep + par, "ALTER TABLE s ADD FOREIGN KEY (a) REFERENCES par (id)"],
  [
    "foreign key to a deep tree",
    keyed + "CREATE TABLE ch (r int);",
    "ALTER TABLE ch ADD FOREIGN KEY (r) REFERENCES p (id)",
  ],
  [
    "foreign key from a tree to a tree",
    keyed + "CREATE TABLE q (id int, r int) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q DEFAULT;",
    "ALTER TABLE q ADD FOREIGN KEY (r) REFERENCES p (id)",
  ],
  ["foreign key from a tree to itself", keyed, "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES p (id)"],
  ["drop foreign key to a deep tree", intoTree, "ALTER TABLE ch DROP CONSTRAINT fk"],
  ["drop foreign key of a deep tree", ofTree, "ALTER TABLE p DROP CONSTRAINT fk"],
  ["alter foreign key to a deep tree", intoTree, "ALTER TABLE ch ALTER CONSTRAINT fk DEFERRABLE"],
  ["drop column with a foreign key to a deep tree", intoTree, "ALTER TABLE ch DROP COLUMN r"],
  ["type of a column with a foreign key to a deep tree", intoTree, "ALTER TABLE ch ALTER COLUMN r TYPE bigint"],
  ["type of a column with a foreign key of a deep tree", ofTree, "ALTER TABLE p ALTER COLUMN a TYPE bigint"],
  ["type of a key that a deep tree references", ofTree, "ALTER TABLE par ALTER COLUMN id TYPE bigint"],
  ["type of another column of a referenced tree", intoTree, "ALTER TABLE p ALTER COLUMN a TYPE bigint"],
  [
    "attach a tree to a referenced tree",
    intoTree + "ALTER TABLE p DETACH PARTITION p2; CREATE TABLE n (id int NOT NULL, a int, b varchar(10));",
    "ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (100) TO (300)",
  ],
  [
    "attach to a subtree",
    keyed + "DROP TABLE s2; CREATE TABLE n (id int NOT NULL, a int, b varchar(10));",
    "ALTER TABLE s ATTACH PARTITION n FOR VALUES FROM (60) TO (70)",
  ],
  [
    "attach a tree to a tree with a foreign key",
    ofTree +
      "DROP TABLE p2; CREATE TABLE n (id int NOT NULL, a int, b varchar(10)) PARTITION BY RANGE (id); CREATE TABLE n1 PARTITION OF n DEFAULT;",
    "ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (100) TO (300)",
  ],
  [
    "attach beside a default tree",
    deep + "CREATE TABLE n (id int NOT NULL, a int, b varchar(10));",
    "ALTER TABLE s ATTACH PARTITION n FOR VALUES FROM (60) TO (70)",
  ],
  ["detach a subtree of a referenced tree", intoTree, "ALTER TABLE p DETACH PARTITION s"],
  [
    "detach a subtree with a foreign key and indexes",
    ofTree + "CREATE INDEX p_a ON p (a);",
    "ALTER TABLE p DETACH PARTITION s",
  ],
  [
    "detach a leaf of a referenced tree, indexes on both sides",
    intoTree + "CREATE INDEX p2_x ON p2 (a); ALTER TABLE ch ADD PRIMARY KEY (id);",
    "ALTER TABLE p DETACH PARTITION p2",
  ],
  ["detach a leaf of a subtree", keyed, "ALTER TABLE s DETACH PARTITION s1"],
  [
    "enable triggers in a deep tree",
    deep +
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER st AFTER INSERT ON p FOR EACH STATEMENT EXECUTE FUNCTION f();",
    "ALTER TABLE p ENABLE TRIGGER st",
  ],

  ["drop absent constraint if exists of a deep tree", deep, "ALTER TABLE p DROP CONSTRAINT IF EXISTS zz"],
  ["drop absent constraint if exists of a subtree only", deep, "ALTER TABLE ONLY s DROP CONSTRAINT IF EXISTS zz"],
  ["drop absent identity if exists of a deep tree", deep, "ALTER TABLE p ALTER COLUMN a DROP IDENTITY IF EXISTS"],
  ["drop absent column if exists of a deep tree", deep, "ALTER TABLE p DROP COLUMN IF EXISTS zz"],
  ["drop absent constraint if exists in inheritance", family, "ALTER TABLE top DROP CONSTRAINT IF EXISTS zz"],
  ["attach with a bound of another strategy", deep, "ALTER TABLE p ATTACH PARTITION zz FOR VALUES IN (1)"],
  ["inherit with another type", family + "CREATE TABLE n (id bigint, a int);", "ALTER TABLE n INHERIT top"],
  [
    "primary key using index on a table with children",
    family + "CREATE UNIQUE INDEX u ON top (id);",
    "ALTER TABLE top ADD CONSTRAINT u PRIMARY KEY USING INDEX u",
  ],
  [
    "unique using index on a table with children",
    family + "CREATE UNIQUE INDEX u ON top (id);",
    "ALTER TABLE top ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  [
    "validate a foreign key of a table with children",
    family + par + "ALTER TABLE top ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par (id) NOT VALID;",
    "ALTER TABLE top VALIDATE CONSTRAINT fk",
  ],
  [
    "drop unique of a table with children",
    family + "ALTER TABLE top ADD CONSTRAINT u UNIQUE (id);",
    "ALTER TABLE top DROP CONSTRAINT u",
  ],
  [
    "drop foreign key of a table with children",
    family + par + "ALTER TABLE top ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par (id) NOT VALID;",
    "ALTER TABLE top DROP CONSTRAINT fk",
  ],
  ["drop and add a column of one name", t, "ALTER TABLE t DROP COLUMN a, ADD COLUMN a bigint"],
  ["drop and add a primary key", t, "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (a)"],
  [
    "drop and add a check of one name",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (a >= 0) NOT VALID",
  ],
  [
    "drop default, type, default",
    t,
    "ALTER TABLE t ALTER c DROP DEFAULT, ALTER c TYPE text USING c::text, ALTER c SET DEFAULT 'x'",
  ],
  ["add a column and make it not null", t, "ALTER TABLE t ADD COLUMN x int DEFAULT 5, ALTER COLUMN x SET NOT NULL"],
  ["add a column and an index constraint on it", t, "ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT u UNIQUE (x, a)"],
  [
    "add a column and a check on it",
    t,
    "ALTER TABLE t ADD COLUMN x int, ADD CHECK (x > 0) NOT VALID, ADD CHECK (a > 0)",
  ],
  [
    "add not null not valid and validate",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT k, SET (fillfactor = 70)",
  ],
  [
    "validate a foreign key and add a column",
    t + par + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par (id) NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT fk, ADD COLUMN x int",
  ],
  [
    "rewrite and add a foreign key",
    t + par,
    "ALTER TABLE t ALTER a TYPE bigint, ADD FOREIGN KEY (a) REFERENCES par (id)",
  ],
  [
    "rewrite and set not null and check",
    t,
    "ALTER TABLE t ALTER a TYPE bigint, ALTER b SET NOT NULL, ADD CHECK (a > 0)",
  ],
  [
    "drop a column and a constraint on it",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t DROP COLUMN a, DROP CONSTRAINT k",
  ],
  [
    "drop a constraint and its column",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t DROP CONSTRAINT k, DROP COLUMN a",
  ],
  ["drop two columns of one index", t + "CREATE INDEX t_ab ON t (a, b);", "ALTER TABLE t DROP COLUMN a, DROP COLUMN b"],
  ["drop column twice", t, "ALTER TABLE t DROP COLUMN a, DROP COLUMN a"],
  ["type of one column twice", t, "ALTER TABLE t ALTER a TYPE bigint, ALTER a TYPE numeric"],
  ["rename what an index is on, then type", t, "ALTER TABLE t ALTER COLUMN a TYPE int, ALTER COLUMN c TYPE int"],

  ["type with a key to itself", cycle, "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  ["type of the key with a key to itself", cycle, "ALTER TABLE t ALTER COLUMN id TYPE bigint"],
  ["drop column with a key to itself", cycle, "ALTER TABLE t DROP COLUMN a"],
  ["drop the key with a key to itself", cycle, "ALTER TABLE t DROP COLUMN id"],
  ["drop primary key with a key to itself", cycle, "ALTER TABLE t DROP CONSTRAINT t_pkey"],
  ["set unlogged with a key to itself", cycle, "ALTER TABLE t SET UNLOGGED"],
  [
    "validate a key to itself",
    t + "ALTER TABLE t ADD CONSTRAINT self FOREIGN KEY (a) REFERENCES t (id) NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT self",
  ],

  ["temporary: add column", temp, "ALTER TABLE tt ADD COLUMN x int"],
  ["temporary: volatile default", temp, "ALTER TABLE tt ADD COLUMN x float8 DEFAULT random()"],
  ["temporary: rename", temp, "ALTER TABLE tt RENAME TO uu"],
  ["temporary: foreign key to a permanent table", temp + t, "ALTER TABLE tt ADD FOREIGN KEY (a) REFERENCES t"],
  ["temporary: set logged", temp, "ALTER TABLE tt SET LOGGED"],
  ["materialized view: owner", mat, "ALTER MATERIALIZED VIEW m OWNER TO CURRENT_USER"],
  ["materialized view: set statistics", mat, "ALTER MATERIALIZED VIEW m ALTER COLUMN a SET STATISTICS 5"],
  ["materialized view: cluster on", mat, "ALTER MATERIALIZED VIEW m CLUSTER ON m_id"],
  ["materialized view: add constraint", mat, "ALTER TABLE m ADD UNIQUE (id)"],
  ["materialized view: type", mat, "ALTER TABLE m ALTER COLUMN a TYPE bigint"],
  ["view: add constraint", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE v ADD CHECK (a > 0)"],
  ["view: set not null", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE v ALTER COLUMN a SET NOT NULL"],
  ["view: drop column", t + "CREATE VIEW v AS SELECT * FROM t;", "ALTER TABLE v DROP COLUMN a"],
  ["sequence: add column", "CREATE SEQUENCE s;", "ALTER TABLE s ADD COLUMN x int"],
  ["materialized view: add column", mat, "ALTER TABLE m ADD COLUMN x int"],
  ["column of a table that a materialized view reads", mat, "ALTER TABLE t DROP COLUMN a"],
  ["column of a table that a materialized view reads cascade", mat, "ALTER TABLE t DROP COLUMN a CASCADE"],
  ["type of a column that a materialized view reads", mat, "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  [
    "column that a function's body names",
    t + "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM t LIMIT 1';",
    "ALTER TABLE t DROP COLUMN a",
  ],
  [
    "column that a function's atomic body names",
    t + "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t LIMIT 1; END;",
    "ALTER TABLE t DROP COLUMN a",
  ],
  ["citext from text", t + "CREATE EXTENSION citext;", "ALTER TABLE t ALTER COLUMN b TYPE citext"],
  [
    "text from citext",
    "CREATE EXTENSION citext; CREATE TABLE t (b citext); CREATE INDEX t_b ON t (b);",
    "ALTER TABLE t ALTER COLUMN b TYPE text",
  ],
  [
    "enum from another by text",
    "CREATE TYPE a AS ENUM ('x'); CREATE TYPE b AS ENUM ('x'); CREATE TABLE t (k a DEFAULT 'x');",
    "ALTER TABLE t ALTER k DROP DEFAULT, ALTER k TYPE b USING k::text::b, ALTER k SET DEFAULT 'x'",
  ],
  [
    "enum from another by text with its default",
    "CREATE TYPE a AS ENUM ('x'); CREATE TYPE b AS ENUM ('x'); CREATE TABLE t (k a DEFAULT 'x');",
    "ALTER TABLE t ALTER k TYPE b USING k::text::b",
  ],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
