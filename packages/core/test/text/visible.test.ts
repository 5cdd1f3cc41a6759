import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeBlock,
  codeSpan,
  exactText,
  msg,
  plainMarkdown,
  render,
  terminalText,
  visible,
  visibleHtml,
  visibleJson,
  visibleLines,
} from "@release-gate/core";

/** Texts with what terminals and runners obey, more often than chance would have it. */
const piece = fc.constantFrom(
  "::set-output name=x::y",
  "::stop-commands::",
  "##[error]",
  "##vso[task.setvariable variable=x]",
  "##teamcity[buildStatus]",
  "section_start:1:x\r\u001b[0K",
  "\u001b]0;owned\u0007",
  "\u001b[2J",
  "\u009b31m",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u2028",
  "\n",
  "\r",
  "\t",
  " ",
  "\ud800",
  "\u{e0041}",
  "`",
  "|",
  "@octocat",
  "](command:x)",
  "![x](http://198.51.100.1)",
  "<img src=x>",
);
const foreign = fc.array(fc.oneof(piece, fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })), {
  maxLength: 8,
});
const text = foreign.map((parts) => parts.join(""));

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const isCommand = (line: string): boolean => /^\s*::.*::/.test(line) || /##(?:vso|teamcity)?\[/i.test(line);

describe("what somebody else wrote", () => {
  it("is on one line in a message, and nothing in it is unseen or obeyed", () => {
    fc.assert(
      fc.property(text, (name) => {
        const said = render(msg`Table ${name} and ${msg`column ${name}`}.`, "en");
        expect(said).not.toMatch(unseen);
        expect(isCommand(said)).toBe(false);
      }),
    );
  });

  it("is shown as its code points, and otherwise as it is", () => {
    expect(visible("a\u001b]0;x\u0007b\u202ec\n")).toBe("a\\u{1b}]0;x\\u{7}b\\u{202e}c\\u{a}");
    expect(visible("\u{e0041}\ud800")).toBe("\\u{e0041}\\u{d800}");
    expect(visible("日本語 é 👍 'x'::text")).toBe("日本語 é 👍 'x'::text");
    expect(visible("##vso[x] ##[y] ###[z] ## a")).toBe("\\u{23}#vso[x] \\u{23}#[y] #\\u{23}#[z] ## a");
  });

  it("stays exact where JSON escapes it", () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(exactText(msg`Table ${name}.`, "en")).toBe(`Table ${name}.`);
        const json = visibleJson(JSON.stringify({ [name]: name }, null, 2));
        expect(JSON.parse(json)).toEqual({ [name]: name });
        for (const line of json.split("\n")) {
          expect(line).not.toMatch(unseen);
          expect(isCommand(line)).toBe(false);
        }
      }),
    );
  });
});

describe("the last door", () => {
  it("lets line ends and our own colours through to a terminal, and nothing else that is unseen", () => {
    fc.assert(
      fc.property(text, (any) => {
        const shown = terminalText(any);
        // eslint-disable-next-line no-control-regex -- the colours
        expect(shown.replace(/\n|\x1b\[(?:[0-2]|22|3[0-79]|9[0-7])m/g, "")).not.toMatch(unseen);
        for (const line of shown.split("\n")) expect(isCommand(line)).toBe(false);
        expect(terminalText(shown)).toBe(shown);
      }),
    );
    expect(terminalText("\u001b[1ma\u001b[22m\n\u001b[8mhidden")).toBe("\u001b[1ma\u001b[22m\n\\u{1b}[8mhidden");
  });

  it("takes a line that begins with a command for text, also behind blanks and colours, and leaves a cast alone", () => {
    expect(terminalText("  ::stop-commands::x")).toBe("  \\u{3a}:stop-commands::x");
    expect(terminalText("\u001b[2m ::a::b")).toBe("\u001b[2m \\u{3a}:a::b");
    expect(terminalText("SELECT 1\n  ::text;\nx ::a::b")).toBe("SELECT 1\n  ::text;\nx ::a::b");
  });

  it("keeps lines and tabs in blocks and pages", () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const shown of [visibleLines(any), visibleHtml(any)]) {
          expect(shown.replace(/[\n\t]/g, "")).not.toMatch(unseen);
          for (const line of shown.split("\n")) expect(isCommand(line)).toBe(false);
        }
      }),
    );
    expect(visibleLines("a\r\n\tb\rc")).toBe("a\n\tb\\u{d}c");
    expect(visibleHtml("::a::b ##[x")).toBe("&#58;:a::b &#35;#[x");
  });

  it("is passed in time that grows with the text", () => {
    for (const unit of [" ", ":", "::", "\u001b[1m", "#", "\n", "\u001b", "`"]) {
      const long = unit.repeat(400_000);
      for (const door of [visible, visibleLines, terminalText, visibleJson, visibleHtml, plainMarkdown, codeSpan])
        expect(door(long).length).toBeGreaterThan(0);
    }
  });
});

describe("Markdown", () => {
  it("makes no link, image, HTML, mention, cell or code of a text", () => {
    fc.assert(
      fc.property(text, (any) => {
        const shown = plainMarkdown(any);
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]|~]|[<>]|@\w|:\/\/|[\r\n]/);
      }),
    );
  });

  it("does not end a code span or block within it", () => {
    fc.assert(
      fc.property(text, (any) => {
        const span = /^(`+) ?([^]*?) ?\1$/.exec(codeSpan(any));
        expect(span?.[2]).not.toMatch(new RegExp(`(?<!\`)${span?.[1] ?? ""}(?!\`)`));
        const [fence = "", ...lines] = codeBlock(any, "sql").split("\n");
        const ticks = fence.replace("sql", "");
        expect(lines.findIndex((line) => line.trim().startsWith(ticks))).toBe(lines.length - 1);
      }),
    );
  });
});
