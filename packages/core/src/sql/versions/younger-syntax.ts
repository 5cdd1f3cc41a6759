import type { Node } from "@pgsql/types";
import type { Span } from "../../text/span.js";
import type { NodeKind, PostgresMajor } from "../statement.js";
import { visit } from "../walk.js";
import type { Feature } from "./feature.js";
import { joinedNumber } from "./older-numbers.js";
import { since15 } from "./since-15.js";
import { since16 } from "./since-16.js";
import { since17 } from "./since-17.js";
import { since18 } from "./since-18.js";
import { Words } from "./words.js";

/** What a server of an older version says of a statement that PostgreSQL 18 can read. `span` is in the statement's text. */
export interface Refusal {
  readonly sqlstate: string;
  readonly message: string;
  readonly span: Span;
}

const features: readonly Feature[] = [...since15, ...since16, ...since17, ...since18];

const byKind = new Map<NodeKind, Feature[]>();
for (const feature of features) byKind.set(feature.kind, [...(byKind.get(feature.kind) ?? []), feature]);

const none: readonly Feature[] = [];

/**
 * The first syntax in a statement that is younger than a server's version; a server reads from left to right. `text` ends with
 * the semicolon where there is one; `offsetOf` turns a node's location into an offset of `text`.
 */
export function youngerSyntax(
  node: Node,
  text: string,
  postgres: PostgresMajor,
  offsetOf: (location: number) => number,
): Refusal | undefined {
  let words: Words | undefined;
  let found: { readonly feature: Feature; readonly guilty: number } | undefined;
  visit(node, (kind, fields) => {
    for (const feature of byKind.get(kind) ?? none) {
      if (feature.since <= postgres) continue;
      words ??= new Words(text);
      const { location } = fields;
      const guilty = feature.guilty(fields, words, typeof location === "number" ? words.at(offsetOf(location)) : 0);
      if (guilty !== undefined && (found === undefined || guilty < found.guilty)) found = { feature, guilty };
    }
  });
  const number = postgres === 15 ? youngerNumber(text) : undefined;
  const first = found && words && refusal(found.feature, words, found.guilty);
  return number && (!first || number.span.start <= first.span.start) ? number : first;
}

function refusal(feature: Feature, words: Words, guilty: number): Refusal {
  const token = words.list[guilty]?.text;
  const usual = token === undefined ? "syntax error at end of input" : `syntax error at or near "${token}"`;
  return {
    sqlstate: feature.sqlstate ?? "42601",
    message: feature.message?.(words, guilty) ?? usual,
    span: words.span(token === undefined ? guilty - 1 : guilty),
  };
}

/** 0xFF and 1_000 are numbers since 16. PostgreSQL 15 refuses them; 14 reads a number and a name (`separateNumbers`). */
export function youngerNumber(text: string): Refusal | undefined {
  const span = joinedNumber(text);
  if (span === undefined) return undefined;
  const junk = text.slice(span.start, span.end);
  return { sqlstate: "42601", message: `trailing junk after numeric literal at or near "${junk}"`, span };
}
