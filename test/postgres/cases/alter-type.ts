/** ALTER TABLE ... ALTER COLUMN ... TYPE. */
const fill = "INSERT INTO t SELECT FROM generate_series(1, 5);";
/** A table with one column `a` of a type and an index on it. */
const of = (type: string): string => `CREATE TABLE t (a ${type}, z int); CREATE INDEX t_a ON t (a); CREATE INDEX t_z ON t (z); ${fill}`;
const bare = (type: string): string => `CREATE TABLE t (a ${type}); ${fill}`;
const domains =
  "CREATE DOMAIN plain AS text; CREATE DOMAIN checked AS text CHECK (VALUE <> ''); CREATE DOMAIN short AS varchar(10); " +
  "CREATE DOMAIN numbers AS int; CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE TYPE pair AS (x int, y int);";

/** From type, to clause: whether the table is written anew, and the index rebuilt, is what the server shows. */
const changes: readonly (readonly [from: string, to: string])[] = [
  ["int", "bigint"], ["bigint", "int"], ["int", "smallint"], ["int", "int"], ["int", "text"], ["int", "numeric"], ["int", "oid"], ["oid", "int"], ["oid", "regclass"],
  ["regclass", "oid"], ["int", "bigint USING a::bigint"], ["int", "int USING a"], ["int", "int USING a + 1"], ["int", "int USING (a)"], ["int", "bool USING a::bool"],
  ["varchar(10)", "varchar(20)"], ["varchar(10)", "varchar(10)"], ["varchar(10)", "varchar(5)"], ["varchar(10)", "varchar"], ["varchar(10)", "text"],
  ["varchar", "text"], ["varchar", "varchar(20)"], ["text", "varchar"], ["text", "varchar(20)"], ["text", "text"], ["text", "varchar USING a::varchar"],
  ["text", "varchar(20) USING a::varchar(20)"], ["varchar(10)", "text USING a::text"], ["varchar(10)", "varchar(20) USING a::varchar(20)"],
  ["varchar(20)", "varchar(10) USING a::varchar(10)"], ["varchar(10)", "varchar(30) USING a::varchar(20)"], ["varchar(10)", "text USING lower(a)"],
  ["varchar(10)", "char(10)"], ["char(5)", "text"], ["char(5)", "char(5)"], ["char(5)", "char(10)"], ["char(5)", "varchar"], ["char(5)", "varchar(5)"], ["text", "char(5)"],
  ["numeric(10,2)", "numeric(12,2)"], ["numeric(10,2)", "numeric"], ["numeric(10,2)", "numeric(12,4)"], ["numeric(10,2)", "numeric(8,2)"], ["numeric(10,2)", "numeric(10)"],
  ["numeric", "numeric(10,2)"], ["numeric", "numeric"], ["numeric(10)", "numeric(12)"], ["numeric(10,2)", "decimal(14,2)"], ["real", "double precision"], ["double precision", "real"],
  ["double precision", "numeric"], ["timestamp", "timestamptz"], ["timestamptz", "timestamp"], ["timestamp(3)", "timestamp"], ["timestamp(3)", "timestamp(4)"],
  ["timestamp", "timestamp(3)"], ["timestamp", "timestamp(6)"], ["timestamp(3)", "timestamptz(3)"], ["timestamp(3)", "timestamptz"], ["timestamp", "timestamptz(3)"], ["timestamptz(3)", "timestamptz(6)"],
  ["timestamp", "timestamptz USING a AT TIME ZONE 'UTC'"], ["timestamp", "timestamptz USING a::timestamptz"], ["timestamp", "date"], ["date", "timestamp"], ["date", "timestamptz"], ["time(3)", "time"],
  ["time", "time(3)"], ["time", "timetz"], ["timetz(3)", "timetz"], ["interval(3)", "interval"], ["interval", "interval(3)"], ["interval", "interval(6)"],
  ["interval day to second", "interval"], ["interval", "interval day to second"], ["interval day to second(3)", "interval day to second(6)"], ["interval year", "interval year to month"],
  ["varbit(5)", "varbit(10)"], ["varbit(5)", "varbit"], ["varbit(10)", "varbit(5)"], ["bit(5)", "varbit"], ["bit(5)", "varbit(5)"], ["bit(5)", "varbit(10)"], ["bit(5)", "bit(10)"], ["bit(5)", "bit(5)"],
  ["varbit", "bit(5)"], ["cidr", "inet"], ["inet", "cidr"], ["inet", "text"], ["uuid", "text"], ["text", "uuid USING a::uuid"], ["text", "uuid"], ["name", "text"],
  ["text", "name"], ["name", "varchar"], ["bytea", "text USING encode(a, 'hex')"], ["text", "bytea USING a::bytea"], ['"char"', "text"], ["text", '"char"'], ["text", "int USING a::int"], ["text", "int"], ["text", "bool USING a::bool"],
  ["text", "checked"], ["text", "plain"], ["plain", "text"], ["checked", "text"], ["plain", "checked"], ["checked", "plain"], ["varchar(10)", "short"], ["short", "varchar(10)"],
  ["short", "varchar(20)"], ["short", "text"], ["text", "short"], ["varchar(20)", "short"], ["varchar(5)", "short"], ["int", "numbers"], ["numbers", "int"], ["numbers", "bigint"], ["smallint", "numbers"],
  ["text", "mood USING a::mood"], ["mood", "text"], ["mood", "varchar USING a::text"], ["mood", "mood"], ["varchar", "plain"], ["plain", "varchar"],
  ["text[]", "varchar[]"], ["varchar[]", "text[]"], ["varchar(5)[]", "varchar(10)[]"], ["varchar(10)[]", "varchar(5)[]"], ["varchar(5)[]", "text[]"], ["int[]", "bigint[]"], ["int", "int[] USING ARRAY[a]"], ["numeric(10,2)[]", "numeric(12,2)[]"],
  ["text", 'text COLLATE "C"'], ["text", 'text COLLATE "POSIX"'], ["varchar(10)", 'varchar(20) COLLATE "C"'], ['text COLLATE "C"', "text"], ['text COLLATE "C"', 'varchar COLLATE "C"'], ["text", 'text COLLATE "default"'],
  ["money", "numeric"], ["int", "money"], ["macaddr", "macaddr8"], ["int4range", "int4range"], ["text", "tsvector USING to_tsvector('simple', a)"],
];
/** Without a usable default operator class. */
const unindexed: readonly (readonly [from: string, to: string])[] = [
  ["json", "jsonb"], ["jsonb", "json"], ["xml", "text"], ["text", "xml USING a::xml"], ["json", "text"], ["text", "json USING a::json"], ["text", "jsonb USING a::jsonb"], ["jsonb", "text"], ["jsonb", "jsonb"], ["pair", "pair"], ["point", "point"],
];

const wide = "CREATE TABLE t (id int PRIMARY KEY, a varchar(10), b int); INSERT INTO t SELECT g, g, g FROM generate_series(1, 50) g;";
const key = "CREATE TABLE par (id int PRIMARY KEY, u varchar(10) UNIQUE); INSERT INTO par SELECT g, g FROM generate_series(1, 50) g; ";
const child = key + "CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES par, v varchar(10) REFERENCES par (u)); INSERT INTO t SELECT g, g, g FROM generate_series(1, 50) g;";
const tree =
  "CREATE TABLE p (id int, a int, b varchar(10)) PARTITION BY RANGE (id); CREATE INDEX p_a ON p (a); " +
  "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); " +
  "INSERT INTO p SELECT g, g, g::text FROM generate_series(1, 150) g;";
const family = "CREATE TABLE top (id int, a int); CREATE TABLE mid (m int) INHERITS (top); CREATE TABLE low (l int) INHERITS (mid);";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["timestamp to timestamptz outside UTC", bare("timestamp") + "SET timezone = 'Asia/Tokyo';", "ALTER TABLE t ALTER COLUMN a TYPE timestamptz"],
  ["timestamptz to timestamp outside UTC", bare("timestamptz") + "SET timezone = 'Asia/Tokyo';", "ALTER TABLE t ALTER COLUMN a TYPE timestamp"],
  ["timestamp to timestamptz in UTC by SET", bare("timestamp") + "SET timezone = 'Asia/Tokyo'; SET timezone = 'UTC';", "ALTER TABLE t ALTER COLUMN a TYPE timestamptz"],
  ["type of a column with a check", wide + "ALTER TABLE t ADD CHECK (a <> '');", "ALTER TABLE t ALTER COLUMN a TYPE varchar(20)"],
  ["type of a column with a check not valid", wide + "ALTER TABLE t ADD CHECK (a <> '') NOT VALID;", "ALTER TABLE t ALTER COLUMN a TYPE varchar(20)"],
  ["type of a column with a check on another", wide + "ALTER TABLE t ADD CHECK (b > 0);", "ALTER TABLE t ALTER COLUMN a TYPE varchar(20)"],
  ["type of a primary key", wide, "ALTER TABLE t ALTER COLUMN id TYPE bigint"],
  ["type of a unique column, coercible", wide + "ALTER TABLE t ADD UNIQUE (a);", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column in a partial index", wide + "CREATE INDEX t_p ON t (b) WHERE a <> '';", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column in an expression index", wide + "CREATE INDEX t_e ON t (lower(a));", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column in an included column", wide + "CREATE INDEX t_i ON t (b) INCLUDE (a);", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column in a multi-column index", wide + "CREATE INDEX t_m ON t (b, a);", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column in a pattern index", wide + "CREATE INDEX t_m ON t (a varchar_pattern_ops);", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column with an exclusion", "CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&));", "ALTER TABLE t ALTER COLUMN a TYPE int4range"],
  ["type of a referenced key", child, "ALTER TABLE par ALTER COLUMN id TYPE bigint"],
  ["type of a referencing column", child, "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  ["type of a referenced key, coercible", child, "ALTER TABLE par ALTER COLUMN u TYPE varchar(20)"],
  ["type of a referencing column, coercible", child, "ALTER TABLE t ALTER COLUMN v TYPE varchar(20)"],
  ["type of a referencing column, to text", child, "ALTER TABLE t ALTER COLUMN v TYPE text"],
  ["type of another column of a referencing table", child + "ALTER TABLE t ADD x int;", "ALTER TABLE t ALTER COLUMN x TYPE bigint"],
  ["type of a referencing column with a foreign key not valid", key + "CREATE TABLE t (a int); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES par NOT VALID;", "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  ["type of a column used by a view", wide + "CREATE VIEW v AS SELECT a FROM t;", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a column unused by the view", wide + "CREATE VIEW v AS SELECT a FROM t;", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of a column used by a policy", wide + "CREATE POLICY po ON t USING (b > 0);", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of a column used by a trigger", wide + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of a column used by a trigger's condition", wide + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.b > 0) EXECUTE FUNCTION f();", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of a column used by a generated one", "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED);", "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  ["type of a generated column", "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED);", "ALTER TABLE t ALTER COLUMN g TYPE bigint"],
  ["type of a column with statistics", wide + "CREATE STATISTICS st ON a, b FROM t;", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of serial", "CREATE TABLE t (id serial PRIMARY KEY);", "ALTER TABLE t ALTER COLUMN id TYPE bigint"],
  ["type of identity", "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);", "ALTER TABLE t ALTER COLUMN id TYPE bigint"],
  ["type with a default that does not cast", "CREATE TABLE t (a text DEFAULT 'x');", "ALTER TABLE t ALTER COLUMN a TYPE int USING a::int"],
  ["type with a default that casts", "CREATE TABLE t (a int DEFAULT 5);", "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
  ["drop default, type, set default", "CREATE TABLE t (a text DEFAULT '1');", "ALTER TABLE t ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE int USING a::int, ALTER COLUMN a SET DEFAULT 1"],
  ["type of partitioned", tree, "ALTER TABLE p ALTER COLUMN a TYPE bigint"],
  ["type of partitioned, coercible", tree, "ALTER TABLE p ALTER COLUMN b TYPE text"],
  ["type of a partition", tree, "ALTER TABLE p1 ALTER COLUMN a TYPE bigint"],
  ["type of the partition key", tree, "ALTER TABLE p ALTER COLUMN id TYPE bigint"],
  ["type of inheritance", family, "ALTER TABLE top ALTER COLUMN a TYPE bigint"],
  ["type of inheritance only", family, "ALTER TABLE ONLY top ALTER COLUMN a TYPE bigint"],
  ["type of an inherited column", family, "ALTER TABLE mid ALTER COLUMN a TYPE bigint"],
  ["two types, one rewriting", wide, "ALTER TABLE t ALTER COLUMN a TYPE text, ALTER COLUMN b TYPE bigint"],
  ["type of an absent column", wide, "ALTER TABLE t ALTER COLUMN zz TYPE text"],
  ["type of a column of a clustered index", wide + "CREATE INDEX t_b ON t (b); ALTER TABLE t CLUSTER ON t_b;", "ALTER TABLE t ALTER COLUMN b TYPE bigint"],
  ["type of a table that a view reads through another column", wide + "CREATE VIEW v AS SELECT id FROM t;", "ALTER TABLE t ALTER COLUMN a TYPE text"],
  ["type of a temporary table", "CREATE TEMP TABLE t (a int);", "ALTER TABLE t ALTER COLUMN a TYPE bigint"],
];

export default [
  ...changes.map(([from, to]) => ({ name: `type ${from} to ${to}`, setup: "SET timezone = 'UTC'; " + domains + of(from), run: `ALTER TABLE t ALTER COLUMN a TYPE ${to}` })),
  ...unindexed.map(([from, to]) => ({ name: `type ${from} to ${to}`, setup: domains + bare(from), run: `ALTER TABLE t ALTER COLUMN a TYPE ${to}` })),
  ...rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) })),
];
