/** ALTER TABLE: adding, validating, altering and dropping constraints. */
const t =
  "CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int NOT NULL); CREATE INDEX t_b ON t (b); " +
  "INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 50) g;";
const plain =
  "CREATE TABLE t (id int NOT NULL, a int, r int4range); CREATE INDEX t_a ON t (a); INSERT INTO t SELECT g, g FROM generate_series(1, 50) g;";
const par =
  "CREATE TABLE par (id int PRIMARY KEY, u int UNIQUE, x int); CREATE INDEX par_x ON par (x); INSERT INTO par SELECT g, g FROM generate_series(1, 50) g;";
const tree =
  "CREATE TABLE p (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); INSERT INTO p SELECT g, 1 FROM generate_series(1, 150) g;";
const keyed = tree + "ALTER TABLE p ADD PRIMARY KEY (id);";
const family =
  "CREATE TABLE top (id int, a int); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low (l int) INHERITS (mid);";
const fk = t + par + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par;";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["add check", t, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)"],
  ["add check not valid", t, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID"],
  ["add check not enforced", t, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED", [18]],
  ["add check to partitioned", tree, "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0)"],
  ["add check not valid to partitioned", tree, "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NOT VALID"],
  ["add check to partitioned only", tree, "ALTER TABLE ONLY p ADD CONSTRAINT k CHECK (a > 0)"],
  ["add check to a partition", tree, "ALTER TABLE p1 ADD CONSTRAINT k CHECK (a > 0)"],
  ["add check to inheritance", family, "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0)"],
  ["add check to inheritance no inherit", family, "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0) NO INHERIT"],
  ["add check to inheritance only", family, "ALTER TABLE ONLY top ADD CONSTRAINT k CHECK (a > 0)"],
  [
    "add check that exists",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0)",
  ],
  [
    "validate check",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT k",
  ],
  [
    "validate check that is valid",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t VALIDATE CONSTRAINT k",
  ],
  [
    "validate check of partitioned",
    tree + "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
    "ALTER TABLE p VALIDATE CONSTRAINT k",
  ],
  [
    "validate check of inheritance",
    family + "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
    "ALTER TABLE top VALIDATE CONSTRAINT k",
  ],
  ["validate absent constraint", t, "ALTER TABLE t VALIDATE CONSTRAINT zz"],
  [
    "validate unique constraint",
    t + "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);",
    "ALTER TABLE t VALIDATE CONSTRAINT u",
  ],

  ["add foreign key", t + par, "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par (id)"],
  ["add foreign key to the primary key", t + par, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par"],
  [
    "add foreign key to a unique column",
    t + par,
    "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES par (u) ON DELETE CASCADE",
  ],
  ["add foreign key not valid", t + par, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par NOT VALID"],
  ["add foreign key not enforced", t + par, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par NOT ENFORCED", [18]],
  ["add foreign key to itself", t, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t"],
  ["add foreign key without a unique key there", t + par, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par (x)"],
  ["add foreign key to a missing column", t + par, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par (zz)"],
  ["add foreign key of a missing column", t + par, "ALTER TABLE t ADD FOREIGN KEY (zz) REFERENCES par"],
  ["add foreign key to a missing table", t, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES absent"],
  [
    "add foreign key of text to int",
    "CREATE TABLE t (a text);" + par,
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of bigint to int",
    "CREATE TABLE t (a bigint);" + par,
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of numeric to int",
    "CREATE TABLE t (a numeric);" + par,
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of int to numeric",
    "CREATE TABLE t (a int); CREATE TABLE par (id numeric PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of varchar to text",
    "CREATE TABLE t (a varchar(5)); CREATE TABLE par (id text PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of char to text",
    "CREATE TABLE t (a char(5)); CREATE TABLE par (id text PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of date to timestamptz",
    "CREATE TABLE t (a date); CREATE TABLE par (id timestamptz PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of timestamptz to date",
    "CREATE TABLE t (a timestamptz); CREATE TABLE par (id date PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of int to bool",
    "CREATE TABLE t (a int); CREATE TABLE par (id bool PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of uuid to text",
    "CREATE TABLE t (a uuid); CREATE TABLE par (id text PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add foreign key of float to int",
    "CREATE TABLE t (a float8); CREATE TABLE par (id int PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  ["add primary key using an absent index, key exists", t, "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX zz"],
  [
    "add foreign key from partitioned without partitions",
    "CREATE TABLE p (id int, a int) PARTITION BY RANGE (id);" + par,
    "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par",
  ],
  ["add foreign key from partitioned", tree + par, "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par"],
  [
    "add foreign key from partitioned not valid",
    tree + par,
    "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par NOT VALID",
  ],
  ["add foreign key from partitioned only", tree + par, "ALTER TABLE ONLY p ADD FOREIGN KEY (a) REFERENCES par"],
  ["add foreign key from a partition", tree + par, "ALTER TABLE p1 ADD FOREIGN KEY (a) REFERENCES par"],
  [
    "add foreign key from partitioned, one partition has it",
    tree + par + "ALTER TABLE p1 ADD FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par",
  ],
  ["add foreign key to partitioned", keyed + t, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p"],
  ["add foreign key to partitioned not valid", keyed + t, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID"],
  ["add foreign key from inheritance", family + par, "ALTER TABLE top ADD FOREIGN KEY (a) REFERENCES par"],
  [
    "add foreign key logged to unlogged",
    "CREATE UNLOGGED TABLE par (id int PRIMARY KEY); CREATE TABLE t (a int);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par",
  ],
  [
    "add two foreign keys",
    t + par + "CREATE TABLE par2 (id int PRIMARY KEY);",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par, ADD FOREIGN KEY (b) REFERENCES par2 NOT VALID",
  ],
  [
    "add column and foreign key on it",
    t + par,
    "ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES par",
  ],
  [
    "add foreign key and a check not valid",
    t + par,
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par NOT VALID, ADD CHECK (a > 0) NOT VALID",
  ],
  [
    "validate foreign key",
    t + par + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT fk",
  ],
  ["validate foreign key that is valid", fk, "ALTER TABLE t VALIDATE CONSTRAINT fk"],
  [
    "validate foreign key of partitioned",
    tree + par + "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par NOT VALID;",
    "ALTER TABLE p VALIDATE CONSTRAINT fk",
    [18],
  ],
  [
    "validate foreign key to partitioned",
    keyed + t + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT fk",
  ],
  ["alter foreign key deferrable", fk, "ALTER TABLE t ALTER CONSTRAINT fk DEFERRABLE INITIALLY DEFERRED"],
  ["alter foreign key deferrable that is so", fk, "ALTER TABLE t ALTER CONSTRAINT fk NOT DEFERRABLE"],
  [
    "alter foreign key of partitioned",
    tree + par + "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p ALTER CONSTRAINT fk DEFERRABLE",
  ],
  ["alter foreign key not enforced", fk, "ALTER TABLE t ALTER CONSTRAINT fk NOT ENFORCED", [18]],
  [
    "alter foreign key enforced",
    t + par + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par NOT ENFORCED;",
    "ALTER TABLE t ALTER CONSTRAINT fk ENFORCED",
    [18],
  ],
  ["alter absent constraint", t, "ALTER TABLE t ALTER CONSTRAINT zz DEFERRABLE"],
  [
    "alter check deferrable",
    t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE t ALTER CONSTRAINT k DEFERRABLE",
  ],
  ["drop foreign key", fk, "ALTER TABLE t DROP CONSTRAINT fk"],
  [
    "drop foreign key to itself",
    t + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES t;",
    "ALTER TABLE t DROP CONSTRAINT fk",
  ],
  [
    "drop foreign key of partitioned",
    tree + par + "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p DROP CONSTRAINT fk",
  ],
  [
    "drop foreign key to partitioned",
    keyed + t + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p;",
    "ALTER TABLE t DROP CONSTRAINT fk",
  ],
  [
    "drop foreign key of a partition",
    tree + par + "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p1 DROP CONSTRAINT fk",
  ],
  ["drop check", t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);", "ALTER TABLE t DROP CONSTRAINT k"],
  [
    "drop check of partitioned",
    tree + "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE p DROP CONSTRAINT k",
  ],
  [
    "drop check of a partition",
    tree + "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE p1 DROP CONSTRAINT k",
  ],
  [
    "drop check of inheritance",
    family + "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE top DROP CONSTRAINT k",
  ],
  [
    "drop check of inheritance only",
    family + "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE ONLY top DROP CONSTRAINT k",
  ],
  ["drop primary key", t, "ALTER TABLE t DROP CONSTRAINT t_pkey"],
  ["drop primary key that is referenced", fk, "ALTER TABLE par DROP CONSTRAINT par_pkey"],
  ["drop primary key that is referenced cascade", fk, "ALTER TABLE par DROP CONSTRAINT par_pkey CASCADE"],
  ["drop primary key of partitioned", keyed, "ALTER TABLE p DROP CONSTRAINT p_pkey"],
  ["drop unique", t + "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);", "ALTER TABLE t DROP CONSTRAINT u"],
  ["drop absent constraint", t, "ALTER TABLE t DROP CONSTRAINT zz"],
  ["drop absent constraint if exists", t, "ALTER TABLE t DROP CONSTRAINT IF EXISTS zz"],
  [
    "drop constraint if exists and add it",
    fk,
    "ALTER TABLE t DROP CONSTRAINT IF EXISTS fk, ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES par ON DELETE CASCADE",
  ],
  [
    "drop not null constraint",
    "CREATE TABLE t (a int CONSTRAINT n NOT NULL);",
    "ALTER TABLE t DROP CONSTRAINT n",
    [18],
  ],

  ["add not null constraint", t, "ALTER TABLE t ADD CONSTRAINT n NOT NULL a", [18]],
  ["add not null constraint not valid", t, "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID", [18]],
  [
    "validate not null constraint",
    t + "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;",
    "ALTER TABLE t VALIDATE CONSTRAINT n",
    [18],
  ],
  ["add not null constraint to partitioned", tree, "ALTER TABLE p ADD CONSTRAINT n NOT NULL a", [18]],
  ["add unique", t, "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)"],
  ["add unique of two columns", t, "ALTER TABLE t ADD UNIQUE (a, b)"],
  ["add unique deferrable", t, "ALTER TABLE t ADD UNIQUE (a) DEFERRABLE"],
  ["add unique with include", t, "ALTER TABLE t ADD UNIQUE (a) INCLUDE (b)"],
  ["add unique to partitioned", tree, "ALTER TABLE p ADD UNIQUE (id)"],
  ["add unique to partitioned without key", tree, "ALTER TABLE p ADD UNIQUE (a)"],
  ["add unique to partitioned only", tree, "ALTER TABLE ONLY p ADD UNIQUE (id)"],
  [
    "add unique to partitioned, partition has the index",
    tree + "CREATE UNIQUE INDEX p1_u ON p1 (id);",
    "ALTER TABLE p ADD UNIQUE (id)",
  ],
  [
    "add unique to partitioned, partition has the constraint",
    tree + "ALTER TABLE p1 ADD UNIQUE (id);",
    "ALTER TABLE p ADD UNIQUE (id)",
  ],
  ["add unique of a missing column", t, "ALTER TABLE t ADD UNIQUE (zz)"],
  ["add primary key", plain, "ALTER TABLE t ADD PRIMARY KEY (id)"],
  ["add primary key of a nullable column", plain, "ALTER TABLE t ADD PRIMARY KEY (a)"],
  [
    "add primary key of a nullable column with a check",
    plain + "ALTER TABLE t ADD CHECK (a IS NOT NULL);",
    "ALTER TABLE t ADD PRIMARY KEY (a)",
  ],
  ["add primary key that exists", t, "ALTER TABLE t ADD PRIMARY KEY (a)"],
  ["add primary key to partitioned", tree, "ALTER TABLE p ADD PRIMARY KEY (id)"],
  ["add primary key of nullable columns to partitioned", tree, "ALTER TABLE p ADD PRIMARY KEY (id, a)"],
  [
    "add primary key over a not null that is not valid",
    plain + "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;",
    "ALTER TABLE t ADD PRIMARY KEY (a)",
    [18],
  ],
  [
    "add unique using index",
    plain + "CREATE UNIQUE INDEX u ON t (a);",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  [
    "add unique using index, renamed",
    plain + "CREATE UNIQUE INDEX u ON t (a);",
    "ALTER TABLE t ADD CONSTRAINT w UNIQUE USING INDEX u",
  ],
  [
    "add primary key using index",
    plain + "CREATE UNIQUE INDEX u ON t (id);",
    "ALTER TABLE t ADD CONSTRAINT u PRIMARY KEY USING INDEX u",
  ],
  [
    "add primary key using index, renamed",
    plain + "CREATE UNIQUE INDEX u ON t (id);",
    "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX u",
  ],
  [
    "add primary key using index, nullable",
    plain + "CREATE UNIQUE INDEX u ON t (a);",
    "ALTER TABLE t ADD CONSTRAINT u PRIMARY KEY USING INDEX u",
  ],
  [
    "add primary key using index, nullable with a check",
    plain + "CREATE UNIQUE INDEX u ON t (a); ALTER TABLE t ADD CHECK (a IS NOT NULL);",
    "ALTER TABLE t ADD CONSTRAINT u PRIMARY KEY USING INDEX u",
  ],
  [
    "add unique using a partial index",
    plain + "CREATE UNIQUE INDEX u ON t (a) WHERE a > 0;",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  [
    "add unique using a descending index",
    plain + "CREATE UNIQUE INDEX u ON t (a DESC);",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  [
    "add unique using an expression index",
    plain + "CREATE UNIQUE INDEX u ON t ((a + 1));",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  ["add unique using a plain index", plain, "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX t_a"],
  ["add unique using an absent index", plain, "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX zz"],
  [
    "add unique using an index of partitioned",
    tree + "CREATE UNIQUE INDEX u ON p (id);",
    "ALTER TABLE p ADD CONSTRAINT u UNIQUE USING INDEX u",
  ],
  [
    "drop primary key and add one using index",
    t + "CREATE UNIQUE INDEX u ON t (c);",
    "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX u",
  ],
  ["add exclusion", plain, "ALTER TABLE t ADD EXCLUDE USING gist (r WITH &&)"],
  ["rename constraint", t + "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);", "ALTER TABLE t RENAME CONSTRAINT k TO l"],
  ["rename constraint of the primary key", t, "ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk"],
  ["rename foreign key", fk, "ALTER TABLE t RENAME CONSTRAINT fk TO fk2"],
  [
    "rename constraint of partitioned",
    tree + "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE p RENAME CONSTRAINT k TO l",
  ],
  [
    "rename constraint of partitioned only",
    tree + "ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE ONLY p RENAME CONSTRAINT k TO l",
  ],
  ["rename absent constraint", t, "ALTER TABLE t RENAME CONSTRAINT zz TO l"],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
