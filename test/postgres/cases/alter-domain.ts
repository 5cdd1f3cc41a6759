/** ALTER DOMAIN, ALTER TYPE and ALTER SEQUENCE. */
const d =
  "CREATE DOMAIN d AS int; CREATE DOMAIN dd AS d; CREATE TABLE t (a d, z int); CREATE TABLE u (a dd); CREATE TABLE n (z int); " +
  "INSERT INTO t VALUES (1, 1); INSERT INTO u VALUES (1);";
const inArray = d + "CREATE TABLE w (a d[]);";
const checked = d + "ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0);";
const later = d + "ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0) NOT VALID;";
const tree =
  "CREATE DOMAIN d AS int; CREATE TABLE p (id int, a d) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); INSERT INTO p VALUES (1, 1);";
const composed =
  "CREATE DOMAIN d AS int; CREATE TYPE c AS (x d); CREATE TABLE t (k c); CREATE VIEW v AS SELECT * FROM t;";
const viewed =
  "CREATE DOMAIN d AS int; CREATE TABLE t (a d); CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE INDEX t_a ON t (a);";
const mood = "CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE TABLE t (m mood);";
const pair =
  "CREATE TYPE pair AS (x int, y text); CREATE TABLE ty OF pair; CREATE INDEX ty_x ON ty (x); INSERT INTO ty VALUES (1, 'a');";
const used = "CREATE TYPE pair AS (x int, y text); CREATE TABLE col (p pair);";
const seq = "CREATE SEQUENCE s; CREATE TABLE t (id int, other int); CREATE TABLE u (id serial);";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["domain add check", d, "ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0)"],
  ["domain add check, a domain over it", d, "ALTER DOMAIN dd ADD CONSTRAINT pos CHECK (VALUE > 0)"],
  ["domain add check not valid", d, "ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0) NOT VALID"],
  ["domain add check that exists", checked, "ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 1)"],
  ["domain validate", later, "ALTER DOMAIN d VALIDATE CONSTRAINT pos"],
  ["domain validate that is valid", checked, "ALTER DOMAIN d VALIDATE CONSTRAINT pos"],
  ["domain validate absent", d, "ALTER DOMAIN d VALIDATE CONSTRAINT zz"],
  ["domain set not null", d, "ALTER DOMAIN d SET NOT NULL"],
  ["domain set not null that is so", d + "ALTER DOMAIN d SET NOT NULL;", "ALTER DOMAIN d SET NOT NULL"],
  ["domain drop not null", d + "ALTER DOMAIN d SET NOT NULL;", "ALTER DOMAIN d DROP NOT NULL"],
  ["domain add not null constraint", d, "ALTER DOMAIN d ADD CONSTRAINT nn NOT NULL", [17, 18]],
  ["domain drop check", checked, "ALTER DOMAIN d DROP CONSTRAINT pos"],
  ["domain drop absent constraint", d, "ALTER DOMAIN d DROP CONSTRAINT zz"],
  ["domain drop absent constraint if exists", d, "ALTER DOMAIN d DROP CONSTRAINT IF EXISTS zz"],
  ["domain set default", d, "ALTER DOMAIN d SET DEFAULT 5"],
  ["domain drop default", d, "ALTER DOMAIN d DROP DEFAULT"],
  ["domain add check with partitions", tree, "ALTER DOMAIN d ADD CHECK (VALUE > 0)"],
  ["domain add check inside of a composite type", composed, "ALTER DOMAIN d ADD CHECK (VALUE > 0)"],
  ["domain add check with views and indexes", viewed, "ALTER DOMAIN d ADD CHECK (VALUE > 0)"],
  ["domain set not null with views and indexes", viewed, "ALTER DOMAIN d SET NOT NULL"],
  ["domain absent", "", "ALTER DOMAIN zz SET NOT NULL"],
  ["domain add check with an array of it", inArray, "ALTER DOMAIN d ADD CHECK (VALUE > 0)"],
  ["domain set not null with an array of it", inArray, "ALTER DOMAIN d SET NOT NULL"],
  ["domain nobody uses", "CREATE DOMAIN d AS int;", "ALTER DOMAIN d ADD CHECK (VALUE > 0)"],

  ["enum add value", mood, "ALTER TYPE mood ADD VALUE 'new'"],
  ["enum add value before", mood, "ALTER TYPE mood ADD VALUE 'new' BEFORE 'bad'"],
  ["enum add value that exists", mood, "ALTER TYPE mood ADD VALUE 'ok'"],
  ["enum add value that exists if not exists", mood, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'"],
  ["enum add value before an absent one", mood, "ALTER TYPE mood ADD VALUE 'new' BEFORE 'zz'"],
  ["enum rename value", mood, "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'"],
  ["enum rename value to a taken one", mood, "ALTER TYPE mood RENAME VALUE 'ok' TO 'bad'"],
  ["enum rename absent value", mood, "ALTER TYPE mood RENAME VALUE 'zz' TO 'fine'"],
  ["enum absent", "", "ALTER TYPE zz ADD VALUE 'new'"],

  ["composite add attribute", "CREATE TYPE pair AS (x int);", "ALTER TYPE pair ADD ATTRIBUTE z int"],
  ["composite add attribute that exists", "CREATE TYPE pair AS (x int);", "ALTER TYPE pair ADD ATTRIBUTE x int"],
  ["composite add attribute with a typed table", pair, "ALTER TYPE pair ADD ATTRIBUTE z int"],
  ["composite add attribute cascade", pair, "ALTER TYPE pair ADD ATTRIBUTE z int CASCADE"],
  ["composite drop attribute", "CREATE TYPE pair AS (x int, y int);", "ALTER TYPE pair DROP ATTRIBUTE y"],
  ["composite drop attribute absent", "CREATE TYPE pair AS (x int, y int);", "ALTER TYPE pair DROP ATTRIBUTE zz"],
  [
    "composite drop attribute absent if exists",
    "CREATE TYPE pair AS (x int, y int);",
    "ALTER TYPE pair DROP ATTRIBUTE IF EXISTS zz",
  ],
  ["composite drop attribute cascade", pair, "ALTER TYPE pair DROP ATTRIBUTE x CASCADE"],
  ["composite alter attribute", "CREATE TYPE pair AS (x int, y int);", "ALTER TYPE pair ALTER ATTRIBUTE y TYPE bigint"],
  ["composite alter attribute with a typed table", pair, "ALTER TYPE pair ALTER ATTRIBUTE x TYPE bigint"],
  ["composite alter attribute cascade", pair, "ALTER TYPE pair ALTER ATTRIBUTE x TYPE bigint CASCADE"],
  ["composite add attribute with a column", used, "ALTER TYPE pair ADD ATTRIBUTE z int"],
  ["composite drop attribute with a column", used, "ALTER TYPE pair DROP ATTRIBUTE y"],
  ["composite alter attribute with a column", used, "ALTER TYPE pair ALTER ATTRIBUTE x TYPE bigint"],

  ["sequence restart", seq, "ALTER SEQUENCE s RESTART"],
  ["sequence restart with", seq, "ALTER SEQUENCE s RESTART WITH 5"],
  ["sequence as", seq, "ALTER SEQUENCE s AS bigint"],
  ["sequence increment", seq, "ALTER SEQUENCE s INCREMENT BY 5 CACHE 10"],
  ["sequence owned by", seq, "ALTER SEQUENCE s OWNED BY t.id"],
  ["sequence owned by none", seq, "ALTER SEQUENCE u_id_seq OWNED BY NONE"],
  ["sequence owned by another", seq, "ALTER SEQUENCE u_id_seq OWNED BY t.other"],
  ["sequence of an owner restart", seq, "ALTER SEQUENCE u_id_seq RESTART"],
  [
    "sequence of identity restart",
    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);",
    "ALTER SEQUENCE t_id_seq RESTART",
  ],
  [
    "sequence of identity owned by",
    seq + "CREATE TABLE k (id int GENERATED ALWAYS AS IDENTITY);",
    "ALTER SEQUENCE k_id_seq OWNED BY t.id",
  ],
  ["sequence absent", "", "ALTER SEQUENCE zz RESTART"],
  ["sequence absent if exists", "", "ALTER SEQUENCE IF EXISTS zz RESTART"],
  ["sequence that is a table", seq, "ALTER SEQUENCE t RESTART"],
];

export default rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
