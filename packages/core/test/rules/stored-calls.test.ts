import { beforeAll, expect, it } from "vitest";
import { loadParser, sourceOf } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const history = `CREATE TABLE users (id int PRIMARY KEY, a int); CREATE TABLE old (id int);
  CREATE FUNCTION gone(x int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM old; RETURN 1; END $$;`;

/** Ways in which a statement comes to empty a table that it does not name. */
const ways: Readonly<Record<string, readonly [more: string, sql: string]>> = {
  "a CHECK of a new row": ["CREATE TABLE c (a int CHECK (gone(a) > 0));", "INSERT INTO c VALUES (1);"],
  "a CHECK of a changed row": [
    "ALTER TABLE users ADD CHECK (gone(a) > 0) NOT VALID;",
    "UPDATE users SET a = 1 WHERE id = 1;",
  ],
  "a CHECK that is added": ["", "ALTER TABLE users ADD CONSTRAINT k CHECK (gone(a) > 0);"],
  "a CHECK that is validated": [
    "ALTER TABLE users ADD CONSTRAINT k CHECK (gone(a) > 0) NOT VALID;",
    "ALTER TABLE users VALIDATE CONSTRAINT k;",
  ],
  "a CHECK of a domain": [
    "CREATE DOMAIN d AS int CHECK (gone(VALUE) > 0); CREATE TABLE c (a d);",
    "INSERT INTO c VALUES (1);",
  ],
  "the default of a new column": ["", "ALTER TABLE users ADD COLUMN b int DEFAULT gone(1);"],
  "the USING of a type": ["", "ALTER TABLE users ALTER COLUMN a TYPE int USING gone(a);"],
  "the query of a materialized view": [
    "CREATE MATERIALIZED VIEW v AS SELECT gone(id) AS g FROM users WITH NO DATA;",
    "REFRESH MATERIALIZED VIEW v;",
  ],
  "a cursor": ["", "BEGIN; DECLARE c CURSOR FOR SELECT gone(id) FROM users; FETCH ALL FROM c; COMMIT;"],
  "a cursor of a body": [
    "",
    "DO $$ DECLARE c CURSOR FOR SELECT gone(id) FROM users; r record; BEGIN OPEN c; FETCH c INTO r; END $$;",
  ],
  "a loop over a cursor of a body": [
    "",
    "DO $$ DECLARE c CURSOR FOR SELECT gone(id) FROM users; BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;",
  ],
  "a function in standard SQL": [
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM old; SELECT 1; END;",
    "SELECT f();",
  ],
  "a procedure in standard SQL": ["CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM old; END;", "CALL p();"],
  "a rule": ["CREATE RULE r AS ON INSERT TO users DO ALSO DELETE FROM old;", "INSERT INTO users VALUES (1);"],
  "a handler of an error that only running tells": [
    "",
    "DO $$ BEGIN PERFORM 1 / a FROM users; EXCEPTION WHEN division_by_zero THEN DELETE FROM old; END $$;",
  ],
  "a parent that is new": ["", "CREATE TABLE p (id int); ALTER TABLE old INHERIT p; DELETE FROM p;"],
  "a view": ["CREATE VIEW v AS SELECT * FROM old;", "DELETE FROM v;"],
};

it.each(Object.entries(ways))("finds that all rows of a table are deleted by %s", (_, [more, sql]) => {
  const report = lintFlat([sourceOf("1_a.sql", `${history} ${more}`), sourceOf("2_b.sql", sql)], {
    postgres: 18,
    complete: true,
    given: new Set(["2_b.sql"]),
  });
  const found = report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
  expect(
    found.filter(({ rule, severity }) => rule === "no-unbatched-data-change" && severity === "error"),
  ).toHaveLength(1);
});
