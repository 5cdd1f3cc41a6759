import { parse, stringify } from "devalue"; // maps, sets and shared values as they are; kept by the authors of Svelte
import Fraction from "fraction.js";
import { Temporal } from "temporal-polyfill";
import { parsePolicy, type PolicyText } from "../policy/policy.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import type { Evidence } from "./evidence.js";
import type { Moment } from "./gate.js";
import type { GateKind } from "./gates.js";
import { judge } from "./judge.js";
import type { Report } from "./report.js";

/** Everything that a verdict came from: it can be judged again anywhere, and gives the same report. */
export interface Recording {
  /** The policy, and those that it extends, the nearest first. */
  readonly policy: readonly [PolicyText, ...PolicyText[]];
  readonly evidence: Evidence;
  readonly moment: Moment;
  /** The kinds that were asked for. */
  readonly asked: readonly GateKind[];
  /** Whether a warning held. */
  readonly failsOnWarning: boolean;
}

/** A recording as text. What is no data in the evidence (a clock, a way to compute checksums) is left out. */
export function recordingText(recording: Recording): string {
  return stringify(withoutFunctions(recording), {
    Fraction: (value) => value instanceof Fraction && value.toFraction(),
    Duration: (value) => value instanceof Temporal.Duration && value.toString(),
  });
}

/**
 * Reads what `recordingText` wrote.
 * @throws UserError for what is none.
 */
export function parseRecording(text: string, path: string): Recording {
  try {
    const value: unknown = parse(text, {
      Fraction: (written: string) => new Fraction(written),
      Duration: (written: string) => Temporal.Duration.from(written),
    });
    if (isRecording(value)) return value;
  } catch {
    // Told below, as what is no recording at all.
  }
  throw new UserError(msg`${path} is no recording of a check.`, {
    hint: msg`Write one with "release-gate check --record FILE".`,
  });
}

/** The report that a recording came with. The parser must be loaded where migrations were judged. */
export function replayed({ policy, evidence, moment, asked }: Recording): Report {
  const [own, ...extended] = policy;
  return judge(parsePolicy(own.text, own.path, extended), evidence, moment, asked);
}

function isRecording(value: unknown): value is Recording {
  if (typeof value !== "object" || value === null) return false;
  const { policy, evidence, moment, asked, failsOnWarning } = value as Partial<Record<keyof Recording, unknown>>;
  return (
    Array.isArray(policy) &&
    policy.length > 0 &&
    Array.isArray(asked) &&
    [evidence, moment].every((each) => typeof each === "object" && each !== null) &&
    typeof failsOnWarning === "boolean"
  );
}

/** A value without the functions in it; what several places share stays shared. */
function withoutFunctions<Value>(given: Value): Value {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      copies.set(value, list);
      for (const each of value) list.push(copy(each));
      return list;
    }
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>();
      copies.set(value, map);
      for (const [key, each] of value) map.set(key, copy(each));
      return map;
    }
    if (value instanceof Set || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const object: Record<string, unknown> = {};
    copies.set(value, object);
    for (const [key, each] of Object.entries(value)) if (typeof each !== "function") object[key] = copy(each);
    return object;
  };
  return copy(given) as Value;
}
