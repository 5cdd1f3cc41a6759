import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import { findWords, nameAt, tokenAt, tokens } from "../../src/sql/tokens.js";
import { nodesOf } from "../../src/sql/walk.js";
import { nameOfList, nameOfRangeVar, quoteIdentifier, truncateIdentifier } from "../../src/sql/names.js";

beforeAll(() => loadParser());

const text = `-- é
  ALTER TABLE "Größe" . t /* ADD CONSTRAINT */ ADD -- x
    constraint "ADD CONSTRAINT" CHECK (a <> 'ADD CONSTRAINT');`;

const only = () => {
  const [statement] = parseStatements(text, { postgres: 18 }).statements;
  if (statement === undefined) throw new Error("no statement");
  return statement;
};
const at = (span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);

describe("the tokens of a text", () => {
  it("are what PostgreSQL's scanner makes of it", () => {
    const found = tokens(
      `a.B$1 "x""y" 'it''s' E'\\'' $q$;$q$ $1 1_0.5e-3 0xFf .5 1..2 ::int := <> +-- c\n/* d */ U&"e" \\`,
    );
    expect(found.map(({ kind, text: each }) => `${kind} ${each}`)).toEqual([
      "word a",
      "punctuation .",
      "word B$1",
      'quoted "x""y"',
      "string 'it''s'",
      "string E'\\''",
      "string $q$;$q$",
      "parameter $1",
      "number 1_0.5e-3",
      "number 0xFf",
      "number .5",
      "number 1",
      "punctuation ..",
      "number 2",
      "punctuation ::",
      "word int",
      "punctuation :=",
      "operator <>",
      "operator +",
      "comment -- c",
      "comment /* d */",
      'quoted U&"e"',
      "other \\",
    ]);
  });
});

describe("words of a statement", () => {
  it("are found in any case, over comments and not inside of quotes", () => {
    expect(at(findWords(only(), "add CONSTRAINT"))).toBe("ADD -- x\n    constraint");
    expect(at(findWords(only(), "CHECK ("))).toBe("CHECK (");
    expect(findWords(only(), "DROP")).toBeUndefined();
    expect(findWords(only(), "ALTER", text.indexOf("TABLE"))).toBeUndefined();
  });

  it("are found where a node is", () => {
    const statement = only();
    const [relation] = nodesOf(statement.node, "RangeVar");
    const offset = statement.at(Number(relation?.location));
    expect(tokenAt(statement, offset)?.text).toBe('"Größe"');
    expect(at(nameAt(statement, offset))).toBe('"Größe" . t');
  });
});

describe("names", () => {
  it("are read from a RangeVar and from a list", () => {
    const [relation] = nodesOf(only().node, "RangeVar");
    expect(relation && nameOfRangeVar(relation)).toEqual({ schema: "Größe", name: "t" });
    expect(nameOfList([{ String: { sval: "s" } }, { String: { sval: "f" } }])).toEqual({ schema: "s", name: "f" });
    expect(nameOfList([{ String: { sval: "f" } }])).toEqual({ name: "f" });
  });

  it("are quoted where they must be", () => {
    expect(["users", "Users", "user", "a b", 'a"b', "1a", "name", "system_user", "é"].map(quoteIdentifier)).toEqual([
      "users",
      '"Users"',
      '"user"',
      '"a b"',
      '"a""b"',
      '"1a"',
      "name",
      '"system_user"',
      '"é"',
    ]);
  });

  it("are cut where the parser cuts them", () => {
    for (const name of ["x".repeat(70), "é".repeat(40), `a${"日".repeat(30)}`, "😀".repeat(20), "short"]) {
      const [statement] = parseStatements(`CREATE TABLE "${name}" ()`, { postgres: 18 }).statements;
      const [relation] = nodesOf(statement?.node, "RangeVar");
      expect(relation?.relname).toBe(truncateIdentifier(name));
    }
  });
});

describe("a walk over a tree", () => {
  it("meets the nodes whose type the tree leaves out", () => {
    const [statement] = parseStatements("INSERT INTO a SELECT x::int FROM b UNION SELECT c FROM d RETURNING e", {
      postgres: 18,
    }).statements;
    const names = nodesOf(statement?.node, "RangeVar").map((fields) => fields.relname);
    expect([...names].sort()).toEqual(["a", "b", "d"]);
    expect(nodesOf(statement?.node, "TypeName")).toHaveLength(1);
    expect(nodesOf(statement?.node, "SelectStmt")).toHaveLength(3);
  });

  it("goes as deep as the parser does", () => {
    const [statement] = parseStatements(`SELECT ${"NOT ".repeat(1000)} true`, { postgres: 18 }).statements;
    expect(nodesOf(statement?.node, "BoolExpr")).toHaveLength(1000);
  });
});
