import { mostCounted, type GatherNotes, type OddRow } from "../../metrics/index.js";
import {
  lintSlos,
  rounded,
  sourceText,
  type BurnPair,
  type Sighting,
  type Slo,
  type Tallies,
} from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import { formatInstant } from "../../time/index.js";
import type { Check } from "../check.js";

export interface SloFileInput {
  readonly slos: readonly Slo[];
  readonly tallies: ReadonlyMap<string, Tallies>;
  /** The burn windows in use; else those of `burnPairs`. */
  readonly pairs?: readonly BurnPair[] | undefined;
}

/** What is odd in the SLOs' files, as warnings `slo/<id>/file`, with "/2" and so on where there are several of one SLO. */
export function sloFileChecks({ slos, tallies, pairs }: SloFileInput): Check[] {
  const stepOf = (slo: Slo): number =>
    Math.max(0, ...(tallies.get(slo.id) ?? []).map((part) => part.at(-1)?.span ?? 0));
  return slos.flatMap((slo) =>
    lintSlos([slo], { stepOf, ...(pairs === undefined ? {} : { pairs }) }).map(
      ({ rule, place, text, advice }, i): Check => ({
        id: `slo/${slo.id}/file${i === 0 ? "" : `/${i + 1}`}`,
        kind: "slo",
        outcome: "warn",
        reason: "findings",
        summary: msg`${slo.id}: ${text} ${advice}`,
        symptom: false,
        source: { file: place.path, line: place.line, column: place.column },
        evidence: { rule },
      }),
    ),
  );
}

export interface RowNotes extends GatherNotes {
  /** Files with the same bytes as another. */
  readonly copies?: number;
  /** Rows in all, and those whose number was NaN, infinite or null. */
  readonly rows: number;
  readonly withoutNumber: number;
}

/**
 * Warnings where rows of the snapshots could not be taken as they are: `slo/data` for all kinds that are counted, and
 * `slo/data/2` and so on for each kind of row that does not measure what its SLO asks for, at its line. A counter that starts
 * again is ordinary, so are copies of files, and rows of the future where the moment judged is not the present one.
 */
export function sloDataChecks(notes: RowNotes, { present }: { readonly present: boolean }): Check[] {
  const { duplicates, contradictions, outOfOrder, withoutNumber } = notes;
  const future = present ? notes.future : 0;
  const odd = [
    ...(future > 0 ? [msg`${future} {0, plural, one {is} other {are}} of the future`] : []),
    ...(duplicates > 0 ? [msg`${duplicates} {0, plural, one {repeats} other {repeat}} other rows`] : []),
    ...(contradictions > 0
      ? [msg`${contradictions} contradict another row of the same time (the worse one counts)`]
      : []),
    ...(outOfOrder > 0
      ? [
          msg`${outOfOrder} {0, plural, one {reading of counters is} other {readings of counters are}} older than the one before`,
        ]
      : []),
    ...(withoutNumber > 0 ? [msg`${withoutNumber} {0, plural, one {has} other {have}} no number`] : []),
  ];
  const [first, ...rest] = odd;
  const summaries: [Message, OddRow | undefined][] = notes.odd.map((each) => [oddText(each), each]);
  if (first !== undefined) {
    const list = rest.reduce((all, each) => msg`${all}, ${each}`, first);
    summaries.unshift([msg`Rows of the snapshots were not counted: ${list}.`, undefined]);
  }
  return summaries.map(([summary, row], i): Check => ({
    id: i === 0 ? "slo/data" : `slo/data/${i + 1}`,
    kind: "slo",
    outcome: "warn",
    reason: "odd-rows",
    summary,
    symptom: false,
    ...(row?.file === undefined ? {} : { source: { file: row.file, line: row.line ?? 1, column: 1 } }),
    evidence: row === undefined ? { ...notes } : { ...row },
  }));
}

/** What of rows a metric cannot take, as a sentence. */
export function oddText({ kind, name, count, bounds = [], asked = NaN }: OddRow): Message {
  switch (kind) {
    case "not-a-count":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not counted: a value at a moment counts no events. Write "type": "count" or "counter", if it does.`;
    case "not-a-value":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not used: counts are no measured values.`;
    case "no-part":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not counted: they do not say what the SLO asks for.`;
    case "no-bound":
      return msg`${count} histograms of ${name} {0, plural, one {was} other {were}} not used: the objective's value ${asked} is none of their bounds (${bounds.filter(Number.isFinite).join(", ")}).`;
    case "near-bound":
      return msg`${count} histograms of ${name} {0, plural, one {was} other {were}} counted by the next bound on the safe side: the objective's value ${asked} is none of their bounds (${bounds.filter(Number.isFinite).join(", ")}).`;
    case "not-a-share":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not used: a ratio lies between 0 and 1.`;
    case "impossible":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not counted: they have more good events than there are in all.`;
    case "uncountable":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not counted: a count is at least 0 and at most ${mostCounted}.`;
    case "other-unit":
      return msg`${count} {0, plural, one {row} other {rows}} of ${name} {0, plural, one {was} other {were}} not used: they are measured in another unit.`;
  }
}

/** What was odd about the metrics of each SLO and does not hold by itself, as warnings `slo/<id>/metric`. */
export function sightingChecks(slos: readonly Slo[], sightings: ReadonlyMap<string, readonly Sighting[]>): Check[] {
  return slos.flatMap((slo) =>
    (sightings.get(slo.id) ?? [])
      .flatMap((sighting) => {
        const text = sightingText(slo, sighting);
        return text === undefined ? [] : [{ sighting, text }];
      })
      .map(({ sighting: { source, ...sighting }, text }, i): Check => ({
        id: `slo/${slo.id}/metric${i === 0 ? "" : `/${i + 1}`}`,
        kind: "slo",
        outcome: "warn",
        reason: "odd-rows",
        summary: text,
        symptom: false,
        source: { file: source.place.path, line: source.place.line, column: source.place.column },
        evidence: { ...sighting, query: sourceText(source) },
      })),
  );
}

function sightingText(
  slo: Slo,
  { kind, what, source, rows = 0, at, events = 0, declared, isRegular, label = "" }: Sighting,
): Message | undefined {
  const text = sourceText(source);
  switch (kind) {
    // It holds, by name.
    case "never":
      return undefined;
    case "zero":
      return declared === true
        ? undefined
        : msg`${slo.id}: "${what}" never had a row and was taken as zero, as its metric has other rows (${text}).`;
    // Where errors have rows only when they happen, none is ordinary: the budget's evidence says it, a warning would come each time.
    case "paused":
      return what === "bad" && isRegular !== true
        ? undefined
        : msg`${slo.id}: "${what}" had no row in ${rows} {2, plural, one {row} other {rows}} of the total, the last of ${formatInstant(at ?? 0)}; there it was taken as zero (${text}).`;
    case "stopped":
      return msg`${slo.id}: ${label} has had no row since ${formatInstant(at ?? 0)}, while others go on (${text}).`;
    case "impossible":
      return msg`${slo.id}: "${what}" is more than the total in ${rows} {2, plural, one {row} other {rows}}, the last of ${formatInstant(at ?? 0)} (${text}).`;
    case "alone":
      return msg`${slo.id}: ${rounded(events)} {1, plural, one {event} other {events}} of "${what}" lie where the total has no row; they were not counted (${text}).`;
  }
}
