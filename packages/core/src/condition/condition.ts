import { closestTo } from "../document/index.js";
import { msg } from "../text/message.js";
import { UserError, type Place } from "../text/user-error.js";
import { configDuration } from "../time/index.js";
import { parseBound, type Bound } from "./bound.js";

/** How long or how often a bound must hold. */
export type Persistence =
  | { readonly kind: "now" }
  /** Without a break for this many milliseconds, up to the newest sample. */
  | { readonly kind: "for"; readonly duration: number }
  /** At this many samples within the zone's day of now, or within the last milliseconds. */
  | { readonly kind: "times"; readonly count: number; readonly within: "day" | number }
  /** At every sample of this many whole days of the zone, one after the other, up to yesterday. */
  | { readonly kind: "days"; readonly count: number };

/** A bound with a persistence: "> 1 % for 5 minutes", "> 2.5 s 3 times a day", "<= 2.5 s 5 days in a row". */
export interface Condition {
  readonly bound: Bound;
  readonly persistence: Persistence;
  readonly text: string;
}

const persistences: readonly (readonly [RegExp, (match: RegExpExecArray) => Persistence | undefined])[] = [
  [
    / (?:for|continuously for|sustained for) (.+)$/,
    ([, text = ""]) => duration(text, (length) => ({ kind: "for", duration: length })),
  ],
  [
    / (\d+) (?:or more )?times? (?:a|per) day$/,
    ([, count]) => ({ kind: "times", count: Number(count), within: "day" }),
  ],
  [
    / (\d+) (?:or more )?times? (?:in|within) (.+)$/,
    ([, count, text = ""]) => duration(text, (within) => ({ kind: "times", count: Number(count), within })),
  ],
  [/ (?:on )?(\d+) (?:consecutive days|days in a row)$/, ([, count]) => ({ kind: "days", count: Number(count) })],
];

function duration(text: string, make: (length: number) => Persistence): Persistence | undefined {
  const length = configDuration(text);
  return length === undefined || length === 0 ? undefined : make(length);
}

/** Reads a condition; undefined where it is none. */
export function parseCondition(text: string): Condition | undefined {
  const trimmed = text.trim();
  const spaced = trimmed.replace(/\s+/g, " ");
  for (const [form, make] of persistences) {
    const match = form.exec(spaced);
    if (match === null) continue;
    const persistence = make(match);
    const bound = parseBound(spaced.slice(0, match.index));
    return persistence === undefined || bound === undefined ? undefined : { bound, persistence, text: trimmed };
  }
  const bound = parseBound(trimmed);
  return bound === undefined ? undefined : { bound, persistence: { kind: "now" }, text: trimmed };
}

const knownUnits = ["%", "pp", "x", "ms", "s", "min", "h", "per minute"];

/**
 * Reads a condition of a configuration.
 * @throws UserError at its place where it is none.
 */
export function readCondition(text: string, place: Place): Condition {
  const condition = parseCondition(text);
  if (condition !== undefined) return condition;
  const unit = /\d\s*([^\d\s.]+)/.exec(text)?.[1] ?? "";
  const close = knownUnits.includes(unit) ? undefined : closestTo(unit, knownUnits);
  throw new UserError(msg`"${text}" is not a condition.`, {
    place,
    hint:
      close === undefined
        ? msg`Write it as "> 1 % for 5 minutes", "<= +20 %", "> 2.5 s 3 times a day" or "< 500 ms 5 days in a row".`
        : msg`Did you mean "${close}"?`,
  });
}
