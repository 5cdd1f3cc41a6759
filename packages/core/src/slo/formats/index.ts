import { isMapping, translated, withoutNulls, type PathKey, type YamlDocument } from "../../document/index.js";
import type { PlacedProblem } from "../openslo-objects.js";
import type { Format } from "./format.js";
import { openSloV1alpha } from "./openslo-v1alpha.js";
import { pyrra } from "./pyrra.js";
import { slothKubernetes } from "./sloth-kubernetes.js";

const formats: readonly Format[] = [openSloV1alpha, slothKubernetes, pyrra];

/** Documents in the words of OpenSLO v1 and of sloth's own file, whatever format they are written in. */
export function inReadWords(documents: readonly YamlDocument[]): {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly PlacedProblem[];
  /** The labels that a format groups an SLO by, by its name. */
  readonly groupings: ReadonlyMap<string, readonly [string, ...string[]]>;
} {
  const groupings = new Map<string, readonly [string, ...string[]]>();
  const read: YamlDocument[] = [];
  const problems: PlacedProblem[] = [];
  for (const given of documents) {
    const entries: readonly unknown[] = Array.isArray(given.value) ? (given.value as unknown[]) : [given.value];
    if (!entries.some((entry) => formatOf(entry) !== undefined)) {
      read.push(given);
      continue;
    }
    const document = { ...given, value: withoutNulls(given.value) };
    for (const [i, entry] of entries.entries()) {
      const at: readonly PathKey[] = Array.isArray(given.value) ? [i] : [];
      const format = formatOf(entry);
      if (format === undefined) {
        read.push(translated(document, entry, (path) => [...at, ...path]));
        continue;
      }
      const result = format.translate(document, at);
      if ("problems" in result) for (const problem of result.problems) problems.push({ document, problem });
      else {
        for (const each of result.documents) read.push(each);
        if (result.grouping) groupings.set(...result.grouping);
      }
    }
  }
  return { documents: read, problems, groupings };
}

const formatOf = (value: unknown): Format | undefined =>
  isMapping(value) ? formats.find((format) => format.recognises(value)) : undefined;
