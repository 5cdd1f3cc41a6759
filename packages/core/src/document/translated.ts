import { Document, isMap, isNode, isSeq, type Node } from "yaml";
import type { Span } from "../text/span.js";
import { keySpanOf, spanOf, type PathKey, type YamlDocument } from "./yaml.js";

/**
 * A document in other words: a value whose parts stand where `origin` says in the text of the document that it was made
 * from, so that what is wrong with it is told at the place that a person wrote.
 */
export function translated(
  document: YamlDocument,
  value: unknown,
  origin: (path: readonly PathKey[]) => readonly PathKey[],
): YamlDocument {
  const node = new Document(value, { aliasDuplicateObjects: false });
  place(node.contents, []);
  return { ...document, value, node: node as YamlDocument["node"] };

  function place(at: unknown, path: readonly PathKey[]): void {
    if (!isNode(at)) return;
    setRange(at, spanOf(document, origin(path)));
    if (isSeq(at)) at.items.forEach((item, i) => place(item, [...path, i]));
    if (!isMap(at)) return;
    for (const { key, value: inner } of at.items) {
      const below = [...path, String(key)];
      if (isNode(key)) setRange(key, keySpanOf(document, origin(below)));
      place(inner, below);
    }
  }
}

function setRange(node: Node, { start, end }: Span): void {
  node.range = [start, end, end];
}
