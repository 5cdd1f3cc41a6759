import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { msg } from "../text/message.js";
import { LineMap, type Position, type Span } from "../text/span.js";
import { UserError } from "../text/user-error.js";

/** Whether a value of a document is a mapping of keys. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A step into a document: a key of a mapping or an index of a list. */
export type PathKey = string | number;

/** One YAML (or JSON) document of a file, with the places of everything in it. */
export interface YamlDocument {
  readonly path: string;
  /** The text of its file, without a byte order mark. */
  readonly text: string;
  /** The document as plain values. */
  readonly value: unknown;
  readonly node: Document;
  readonly lines: LineMap;
}

/**
 * The documents of a YAML or JSON text, in order; empty documents are left out, so a blank file gives none.
 * @throws UserError at the first place that is not YAML (a duplicate key and a tab as indentation too).
 */
export function parseDocument(text: string, path: string): YamlDocument[] {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lines = new LineMap(clean);
  const documents: YamlDocument[] = [];
  for (const node of parseAllDocuments(clean, { prettyErrors: false, uniqueKeys: false })) {
    const error = node.errors[0] ?? tooManyAliases(node) ?? repeatedKey(node);
    if (error !== undefined) {
      throw new UserError(msg`This is not valid YAML: ${error.message}.`, {
        place: { path, ...lines.position(error.pos[0]) },
        hint: msg`Correct the syntax at this place.`,
      });
    }
    if (node.contents === null || isEmptyScalar(node.contents)) continue;
    documents.push({ path, text: clean, value: plainValue(node, path, lines), node, lines });
  }
  return documents;
}

/** The library looks for the anchor of each alias among all others. */
const mostAliases = 1000;

function tooManyAliases(document: Document): { readonly message: string; readonly pos: readonly [number] } | undefined {
  let count = 0;
  let pos: readonly [number] | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (++count <= mostAliases) return undefined;
      pos = [spanOfNode(alias).start];
      return visit.BREAK;
    },
  });
  return pos && { message: `It has more than ${mostAliases} aliases`, pos };
}

/** A key that its mapping has twice. The library asks this too, but in a time that is quadratic in the keys. */
function repeatedKey(document: Document): { readonly message: string; readonly pos: readonly [number] } | undefined {
  let found: { readonly message: string; readonly pos: readonly [number] } | undefined;
  visit(document, {
    Map: (_, map) => {
      const known = new Set<unknown>();
      for (const { key } of map.items) {
        const value: unknown = isScalar(key) ? key.value : key;
        if (known.has(value)) {
          found = { message: "Map keys must be unique", pos: [spanOfNode(key).start] };
          return visit.BREAK;
        }
        // Keys of merging may stand there several times.
        if (value !== "<<") known.add(value);
      }
      return undefined;
    },
  });
  return found;
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function plainValue(node: Document, path: string, lines: LineMap): unknown {
  try {
    return node.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    throw new UserError(msg`This is not valid YAML: ${error instanceof Error ? error.message : String(error)}.`, {
      place: { path, ...lines.position(node.contents?.range?.[0] ?? 0) },
      hint: msg`Check the anchors (&name) and aliases (*name) of this document.`,
    });
  }
}

/** Line and column of the value at a path; of the nearest parent that exists where the path leads nowhere. */
export function positionOf(document: YamlDocument, path: readonly PathKey[]): Position {
  return document.lines.position(spanOf(document, path).start);
}

/** Line and column of the key that leads to a path; of the value for a list's item and for the document itself. */
export function keyPositionOf(document: YamlDocument, path: readonly PathKey[]): Position {
  return document.lines.position(keySpanOf(document, path).start);
}

/** The offsets of the value at a path (of the nearest existing parent), in the text without its byte order mark. */
export function spanOf(document: YamlDocument, path: readonly PathKey[]): Span {
  let node: unknown = document.node.contents;
  for (const key of path) {
    const next = childOf(document, node, key);
    if (next?.value === undefined || next.value === null) return spanOfNode(next?.key ?? node);
    node = next.value;
  }
  return spanOfNode(node);
}

/** The offsets of the key at a path; see `keyPositionOf`. */
export function keySpanOf(document: YamlDocument, path: readonly PathKey[]): Span {
  let node: unknown = document.node.contents;
  for (const [depth, key] of path.entries()) {
    const next = childOf(document, node, key);
    if (next === undefined) return spanOfNode(node);
    if (depth === path.length - 1 && next.key !== undefined) return spanOfNode(next.key);
    node = next.value;
  }
  return spanOfNode(node);
}

interface Child {
  readonly key?: unknown;
  readonly value: unknown;
}

function childOf(document: YamlDocument, parent: unknown, key: PathKey): Child | undefined {
  const node = isAlias(parent) ? resolved(document, parent) : parent;
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(key));
    return pair === undefined ? undefined : { key: pair.key, value: pair.value };
  }
  if (isSeq(node)) {
    const value: unknown = node.items[Number(key)];
    return value === undefined ? undefined : { value };
  }
  return undefined;
}

const targets = new WeakMap<Alias, unknown>();

/** What an alias stands for, looked for once: the library goes through the whole document for it. */
function resolved({ node }: YamlDocument, alias: Alias): unknown {
  if (!targets.has(alias)) targets.set(alias, alias.resolve(node));
  return targets.get(alias);
}

const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The pairs of a mapping by their keys, found once: whoever looks for many places asks many times. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairs.get(map);
  if (known) return known;
  const found = new Map<string, Pair>();
  for (const item of map.items) {
    const key = String(isScalar(item.key) ? item.key.value : item.key);
    if (!found.has(key)) found.set(key, item);
  }
  pairs.set(map, found);
  return found;
}

function spanOfNode(node: unknown): Span {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | null | undefined)?.range;
  return range === undefined || range === null ? { start: 0, end: 0 } : { start: range[0], end: range[1] };
}

/** A value without the keys of mappings that have no value: for formats whose readers take `key:` as not given. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}
