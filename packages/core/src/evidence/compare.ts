import type { Facts, Lock, RelationName, Scan } from "../facts/facts.js";
import { lockModes, type LockMode } from "../facts/lock.js";
import type { Transaction } from "../facts/transaction.js";
import type { Observed } from "./observed.js";

/**
 * One thing that facts and server say differently. "missed": the server did it and the facts do not say so; "extra": the
 * facts say it and the server did not; "wrong": both name the relation (or an error) but not the same mode (or SQLSTATE).
 */
export interface Disagreement {
  readonly about: "lock" | "rewrite" | "scan" | "index-build" | "error";
  readonly kind: "missed" | "extra" | "wrong";
  /** The relation; for an error nothing. */
  readonly relation?: RelationName;
  readonly predicted?: string;
  readonly observed?: string;
}

export interface CompareOptions {
  /** Locks that the transaction held before: the server does not tell when one of them is taken again. */
  readonly held?: readonly Lock[];
  /** False where locks could not be observed (a statement outside a transaction, on a server with one session). */
  readonly locksSeen?: boolean;
  /** Whether plain reads count as scans: not for queries, where the planner chooses how to read. */
  readonly readsSeen?: boolean;
}

/** Everything in which a prediction and an observation of one statement differ; empty when the server agrees. */
export function compareFacts(facts: Facts, observed: Observed, options: CompareOptions = {}): Disagreement[] {
  const errors = compareErrors(facts.error?.sqlstate, observed.error?.sqlstate);
  if (observed.error || errors.length > 0) return errors;
  return [
    ...(options.locksSeen === false ? [] : compareLocks(facts.locks, observed.locks, options.held ?? [])),
    ...compareSets("rewrite", facts.rewrites, observed.rewrites),
    ...compareScans(facts, observed, options.readsSeen === true),
    ...compareSets(
      "index-build",
      newBuilds(facts, observed),
      observed.indexBuilds.filter((build) => !build.rebuilt).map((build) => build.table),
    ),
  ];
}

/** What a transaction holds before a statement, for `CompareOptions.held`: who creates a relation holds ACCESS EXCLUSIVE on it. */
export function heldBy(transaction: Transaction): readonly Lock[] {
  return [
    ...transaction.locks,
    ...[...transaction.created].map((relation): Lock => ({ relation, mode: "ACCESS EXCLUSIVE" })),
  ];
}

/** The strongest mode per relation of a list of locks. */
export function strongestModes(
  locks: readonly { readonly relation: RelationName; readonly mode: LockMode }[],
): Map<RelationName, LockMode> {
  const modes = new Map<RelationName, LockMode>();
  for (const { relation, mode } of locks) {
    const other = modes.get(relation);
    if (other === undefined || lockModes.indexOf(mode) > lockModes.indexOf(other)) modes.set(relation, mode);
  }
  return modes;
}

/** An error that nobody predicted counts as missed, except those of classes 22 and 23: they come from what the rows hold. */
function compareErrors(predicted: string | undefined, observed: string | undefined): Disagreement[] {
  if (predicted === observed) return [];
  if (predicted === undefined)
    return /^2[23]/.test(observed!) ? [] : [{ about: "error", kind: "missed", observed: observed! }];
  if (observed === undefined) return [{ about: "error", kind: "extra", predicted }];
  return [{ about: "error", kind: "wrong", predicted, observed }];
}

function compareLocks(facts: Facts["locks"], observed: Observed["locks"], before: readonly Lock[]): Disagreement[] {
  const predicted = strongestModes(facts);
  const seen = strongestModes(observed);
  const held = strongestModes(before);
  const found: Disagreement[] = [];
  const onRows = new Map(facts.flatMap((lock) => (lock.onRows === undefined ? [] : [[lock.relation, lock.onRows]])));
  for (const [relation, mode] of predicted) {
    const other = seen.get(relation);
    // What only rows bring may stay away, all of it or the strongest: a weaker mode is right as well.
    const least = onRows.get(relation);
    if (
      least !== undefined &&
      strength(other ?? "NONE") >= strength(least) &&
      strength(other ?? "NONE") < strength(mode)
    )
      continue;
    const hidden =
      lockModes.indexOf(held.get(relation) ?? "ACCESS SHARE") >= lockModes.indexOf(mode) && held.has(relation);
    if (other === undefined && !hidden) found.push({ about: "lock", kind: "extra", relation, predicted: mode });
    else if (other !== undefined && other !== mode && !hidden)
      found.push({ about: "lock", kind: "wrong", relation, predicted: mode, observed: other });
  }
  for (const [relation, mode] of seen) {
    if (!predicted.has(relation)) found.push({ about: "lock", kind: "missed", relation, observed: mode });
  }
  return found;
}

function compareSets(
  about: Disagreement["about"],
  predicted: readonly RelationName[],
  observed: readonly RelationName[],
): Disagreement[] {
  const [said, seen] = [new Set(predicted), new Set(observed)];
  return [
    ...[...said]
      .filter((relation) => !seen.has(relation))
      .map((relation): Disagreement => ({ about, kind: "extra", relation })),
    ...[...seen]
      .filter((relation) => !said.has(relation))
      .map((relation): Disagreement => ({ about, kind: "missed", relation })),
  ];
}

/** Tables that get an index they did not have. Facts may also tell builds of indexes that exist (REINDEX). */
function newBuilds(facts: Facts, observed: Observed): RelationName[] {
  const rebuilt = new Set(observed.indexBuilds.filter((build) => build.rebuilt).map((build) => build.table));
  const fresh = new Set(observed.indexBuilds.filter((build) => !build.rebuilt).map((build) => build.table));
  return facts.indexBuilds.map((build) => build.table).filter((table) => fresh.has(table) || !rebuilt.has(table));
}

/**
 * Scans per relation. A foreign key's check reads the referencing table; how it reads the referenced one is the planner's
 * choice, so that one counts on neither side. The same holds for every plain read, unless `readsSeen`.
 */
function compareScans(facts: Facts, observed: Observed, readsSeen: boolean): Disagreement[] {
  const strict = (scan: { readonly why: Scan["why"] | Observed["scans"][number]["why"] }): boolean =>
    readsSeen || scan.why !== "read";
  const saidAtAll = new Set(facts.scans.map((scan) => scan.relation));
  const seenAtAll = new Set(observed.scans.map((scan) => scan.relation));
  // A file that is copied as it is (SET TABLESPACE) is read in full without a message; its new file shows it.
  const copied = (scan: Scan): boolean =>
    scan.why === "rewrite" && !seenAtAll.has(scan.relation) && observed.rewrites.includes(scan.relation);
  const predicted = facts.scans
    .filter((scan) => !copied(scan) && (strict(scan) || seenAtAll.has(scan.relation)))
    .map((scan) => scan.relation);
  const seen = observed.scans
    .filter((scan) => strict(scan) || saidAtAll.has(scan.relation))
    .map((scan) => scan.relation);
  return compareSets("scan", predicted, seen);
}

/** The place of a mode among all, from the weakest; before it no lock at all. */
function strength(mode: LockMode | "NONE"): number {
  return mode === "NONE" ? -1 : lockModes.indexOf(mode);
}
