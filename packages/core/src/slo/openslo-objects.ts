import { closestTo, validate, withoutNulls, type PathKey, type Problem, type YamlDocument } from "../document/index.js";
import { msg } from "../text/message.js";
import { formatProblem } from "./formats/not-read.js";
import { openSloKinds, openSloSchemas, type OpenSloKind, type OpenSloObject } from "./openslo-schema.js";
import { togetherProblems } from "./openslo-rules.js";

/** An object of a file, and the document and path where it stands. */
export interface Placed<T extends OpenSloObject = OpenSloObject> {
  readonly object: T;
  readonly document: YamlDocument;
  readonly at: readonly PathKey[];
}

/** A problem and the document that it is in. */
export interface PlacedProblem {
  readonly document: YamlDocument;
  readonly problem: Problem;
}

/** All objects of some files by kind and name, and what is wrong with those that could not be read. */
export interface OpenSloObjects {
  readonly all: readonly Placed[];
  readonly problems: readonly PlacedProblem[];
  find<K extends OpenSloKind>(kind: K, name: string): Placed<Extract<OpenSloObject, { kind: K }>> | undefined;
  names(kind: OpenSloKind): string[];
}

/** Whether a document is (a list of) OpenSLO objects: decided by `apiVersion`. */
export function isOpenSlo(document: YamlDocument): boolean {
  const [first] = entriesOf(document);
  return /^openslo(?:\.com)?\//.test(String((first?.value as { apiVersion?: unknown } | null | undefined)?.apiVersion));
}

/** Reads the objects of OpenSLO documents; a document may be one object or a list of them. */
export function openSloObjects(documents: readonly YamlDocument[]): OpenSloObjects {
  const problems: PlacedProblem[] = [];
  const all: Placed[] = [];
  const byName = new Map<string, Placed>();
  for (const given of documents) {
    const document = { ...given, value: withoutNulls(given.value) };
    for (const { value, at } of entriesOf(document)) {
      const result = objectOf(document, value, at);
      if ("problems" in result) {
        problems.push(...result.problems.map((problem) => ({ document, problem })));
        continue;
      }
      const placed = { object: result.object, document, at };
      const key = `${placed.object.kind}/${placed.object.metadata.name}`;
      const earlier = byName.get(key);
      if (earlier !== undefined && placed.object.kind !== "Service")
        problems.push({ document, problem: duplicate(placed, earlier) });
      byName.set(key, placed);
      all.push(placed);
    }
  }
  return {
    all,
    problems,
    find: <K extends OpenSloKind>(kind: K, name: string) =>
      byName.get(`${kind}/${name}`) as Placed<Extract<OpenSloObject, { kind: K }>> | undefined,
    names: (kind) => all.filter(({ object }) => object.kind === kind).map(({ object }) => object.metadata.name),
  };
}

function entriesOf({ value }: YamlDocument): { value: unknown; at: readonly PathKey[] }[] {
  return Array.isArray(value) ? value.map((item: unknown, i) => ({ value: item, at: [i] })) : [{ value, at: [] }];
}

function objectOf(
  document: YamlDocument,
  value: unknown,
  at: readonly PathKey[],
): { object: OpenSloObject } | { problems: readonly Problem[] } {
  const { apiVersion, kind } = (typeof value === "object" && value !== null ? value : {}) as {
    apiVersion?: unknown;
    kind?: unknown;
  };
  if (apiVersion !== "openslo/v1") return { problems: [formatProblem(value, at)] };
  if (!isKind(kind)) {
    const close = closestTo(String(kind), openSloKinds);
    const advice = close === undefined ? msg`Known kinds: ${openSloKinds.join(", ")}.` : msg`Did you mean "${close}"?`;
    return { problems: [{ path: [...at, "kind"], text: msg`OpenSLO has no kind "${String(kind)}".`, advice }] };
  }
  const result = validate<OpenSloObject>(document, openSloSchemas[kind], at);
  if ("problems" in result) return result;
  const together = togetherProblems(result.value).map((problem) => ({ ...problem, path: [...at, ...problem.path] }));
  return together.length > 0 ? { problems: together } : { object: result.value };
}

const isKind = (kind: unknown): kind is OpenSloKind => (openSloKinds as readonly unknown[]).includes(kind);

function duplicate(later: Placed, earlier: Placed): Problem {
  const { kind, metadata } = later.object;
  const line = earlier.document.lines.position(earlier.document.node.contents?.range?.[0] ?? 0).line;
  return {
    path: [...later.at, "metadata", "name"],
    text: msg`The name "${metadata.name}" is taken by another ${kind}, in ${earlier.document.path}:${line}.`,
    advice: msg`Give it another name.`,
  };
}
