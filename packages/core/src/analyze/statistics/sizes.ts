import type { Catalog, Oid } from "../../catalog/catalog.js";
import type { PostgresMajor } from "../../sql/statement.js";
import { msg, type Message } from "../../text/message.js";
import { withStatistics, type Statistics } from "./statistics.js";

/** What the reader of a report must know of how it came about. */
export interface Note {
  readonly reason:
    | "stale"
    | "version-mismatch"
    | "released-unknown"
    | "released"
    | "outside"
    | "policy-new"
    | "baseline"
    | "order-guess"
    | "out-of-order"
    | "transaction-guess";
  readonly text: Message;
}

export interface SizeOptions {
  readonly postgres: PostgresMajor;
  readonly statistics?: Statistics | undefined;
  /** Age in milliseconds from which on the sizes no longer count; they count at any age where not given. */
  readonly statisticsMaxAge?: number | undefined;
  /** Today as YYYY-MM-DD; statistics do not age where it is not given. */
  readonly today?: string | undefined;
}

/** Numbers of the objects that the deployment made: from, to (exclusive). */
type Made = readonly (readonly [from: Oid, to: Oid])[];

/** Hangs the statistics on what the history made, again when there is more of it; not where they are too old. */
export function sizing(options: SizeOptions): (catalog: Catalog, made: Made) => Catalog {
  const { statistics } = options;
  if (!statistics || areTooOld(options)) return (catalog) => catalog;
  let known: Catalog | undefined;
  return (catalog, made) => {
    if (catalog === known) return catalog;
    const isNew = (oid: Oid): boolean => made.some(([from, to]) => from <= oid && oid < to);
    known = withStatistics(catalog, statistics, isNew);
    return known;
  };
}

/** What the reader must know of the statistics. */
export function notesOn(options: SizeOptions): Note[] {
  const { statistics, today, postgres } = options;
  if (!statistics) return [];
  const { major } = statistics.postgres;
  const other: Note = {
    reason: "version-mismatch",
    text: msg`The statistics are from PostgreSQL ${major}, but PostgreSQL ${postgres} is judged: set "postgres" in the policy.`,
  };
  const days = today === undefined ? 0 : Math.max(0, Math.floor(ageOf(statistics, today) / 86_400_000));
  const old: Note = {
    reason: "stale",
    text: msg`The statistics are ${days} {0, plural, one {day} other {days}} old: their sizes do not count, so every table may be large.`,
  };
  return [...(areTooOld(options) ? [old] : []), ...(major === postgres ? [] : [other])];
}

function areTooOld({ statistics, statisticsMaxAge = Number.POSITIVE_INFINITY, today }: SizeOptions): boolean {
  return statistics !== undefined && today !== undefined && !(ageOf(statistics, today) <= statisticsMaxAge);
}

/** Age in milliseconds at the beginning of a day. */
function ageOf({ collectedAt }: Statistics, today: string): number {
  return Date.parse(today) - Date.parse(collectedAt);
}
