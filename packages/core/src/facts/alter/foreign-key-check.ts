import type { Relation } from "../../catalog/catalog.js";
import { descendants, indexesOf } from "../../catalog/lookup.js";
import type { Span } from "../../text/span.js";
import { lockPartitionBound } from "../targets.js";
import { hasRows, type Work } from "./work.js";

interface Check {
  readonly from: Relation;
  readonly to: Relation;
  readonly span: Span;
  /** WITH PERIOD: each row is looked up by itself. */
  readonly byRows?: boolean;
}

/**
 * The server checks a foreign key by one query that joins both tables (RI_Initial_Check): it reads the referencing table
 * in full, and its planner opens all indexes of both tables with ACCESS SHARE, from 16 on also those of a partitioned
 * referenced table itself, and before that where it has no partitions.
 */
export function validateReferences(work: Work, check: Check, gone: ReadonlySet<Relation>): void {
  const openIndexes = (relation: Relation): void => {
    for (const index of indexesOf(work.catalog, relation))
      if (!gone.has(index)) work.lock(index, "ACCESS SHARE", "index");
  };
  for (const leaf of leavesOf(work, check.from)) {
    work.scan(leaf, "foreign-key", check.span);
    if (!check.byRows) openIndexes(leaf);
  }
  if (check.byRows) return;
  if (check.to.kind === "partitioned-table") lockPartitionBound(work, check.to);
  for (const part of [check.to, ...partitionsOf(work, check.to)]) {
    if (part !== check.to) work.lock(part, "ACCESS SHARE", "partition");
    if (part.kind !== "partitioned-table" || work.postgres >= 16 || part.children.length === 0) openIndexes(part);
  }
}

/** The partitions, and theirs, of a partitioned table; none of any other. */
export function partitionsOf(work: Work, relation: Relation): Relation[] {
  return relation.kind === "partitioned-table" ? descendants(work.catalog, relation) : [];
}

function leavesOf(work: Work, relation: Relation): Relation[] {
  return [relation, ...partitionsOf(work, relation)].filter(hasRows);
}
