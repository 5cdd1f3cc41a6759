import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import { routineBody } from "../../src/sql/routine-body.js";

beforeAll(() => loadParser());

/** The body of a text's only statement; static SQL as [text in the source, conditional]. */
function open(text: string) {
  const [statement] = parseStatements(text, { postgres: 18 }).statements;
  const body = statement && routineBody(statement);
  return {
    body,
    found: body?.statements.map((each) => [text.slice(each.span.start, each.span.end), each.conditional]),
  };
}

const block = `-- é😀
DO $x$
DECLARE n int; r record;
BEGIN -- 日本
  CREATE TABLE first (a int);
  SELECT count(*) INTO STRICT n FROM users WHERE x = 'é';
  IF EXISTS (SELECT 1 FROM a) THEN
    ALTER TABLE a ADD COLUMN b int; ALTER TABLE a ADD COLUMN b int;
  ELSE
    PERFORM lower('x') FROM "Größe";
  END IF;
  FOR r IN SELECT * FROM pg_tables LOOP
    EXECUTE format('DROP TABLE %I', r.tablename) USING n;
  END LOOP;
  EXECUTE 'ALTER TABLE ' || quote_ident(n) || ' ADD c int';
  EXECUTE 'DROP TABLE q';
  BEGIN DROP TABLE z; EXCEPTION WHEN others THEN NULL; END;
  DROP TABLE last;
END $x$;`;

describe("the body of a DO block", () => {
  it("gives its static SQL in order at its places, and tells what runs on some paths only", () => {
    expect(open(block).found).toEqual([
      ["CREATE TABLE first (a int)", false],
      ["SELECT count(*) INTO STRICT n FROM users WHERE x = 'é'", false],
      ["ALTER TABLE a ADD COLUMN b int", true],
      ["ALTER TABLE a ADD COLUMN b int", true],
      [`PERFORM lower('x') FROM "Größe"`, true],
      ["SELECT * FROM pg_tables", false],
      ["DROP TABLE z", true],
      ["DROP TABLE last", false],
    ]);
  });

  it("is read with comments where PostgreSQL looks at the next token, and with strings that a comment stands between", () => {
    const text = `CREATE FUNCTION f(a timestamp WITH /* x */ TIME ZONE) RETURNS int LANGUAGE plpgsql AS $$
DECLARE t text := 'a' -- é
  'b';
BEGIN
  IF a NOT /* é */ IN ('x') THEN DELETE FROM t WHERE a NOT -- x
    LIKE 'b'; END IF;
  RETURN 1; -- with
END -- not a
$$`;
    expect(open(text).found).toEqual([["DELETE FROM t WHERE a NOT -- x\n    LIKE 'b'", true]]);
  });

  it("maps the locations of nodes to the source", () => {
    const { body } = open(block);
    const starts = body?.statements.flatMap((each) => {
      const node = each.node;
      if (node && "AlterTableStmt" in node)
        return [block.slice(each.at(node.AlterTableStmt.relation?.location ?? 0)).slice(0, 5)];
      const [from] = node && "SelectStmt" in node ? (node.SelectStmt.fromClause ?? []) : [];
      return from && "RangeVar" in from ? [block.slice(each.at(from.RangeVar.location ?? 0)).slice(0, 5)] : [];
    });
    expect(starts).toEqual(["users", "a ADD", "a ADD", '"Größ', "pg_ta"]);
    expect(new Set(body?.statements.map((each) => each.span.start)).size).toBe(8);
  });

  it("gives the expression of dynamic SQL as it is written", () => {
    const { body } = open("DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$");
    expect(body?.dynamic.map(({ expression }) => expression)).toEqual(["format('DROP TABLE %I', 'a')"]);
  });

  it("gives the literal parts of dynamic SQL, and all of it where it is one literal", () => {
    expect(
      open(block).body?.dynamic.map(({ span, expression: _, ...rest }) => [block.slice(span.start, span.end), rest]),
    ).toEqual([
      ["format('DROP TABLE %I', r.tablename)", { conditional: true, literal: undefined, parts: ["DROP TABLE %I"] }],
      [
        "'ALTER TABLE ' || quote_ident(n) || ' ADD c int'",
        { conditional: false, literal: undefined, parts: ["ALTER TABLE ", " ADD c int"] },
      ],
      ["'DROP TABLE q'", { conditional: false, literal: "DROP TABLE q", parts: ["DROP TABLE q"] }],
    ]);
  });

  it("takes what follows a RETURN on one path for conditional", () => {
    expect(open("DO $$ BEGIN\nIF true THEN\nRETURN;\nEND IF;\nDROP TABLE a;\nEND $$").found).toEqual([
      ["DROP TABLE a", true],
    ]);
  });

  it("follows doubled quotes in a body that is a plain string", () => {
    expect(open("DO 'BEGIN UPDATE t SET a = ''é'' WHERE b; DROP TABLE c; END'").found).toEqual([
      ["UPDATE t SET a = ''é'' WHERE b", false],
      ["DROP TABLE c", false],
    ]);
  });

  it("says why it cannot be read", () => {
    const { body } = open("DO $$ BEGIN ALTER TABEL a; END $$");
    expect(body?.statements).toEqual([]);
    expect(body?.error?.values).toEqual(['syntax error at or near "TABEL"']);
  });
});

describe("the body of a function", () => {
  it("is opened in PL/pgSQL and in SQL, and in no other language", () => {
    expect(open("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; END $$").found).toEqual([
      ["DELETE FROM a", false],
    ]);
    expect(open("CREATE FUNCTION f() RETURNS int AS $$ DELETE FROM a; SELECT 1 $$ LANGUAGE sql").found).toEqual([
      ["DELETE FROM a", false],
      ["SELECT 1", false],
    ]);
    expect(open("CREATE FUNCTION f() RETURNS int AS $$ return 1 $$ LANGUAGE plv8").body).toBeUndefined();
    expect(open("SELECT 1").body).toBeUndefined();
  });
});
