import { beforeAll, describe, expect, it } from "vitest";
import { english } from "../../src/text/message.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";

beforeAll(() => loadParser());

const parse = (text: string) => parseStatements(text, { postgres: 18 });

describe("parsing a text", () => {
  it("parses each statement alone, so one that is wrong does not blind the rest", () => {
    const text = "-- é\nCREATE TABLE a (id int);\nCREATE TABEL b ();\r\n/* 日本 */ SELECT '😀', x FROM t ; ";
    const { statements, comments } = parse(text);
    expect(statements.map((each) => each.kind)).toEqual(["CreateStmt", "", "SelectStmt"]);
    expect(statements.map((each) => each.text)).toEqual([
      "CREATE TABLE a (id int)",
      "CREATE TABEL b ()",
      "SELECT '😀', x FROM t",
    ]);
    for (const each of statements) expect(text.slice(each.span.start, each.span.end)).toBe(each.text);
    const error = statements[1]?.error;
    expect(error && english(error.message)).toBe('syntax error at or near "TABEL"');
    expect(error && text.slice(error.span.start, error.span.end)).toBe("TABEL");
    expect(comments.map((each) => each.text)).toEqual(["-- é", "/* 日本 */"]);
  });

  it("gives a clean error for nesting that exhausts the stack, and goes on", () => {
    const deep = `SELECT ${"1+".repeat(100_000)} 1;`;
    const { statements } = parse(`${deep}SELECT 1;`.repeat(60));
    expect(statements).toHaveLength(120);
    expect(statements[0]?.error?.sqlstate).toBe("54001");
    expect(statements.filter((each) => each.kind === "SelectStmt")).toHaveLength(60);
  });
});
