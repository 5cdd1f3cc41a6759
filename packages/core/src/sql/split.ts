import type { Span } from "../text/span.js";
import { Lexer } from "./lexer.js";

/** What a piece is: SQL, a psql command (`\connect`), the lines after `COPY ... FROM stdin;`, or only blanks and comments. */
export type PieceKind = "statement" | "meta" | "data" | "blank";

/** A part of a text. All pieces, joined, equal the text. */
export interface Piece {
  readonly kind: PieceKind;
  readonly span: Span;
  /** A statement's own text: without blanks and comments around it and without its semicolon. Else the same as `span`. */
  readonly body: Span;
}

/** A text's pieces in order, and the comments outside of strings, commands and data. */
export interface Split {
  readonly pieces: readonly Piece[];
  readonly comments: readonly Span[];
}

/**
 * Cuts a text at the semicolons that end statements, as psql does, in one pass. Semicolons inside of strings, comments,
 * the list of CREATE RULE ... DO (a; b) and BEGIN ATOMIC ... END bodies do not end one. Never fails.
 */
export function split(text: string): Split {
  return new Splitter(text).run();
}

/** psql commands that send what was typed before them, so they end a statement as a semicolon does. */
const sends = /\\(?:g|gx|gexec|gset|gdesc|crosstabview|watch|bind|bind_named|parse|;)(?![a-z_])/y;

class Splitter {
  readonly #text: string;
  readonly #lexer: Lexer;
  readonly #pieces: Piece[] = [];
  readonly #comments: Span[] = [];
  #start = 0;
  /** Where the statement's first token starts; undefined before it. */
  #first: number | undefined;
  #last = 0;
  #shape = new Shape();
  /** How many statements since the last that was sent read data. */
  #copies = 0;
  /** Where the next line `\.` starts, as far as looked for. */
  #dataEnd = -1;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
    // A byte order mark at the very start is not SQL.
    if (text.charCodeAt(0) === 0xfeff) this.#lexer.moveTo(1);
  }

  run(): Split {
    const lexer = this.#lexer;
    while (lexer.next()) {
      if (lexer.kind === "comment") this.#comments.push({ start: lexer.start, end: lexer.end });
      else if (lexer.kind === "other" && this.#text[lexer.start] === "\\" && this.#isCommand()) this.#command();
      else if (lexer.kind !== "blank") this.#token();
    }
    this.#close(this.#text.length, this.#last);
    return { pieces: this.#pieces, comments: this.#comments };
  }

  #token(): void {
    const { start, end, kind } = this.#lexer;
    if (kind === "punctuation" && this.#text.charCodeAt(start) === 59 && this.#shape.mayEnd()) {
      this.#countCopy();
      this.#close(end, this.#last);
      this.#allData();
      return;
    }
    this.#first ??= start;
    this.#last = end;
    this.#shape.see(this.#text, start, end, kind);
  }

  #isCommand(): boolean {
    return this.#first === undefined || this.#sends();
  }

  #sends(): boolean {
    sends.lastIndex = this.#lexer.start;
    return sends.test(this.#text);
  }

  /** A command reaches to the end of its line. `\;` only ends a statement: all are sent together with a later one. */
  #command(): void {
    const start = this.#lexer.start;
    this.#countCopy();
    this.#close(start, this.#last);
    if (this.#text[start + 1] === ";") return this.#skip("meta", start + 2);
    const newline = this.#text.indexOf("\n", start);
    const end = newline < 0 ? this.#text.length : newline + 1;
    const line = this.#text.slice(start, end);
    const sent = this.#sends();
    this.#skip("meta", end);
    if (sent) this.#allData();
    if (/^\\copy\b[^]*\bfrom\s+p?stdin\b/i.test(line)) this.#data();
  }

  #countCopy(): void {
    if (this.#shape.copiesFromStdin()) this.#copies++;
  }

  /** The data of every COPY among the statements that were sent. */
  #allData(): void {
    for (; this.#copies > 0; this.#copies--) this.#data();
  }

  /** The lines up to `\.`; nothing where no such line follows. */
  #data(): void {
    const from = this.#start;
    const rest = /[^\S\n]*(?:--[^\n]*)?\n/y;
    rest.lastIndex = from;
    const atLineStart = from > 0 && this.#text[from - 1] === "\n";
    if (!atLineStart && !rest.test(this.#text)) return;
    const lines = atLineStart ? from : rest.lastIndex;
    const end = this.#findDataEnd(lines);
    if (end !== Infinity) this.#skip("data", end);
  }

  /** The end of the first line `\.` from an offset on; found once for all COPY statements before it. */
  #findDataEnd(from: number): number {
    if (this.#dataEnd > from) return this.#dataEnd;
    const terminator = /^\\\.\r?(?:\n|$(?![^]))/gm;
    terminator.lastIndex = from;
    const found = terminator.exec(this.#text);
    this.#dataEnd = found === null ? Infinity : found.index + found[0].length;
    return this.#dataEnd;
  }

  #skip(kind: "meta" | "data", end: number): void {
    const span = { start: this.#start, end };
    this.#pieces.push({ kind, span, body: span });
    this.#start = end;
    this.#lexer.moveTo(end);
  }

  #close(end: number, last: number): void {
    if (end > this.#start) {
      const span = { start: this.#start, end };
      if (this.#first === undefined) this.#pieces.push({ kind: "blank", span, body: span });
      else this.#pieces.push({ kind: "statement", span, body: { start: this.#first, end: last } });
    }
    this.#start = end;
    this.#first = undefined;
    this.#shape = new Shape();
  }
}

/** As much of a statement's structure as tells whether a semicolon ends it. */
class Shape {
  #words: string[] = [];
  #leading = true;
  #kind: "plain" | "rule" | "routine" | "copy" = "plain";
  #parens = 0;
  #bodies = 0;
  #before = "";
  #stdin = false;

  see(text: string, start: number, end: number, kind: string): void {
    if (this.#leading) this.#lead(text, start, end, kind);
    if (this.#kind === "plain") return;
    if (kind === "punctuation") this.#paren(text.charCodeAt(start));
    const word = kind === "word" ? text.slice(start, end).toLowerCase() : text.slice(start, start + 1);
    if (this.#kind === "routine") this.#body(word);
    else if (this.#kind === "copy" && (word === "stdin" || word === "stdout") && this.#before === "from")
      this.#stdin = this.#parens === 0;
    this.#before = word;
  }

  mayEnd(): boolean {
    if (this.#kind === "rule") return this.#parens === 0;
    return this.#kind !== "routine" || this.#bodies === 0;
  }

  copiesFromStdin(): boolean {
    return this.#kind === "copy" && this.#stdin;
  }

  /** The first words tell the kind: CREATE [OR REPLACE] RULE, FUNCTION or PROCEDURE, and COPY. */
  #lead(text: string, start: number, end: number, kind: string): void {
    const word = kind === "word" && end - start <= 9 ? text.slice(start, end).toLowerCase() : "";
    this.#words.push(word);
    const count = this.#words.length;
    const known = leads[this.#words.join(" ")];
    if (known === undefined || count > 4) this.#leading = false;
    else if (known !== "plain") {
      this.#kind = known;
      this.#leading = false;
    }
  }

  #paren(code: number): void {
    if (code === 40) this.#parens++;
    else if (code === 41 && this.#parens > 0) this.#parens--;
  }

  /** BEGIN ATOMIC opens a body, CASE something that END closes too; none of them after a dot or AS, where they are names. */
  #body(word: string): void {
    const before = this.#before;
    if (before === "." || before === "as") return;
    if (word === "atomic" && before === "begin") this.#bodies++;
    else if (word === "case" && this.#bodies > 0) this.#bodies++;
    else if (word === "end" && this.#bodies > 0) this.#bodies--;
  }
}

const leads: Readonly<Record<string, "plain" | "rule" | "routine" | "copy" | undefined>> = Object.assign(
  Object.create(null),
  {
    create: "plain",
    "create or": "plain",
    "create or replace": "plain",
    "create rule": "rule",
    "create or replace rule": "rule",
    "create function": "routine",
    "create or replace function": "routine",
    "create procedure": "routine",
    "create or replace procedure": "routine",
    copy: "copy",
  },
);
