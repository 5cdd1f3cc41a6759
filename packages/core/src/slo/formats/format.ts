import type { PathKey, Problem, YamlDocument } from "../../document/index.js";

/** An object of a format of its own, in the words of OpenSLO v1 or of sloth's own file, with its places kept. */
export type Translation =
  | {
      readonly documents: readonly YamlDocument[];
      /** The labels each value of which has a budget of its own, by the name of the SLO. */
      readonly grouping?: readonly [string, readonly [string, ...string[]]];
    }
  | { readonly problems: readonly Problem[] };

/** A way to write SLOs that is read by translating it. */
export interface Format {
  /** Whether an object is written so. */
  recognises(value: Readonly<Record<string, unknown>>): boolean;
  /** @param at where the object stands in the document: a document may be a list of objects. */
  translate(document: YamlDocument, at: readonly PathKey[]): Translation;
}
