import { closestMatch } from "leven";
import { msg, type Message } from "../text/message.js";
import type { NamedRule, Placed, Suppression } from "./suppression.js";

/** What editors put where a person is to write the reason, in each language: nobody has written one yet. */
const unwritten: ReadonlySet<string> = new Set(["say why this is safe here", "ここで安全である理由を書く"]);

/** `release-gate`, with the separators that people mistake, and what follows. */
const address = /^\s*(release[-_ ]?gate)\b\s*(:?)\s*([\s\S]*)$/i;
const words = ["allow", "allow-file"] as const;

const advice = msg`Write "-- release-gate: allow RULE -- reason (owner NAME) expires YYYY-MM-DD"; owner and expiry may be left out.`;

/**
 * Our own comment: `release-gate: allow <rule>[, <rule>] -- reason [(owner NAME)] [expires YYYY-MM-DD]` for the next
 * statement, or the one that it stands in; `allow-file` for the file. Undefined for a comment that does not speak to us.
 */
export function allowComment(placed: Placed): Suppression[] | undefined {
  const match = address.exec(placed.body);
  if (!match) return undefined;
  const [, name, colon = "", rest = ""] = match;
  const word = /^[\w-]+/.exec(rest)?.[0] ?? "";
  const known = words.find((each) => each === word);
  if (name === "release-gate" && colon === ":" && known !== undefined)
    return [understood(placed, known, rest.slice(word.length))];
  const close = closestMatch(word, words, { maxDistance: 2 });
  // Prose may begin with the product's name; with a colon, or a word that is nearly ours, it is meant for us.
  if (colon === "" && close === undefined) return undefined;
  return [broken(placed, word, known ?? close)];
}

function understood(placed: Placed, word: (typeof words)[number], rest: string): Suppression {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const named = dashes ? rest.slice(0, dashes.index) : rest;
  const tail = tailOf(dashes ? rest.slice(dashes.index + dashes[0].length) : "");
  const names = namesIn(named, placed.offset + placed.body.length - rest.length);
  const message = faultOf(names, tail.expires);
  const { next } = placed;
  const common = { by: "comment", names, all: false, ...tail, span: placed.comment.span, statement: next?.index };
  if (message)
    return { ...common, names: [], expires: undefined, reach: { of: "nothing" }, fault: { message, advice } };
  if (word === "allow-file") return { ...common, reach: { of: "file" } };
  return { ...common, reach: next ? { of: "statement", index: next.index } : { of: "nothing" } };
}

function broken({ comment, next }: Placed, word: string, close: string | undefined): Suppression {
  const message =
    close === undefined
      ? msg`This comment is addressed to Release Gate, but "${word}" is not one of its keywords.`
      : msg`This comment silences nothing: it should begin with "release-gate: ${close}".`;
  return {
    by: "comment",
    names: [],
    all: false,
    reason: "",
    owner: undefined,
    expires: undefined,
    span: comment.span,
    reach: { of: "nothing" },
    statement: next?.index,
    fault: { message, advice },
  };
}

/** The rules named in a part of the source: words between commas and blanks. */
export function namesIn(
  text: string,
  offset: number,
  rulesOf = (name: string): readonly string[] | undefined => [name],
) {
  return [...text.matchAll(/[^\s,]+/g)].map((match): NamedRule => {
    const start = offset + match.index;
    return { name: match[0], span: { start, end: start + match[0].length }, rules: rulesOf(match[0]) };
  });
}

function faultOf(names: readonly NamedRule[], expires: string | undefined): Message | undefined {
  if (names.length === 0) return msg`This comment silences nothing: it names no rule.`;
  const odd = names.find(({ name }) => !/^[\w-]+$/.test(name));
  if (odd) return msg`This comment silences nothing: "${odd.name}" is not the name of a rule.`;
  if (expires !== undefined && !isDay(expires)) return msg`This comment silences nothing: "${expires}" is not a date.`;
  return undefined;
}

/** What ends a reason is within so many characters: a name and a day. Looking further would take a time that is quadratic. */
const longestEnding = 300;
/** What ends a reason, in any order, each alone or in brackets: `expires 2027-01-31`, `(owner payments)`. */
const ending = /(?:\(\s*owner\s+([^(),]+?)\s*\)|\(?\s*expires:?\s+(\d[^\s(),]*)\s*\)?)\.?\s*$/i;
const both = /\(\s*owner\s+([^(),]+?)\s*,\s*expires:?\s+(\d[^\s(),]*)\s*\)\s*$/i;

function tailOf(text: string): Pick<Suppression, "reason" | "owner" | "expires"> {
  let [reason, owner, expires]: [string, string | undefined, string | undefined] = [text.trim(), undefined, undefined];
  const last = (form: RegExp): RegExpExecArray | null => form.exec(reason.slice(-longestEnding));
  for (let match = last(both) ?? last(ending); match; match = last(ending)) {
    owner ??= match[1];
    expires ??= match[2];
    reason = withoutCommas(reason.slice(0, reason.length - match.input.length + match.index));
  }
  const words = reason.replace(/\s+/g, " ");
  return { reason: unwritten.has(words) ? "" : words, owner, expires };
}

/** A text without the blanks and commas at its end. */
function withoutCommas(text: string): string {
  let rest = text.trimEnd();
  while (rest.endsWith(",")) rest = rest.slice(0, -1).trimEnd();
  return rest;
}

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
