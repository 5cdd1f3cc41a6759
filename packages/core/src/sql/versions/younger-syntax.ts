import type { Node } from "@pgsql/types";
import type { NodeKind, PostgresMajor } from "../statement.js";
import { visit } from "../walk.js";
import type { Feature } from "./feature.js";
import { refusalAt, type Refusal } from "./refusal.js";
import { since15 } from "./since-15.js";
import { since16 } from "./since-16.js";
import { since17 } from "./since-17.js";
import { since18 } from "./since-18.js";
import { Words } from "./words.js";

const features: readonly Feature[] = [...since15, ...since16, ...since17, ...since18];

const byKind = new Map<NodeKind, Feature[]>();
for (const feature of features) byKind.set(feature.kind, [...(byKind.get(feature.kind) ?? []), feature]);

const none: readonly Feature[] = [];

/**
 * The first syntax in a statement that is younger than a server's version. `text` ends with the semicolon where there is one;
 * `offsetOf` turns a node's location into an offset of `text`.
 */
export function youngerSyntax(
  node: Node,
  text: string,
  postgres: PostgresMajor,
  offsetOf: (location: number) => number,
): Refusal | undefined {
  let words: Words | undefined;
  let found: Refusal | undefined;
  visit(node, (kind, fields) => {
    for (const feature of byKind.get(kind) ?? none) {
      if (feature.since <= postgres) continue;
      const own = (words ??= new Words(text));
      const at = (location: number): number => own.at(offsetOf(location));
      const first = typeof fields.location === "number" ? at(fields.location) : 0;
      found = sooner(found, refusalOf(feature, own, feature.guilty(fields, own, first, at)));
    }
  });
  return found;
}

/** As `youngerSyntax`, of a statement that PostgreSQL 18 cannot read either: what words alone tell. */
export function youngerWords(words: Words, postgres: PostgresMajor): Refusal | undefined {
  let found: Refusal | undefined;
  for (const feature of features)
    if (feature.since > postgres) found = sooner(found, refusalOf(feature, words, feature.alone?.(words)));
  return found;
}

function refusalOf(feature: Feature, words: Words, guilty: number | undefined): Refusal | undefined {
  if (guilty === undefined) return undefined;
  const { sqlstate = "42601" } = feature;
  const message = feature.message?.(words, guilty);
  const refusal = refusalAt(words, guilty, { sqlstate, ...(message !== undefined && { message }) });
  const noticed = feature.noticed?.(words, guilty);
  return noticed === undefined ? refusal : { ...refusal, at: words.span(noticed).start };
}

/** Of two errors the one that a server raises. */
export function sooner(one: Refusal | undefined, other: Refusal | undefined): Refusal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.at < one.at ? other : one;
}
