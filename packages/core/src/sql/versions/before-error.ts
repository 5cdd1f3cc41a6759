import { OffsetMap } from "../../text/bytes.js";
import { parse } from "../parser.js";
import type { PostgresMajor } from "../statement.js";
import type { Refusal } from "./refusal.js";
import { sooner, youngerSyntax, youngerWords } from "./younger-syntax.js";
import { Words } from "./words.js";

/** The longest text that is mended: it is parsed again and again. */
const longest = 10_000;

/**
 * The syntax younger than a server's version that stands before the place where PostgreSQL 18 cannot read on: the older server stops
 * there. There is no tree to look for it in; so the text is mended in some ways at that place, until one can be read.
 */
export function youngerBeforeError(text: string, offset: number, postgres: PostgresMajor): Refusal | undefined {
  const words = new Words(text);
  const told = youngerWords(words, postgres);
  const found = told !== undefined && told.at <= offset ? told : undefined;
  if (text.length > longest) return found;
  for (const { mended, same, exact } of mendings(text, words, words.at(offset))) {
    const answer = parse(mended);
    if (!("node" in answer)) continue;
    const map = new OffsetMap(mended);
    const younger = youngerSyntax(answer.node, mended, postgres, (location) => map.fromByte(location));
    if (younger === undefined || younger.message.endsWith("end of input")) continue;
    const noticed = younger.at < same || (exact && younger.at <= same + 1); // after the blank that is put in
    if (noticed && younger.span.start < same) return sooner(found, younger);
  }
  return found;
}

/** A text that may be readable. Up to an offset it is the text that it was made from; there the error was, if that is exact. */
interface Mending {
  readonly mended: string;
  readonly same: number;
  readonly exact: boolean;
}

/** What may complete a statement: before its open parentheses are closed, and afterwards. */
const endings: readonly (readonly [string, string])[] = [
  ["", ""],
  ...[
    "x",
    "x int",
    "1",
    "= 1",
    "(1)",
    "'x'",
    "AS x",
    "AS (1)",
    "FROM x",
    "ON true",
    "SELECT 1",
    "TRUE",
    "DISTINCT",
    "METHOD x",
    "ALWAYS AS (1)",
    "NULL x",
    "INHERIT",
    "OVERLAPS",
    "REFERENCES x",
    "(x) REFERENCES x",
    "RANGE (x)",
    "DO NOTHING",
    "THEN DO NOTHING",
    "SOURCE THEN DO NOTHING",
    "ON true WHEN MATCHED THEN DELETE",
  ].map((inner) => [inner, ""] as const),
  ["SET NULL", ""],
  ["x) REFERENCES x", ""],
  ["OBJECTS", "TO x"],
  ["", "x"],
  ["OLD AS x", "x"],
  ["x", "x"],
  ["(OLD AS x) x", ""],
  ["", "TO (1)"],
  ["", "TO STDOUT"],
  ["", "SELECT 1"],
  ["", "ON true WHEN MATCHED THEN DELETE"],
];

/** Completed at a token, without it or what comes before it, with a name before it or in its place, without its list's element. */
function mendings(text: string, words: Words, guilty: number): Mending[] {
  const start = (index: number): number => words.span(index).start;
  const [here, afterwards] = [start(guilty), text.slice(start(guilty + 1))];
  const [before, rest] = [text.slice(0, here), text.slice(here)];
  const close = closing(words, guilty);
  const ends = endings.map(([inner, outer]) => [inner, close, outer].filter((part) => part !== "").join(" "));
  ends.push(afterwards, `x ${rest}`, `x ${afterwards}`, text.slice(start(words.elementEnd(guilty))));
  const found = ends.map((end) => ({ mended: `${before} ${end}`, same: here, exact: true }));
  if (guilty === 0) return found;
  const last = start(guilty - 1);
  for (const end of [rest, afterwards]) found.push({ mended: text.slice(0, last) + end, same: last, exact: false });
  return found;
}

/** What closes the parentheses and brackets that are open before a token. */
function closing(words: Words, index: number): string {
  let close = "";
  for (let i = 0; i < index; i++) {
    const word = words.word(i);
    if (word === "(") close = `)${close}`;
    else if (word === "[") close = `]${close}`;
    else if (word === ")" || word === "]") close = close.slice(1);
  }
  return close;
}
