import type { Node } from "@pgsql/types";
import { visit } from "../walk.js";
import type { Words } from "./words.js";

const before = new Set(["FROM", "JOIN", "LATERAL", "USING", ","]);
const first = new Set(["SELECT", "VALUES", "WITH", "TABLE", "("]);
const goesOn = new Set([")", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"]);

/**
 * The parenthesis that opens a subquery in FROM. The tree does not tell where a subquery starts; so from the first place inside of
 * it outwards. `at` turns a node's location into a token.
 */
export function openingOf(subquery: unknown, words: Words, at: (location: number) => number): number | undefined {
  const inside = firstLocation(subquery as Node);
  let open = inside === undefined ? words.find("( SELECT )") : words.opening(at(inside));
  while (open !== undefined && !opensSubquery(words, open)) open = words.opening(open);
  while (
    open !== undefined &&
    words.word(open - 1) === "(" &&
    goesOn.has(words.word(words.afterParentheses(open) ?? 0))
  )
    open--;
  return open;
}

function opensSubquery(words: Words, open: number): boolean {
  let outermost = open;
  while (words.word(outermost - 1) === "(") outermost--;
  return first.has(words.word(open + 1)) && before.has(words.word(outermost - 1));
}

function firstLocation(node: Node): number | undefined {
  let least: number | undefined;
  visit(node, (_, { location }) => {
    if (typeof location === "number" && location >= 0 && (least === undefined || location < least)) least = location;
  });
  return least;
}
