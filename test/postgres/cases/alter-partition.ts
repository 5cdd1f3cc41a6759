/** ATTACH, DETACH, INHERIT, OF, and the index forms. */
const tree =
  "CREATE TABLE p (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); " +
  "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); INSERT INTO p SELECT g, 1 FROM generate_series(1, 150) g;";
const fresh = "CREATE TABLE n (id int NOT NULL, a int); INSERT INTO n SELECT g, 1 FROM generate_series(201, 250) g;";
const rest = "CREATE TABLE pd PARTITION OF p DEFAULT; INSERT INTO p SELECT 1000, 1;";
const par = "CREATE TABLE par (id int PRIMARY KEY); INSERT INTO par VALUES (1);";
const attach = "ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (200) TO (300)";
const list =
  "CREATE TABLE l (k text, a int) PARTITION BY LIST (k); CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a'); CREATE TABLE n (k text, a int); INSERT INTO n VALUES ('b', 1);";
const family =
  "CREATE TABLE top (id int, a int); CREATE TABLE n (id int, a int, z int); CREATE TABLE low () INHERITS (n);";
const trigger =
  "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();";

const rows: readonly (readonly [
  name: string,
  setup: string,
  run: string,
  options?: { readonly versions?: readonly number[]; readonly transaction?: boolean },
])[] = [
  ["attach", tree + fresh, attach],
  ["attach with a proving check", tree + fresh + "ALTER TABLE n ADD CHECK (id >= 200 AND id < 300);", attach],
  [
    "attach with a proving check, not valid",
    tree + fresh + "ALTER TABLE n ADD CHECK (id >= 200 AND id < 300) NOT VALID;",
    attach,
  ],
  ["attach with a tighter check", tree + fresh + "ALTER TABLE n ADD CHECK (id >= 201 AND id <= 250);", attach],
  ["attach with a check that proves half", tree + fresh + "ALTER TABLE n ADD CHECK (id >= 200);", attach],
  [
    "attach with two checks that prove it",
    tree + fresh + "ALTER TABLE n ADD CHECK (id >= 200); ALTER TABLE n ADD CHECK (id < 300);",
    attach,
  ],
  [
    "attach with a check of a nullable key",
    "CREATE TABLE p (id int, a int) PARTITION BY RANGE (id); CREATE TABLE n (id int, a int, CHECK (id >= 200 AND id < 300));",
    attach,
  ],
  [
    "attach with a check that also proves not null",
    "CREATE TABLE p (id int, a int) PARTITION BY RANGE (id); CREATE TABLE n (id int, a int, CHECK (id IS NOT NULL AND id >= 200 AND id < 300));",
    attach,
  ],
  ["attach with a default partition", tree + rest + fresh, attach],
  [
    "attach with a default partition and a check on it",
    tree + rest + fresh + "ALTER TABLE pd ADD CHECK (id < 200 OR id >= 300);",
    attach,
  ],
  [
    "attach with a check, and a default partition",
    tree + rest + fresh + "ALTER TABLE n ADD CHECK (id >= 200 AND id < 300);",
    attach,
  ],
  ["attach the default partition", tree + fresh, "ALTER TABLE p ATTACH PARTITION n DEFAULT"],
  [
    "attach to a table with a foreign key",
    tree + par + fresh + "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par;",
    attach,
  ],
  [
    "attach a table that has the foreign key",
    tree +
      par +
      fresh +
      "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par; ALTER TABLE n ADD FOREIGN KEY (a) REFERENCES par;",
    attach,
  ],
  [
    "attach to a table that is referenced",
    tree + fresh + "ALTER TABLE p ADD PRIMARY KEY (id); CREATE TABLE ch (x int REFERENCES p);",
    attach,
  ],
  ["attach to a table with an index", tree + fresh + "CREATE INDEX p_a ON p (a);", attach],
  ["attach a table that has the index", tree + fresh + "CREATE INDEX p_a ON p (a); CREATE INDEX n_a ON n (a);", attach],
  ["attach to a table with a primary key", tree + fresh + "ALTER TABLE p ADD PRIMARY KEY (id);", attach],
  [
    "attach a table that has the primary key",
    tree + fresh + "ALTER TABLE p ADD PRIMARY KEY (id); ALTER TABLE n ADD PRIMARY KEY (id);",
    attach,
  ],
  ["attach a table with an index of its own", tree + fresh + "CREATE INDEX n_a ON n (a);", attach],
  ["attach to a table with a trigger", tree + trigger + fresh, attach],
  [
    "attach a partitioned table",
    tree +
      "CREATE TABLE n (id int NOT NULL, a int) PARTITION BY RANGE (id); CREATE TABLE n1 PARTITION OF n FOR VALUES FROM (200) TO (250);",
    attach,
  ],
  ["attach a list partition", list, "ALTER TABLE l ATTACH PARTITION n FOR VALUES IN ('b')"],
  [
    "attach a list partition with a check",
    list + "ALTER TABLE n ADD CHECK (k = 'b' AND k IS NOT NULL);",
    "ALTER TABLE l ATTACH PARTITION n FOR VALUES IN ('b')",
  ],
  [
    "attach a list partition with an IN check",
    list + "ALTER TABLE n ADD CHECK (k IN ('b')); ALTER TABLE n ALTER k SET NOT NULL;",
    "ALTER TABLE l ATTACH PARTITION n FOR VALUES IN ('b')",
  ],
  [
    "attach a hash partition",
    "CREATE TABLE h (id int) PARTITION BY HASH (id); CREATE TABLE n (id int);",
    "ALTER TABLE h ATTACH PARTITION n FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
  ],
  ["attach a table that is one already", tree, "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (300) TO (400)"],
  ["attach an absent table", tree, attach],
  ["attach to a table that is not partitioned", "CREATE TABLE p (id int); CREATE TABLE n (id int);", attach],
  ["attach a table that overlaps", tree + fresh, "ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (50) TO (300)"],
  [
    "attach a table beside",
    tree + "CREATE TABLE n (id int NOT NULL, a int);",
    "ALTER TABLE p ATTACH PARTITION n FOR VALUES FROM (MINVALUE) TO (0)",
  ],
  ["attach a second default partition", tree + rest + fresh, "ALTER TABLE p ATTACH PARTITION n DEFAULT"],
  ["attach a list partition that overlaps", list, "ALTER TABLE l ATTACH PARTITION n FOR VALUES IN ('b', 'a')"],
  ["attach a table without a column", tree + "CREATE TABLE n (id int);", attach],
  ["detach", tree, "ALTER TABLE p DETACH PARTITION p1"],
  ["detach with a default partition", tree + rest, "ALTER TABLE p DETACH PARTITION p1"],
  [
    "detach from a table with a foreign key",
    tree + par + "ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES par;",
    "ALTER TABLE p DETACH PARTITION p1",
  ],
  [
    "detach from a table that is referenced",
    tree + "ALTER TABLE p ADD PRIMARY KEY (id); CREATE TABLE ch (x int REFERENCES p);",
    "ALTER TABLE p DETACH PARTITION p1",
  ],
  [
    "detach from a table with indexes",
    tree + "CREATE INDEX p_a ON p (a); ALTER TABLE p ADD PRIMARY KEY (id);",
    "ALTER TABLE p DETACH PARTITION p1",
  ],
  ["detach from a table with a trigger", tree + trigger, "ALTER TABLE p DETACH PARTITION p1"],
  ["detach a table that is none", tree + fresh, "ALTER TABLE p DETACH PARTITION n"],
  [
    "detach a partitioned partition",
    tree +
      "CREATE TABLE n PARTITION OF p FOR VALUES FROM (200) TO (300) PARTITION BY RANGE (id); CREATE TABLE n1 PARTITION OF n FOR VALUES FROM (200) TO (250);",
    "ALTER TABLE p DETACH PARTITION n",
  ],
  [
    "detach from a table that is not partitioned",
    "CREATE TABLE p (id int); CREATE TABLE n (id int);",
    "ALTER TABLE p DETACH PARTITION n",
  ],
  ["inherit as partitioned", tree + fresh, "ALTER TABLE p INHERIT n"],
  ["inherit from partitioned", tree + fresh, "ALTER TABLE n INHERIT p"],
  ["no inherit of a partition", tree, "ALTER TABLE p1 NO INHERIT p"],
  [
    "detach concurrently in a transaction",
    tree,
    "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
    { transaction: true },
  ],
  ["detach concurrently", tree, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"],
  ["detach concurrently with a default partition", tree + rest, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"],
  ["inherit", family.replace("n (id int, a int, z int)", "n (id int, a int, z int)"), "ALTER TABLE n INHERIT top"],
  [
    "inherit from a parent with a check",
    family + "ALTER TABLE top ADD CONSTRAINT k CHECK (a > 0); ALTER TABLE n ADD CONSTRAINT k CHECK (a > 0);",
    "ALTER TABLE n INHERIT top",
  ],
  [
    "inherit without the column",
    "CREATE TABLE top (id int, q int); CREATE TABLE n (id int);",
    "ALTER TABLE n INHERIT top",
  ],
  ["inherit again", family + "ALTER TABLE n INHERIT top;", "ALTER TABLE n INHERIT top"],
  ["no inherit", family + "ALTER TABLE n INHERIT top;", "ALTER TABLE n NO INHERIT top"],
  ["no inherit of a stranger", family, "ALTER TABLE n NO INHERIT top"],
  ["of", "CREATE TYPE ty AS (id int, a int); CREATE TABLE n (id int, a int);", "ALTER TABLE n OF ty"],
  ["not of", "CREATE TYPE ty AS (id int, a int); CREATE TABLE n OF ty;", "ALTER TABLE n NOT OF"],
  [
    "attach an index",
    tree + "CREATE INDEX p_a ON ONLY p (a); CREATE INDEX p1_a ON p1 (a);",
    "ALTER INDEX p_a ATTACH PARTITION p1_a",
  ],
  [
    "attach the last index",
    tree +
      "CREATE INDEX p_a ON ONLY p (a); CREATE INDEX p1_a ON p1 (a); CREATE INDEX p2_a ON p2 (a); ALTER INDEX p_a ATTACH PARTITION p1_a;",
    "ALTER INDEX p_a ATTACH PARTITION p2_a",
  ],
  [
    "attach an index that is attached",
    tree + "CREATE INDEX p_a ON p (a);",
    "ALTER INDEX p_a ATTACH PARTITION p1_a_idx",
  ],
  [
    "attach the index of a constraint",
    tree + "ALTER TABLE ONLY p ADD PRIMARY KEY (id); ALTER TABLE p1 ADD PRIMARY KEY (id);",
    "ALTER INDEX p_pkey ATTACH PARTITION p1_pkey",
  ],
];

export default rows.map(([name, setup, run, options]) => ({ name, setup, run, ...options }));
