import type { GatherNotes } from "../../metrics/index.js";
import {
  statusesOf,
  type Exclusion,
  type Sighting,
  type Slo,
  type SloFileNotRead,
  type SloStatus,
  type Tallies,
} from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import type { Check } from "../check.js";
import type { Around, Gate } from "../gate.js";
import { statusChecks } from "./checks.js";
import { sightingChecks, sloDataChecks, sloFileChecks, type RowNotes } from "./file.js";
import { minimumEventsOf, sloOptionsOf } from "./options.js";
import { sloSchema } from "./schema.js";

/** What the SLOs' files and the metrics say. */
export interface SloEvidence {
  readonly slos: readonly Slo[];
  /** What the rows say, by the SLO's id. */
  readonly tallies: ReadonlyMap<string, Tallies>;
  readonly notes: RowNotes & GatherNotes;
  /** SLOs whose source could not be asked, and why. */
  readonly down: ReadonlyMap<string, Message>;
  /** SLOs whose source said that its answer is not whole. */
  readonly partial: ReadonlyMap<string, Message>;
  /** SLOs with more groups than they may have, and how many rows nobody judges. */
  readonly crowded?: ReadonlyMap<string, number>;
  /** Of the SLOs that no snapshot knows: whether a server was asked about them, or nothing says where one is. */
  readonly asked?: ReadonlyMap<string, boolean>;
  /** What was odd about each SLO's metrics. */
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>;
  /** Files among those of the SLOs and the metrics that nobody reads. */
  readonly notRead?: readonly SloFileNotRead[];
  /** The policy's exclusions, each time that one recurs. */
  readonly exclusions: readonly Exclusion[];
}

/** Service level objectives: error budgets, burn rates, and how good the data are. */
export const sloGate: Gate<"slo", typeof sloSchema, SloEvidence, readonly SloStatus[]> = {
  kind: "slo",
  schema: sloSchema,
  judge(evidence, config, around) {
    const { slos, tallies, sightings, down, partial, asked, notes, exclusions } = evidence;
    const { now, present, stageSince } = around.moment;
    const notRead = (evidence.notRead ?? []).map(notReadCheck);
    if (slos.length === 0) return { checks: [noSlos(around), ...notRead], detail: [] };
    const options = { ...sloOptionsOf({ slo: config }), exclusions };
    const statuses = statusesOf(slos, tallies, now, {
      ...options,
      neededBy: (slo) => minimumEventsOf(slo, options),
    });
    const checks = [
      ...statusChecks({ statuses, sightings, down, partial, asked, options, stageSince }),
      ...sloFileChecks({ slos, tallies, pairs: options.pairs }),
      ...crowdedChecks(slos, evidence.crowded),
      ...sightingChecks(slos, sightings),
      ...sloDataChecks(notes, { present }),
      ...notRead,
    ];

    return { checks, detail: statuses };
  },
};

/** Groups that nobody judges hold: how their users are is not known. */
function crowdedChecks(slos: readonly Slo[], crowded: ReadonlyMap<string, number> = new Map()): Check[] {
  return [...crowded].map(([id, rows]) => {
    const groups = slos.filter(({ groupOf }) => groupOf === id);
    const place = groups[0]?.place;
    return {
      id: `slo/${id}/groups`,
      kind: "slo",
      outcome: "hold",
      reason: "no-data",
      summary: msg`${id} has more groups than the ${groups.length} that are judged: ${rows} {2, plural, one {row} other {rows}} of others did not count. Raise "most" under "grouping" in the policy, or group by a label with fewer values.`,
      samples: rows,
      symptom: true,
      ...(place === undefined ? {} : { source: { file: place.path, line: place.line, column: place.column } }),
      evidence: { groups: groups.map((each) => each.id), rows },
    };
  });
}

/** An SLO that is not read holds: nobody asks for what it asks. Measurements that are missing hold where they are looked for. */
function notReadCheck({ path, of, text }: SloFileNotRead): Check {
  return {
    id: `slo/not-read/${path}`,
    kind: "slo",
    outcome: of === "slo" ? "hold" : "warn",
    reason: "not-read",
    summary: text,
    symptom: false,
    source: { file: path, line: 1, column: 1 },
    evidence: {},
  };
}

/** A release that no SLO judges is held: nobody knows how its users are. */
function noSlos({ policy }: Around): Check {
  const place = policy.placeOf(["slo", "files"]);
  return {
    id: "slo",
    kind: "slo",
    outcome: "hold",
    reason: "no-data",
    summary: msg`The files that the policy names under "slo" have no SLO.`,
    symptom: true,
    source: { file: place?.path ?? "release-gate.yaml", line: place?.line ?? 1, column: place?.column ?? 1 },
    evidence: {},
  };
}
