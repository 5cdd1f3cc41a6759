import type { PostgresMajor } from "../statement.js";
import { after } from "./feature.js";
import type { Words } from "./words.js";

/** An error that PostgreSQL 18's grammar raises for what it has read, and what servers before `since` say instead. */
interface OlderAnswer {
  readonly since: PostgresMajor;
  readonly message: RegExp;
  /** The token that the older server cannot read, from the one where 18 tells the error on. */
  readonly guilty?: (words: Words, at: number) => number | undefined;
  /** The older words for the same. */
  readonly words?: string;
}

/** WITHOUT after TIME or TIMESTAMP: until 15 a server reads it before it asks what follows. */
function afterWithout(words: Words, without: number): number | undefined {
  const type = words.word(without - 1) === ")" ? (words.opening(without - 2) ?? 0) - 1 : without - 1;
  if (words.word(type) !== "TIME" && words.word(type) !== "TIMESTAMP") return undefined;
  return words.word(without + 1) === "TIME" ? without + 2 : without + 1;
}

const olderAnswers: readonly OlderAnswer[] = [
  {
    since: 18,
    message: /constraints cannot be marked (?:NOT )?ENFORCED$/,
    guilty: (words, at) => words.find("ENFORCED", at),
  },
  {
    since: 18,
    message: /^conflicting constraint properties$/,
    guilty: (words, at) => words.find("ENFORCED", 0, at + 2),
  },
  {
    since: 18,
    message: /^for a generated column, GENERATED ALWAYS must be specified$/,
    guilty(words, at) {
      const next = words.afterParentheses(at);
      return next !== undefined && words.word(next) === "STORED" ? undefined : next;
    },
  },
  {
    since: 18,
    message: /^constraints cannot be altered to be NOT VALID$/,
    words: "FOREIGN KEY constraints cannot be marked NOT VALID",
  },
  {
    since: 17,
    message: /^dropping an enum value is not implemented$/,
    guilty: (words, at) => after(words.find("DROP VALUE", at), 1),
  },
  { since: 16, message: /^syntax error at or near "without"$/i, guilty: afterWithout },
  {
    since: 15,
    message: /^a column list with SET \w+ is only supported for ON DELETE actions$/,
    guilty: (words, at) => after(words.find("SET NULL (", at) ?? words.find("SET DEFAULT (", at), 2),
  },
  {
    since: 15,
    message: /^option name "\w+" cannot be used in XMLTABLE$/,
    words: 'unrecognized column option "__pg__is_not_null"',
  },
];

/** What a server says where PostgreSQL 18 raises an error at a token: a syntax error at another one, or the same in other words. */
export function olderAnswer(
  message: string,
  words: Words,
  at: number,
  postgres: PostgresMajor,
): number | string | undefined {
  for (const answer of olderAnswers) {
    if (answer.since <= postgres || !answer.message.test(message)) continue;
    const found = answer.words ?? answer.guilty?.(words, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
