import type { PostgresMajor, NodeKind } from "../statement.js";
import type { Visited } from "../walk.js";
import type { Words } from "./words.js";

/** Syntax that servers before `since` refuse. */
export interface Feature {
  readonly since: PostgresMajor;
  readonly kind: NodeKind;
  /**
   * The index of the first token that an older server cannot read, undefined where the node does not use the feature. `first` is the
   * token at the node's location (0 where it has none), `at` gives that of any location.
   */
  guilty(fields: Visited["fields"], words: Words, first: number, at: (location: number) => number): number | undefined;
  /** The token at which an older server notices, where that is a later one than the guilty. */
  noticed?(words: Words, guilty: number): number | undefined;
  /** The guilty token as far as words alone tell it, in a statement that PostgreSQL 18 cannot read either. */
  alone?(words: Words): number | undefined;
  /** What the older server says, where that is not `syntax error at or near "..."`. */
  readonly message?: (words: Words, guilty: number) => string;
  readonly sqlstate?: string;
}

/** The token at a distance from where words are found. */
export function after(found: number | undefined, distance: number): number | undefined {
  return found === undefined ? undefined : found + distance;
}

/** Whether a list field of a node has anything in it. */
export function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
