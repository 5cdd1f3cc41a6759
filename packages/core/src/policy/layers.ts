import type * as z from "zod";
import {
  isMapping,
  keyPositionOf,
  positionOf,
  problemError,
  spanOf,
  validate,
  type PathKey,
  type YamlDocument,
} from "../document/index.js";
import type { Place } from "../text/user-error.js";

/** A policy's document over those that it extends, the nearest first: of each key the first that has it counts. */
export class Layers {
  readonly #documents: readonly YamlDocument[];
  /** All of them as one document: its places are those of the first. */
  readonly whole: YamlDocument;

  constructor(own: YamlDocument, extended: readonly YamlDocument[]) {
    this.#documents = [own, ...extended];
    const values = this.#documents.map(({ value }) => value);
    this.whole =
      extended.length === 0 ? own : { ...own, value: values.reduceRight((below, over) => merged(over, below)) };
  }

  /** The document that a path of the policy is written in; the policy's own where it is in none. */
  at(path: readonly PathKey[]): YamlDocument {
    return this.#documents.find(({ value }) => hasAt(value, path)) ?? this.#documents[0]!;
  }

  keyPlace(path: readonly PathKey[]): Place {
    const document = this.at(path);
    return { path: document.path, ...keyPositionOf(document, path) };
  }

  valuePlace(path: readonly PathKey[]): Place {
    const document = this.at(path);
    return { path: document.path, ...positionOf(document, path) };
  }

  /** The words in which a value is written. */
  wordsAt(path: readonly PathKey[]): string {
    const document = this.at(path);
    const { start, end } = spanOf(document, path);
    return document.text.slice(start, end);
  }

  /**
   * The policy by its schema.
   * @throws UserError at the first wrong place, in the file that it is written in.
   */
  read<T>(schema: z.ZodType<T>): T {
    const result = validate(this.whole, schema);
    if (!("problems" in result)) return result.value;
    const { problems } = result;
    // What is wrong in the policy itself is told before what is wrong in those that it extends.
    const document = this.#documents.find((each) => problems.some(({ path }) => this.at(path) === each)) ?? this.whole;
    const [first = problems[0], ...rest] = problems.filter(({ path }) => this.at(path) === document);
    throw problemError(document, [first, ...rest]);
  }
}

/** Mappings key by key; of everything else what stands over the other. */
function merged(over: unknown, below: unknown): unknown {
  if (!isMapping(over) || !isMapping(below)) return over === undefined ? below : over;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, merged(over[key], below[key])]));
}

function hasAt(value: unknown, path: readonly PathKey[]): boolean {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Readonly<Record<PathKey, unknown>>)[key];
  }
  return true;
}
