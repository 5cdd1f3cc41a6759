/**
 * What a piece of SQL text is to PostgreSQL's scanner (`scan.l`, with standard_conforming_strings on):
 * `word` an unquoted identifier or keyword, `quoted` a "quoted" identifier, `string` any string constant ('', E'', B'', U&'',
 * $$), `parameter` $1, `punctuation` one of `;,()[].:` (also `::`, `:=` and `..`), `other` what no token starts with.
 */
export type LexemeKind =
  "word" | "quoted" | "string" | "number" | "parameter" | "operator" | "punctuation" | "comment" | "blank" | "other";

/**
 * Cuts a text into lexemes that, joined, equal the text. One pass, no allocation per lexeme: call `next`, then read `kind`,
 * `start`, `end`. Nothing in a text makes it fail; what lacks its closing quote reaches to the end.
 */
export class Lexer {
  readonly #text: string;
  readonly #to: number;
  kind: LexemeKind = "blank";
  start: number;
  end: number;
  /** The string, quoted identifier or comment lacks its end. */
  unterminated = false;
  /** An E'' string has just ended: a newline, then a quote, would continue it with its escapes. */
  #escapes = false;
  #newline = false;

  constructor(text: string, from = 0, to = text.length) {
    this.#text = text;
    this.#to = to;
    this.start = from;
    this.end = from;
  }

  /** Goes to the next lexeme; false at the end. */
  next(): boolean {
    const start = this.end;
    if (start >= this.#to) return false;
    this.start = start;
    const code = this.#text.charCodeAt(start);
    if (isBlank(code)) this.#blank();
    else if (isWordStart(code)) this.#word(code);
    else this.#other(code);
    return true;
  }

  /** Goes on at another place, for text that is not SQL. */
  moveTo(offset: number): void {
    this.end = offset;
    this.#escapes = false;
  }

  #finish(kind: LexemeKind, end: number): void {
    this.kind = kind;
    this.end = Math.min(end, this.#to);
    if (kind !== "blank" && kind !== "comment") this.#escapes = false;
  }

  #blank(): void {
    let end = this.start;
    let code = this.#text.charCodeAt(end);
    while (end < this.#to && isBlank(code)) {
      if (code === 10 || code === 13) this.#newline = true;
      code = this.#text.charCodeAt(++end);
    }
    this.#finish("blank", end);
  }

  #word(first: number): void {
    const text = this.#text;
    const second = text.charCodeAt(this.start + 1);
    if (second === 39 && isStringPrefix(first)) return this.#string(this.start + 2, (first | 32) === 101);
    if (second === 38 && (first | 32) === 117) {
      const third = text.charCodeAt(this.start + 2);
      if (third === 39) return this.#string(this.start + 3, false);
      if (third === 34) return this.#quoted(this.start + 3);
    }
    let end = this.start + 1;
    while (end < this.#to && isWordPart(text.charCodeAt(end))) end++;
    this.#finish("word", end);
  }

  #other(code: number): void {
    const next = this.#text.charCodeAt(this.start + 1);
    if (code === 39) this.#string(this.start + 1, this.#escapes && this.#newline);
    else if (code === 34) this.#quoted(this.start + 1);
    else if (code === 45 && next === 45) this.#lineComment();
    else if (code === 47 && next === 42) this.#blockComment();
    else if (code === 36) this.#dollar(next);
    else if (isDigit(code) || (code === 46 && isDigit(next))) this.#number();
    else if (isOperator(code)) this.#operator();
    else if (isPunctuation(code)) this.#punctuation(code, next);
    else this.#finish("other", this.start + 1);
  }

  #string(from: number, escapes: boolean): void {
    const end = escapes ? this.#escapedEnd(from) : this.#closing("'", from);
    this.#finish("string", end);
    this.#escapes = escapes;
    this.#newline = false;
  }

  #quoted(from: number): void {
    this.#finish("quoted", this.#closing('"', from));
  }

  /** The end of a string whose quote is doubled inside. */
  #closing(quote: string, from: number): number {
    for (let at = from; ; at += 2) {
      at = this.#text.indexOf(quote, at);
      this.unterminated = at < 0 || at >= this.#to;
      if (this.unterminated) return this.#to;
      if (this.#text[at + 1] !== quote || at + 1 >= this.#to) return at + 1;
    }
  }

  #escapedEnd(from: number): number {
    for (let at = from; at < this.#to; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 39) {
        if (this.#text.charCodeAt(at + 1) !== 39) {
          this.unterminated = false;
          return at + 1;
        }
        at++;
      }
    }
    this.unterminated = true;
    return this.#to;
  }

  #lineComment(): void {
    let end = this.start + 2;
    for (; end < this.#to; end++) {
      const code = this.#text.charCodeAt(end);
      if (code === 10 || code === 13) break;
    }
    this.unterminated = false;
    this.#finish("comment", end);
  }

  #blockComment(): void {
    let depth = 1;
    let end = this.start + 2;
    for (; end < this.#to && depth > 0; end++) {
      const code = this.#text.charCodeAt(end);
      const next = this.#text.charCodeAt(end + 1);
      const step = code === 42 && next === 47 ? -1 : code === 47 && next === 42 ? 1 : 0;
      depth += step;
      end += Math.abs(step);
    }
    this.unterminated = depth > 0;
    this.#escapes = false;
    this.#finish("comment", end);
  }

  #dollar(next: number): void {
    if (isDigit(next)) {
      let end = this.start + 2;
      while (end < this.#to && isDigit(this.#text.charCodeAt(end))) end++;
      return this.#finish("parameter", end);
    }
    let end = this.start + 1;
    if (isWordStart(next)) {
      while (end < this.#to && this.#text.charCodeAt(end) !== 36 && isWordPart(this.#text.charCodeAt(end))) end++;
    }
    if (this.#text.charCodeAt(end) !== 36 || end >= this.#to) return this.#finish("other", this.start + 1);
    const tag = this.#text.slice(this.start, end + 1);
    const close = this.#text.indexOf(tag, end + 1);
    this.unterminated = close < 0 || close + tag.length > this.#to;
    this.#finish("string", this.unterminated ? this.#to : close + tag.length);
  }

  #number(): void {
    number.lastIndex = this.start;
    const found = number.exec(this.#text);
    this.#finish("number", this.start + (found?.[0].length ?? 1));
  }

  #operator(): void {
    let end = this.start + 1;
    for (; end < this.#to; end++) {
      const code = this.#text.charCodeAt(end);
      if (!isOperator(code)) break;
      const next = this.#text.charCodeAt(end + 1);
      if ((code === 45 && next === 45) || (code === 47 && next === 42)) break;
    }
    this.#finish("operator", end);
  }

  #punctuation(code: number, next: number): void {
    const pair = (code === 58 && (next === 58 || next === 61)) || (code === 46 && next === 46);
    this.#finish("punctuation", this.start + (pair ? 2 : 1));
  }
}

const number =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 36;
}

/** b, e, n, x before a quote. */
function isStringPrefix(code: number): boolean {
  const lower = code | 32;
  return lower === 98 || lower === 101 || lower === 110 || lower === 120;
}

function isOperator(code: number): boolean {
  return operatorCodes[code] === 1;
}

function isPunctuation(code: number): boolean {
  return (
    code === 59 || code === 44 || code === 40 || code === 41 || code === 91 || code === 93 || code === 46 || code === 58
  );
}

const operatorCodes = new Uint8Array(128);
for (const character of "~!@#^&|`?+-*/%<>=") operatorCodes[character.charCodeAt(0)] = 1;
