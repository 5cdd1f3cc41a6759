import { Temporal } from "temporal-polyfill";

/** Milliseconds of the units that always have the same length. A day is 24 hours, as in Prometheus; see `zone.ts` for days of a zone. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const week = 7 * day;

/** A length of time: months need a calendar, the rest is milliseconds (a day here is 24 hours unless added in a zone). */
export type Duration = Temporal.Duration;

/**
 * Milliseconds of a duration where no calendar is at hand: a month counts as 30 days and a year as 365, as OpenSLO's own SDK
 * counts. Burn rates use it, so that their thresholds do not change from month to month.
 */
export const nominalLength = ({ years, months, weeks, days, hours, minutes }: Duration): number =>
  (years * 365 + months * 30 + weeks * 7 + days) * day + hours * hour + minutes * minute;

/** OpenSLO's "duration-shorthand": a positive integer and one of m h d w M Q Y. `M` is a month, `m` a minute. */
const openSloUnits: Readonly<Record<string, (amount: number) => Temporal.DurationLike>> = {
  m: (minutes) => ({ minutes }),
  h: (hours) => ({ hours }),
  d: (days) => ({ days }),
  w: (weeks) => ({ weeks }),
  M: (months) => ({ months }),
  Q: (quarters) => ({ months: 3 * quarters }),
  Y: (years) => ({ years }),
};

/** Reads OpenSLO's duration shorthand ("28d", "1M" = one month); undefined where it is none. */
export function openSloDuration(text: string): Duration | undefined {
  const [, digits = "", unit = ""] = /^([1-9]\d{0,6})([mhdwMQY])$/.exec(text) ?? [];
  const make = openSloUnits[unit];
  return make === undefined ? undefined : Temporal.Duration.from(make(Number(digits)));
}

const prometheusForm = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const prometheusUnits = [365 * day, week, day, hour, minute, second, 1];

/** Reads a Prometheus duration ("1h30m"; a year is 365 days, units in falling order) in milliseconds; undefined where it is none. */
export function prometheusDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const match = text === "" ? null : prometheusForm.exec(text);
  if (match === null) return undefined;
  return prometheusUnits.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
}

const proseUnits: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|millisecond|milliseconds|ミリ秒)$/, 1],
  [/^(?:s|sec|secs|second|seconds|秒)$/, second],
  [/^(?:m|min|mins|minute|minutes|分|分間)$/, minute],
  [/^(?:h|hr|hrs|hour|hours|時間)$/, hour],
  [/^(?:d|day|days|日|日間)$/, day],
  [/^(?:w|week|weeks|週|週間)$/, week],
];

/** Reads a duration as documents write it ("5 minutes", "1 hour 30 min", "24 時間", "2.5 s") in milliseconds; undefined where it is none. */
export function proseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([^\d\s.,]+)[\s,]*(?:and\s+)?/gy)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("").length !== text.trim().length) return undefined;
  let sum = 0;
  for (const [, amount = "", word = ""] of parts) {
    const unit = proseUnits.find(([form]) => form.test(word));
    if (unit === undefined) return undefined;
    sum += Number(amount) * unit[1];
  }
  return Math.round(sum);
}

/** Reads a duration of our own configuration, in Prometheus form or in prose, in milliseconds; undefined where it is none. */
export function configDuration(text: string): number | undefined {
  return prometheusDuration(text) ?? proseDuration(text);
}

const lengths = [
  [week, "w"],
  [day, "d"],
  [hour, "h"],
  [minute, "m"],
  [second, "s"],
  [1, "ms"],
] as const;

/** The shortest exact Prometheus form of milliseconds: "5m", "1h30m", "28d" (weeks only when written so elsewhere). */
export function shortDuration(milliseconds: number): string {
  let rest = Math.round(Math.abs(milliseconds));
  let text = milliseconds < 0 ? "-" : "";
  if (rest === 0) return "0s";
  for (const [length, unit] of lengths.slice(1)) {
    const amount = Math.floor(rest / length);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * length;
  }
  return text;
}

/** A length of time as one number with one unit, for tables: "43.2m", "3d", "20.5h". At most one decimal. */
export function roundDuration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [length, unit] =
    size >= 2 * day ? [day, "d"] : size >= 2 * hour ? [hour, "h"] : size >= minute ? [minute, "m"] : [second, "s"];
  return `${Number((milliseconds / length).toFixed(1))}${unit}`;
}
