import { describe, expect, it } from "vitest";
import { z } from "zod";
import { keyPositionOf, parseDocument, positionOf, read, validate } from "../../src/document/index.js";
import { english } from "../../src/text/message.js";
import { UserError } from "../../src/text/user-error.js";

const schema = z.strictObject({
  slo: z.strictObject({ files: z.array(z.string()), minimumEvents: z.number().int().min(1).default(1) }).optional(),
  enforce: z.enum(["verdict", "report"]).default("verdict"),
  source: z.union([z.string(), z.strictObject({ url: z.string(), timeout: z.string().optional() })]).optional(),
});

function failure(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const readFirst = (text: string): unknown => {
  const [document] = parseDocument(text, "release-gate.yaml");
  if (document === undefined) throw new Error("no document");
  return read(document, schema);
};

describe("reading a document", () => {
  it("gives the value with the schema's defaults", () => {
    expect(readFirst("slo:\n  files: [a.yaml]\n")).toEqual({
      slo: { files: ["a.yaml"], minimumEvents: 1 },
      enforce: "verdict",
    });
  });

  it("reads several documents of one file, each with places in the whole file", () => {
    const documents = parseDocument("a: 1\n---\n---\nb:\n  - x: 2\n", "two.yaml");
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, { b: [{ x: 2 }] }]);
    expect(positionOf(documents[1]!, ["b", 0, "x"])).toEqual({ line: 5, column: 8 });
    expect(keyPositionOf(documents[1]!, ["b", 0, "x"])).toEqual({ line: 5, column: 5 });
  });

  it("reads JSON", () => {
    expect(readFirst('{\n\t"enforce": "report"\n}')).toEqual({ enforce: "report" });
  });

  it("gives no document for a blank file or one of comments", () => {
    expect(parseDocument("", "e.yaml")).toEqual([]);
    expect(parseDocument("\uFEFF\r\n# nothing\r\n", "e.yaml")).toEqual([]);
  });

  it("does not count a byte order mark, and counts CRLF as one line end, characters beyond the BMP as two columns", () => {
    const [document] = parseDocument("\uFEFFa: 1\r\n日本: { \u{1F600}: 2 }\r\n", "x.yaml");
    expect(keyPositionOf(document!, ["a"])).toEqual({ line: 1, column: 1 });
    expect(positionOf(document!, ["日本", "\u{1F600}"])).toEqual({ line: 2, column: 11 });
  });

  it("follows an alias to the place where the value stands", () => {
    const [document] = parseDocument("base: &b\n  target: 0.9\nuse: *b\n", "x.yaml");
    expect(positionOf(document!, ["use", "target"])).toEqual({ line: 2, column: 11 });
  });

  it("points at the nearest parent where a path leads nowhere", () => {
    const [document] = parseDocument("spec:\n  window: 1\n", "x.yaml");
    expect(positionOf(document!, ["spec", "target"])).toEqual({ line: 2, column: 3 });
  });
});

describe("a wrong document is a user error with its place", () => {
  it.each([
    [
      "an unknown key",
      "enforce: report\nslow:\n  files: []\n",
      { line: 2, column: 1 },
      'The key "slow" is not known here.',
      'Did you mean "slo"?',
    ],
    [
      "an unknown key inside",
      "slo:\n  files: []\n  minimumEvent: 3\n",
      { line: 3, column: 3 },
      'The key "minimumEvent" is not known here.',
      'Did you mean "minimumEvents"?',
    ],
    [
      "a mistyped key is not also a missing one",
      "slo:\n  fils: []\n",
      { line: 2, column: 3 },
      'The key "fils" is not known here.',
      'Did you mean "files"?',
    ],
    [
      "a key like no other",
      "zzzzzz: 1\n",
      { line: 1, column: 1 },
      'The key "zzzzzz" is not known here.',
      "Known keys: slo, enforce, source.",
    ],
    [
      "a wrong type",
      "slo:\n  files: all\n",
      { line: 2, column: 10 },
      'The value of "files" must be a list.',
      undefined,
    ],
    [
      "a wrong type in a list",
      "slo:\n  files:\n    - 3\n",
      { line: 3, column: 7 },
      'The value of "files" must be a string.',
      undefined,
    ],
    [
      "a wrong word",
      "enforce: reprot\n",
      { line: 1, column: 10 },
      'The value of "enforce" must be one of verdict, report.',
      'Did you mean "report"?',
    ],
    [
      "a missing key",
      "enforce: report\nslo:\n  minimumEvents: 2\n",
      { line: 3, column: 3 },
      'The key "files" is missing.',
      "Add it: a list.",
    ],
    [
      "a number below its bound",
      "slo: { files: [], minimumEvents: 0 }\n",
      { line: 1, column: 34 },
      'The value of "minimumEvents" must be at least 1.',
      undefined,
    ],
    [
      "a key of a union's branch",
      "source:\n  url: x\n  timout: 5s\n",
      { line: 3, column: 3 },
      'The key "timout" is not known here.',
      'Did you mean "timeout"?',
    ],
    [
      "no branch of a union",
      "source: 3\n",
      { line: 1, column: 9 },
      'The value of "source" must be a string or an object.',
      undefined,
    ],
    ["no object at all", "just words\n", { line: 1, column: 1 }, "This value must be an object.", undefined],
  ])("%s", (_what, text, place, message, hint) => {
    const error = failure(() => readFirst(text));
    expect(error.place).toEqual({ path: "release-gate.yaml", ...place });
    expect(error.message).toBe(message);
    expect(error.hint === undefined ? undefined : english(error.hint)).toBe(hint);
  });

  it("tells the first of several in the order of the text, and how many follow", () => {
    const error = failure(() => readFirst("enforce: no\nzzz: 1\nslo: 3\n"));
    expect(error.place).toMatchObject({ line: 1, column: 10 });
    expect(error.message).toBe('The value of "enforce" must be one of verdict, report. (2 more after this one)');
  });

  it("lists all of them for linters", () => {
    const [document] = parseDocument("enforce: no\nzzz: 1\nslo: 3\n", "p.yaml");
    const result = validate(document!, schema);
    expect("problems" in result && result.problems.map((problem) => problem.path)).toEqual([
      ["enforce"],
      ["zzz"],
      ["slo"],
    ]);
  });

  it.each([
    ["a bracket that never closes", "a: [1,\nb: 2\n", 2],
    ["a duplicate key", "a: 1\nb: 2\na: 3\n", 3],
    ["a tab as indentation", "a:\n\tb: 1\n", 2],
    ["an alias of nothing", "a: *nowhere\n", 1],
  ])("syntax: %s", (_what, text, line) => {
    const error = failure(() => parseDocument(text, "bad.yaml"));
    expect(error.place).toMatchObject({ path: "bad.yaml", line });
  });

  it("refuses aliases that would expand without end", () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`,
    ).join("\n");
    expect(failure(() => parseDocument(`l0: &l0 [1]\n${levels}\n`, "bomb.yaml")).place).toMatchObject({
      path: "bomb.yaml",
    });
  });
});
