import type { GatherNotes } from "../../metrics/index.js";
import { lintSlos, type BurnPair, type Slo, type Tallies } from "../../slo/index.js";
import { msg } from "../../text/message.js";
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
  /** Rows in all, and those whose number was NaN, infinite or null. */
  readonly rows: number;
  readonly withoutNumber: number;
}

/**
 * A warning `slo/data` where rows of the snapshots could not be taken as they are; undefined where all could. A counter that
 * starts again is ordinary, and so are rows of the future where the moment judged is not the present one.
 */
export function sloDataCheck(notes: RowNotes, { present }: { readonly present: boolean }): Check | undefined {
  const { duplicates, outOfOrder, withoutNumber } = notes;
  const future = present ? notes.future : 0;
  const odd = [
    ...(future > 0 ? [msg`${future} are of the future`] : []),
    ...(duplicates > 0 ? [msg`${duplicates} repeat the time of the row before`] : []),
    ...(outOfOrder > 0 ? [msg`${outOfOrder} readings of counters are older than the one before`] : []),
    ...(withoutNumber > 0 ? [msg`${withoutNumber} have no number`] : []),
  ];
  const [first, ...rest] = odd;
  if (first === undefined) return undefined;
  const list = rest.reduce((all, each) => msg`${all}, ${each}`, first);
  return {
    id: "slo/data",
    kind: "slo",
    outcome: "warn",
    reason: "odd-rows",
    summary: msg`Rows of the snapshots were not counted: ${list}.`,
    symptom: false,
    evidence: { ...notes },
  };
}
