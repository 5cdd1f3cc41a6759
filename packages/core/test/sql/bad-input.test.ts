import { beforeAll, describe, expect, it } from "vitest";
import { english } from "../../src/text/message.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import { nodesOf } from "../../src/sql/walk.js";

beforeAll(() => loadParser());

const parse = (text: string) => parseStatements(text, { postgres: 18 }).statements;

/** SQLSTATE and guilty words of each wrong statement, undefined for a right one. */
const errors = (text: string) =>
  parse(text).map(({ error }) => error && [error.sqlstate, text.slice(error.span.start, error.span.end)]);

describe("places in a text", () => {
  it.each(["é", "€", "日本", "😀", "\r\n-- é\r\n"])("are right after %j", (before) => {
    const text = `\ufeffSELECT 'x', '${before}';\r\nSELECT '${before}', "${before}" FROM t WHERE a = ALL (SELECT id FROM "日") ORDRE BY 1; DROP TABLE "${before}";`;
    const [first, second, third] = parse(text);
    expect(first?.span.start).toBe(1);
    expect(second?.error && text.slice(second.error.span.start, second.error.span.end)).toBe("ORDRE");
    expect(third && text.slice(third.span.start, third.span.end)).toBe(`DROP TABLE "${before}"`);
  });

  it("of nodes are offsets in the whole source, also where only a part is read", () => {
    const text = "😀😀 SELECT 1 /* € */ FROM 日本, b; é";
    const [statement] = parseStatements(text, { postgres: 18, span: { start: 5, end: text.length - 2 } }).statements;
    const names = nodesOf(statement?.node, "RangeVar").map(
      (fields) => text[statement?.at(Number(fields.location)) ?? 0],
    );
    expect(names).toEqual(["日", "b"]);
    expect(statement?.span).toEqual({ start: 5, end: text.length - 3 });
  });
});

describe("bad input", () => {
  it("with a NUL is refused at its place, and the next statement is read", () => {
    expect(errors("SELECT 'a\0b', 1; SELECT 2")).toEqual([["22021", "\0"], undefined]);
  });

  it("that was not UTF-8 is read with its replacement characters", () => {
    expect(errors("SELECT '\ufffd\ufffd' AS \ufffd; SELECT \ufffd \ufffd \ufffd; SELECT '\ud800';")).toEqual([
      undefined,
      ["42601", "\ufffd"],
      undefined,
    ]);
  });

  it("without its closing quote names the string and not the next statements", () => {
    expect(errors("SELECT 1; SELECT 'abc; SELECT 2;")).toEqual([undefined, ["42601", "'abc; SELECT 2;"]]);
    expect(errors("SELECT 1 FROM")).toEqual([["42601", "FROM"]]);
    expect(errors("SELECT 1 /* never closed")).toEqual([["42601", "/* never closed"]]);
  });

  it("gives nothing for nothing", () => {
    for (const text of ["", " ", ";;", "-- only a comment", "\ufeff", "\\timing"]) expect(parse(text)).toEqual([]);
  });

  it("nested too deeply is a clean error, a hundred times, and the next statements are read", () => {
    const deep = [
      `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
      `SELECT ${"1+".repeat(20_000)}1`,
      `SELECT ${"NOT ".repeat(20_000)}true`,
      `SELECT * FROM ${"(SELECT * FROM ".repeat(5000)}t${") x".repeat(5000)}`,
      `SELECT 1${" UNION SELECT 1".repeat(20_000)}`,
    ];
    const before = process.exitCode;
    for (let round = 0; round < 20; round++) {
      for (const text of deep) {
        const [wrong, right] = parse(`${text}; SELECT 1`);
        expect(["42601", "54001"]).toContain(wrong?.error?.sqlstate);
        expect(right?.kind).toBe("SelectStmt");
      }
    }
    expect(process.exitCode).toBe(before);
    const [exhausted] = parse(deep[1] ?? "");
    expect(exhausted?.error?.sqlstate).toBe("54001");
    expect(exhausted?.error && english(exhausted.error.message)).toBe(
      "The statement is nested too deeply to be parsed.",
    );
  }, 120_000);

  it("too long for the parser's memory is a clean error, and the next statement is read", () => {
    const text = `INSERT INTO t VALUES ${"(1, 2),".repeat(1_400_000)} (3, 4); SELECT '${"x".repeat(10_000_000)}'; SELECT 1`;
    expect(parse(text).map((each) => each.error?.sqlstate)).toEqual(["54000", undefined, undefined]);
  }, 120_000);
});
