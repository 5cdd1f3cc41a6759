import { Temporal } from "temporal-polyfill";
import type { Duration } from "./duration.js";
import type { Interval } from "./interval.js";

/** Whether the name is a zone of the IANA database that this runtime knows ("Asia/Tokyo"; fixed offsets are none). */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Milliseconds of an ISO 8601 moment with an offset or Z ("2026-11-22T10:00:00+09:00"); undefined where it is none. A time
 * without an offset is none: it would be another moment on another machine.
 */
export function parseInstant(text: string): number | undefined {
  return utcInstant(text, 0, text.length) ?? anyInstant(text);
}

/** `parseInstant` of the characters of a text from `start` to before `end`. */
export function instantAt(text: string, start: number, end: number): number | undefined {
  return utcInstant(text, start, end) ?? anyInstant(text.slice(start, end));
}

function anyInstant(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** Starts of days that were read before: snapshots have millions of times and a few days. */
const days = new Map<string, number | undefined>();
const mostDays = 4096;
/** The day that was read last. */
let lastDay = "none";
let lastStart: number | undefined;

function startOfDay(text: string, start: number): number | undefined {
  if (text.startsWith(lastDay, start)) return lastStart;
  const date = text.slice(start, start + 10);
  if (!days.has(date)) {
    if (days.size >= mostDays) days.clear();
    days.set(date, anyInstant(`${date}T00:00:00Z`));
  }
  lastDay = date;
  return (lastStart = days.get(date));
}

/** The form that collectors write, "2026-11-22T01:00:00Z" with or without milliseconds; undefined for every other. */
function utcInstant(text: string, start: number, end: number): number | undefined {
  const length = end - start;
  if ((length !== 20 && length !== 24) || text.charCodeAt(start + 10) !== 84 || text.charCodeAt(end - 1) !== 90)
    return undefined;
  const hours = digits(text, start + 11, start + 13);
  const minutes = digits(text, start + 14, start + 16);
  const seconds = digits(text, start + 17, start + 19);
  const milliseconds = length === 24 ? digits(text, start + 20, start + 23) : 0;
  if (!(hours < 24 && minutes < 60 && seconds < 60 && milliseconds >= 0)) return undefined;
  const points = length === 20 || text.charCodeAt(start + 19) === 46;
  if (text.charCodeAt(start + 13) !== 58 || text.charCodeAt(start + 16) !== 58 || !points) return undefined;
  const day = startOfDay(text, start);
  return day === undefined ? undefined : day + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** The number that digits of a text write; NaN where a character is none. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The moment in UTC, "2026-11-22T01:00:00Z"; fractions of a second only where there are some. */
export function formatInstant(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString();
}

/** The moment in a zone to the minute, "2026-11-22 10:00". */
export function formatLocal(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
}

/** The moment `duration` before `at`, by the calendar and the clock of a zone: a month back from 31 March is 28 or 29 February. */
export function before(at: number, duration: Duration, zone = "UTC"): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).subtract(duration).epochMilliseconds;
}

/** The day in a zone that a moment belongs to, "2026-11-22". */
export function dayOf(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The day after an ISO date, by the calendar. */
export function nextDay(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

/** The day before an ISO date, by the calendar. */
export function previousDay(date: string): string {
  return Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
}

/** Start (inclusive) and end (exclusive) of a day in a zone: 23 or 25 hours where clocks change. */
export function dayBounds(date: string, zone: string): Interval {
  const start = Temporal.PlainDate.from(date);
  const at = (plain: Temporal.PlainDate): number => plain.toZonedDateTime(zone).epochMilliseconds;
  return { start: at(start), end: at(start.add({ days: 1 })) };
}

/** Milliseconds of a wall-clock time "2020-01-21 12:30:00" in a zone; undefined where it is none. A time that clocks skip counts as after the gap. */
export function localTime(text: string, zone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDateTime.from(text.replace(" ", "T"), { overflow: "reject" }).toZonedDateTime(zone)
      .epochMilliseconds;
  } catch {
    return undefined;
  }
}

/**
 * The calendar period that holds a moment: periods of `duration` follow each other from a start, counted on the wall clock of
 * a zone (each from the start itself, so that months after 31 January do not drift). Before the start it is the first period.
 */
export function periodAt(at: number, start: number, duration: Duration, zone: string): Interval {
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
  const nth = (n: number): number => first.add(times(duration, n)).epochMilliseconds;
  const rough = nth(1) - start;
  let n = Math.max(0, Math.floor((at - start) / rough));
  while (n > 0 && nth(n) >= at) n--;
  while (nth(n + 1) < at) n++;
  return { start: nth(n), end: nth(n + 1) };
}

function times(duration: Duration, n: number): Duration {
  const { years, months, weeks, days, hours, minutes, seconds } = duration;
  return Temporal.Duration.from({
    years: years * n,
    months: months * n,
    weeks: weeks * n,
    days: days * n,
    hours: hours * n,
    minutes: minutes * n,
    seconds: seconds * n,
  });
}
