import {
  cascade,
  column,
  constraint,
  expression,
  index,
  list,
  maybe,
  one,
  only,
  query,
  seldom,
  sql,
  table,
  view,
} from "./random-parts.js";

const routine = one("f2()", "f3(int)", "f4()");
const statisticsName = one("x1", "x2", "t1_c1_c2_stat", "other.x1");
const event = one("INSERT", "UPDATE", "DELETE");
const triggerTime = one("BEFORE", "AFTER");

/** Functions, procedures, calls of them, blocks. */
export const routines = one(
  sql`CREATE FUNCTION f2() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM ${table}'`,
  sql`CREATE OR REPLACE FUNCTION f2() RETURNS bigint LANGUAGE sql AS 'SELECT max(c1)::bigint FROM ${table}'`,
  sql`CREATE FUNCTION f2() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM ${table}; END`,
  sql`CREATE FUNCTION f3(int) RETURNS int LANGUAGE sql ${one("IMMUTABLE", "STABLE", "")} AS 'SELECT $1'`,
  sql`CREATE FUNCTION f4() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE ${table} SET c4 = 1; RETURN NULL; END'`,
  sql`CREATE PROCEDURE p2() LANGUAGE plpgsql AS 'BEGIN DELETE FROM ${table}; END'`,
  sql`ALTER FUNCTION ${routine} ${one("RENAME TO f5", "OWNER TO CURRENT_USER", "STABLE", "SET SCHEMA other")}`,
  sql`DROP FUNCTION ${maybe("IF EXISTS ")}${routine}${cascade}`,
  sql`SELECT f2()`,
  sql`SELECT f3(c1::int) FROM ${table} WHERE c1 = 1`,
  "CALL p2()",
  sql`DO 'BEGIN DELETE FROM ${table}; END'`,
  sql`DO 'BEGIN IF EXISTS (SELECT FROM pg_class WHERE relname = ''t2'') THEN ALTER TABLE t2 ADD COLUMN c9 int; END IF; END'`,
  sql`ALTER TABLE ${table} ALTER COLUMN c1 SET DEFAULT f3(1)`,
  sql`ALTER TABLE ${table} ADD CONSTRAINT ${constraint} CHECK (f3(c4) > 0)`,
  sql`CREATE INDEX ${index} ON ${table} (f3(c4))`,
);

/** Triggers of every kind, policies, rules. */
export const tableParts = one(
  sql`CREATE TRIGGER g2 ${triggerTime} ${event} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${one("f1", "f4")}()`,
  sql`CREATE TRIGGER g3 AFTER ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${one("f1", "f4")}()`,
  sql`CREATE CONSTRAINT TRIGGER g4 AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f1()`,
  sql`CREATE OR REPLACE TRIGGER g1 BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION f1()`,
  sql`CREATE TRIGGER g5 INSTEAD OF ${event} ON ${view} FOR EACH ROW EXECUTE FUNCTION ${one("f1", "f4")}()`,
  sql`ALTER TRIGGER ${one("g1", "g2")} ON ${table} RENAME TO g6`,
  sql`DROP TRIGGER ${one("g1", "g2", "g3")} ON ${table}`,
  sql`ALTER TABLE ${table} DISABLE TRIGGER ${one("g1", "g2", "USER")}`,
  sql`ALTER POLICY p1 ON ${table} ${one("RENAME TO p3", "TO PUBLIC", sql`USING (c1 IN (SELECT c4 FROM ${table}))`)}`,
  sql`CREATE POLICY p3 ON ${table} FOR ${one("SELECT", "INSERT", "ALL")} TO PUBLIC ${one("", "WITH CHECK (true)", "USING (c1 > 0)")}`,
  sql`CREATE RULE r2 AS ON ${event} TO ${table} DO ${one("ALSO", "INSTEAD")} DELETE FROM ${table} WHERE c1 = 99`,
  sql`CREATE RULE r3 AS ON INSERT TO ${table} DO ALSO INSERT INTO ${table} (c1) VALUES (new.c1)`,
  sql`CREATE RULE r4 AS ON UPDATE TO ${view} DO INSTEAD UPDATE ${table} SET c2 = 'z' WHERE c1 = old.c1`,
  sql`CREATE OR REPLACE RULE r2 AS ON DELETE TO ${table} DO INSTEAD NOTHING`,
  sql`ALTER TABLE ${table} ${one("DISABLE", "ENABLE")} RULE ${one("r1", "r2")}`,
  sql`ALTER RULE r2 ON ${table} RENAME TO r5`,
  sql`DROP RULE ${one("r2", "r3")} ON ${table}`,
  sql`COMMENT ON ${one(sql`TRIGGER g1 ON ${table}`, sql`POLICY p1 ON ${table}`, sql`RULE r2 ON ${table}`, "STATISTICS x1", "SCHEMA other", "FUNCTION f1()", "TYPE mood", "SEQUENCE s1", "DOMAIN positive")} IS 'text'`,
);

/** Statistics, domains, types, sequences, schemas, privileges: everything that is no table. */
export const objects = one(
  sql`CREATE STATISTICS ${statisticsName} ON ${column}, ${column} FROM ${table}`,
  sql`CREATE STATISTICS IF NOT EXISTS x2 ON (c1 + c4), c2 FROM ${table}`,
  sql`CREATE STATISTICS x2 ON (f3(c4)) FROM ${table}`,
  sql`ALTER STATISTICS ${statisticsName} ${one("RENAME TO x3", "SET SCHEMA other", "SET STATISTICS 50", "OWNER TO CURRENT_USER")}`,
  sql`DROP STATISTICS ${maybe("IF EXISTS ")}${statisticsName}`,
  sql`CREATE TABLE t6 (LIKE ${table} INCLUDING ${one("STATISTICS", "ALL")})`,
  "CREATE DOMAIN small AS positive CHECK (VALUE < 50)",
  sql`ALTER TABLE ${table} ADD COLUMN ${column} small${maybe(" DEFAULT 7")}`,
  sql`ALTER TABLE ${table} ALTER COLUMN c4 TYPE ${one("small", "positive")}`,
  sql`ALTER DOMAIN ${one("small", "positive")} ${one("RENAME TO tiny", "DROP CONSTRAINT positive_check", "DROP DEFAULT", "ADD CONSTRAINT e CHECK (VALUE <> 8)", "OWNER TO CURRENT_USER")}`,
  "DROP DOMAIN small",
  "CREATE TYPE pair AS (a int, b text)",
  sql`CREATE TABLE t6 OF pair`,
  sql`ALTER TABLE ${table} ADD COLUMN ${column} pair`,
  sql`ALTER TYPE pair ${one("ADD ATTRIBUTE c int", "DROP ATTRIBUTE b", "ALTER ATTRIBUTE a TYPE bigint", "RENAME ATTRIBUTE a TO z", "RENAME TO couple")}${cascade}`,
  sql`DROP TYPE pair${cascade}`,
  sql`ALTER SEQUENCE s1 ${one("SET SCHEMA other", "RENAME TO s3", "CACHE 5", "SET UNLOGGED")}`,
  sql`ALTER TABLE s1 RENAME TO s3`,
  "SELECT nextval('s1')",
  sql`ALTER INDEX ${index} ${one("SET TABLESPACE pg_default", "ALTER COLUMN 1 SET STATISTICS 10", "RESET (fillfactor)")}`,
  sql`ALTER TYPE mood ${one("RENAME TO feeling", "ADD VALUE 'late'", "SET SCHEMA other")}`,
  sql`ALTER SCHEMA other ${one("RENAME TO another", "OWNER TO CURRENT_USER")}`,
  sql`CREATE TABLE other.t1 (c1 int, c2 text)`,
  sql`SET search_path = ${one("other, public", "public", "public, other")}`,
  sql`GRANT ${one("SELECT (c1)", "TRUNCATE", "REFERENCES")} ON ${table} TO PUBLIC`,
  sql`GRANT ${one("USAGE ON SEQUENCE s1", "USAGE ON SCHEMA other", "EXECUTE ON FUNCTION f1()", "SELECT ON ALL TABLES IN SCHEMA public", "USAGE ON TYPE mood")} TO PUBLIC`,
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
  sql`ALTER PUBLICATION pub ${one("ADD", "DROP", "SET")} TABLE ${only}${table}`,
  "REASSIGN OWNED BY CURRENT_USER TO CURRENT_USER",
);

/** Views: over each other, changed, renamed, and rows changed through them. */
export const views = one(
  sql`CREATE VIEW ${view} AS SELECT * FROM ${view}`,
  sql`CREATE VIEW ${view} AS SELECT c1, c2 FROM ${table} WHERE c1 > 0 WITH CHECK OPTION`,
  sql`CREATE OR REPLACE VIEW ${view} AS SELECT c1, c2, 1 AS extra FROM ${table}`,
  sql`CREATE VIEW ${view} AS SELECT c1, count(*) FROM ${table} GROUP BY c1`,
  sql`ALTER VIEW ${view} ${one("RENAME COLUMN c1 TO z1", "SET SCHEMA other", "SET (security_barrier)", "OWNER TO CURRENT_USER", "ALTER COLUMN c1 DROP DEFAULT")}`,
  sql`ALTER MATERIALIZED VIEW v2 ${one("RENAME TO v3", "SET SCHEMA other", "SET (fillfactor = 70)", "OWNER TO CURRENT_USER", "RENAME COLUMN c1 TO z1", "CLUSTER ON i1", "SET TABLESPACE pg_default")}`,
  sql`INSERT INTO ${view} (c1) VALUES (3)`,
  sql`INSERT INTO ${view} VALUES (4, 'x')`,
  sql`UPDATE ${view} SET c2 = 'v' WHERE c1 = 1`,
  sql`DELETE FROM ${view}${maybe(" WHERE c1 = 2")}`,
  sql`SELECT * FROM ${view} FOR ${one("UPDATE", "SHARE", "KEY SHARE")}`,
  sql`TRUNCATE ${view}`,
  sql`LOCK TABLE ${view}`,
);

/** Rows changed in every way. */
export const changes = one(
  sql`INSERT INTO ${table} (c1, c2) VALUES (7, 'q') ON CONFLICT DO NOTHING`,
  sql`INSERT INTO ${table} (c1, c2) VALUES (7, 'q') ON CONFLICT (c1) DO UPDATE SET c2 = 'r'`,
  sql`INSERT INTO ${table} (c1) SELECT c1 FROM ${table} WHERE c1 < 5`,
  sql`INSERT INTO ${table} DEFAULT VALUES`,
  sql`UPDATE ${table} SET c1 = c1${maybe(" WHERE c1 = 3")}`,
  sql`UPDATE ${only}${table} SET c4 = 1 FROM ${table} AS o WHERE o.c1 = 2`,
  sql`DELETE FROM ${only}${table} USING ${table} AS o WHERE o.c1 = 77`,
  sql`WITH d AS (DELETE FROM ${table} WHERE c1 = 5 RETURNING c1) INSERT INTO ${table} (c1) SELECT c1 FROM d`,
  sql`WITH q AS (${query}) SELECT count(*) FROM ${table}`,
  sql`MERGE INTO ${table} a USING ${table} b ON a.c1 = b.c4 WHEN MATCHED THEN ${one("DELETE", "UPDATE SET c2 = 'm'", "DO NOTHING")}`,
  sql`MERGE INTO ${table} a USING ${table} b ON a.c1 = b.c4 WHEN NOT MATCHED THEN INSERT (c1) VALUES (9)`,
  sql`SELECT * FROM ${table} FOR ${one("UPDATE", "NO KEY UPDATE", "SHARE")}`,
  sql`SELECT * FROM ${list(table, 2)} LIMIT 1`,
  sql`COPY ${table} (c1) FROM PROGRAM '${one("true", "echo 1")}'`,
  sql`COPY ${table} TO PROGRAM 'cat > /dev/null'`,
  sql`COPY (${query}) TO PROGRAM 'cat > /dev/null'`,
  sql`EXPLAIN ${one(sql`DELETE FROM ${table}`, sql`UPDATE ${table} SET c1 = 1`, query)}`,
  sql`PREPARE q${one("1", "2", "3")} AS ${query}`,
  sql`TRUNCATE ${table} RESTART IDENTITY${cascade}`,
  sql`SET CONSTRAINTS ALL DEFERRED`,
);

/** What only later versions know: in older ones a syntax error is predicted. */
export const younger = one(
  sql`ALTER TABLE ${table} ADD CONSTRAINT ${constraint} NOT NULL ${column}${seldom(3, " NOT VALID")}`,
  sql`ALTER TABLE ${table} ADD CONSTRAINT ${constraint} CHECK (${expression}) NOT ENFORCED`,
  sql`ALTER TABLE ${table} ALTER CONSTRAINT ${constraint} ${one("ENFORCED", "NOT ENFORCED", "INHERIT", "NO INHERIT")}`,
  sql`ALTER TABLE ${table} ADD COLUMN ${column} int GENERATED ALWAYS AS (c1 + 1)`,
  sql`ALTER TABLE ${table} ALTER COLUMN ${column} SET EXPRESSION AS (c1 * 3)`,
  sql`ALTER TABLE ${table} ALTER COLUMN ${column} DROP EXPRESSION`,
  sql`ALTER TABLE ${table} ALTER COLUMN c2 SET STORAGE DEFAULT`,
  sql`CREATE UNIQUE INDEX ${index} ON ${table} (c1) NULLS NOT DISTINCT`,
  sql`CREATE STATISTICS ON c1, c2 FROM ${table}`,
  sql`ALTER TABLE ${table} SET ACCESS METHOD heap`,
);
