import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { split } from "../../src/sql/split.js";

const pieces = (text: string) =>
  split(text)
    .pieces.filter((piece) => piece.kind !== "blank")
    .map((piece) => `${piece.kind}: ${text.slice(piece.body.start, piece.body.end)}`);

/** Parts that open, close and confuse; joined at random they make every kind of broken text. */
const fragments = [
  ";",
  "'",
  '"',
  "$$",
  "$a$",
  "$1",
  "E'",
  "\\'",
  "\\\\",
  "U&'",
  "--",
  "\n",
  "\r\n",
  "/*",
  "*/",
  "(",
  ")",
  "BEGIN ATOMIC",
  " END",
  "CASE ",
  "CREATE FUNCTION f() ",
  "CREATE RULE r AS ON UPDATE TO t DO ",
  "COPY t FROM stdin;",
  "\n\\.\n",
  "\\connect x",
  "\\g",
  "\\;",
  "é",
  "😀",
  "\ud800",
  "\0",
  "\ufeff",
  " ",
  "a",
  "1_0",
  "::",
  "<>",
  "x.end",
];

describe("splitting a text into statements", () => {
  it("gives pieces that joined are the text, whatever the text", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const { pieces: found, comments } = split(text);
        expect(found.map((piece) => text.slice(piece.span.start, piece.span.end)).join("")).toBe(text);
        for (const { kind, span, body } of found) {
          expect(span.start).toBeLessThan(span.end);
          expect(body.start).toBeGreaterThanOrEqual(span.start);
          expect(body.end).toBeLessThanOrEqual(span.end);
          if (kind === "statement") expect(body.start).toBeLessThan(body.end);
        }
        for (const { start, end } of comments) expect(text.slice(start, end)).toMatch(/^(?:--|\/\*)/);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not end a statement inside of strings, names, comments and dollar quotes", () => {
    expect(
      pieces(`SELECT ';', E'\\';', "a;""b", U&'\\0041;', $$;$$, $q$ ; $$ $q$ /* ; /* ; */ ; */ -- ;\n, 1; SELECT 2`),
    ).toEqual([
      `statement: SELECT ';', E'\\';', "a;""b", U&'\\0041;', $$;$$, $q$ ; $$ $q$ /* ; /* ; */ ; */ -- ;\n, 1`,
      "statement: SELECT 2",
    ]);
  });

  it("goes on reading escapes where an E'' string goes on in the next line", () => {
    expect(pieces("SELECT E'a' -- c\n 'b\\';c'; SELECT 'd\\'; SELECT 2")).toEqual([
      "statement: SELECT E'a' -- c\n 'b\\';c'",
      "statement: SELECT 'd\\'",
      "statement: SELECT 2",
    ]);
  });

  it("takes a dollar sign in a name for a part of the name", () => {
    expect(pieces("SELECT a$b$c; SELECT $1; SELECT d$b$")).toHaveLength(3);
  });

  it("keeps the statements of a rule and of a BEGIN ATOMIC body together", () => {
    const rule = "CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)";
    const body =
      "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 1 END AS end; SELECT t.case FROM t; END";
    expect(pieces(`${rule}; ${body}; BEGIN; CREATE FUNCTION begin() RETURNS int RETURN 1; END`)).toEqual([
      `statement: ${rule}`,
      `statement: ${body}`,
      "statement: BEGIN",
      "statement: CREATE FUNCTION begin() RETURNS int RETURN 1",
      "statement: END",
    ]);
  });

  it("recovers at the next semicolon from a parenthesis that is never closed", () => {
    expect(pieces("CREATE TABLE a (id int; SELECT 2;")).toEqual([
      "statement: CREATE TABLE a (id int",
      "statement: SELECT 2",
    ]);
  });

  it("sets psql commands and the data of COPY apart", () => {
    const text =
      "\\connect db\nCOPY t (a) FROM stdin;\n1\tit's;\n\\.\n\\restrict abc\nCOPY t FROM stdin;\nSELECT 1 \\gexec\n\\copy t from stdin\nx;\n\\.\n\\echo done";
    expect(pieces(text)).toEqual([
      "meta: \\connect db\n",
      "statement: COPY t (a) FROM stdin",
      "data: \n1\tit's;\n\\.\n",
      "meta: \\restrict abc\n",
      "statement: COPY t FROM stdin",
      "data: \nSELECT 1 \\gexec\n\\copy t from stdin\nx;\n\\.\n",
      "meta: \\echo done",
    ]);
  });

  it("sets the data of several COPY apart that are sent together, and of COPY FROM stdout, which reads as stdin does", () => {
    const text =
      "COPY t FROM stdin \\; SELECT 1 \\; COPY u FROM stdout;\n1\n\\.\n2\n\\.\nCOPY t FROM stdin \\g\n3\n\\.\nCOPY t TO stdout;\nSELECT 2;";
    expect(pieces(text)).toEqual([
      "statement: COPY t FROM stdin",
      "meta: \\;",
      "statement: SELECT 1",
      "meta: \\;",
      "statement: COPY u FROM stdout",
      "data: \n1\n\\.\n",
      "data: 2\n\\.\n",
      "statement: COPY t FROM stdin",
      "meta: \\g\n",
      "data: 3\n\\.\n",
      "statement: COPY t TO stdout",
      "statement: SELECT 2",
    ]);
  });

  it("takes what follows COPY FROM stdin for SQL where no line ends the data", () => {
    expect(pieces("COPY t FROM stdin;\nSELECT 1;")).toEqual(["statement: COPY t FROM stdin", "statement: SELECT 1"]);
  });

  // Were one of them read again from its start for each part, this would take hours, not seconds.
  it.each(["COPY t FROM stdin;\n", "SELECT 'a';", "/*", "'a' \n", "$a$ $b$", "("])("reads 200000 times %j", (part) => {
    const { pieces, comments } = split(part.repeat(200_000));
    expect(pieces.length + comments.length).toBeGreaterThan(0);
  });
});
