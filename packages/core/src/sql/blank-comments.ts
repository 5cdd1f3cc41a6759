import { Lexer } from "./lexer.js";

/** Words after which PostgreSQL looks at the next token before it knows what they are (`base_yylex`). */
const looksAhead = new Set(["not", "nulls", "with", "without", "format", "uescape"]);

const mayMatter = /(?:['"]|\b(?:not|nulls|with|without|format|uescape))\s*(?:--|\/\*)/i;

/**
 * A text of the same length with blanks for the comments that PostgreSQL passes over and libpg-query stumbles at, as its scanner
 * gives comments as tokens: after a word that looks ahead (`NOT -- x` and then `IN`), before and after UESCAPE, and a line comment
 * between strings that are one (`'a' -- x` and then `'b'`). Undefined where there is none.
 */
export function blankComments(text: string): string | undefined {
  if (!mayMatter.test(text)) return undefined;
  const lexer = new Lexer(text);
  let result = "";
  let done = 0;
  let last: "ahead" | "string" | "unicode" | "other" = "other";
  while (lexer.next()) {
    const { kind, start, end } = lexer;
    if (kind === "blank") continue;
    if (kind !== "comment") {
      last = roleOf(text, kind, start, end);
      continue;
    }
    const line = text[start] === "-";
    const blank = last === "ahead" || (last !== "other" && line) || (last === "unicode" && escapeFollows(text, end));
    // A string that a block comment follows is not joined with the next one.
    if (!line && !blank) last = "other";
    if (!blank || lexer.unterminated) continue;
    result += text.slice(done, start) + " ".repeat(end - start);
    done = end;
  }
  return done === 0 ? undefined : result + text.slice(done);
}

function roleOf(
  text: string,
  kind: Lexer["kind"],
  start: number,
  end: number,
): "ahead" | "string" | "unicode" | "other" {
  const unicode = text[start + 1] === "&";
  if (kind === "string") return unicode ? "unicode" : text[start] === "$" ? "other" : "string";
  if (kind === "quoted") return unicode ? "unicode" : "other";
  return kind === "word" && end - start <= 7 && looksAhead.has(text.slice(start, end).toLowerCase())
    ? "ahead"
    : "other";
}

/** Whether UESCAPE is the next token, comments aside. */
function escapeFollows(text: string, from: number): boolean {
  const lexer = new Lexer(text, from);
  while (lexer.next()) {
    if (lexer.kind === "blank" || lexer.kind === "comment") continue;
    return text.slice(lexer.start, lexer.end).toLowerCase() === "uescape";
  }
  return false;
}

/** As `blankComments`, for a statement and for the bodies of routines in it that are written in dollar quotes. */
export function blankCommentsInBodies(text: string): string {
  const outer = blankComments(text) ?? text;
  if (!mayMatter.test(outer)) return outer;
  const lexer = new Lexer(outer);
  let result = "";
  let done = 0;
  while (lexer.next()) {
    if (lexer.kind !== "string" || outer[lexer.start] !== "$" || lexer.unterminated) continue;
    const tag = outer.indexOf("$", lexer.start + 1) + 1 - lexer.start;
    const [start, end] = [lexer.start + tag, lexer.end - tag];
    const body = outer.slice(start, end);
    result += outer.slice(done, start) + (blankComments(body) ?? body);
    done = end;
  }
  return result + outer.slice(done);
}
