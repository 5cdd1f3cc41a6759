import { closestMatch } from "leven";
import type { z } from "zod";
import { msg, type Message } from "../text/message.js";
import { inTextOrder, problemError, type Problem } from "./problem.js";
import { knownKeys } from "./schema-walk.js";
import { isMapping, type PathKey, type YamlDocument } from "./yaml.js";

/** What reading a document by a schema gives: the value, or everything that is wrong, in the order of the text. */
export type Validated<T> = { readonly value: T } | { readonly problems: readonly [Problem, ...Problem[]] };

/** Reads a document (or the part of it at a path) by a schema; everything wrong at once, for linters and editors. */
export function validate<T>(document: YamlDocument, schema: z.ZodType<T>, at: readonly PathKey[] = []): Validated<T> {
  const value = valueAt(document.value, at);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const problems = withoutMistyped(parsed.error.issues.flatMap((found) => problemsOf(found, schema, value)));
  const [first, ...rest] = inTextOrder(
    document,
    problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })),
  );
  return { problems: [first ?? { path: at, text: msg`This document does not have the expected shape.` }, ...rest] };
}

const valueAt = (value: unknown, path: readonly PathKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Readonly<Record<PathKey, unknown>> | null | undefined)?.[key], value);

/**
 * The value of a document by its schema.
 * @throws UserError at the first wrong place: what is wrong, and what to write instead.
 */
export function read<T>(document: YamlDocument, schema: z.ZodType<T>): T {
  const result = validate(document, schema);
  if ("problems" in result) throw problemError(document, result.problems);
  return result.value;
}

type Found = z.core.$ZodIssue;

/** A problem with what tells a mistyped key from two separate problems. */
interface Told extends Problem {
  readonly suggests?: string;
  readonly lacks?: string;
}

/** A key that is missing because it stands there mistyped is one problem, not two. */
function withoutMistyped(problems: readonly Told[]): Told[] {
  const suggested = new Set(
    problems.flatMap(({ path, suggests }) =>
      suggests === undefined ? [] : [JSON.stringify([...path.slice(0, -1), suggests])],
    ),
  );
  return problems.filter(({ path, lacks }) => lacks === undefined || !suggested.has(JSON.stringify([...path, lacks])));
}

function problemsOf(found: Found, schema: z.ZodType, value: unknown): Told[] {
  const path = found.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (found.code === "unrecognized_keys") return unknownKeys(found.keys, path, schema, valueAt(value, path));
  if (found.code === "invalid_union") return unionProblems(found, path, schema, value);
  if (found.code === "invalid_key")
    return [{ path, onKey: true, text: msg`${name(path)} is not a name that is allowed here.` }];
  if (found.code === "custom") return [{ path, text: customText(found) }];
  const actual = valueAt(value, path);
  if (actual === undefined && path.length > 0) return [missing(path, expectation(found))];
  return [{ path, text: msg`${name(path)} must be ${expectation(found)}.`, ...valueAdvice(found, actual) }];
}

function missing(path: readonly PathKey[], wanted: Message): Told {
  const key = String(path.at(-1));
  return {
    path: path.slice(0, -1),
    lacks: key,
    text: msg`The key "${key}" is missing.`,
    advice: msg`Add it: ${wanted}.`,
  };
}

const name = (path: readonly PathKey[]): Message => {
  const last = path.findLast((key) => typeof key === "string");
  return last === undefined ? msg`This value` : msg`The value of "${String(last)}"`;
};

/** A schema's own refinement carries its Message in `params.text`, else plain words. */
function customText(found: Extract<Found, { code: "custom" }>): Message {
  const text: unknown = found.params?.["text"];
  return isMessage(text) ? text : msg`${found.message}`;
}

const isMessage = (value: unknown): value is Message =>
  typeof value === "object" && value !== null && "pattern" in value && "values" in value;

/** Keys that another form of the same value has: the forms were mixed, which is one problem. */
function unknownKeys(keys: readonly string[], path: readonly PathKey[], schema: z.ZodType, actual: unknown): Told[] {
  const known = knownKeys(schema, path);
  const [of] = isMapping(actual) ? Object.keys(actual).filter((key) => known.includes(key) && !keys.includes(key)) : [];
  const mixed = of === undefined ? undefined : keys.find((key) => known.includes(key));
  const others = keys.filter((key) => !known.includes(key)).map((key) => unknownKey(key, path, schema));
  if (of === undefined || mixed === undefined) return keys.map((key) => unknownKey(key, path, schema));
  const text = msg`"${of}" and "${mixed}" exclude each other.`;
  return [{ path: [...path, mixed], onKey: true, text, advice: msg`Keep one of them.` }, ...others];
}

function unknownKey(key: string, path: readonly PathKey[], schema: z.ZodType): Told {
  const known = knownKeys(schema, path);
  const close = closestTo(key, known);
  return {
    path: [...path, key],
    onKey: true,
    text: msg`The key "${key}" is not known here.`,
    ...(close === undefined
      ? { advice: msg`Known keys: ${known.join(", ")}.` }
      : { suggests: close, advice: msg`Did you mean "${close}"?` }),
  };
}

/** The candidate that a mistyped word most likely means: at most a third of its letters differ. */
export function closestTo(word: string, candidates: readonly string[]): string | undefined {
  return closestMatch(word, candidates, { maxDistance: Math.max(1, Math.floor(word.length / 3)) });
}

/** Of a union's branches the one that went deepest, then the one with the fewest complaints: most likely meant. */
function unionProblems(
  found: Extract<Found, { code: "invalid_union" }>,
  path: readonly PathKey[],
  schema: z.ZodType,
  value: unknown,
): Told[] {
  const branches = found.errors.map((branch) =>
    branch.map((inner) => ({ ...inner, path: [...path, ...inner.path] }) as Found),
  );
  const deep = (branch: readonly Found[]): number =>
    Math.max(...branch.map((inner) => inner.path.length + (inner.code === "unrecognized_keys" ? 1 : 0)));
  const entered = branches.filter((branch) => deep(branch) > path.length);
  const best = entered.toSorted((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((inner) => problemsOf(inner, schema, value));
  // A form of the right type that refused the value says better what is wrong than a list of types.
  const refusals = branches.find((branch) => branch.length > 0 && branch.every(({ code }) => code === "custom"));
  if (refusals !== undefined) return refusals.flatMap((inner) => problemsOf(inner, schema, value));
  const wanted = branches.flatMap((branch) => branch.slice(0, 1)).map(expectation);
  const options = "options" in found && Array.isArray(found.options) ? oneOf(found.options) : joinOr(wanted);
  if (valueAt(value, path) === undefined && path.length > 0) return [missing(path, options)];
  return [{ path, text: msg`${name(path)} must be ${options}.` }];
}

function valueAdvice(found: Found, actual: unknown): { advice?: Message } {
  if (found.code === "invalid_value" && typeof actual === "string") {
    const close = closestTo(actual, found.values.map(String));
    if (close !== undefined) return { advice: msg`Did you mean "${close}"?` };
  }
  return {};
}

const oneOf = (values: readonly unknown[]): Message =>
  values.length === 1 ? msg`${String(values[0])}` : msg`one of ${values.map(String).join(", ")}`;

const joinOr = (parts: readonly Message[]): Message =>
  parts.slice(1).reduce<Message>((all, part) => msg`${all} or ${part}`, parts[0] ?? msg`something else`);

/** What was wanted, as the words after "must be". */
function expectation(found: Found): Message {
  switch (found.code) {
    case "invalid_type":
      return typeWord(found.expected);
    case "invalid_value":
      return oneOf(found.values);
    case "too_small":
      return found.origin === "number" || found.origin === "int"
        ? found.inclusive === false
          ? msg`greater than ${String(found.minimum)}`
          : msg`at least ${String(found.minimum)}`
        : msg`at least ${String(found.minimum)} long`;
    case "too_big":
      return found.origin === "number" || found.origin === "int"
        ? found.inclusive === false
          ? msg`less than ${String(found.maximum)}`
          : msg`at most ${String(found.maximum)}`
        : msg`at most ${String(found.maximum)} long`;
    case "not_multiple_of":
      return msg`a multiple of ${found.divisor}`;
    default:
      return msg`of the expected form`;
  }
}

function typeWord(expected: string): Message {
  switch (expected) {
    case "string":
      return msg`a string`;
    case "number":
    case "nan":
      return msg`a number`;
    case "int":
      return msg`a whole number`;
    case "boolean":
      return msg`true or false`;
    case "array":
      return msg`a list`;
    case "object":
    case "record":
    case "map":
      return msg`an object`;
    case "null":
      return msg`empty`;
    case "nonoptional":
      return msg`a value`;
    default:
      return msg`${expected}`;
  }
}
