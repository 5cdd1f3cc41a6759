import { msg, type Message } from "../text/message.js";
import { UserError, type Place } from "../text/user-error.js";
import { configDuration, day, parseInstant } from "../time/index.js";
import { noise } from "./exact.js";
import type { Labels, Row } from "./row.js";
import { mostCounted } from "./selector.js";

type Json = Readonly<Record<string, unknown>>;

/** A row that has no number to give: Prometheus writes NaN where nothing was measured, and Inf where it divided by zero. */
export const noNumber = Symbol("a sample without a number");

/**
 * Reads one line of a JSONL snapshot (its fields: docs/slo.md). A blank line is undefined; a sample that is NaN or
 * infinite is `noNumber`: it is counted as missing, never as good.
 * @throws UserError with the place where the line is no JSON or not a row.
 */
export function parseSnapshotLine(line: string, place: Place): Row | typeof noNumber | undefined {
  if (line === "" || line.trim() === "") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw wrong(
      place,
      msg`This line is not JSON.`,
      msg`Each line of a snapshot is one JSON object. Collect the snapshot again, or remove the line.`,
    );
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw wrong(place, msg`This line is not a JSON object.`, msg`Each line of a snapshot is one JSON object.`);
  }
  return rowOf(json as Json, place);
}

const wrong = (place: Place, text: Message, hint?: Message): UserError =>
  new UserError(text, { place, ...(hint === undefined ? {} : { hint }) });

function rowOf(json: Json, place: Place): Row | typeof noNumber {
  const at = momentOf(json["ts"], place);
  const span = json["window"] === undefined ? 0 : spanOf(json["window"], place);
  if (json["event"] !== undefined)
    return eventOf(
      json,
      { at, span, name: nameOf(json["event"], "event", place), labels: labelsOf(json, place) },
      place,
    );
  const base = { at, span, name: nameOf(json["metric"], "metric", place), labels: labelsOf(json, place) };
  if (json["buckets"] !== undefined) return histogramOf(json, base, place);
  if (json["value"] === undefined) return countsOf(json, base, place);
  const value = sampleOf(json["value"], "value", place);
  if (value === noNumber) return noNumber;
  const kind = json["type"] ?? "gauge";
  if (kind === "gauge") {
    const unit = json["unit"];
    return { kind, ...base, value, ...(typeof unit === "string" ? { unit } : {}) };
  }
  if (kind !== "counter" && kind !== "count") {
    throw wrong(
      place,
      msg`The type "${String(kind)}" of a sample is not known.`,
      msg`Write one of gauge, counter, count.`,
    );
  }
  return { kind, ...base, value: checkedCount(value, "value", place) };
}

type Base = Pick<Row, "at" | "span" | "name" | "labels">;

function countsOf(json: Json, base: Base, place: Place): Row | typeof noNumber {
  const good = countOf(json, "good", place);
  const bad = countOf(json, "bad", place);
  const total = countOf(json, "total", place);
  if (good === noNumber || bad === noNumber || total === noNumber) return noNumber;
  if (good === undefined && bad === undefined && total === undefined) {
    if ("good" in json || "bad" in json || "total" in json) return noNumber;
    throw wrong(
      place,
      msg`This row has no number.`,
      msg`Give "good" and "total", "bad" and "total", "value", "buckets", or an "event".`,
    );
  }
  // A part that is null or not there is not known, never zero: what was good of it says nothing of how many there were in all.
  const whole = total ?? (good === undefined || bad === undefined ? undefined : good + bad);
  if (whole === undefined) {
    if (json["good"] === null || json["bad"] === null) return noNumber;
    return { kind: "counts", ...base, ...(good === undefined ? {} : { good }), ...(bad === undefined ? {} : { bad }) };
  }
  if (
    over(good ?? 0, whole) ||
    over(bad ?? 0, whole) ||
    (total !== undefined && over((good ?? 0) + (bad ?? 0), whole))
  ) {
    throw wrong(
      place,
      msg`There cannot be more good or bad events than ${whole} in total.`,
      msg`Check how this row was collected.`,
    );
  }
  const goods = Math.min(whole, good ?? whole - (bad ?? whole));
  const bads = Math.min(whole, bad ?? whole - goods);
  const known = good !== undefined || bad !== undefined;
  return { kind: "counts", ...base, total: whole, ...(known ? { good: goods, bad: bads } : {}) };
}

const over = (count: number, whole: number): boolean => count > whole * (1 + noise) + noise;

/** A count of a row; null says that it is not known, as a source does that had no answer for one of two queries. */
function countOf(json: Json, key: string, place: Place): number | typeof noNumber | undefined {
  const given = json[key];
  if (given === undefined || given === null) return undefined;
  const count = sampleOf(given, key, place);
  return count === noNumber ? count : checkedCount(count, key, place);
}

/** A count; what a subtracting query leaves beside zero is zero. */
function checkedCount(count: number, key: string, place: Place): number {
  if (Math.abs(count) <= noise) return 0;
  if (count < 0) throw negative(key, place);
  if (count <= mostCounted) return count;
  throw wrong(
    place,
    msg`"${key}" is larger than ${mostCounted}: so many events cannot be counted exactly.`,
    msg`Check how this row was collected.`,
  );
}

const negative = (key: string, place: Place): UserError =>
  wrong(place, msg`"${key}" counts events and cannot be negative.`, msg`Check how this row was collected.`);

function eventOf(json: Json, base: Base, place: Place): Row {
  const given = json["durationMs"] ?? json["duration_ms"];
  if (given !== undefined) {
    const duration = sampleOf(given, "durationMs", place);
    if (duration === noNumber) return { kind: "event", ...base };
    if (duration < 0) throw wrong(place, msg`A duration cannot be negative.`, msg`Check how this row was collected.`);
    return { kind: "event", ...base, duration };
  }
  const text = json["duration"];
  if (text === undefined || text === null) return { kind: "event", ...base };
  const duration = typeof text === "string" ? configDuration(text) : undefined;
  if (duration === undefined) {
    throw wrong(
      place,
      msg`The duration ${JSON.stringify(text)} has no unit.`,
      msg`Write "durationMs": 1200, or "duration": "1.2 s".`,
    );
  }
  return { kind: "event", ...base, duration };
}

function histogramOf(json: Json, base: Base, place: Place): Row {
  const given = json["buckets"];
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw wrong(
      place,
      msg`"buckets" must give a count for each upper bound.`,
      msg`Write "buckets": {"0.1": 24, "0.5": 33, "+Inf": 35}.`,
    );
  }
  const pairs = Object.entries(given)
    .map(([bound, count]) => [bound === "+Inf" ? Infinity : Number(bound), Number(count)] as const)
    .toSorted(([a], [b]) => a - b);
  const rising = pairs.every(
    ([bound, count], i) => !Number.isNaN(bound) && count >= (pairs[i - 1]?.[1] ?? 0) && count <= mostCounted,
  );
  if (!rising || pairs.at(-1)?.[0] !== Infinity) {
    throw wrong(
      place,
      msg`The counts of "buckets" must not fall from bound to bound, and the last bound must be "+Inf".`,
    );
  }
  const sum = Number(json["sum"]);
  return {
    kind: "histogram",
    ...base,
    bounds: pairs.map(([bound]) => bound),
    counts: pairs.map(([, count]) => count),
    ...(Number.isFinite(sum) ? { sum } : {}),
  };
}

function momentOf(given: unknown, place: Place): number {
  if (typeof given === "number" && Number.isFinite(given) && given > 0)
    return given < 1e11 ? Math.round(given * 1000) : Math.round(given);
  const at = typeof given === "string" ? parseInstant(given) : undefined;
  if (at !== undefined) return at;
  if (given === undefined)
    throw wrong(place, msg`This row has no time.`, msg`Add "ts", such as "2026-11-22T01:00:00Z".`);
  throw wrong(
    place,
    msg`The time ${JSON.stringify(given)} is not a moment.`,
    msg`Write it with its offset, such as "2026-11-22T01:00:00Z" or "2026-11-22T10:00:00+09:00".`,
  );
}

const longestSpan = 366 * day;

function spanOf(given: unknown, place: Place): number {
  const span = typeof given === "string" ? configDuration(given) : undefined;
  if (span === undefined || span === 0)
    throw wrong(place, msg`The window ${JSON.stringify(given)} is not a duration.`, msg`Write it as in "15m".`);
  if (span > longestSpan)
    throw wrong(place, msg`A row cannot cover ${String(given)}: at most a year.`, msg`Write it as in "15m".`);
  return span;
}

function nameOf(given: unknown, key: string, place: Place): string {
  if (typeof given === "string" && given !== "") return given;
  if (given === undefined)
    throw wrong(place, msg`This row names no metric.`, msg`Add "metric", or "event" for a single event.`);
  throw wrong(place, msg`The value of "${key}" must be a string.`);
}

const none: Labels = {};

/** The row's labels; `track` and an event's `result` are labels that may stand outside. */
function labelsOf(json: Json, place: Place): Labels {
  const { labels, track, result } = json;
  if (labels === undefined && track === undefined && result === undefined) return none;
  if (labels !== undefined && (typeof labels !== "object" || labels === null || Array.isArray(labels))) {
    throw wrong(place, msg`The value of "labels" must be an object.`);
  }
  const all: Record<string, string> = {};
  for (const [key, value] of Object.entries(labels ?? {})) all[key] = String(value);
  if (track !== undefined) all["track"] = String(track);
  if (result !== undefined) all["result"] = String(result);
  return all;
}

function sampleOf(given: unknown, key: string, place: Place): number | typeof noNumber {
  if (typeof given === "number") return Number.isFinite(given) ? given : noNumber;
  if (given === null || (typeof given === "string" && /^(?:NaN|[+-]?Inf(?:inity)?)$/.test(given))) return noNumber;
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : NaN;
  if (Number.isNaN(value)) throw wrong(place, msg`The value of "${key}" must be a number.`);
  if (!Number.isFinite(value)) return noNumber;
  return value;
}
