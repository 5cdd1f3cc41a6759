import type { NotReadReason } from "../source/kinds.js";
import type { Message } from "../text/message.js";
import type { Place } from "../text/user-error.js";

export { notReadReasons, type NotReadReason } from "../source/kinds.js";

/** Why a statement is not judged: it is put together only when it runs, a limit was exceeded, or we have a bug. */
export const notJudgedReasons = ["too-dynamic", "limit", "bug"] as const;
export type NotJudgedReason = (typeof notJudgedReasons)[number];

interface NotKnown {
  /** As `Source.path`. */
  readonly path: string;
  /** What it means, for a person. */
  readonly text: Message;
  /** Whether it belongs to what ships; in the history it only ends certainty. */
  readonly ships: boolean;
}

/** A file that nobody reads, or that its runner never runs. */
export interface NotRead extends NotKnown {
  readonly why: NotReadReason;
}

/** A statement that nobody can judge, with its place in the file (UTF-16, from 1). */
export interface NotJudged extends NotKnown {
  readonly why: NotJudgedReason;
  readonly line: number;
  readonly column: number;
  /** The rule whose finding says so too, where there is one: the finding then decides whether it holds. */
  readonly rule?: string;
  /** Where our bug is, for who looks for it. */
  readonly stack?: string;
}

/** Something that lets more pass than it did at the base ref, with the line that says so. */
export interface Weakening {
  readonly place: Place;
  readonly text: Message;
}

/** What the policy lets pass though it is not known, by reason. */
export interface Allowed {
  readonly notRead: readonly NotReadReason[];
  readonly notJudged: readonly NotJudgedReason[];
}

export const nothingAllowed: Allowed = { notRead: [], notJudged: [] };

/** What a report does not know. */
export interface Unknowns {
  readonly notRead: readonly NotRead[];
  readonly notJudged: readonly NotJudged[];
  readonly allowed: Allowed;
  /** What lets more pass than it did at the base ref; undefined where no ref was asked. */
  readonly weakened?: readonly Weakening[];
}

/** What ships, nobody knows what it does, and no finding says so. */
export function untold({ notRead, notJudged }: Unknowns): Pick<Unknowns, "notRead" | "notJudged"> {
  return {
    notRead: notRead.filter(({ ships }) => ships),
    notJudged: notJudged.filter(({ ships, rule }) => ships && rule === undefined),
  };
}

/** What keeps the gate shut: it ships, nobody knows what it does, and the policy does not let it pass. */
export function holding(unknowns: Unknowns): Pick<Unknowns, "notRead" | "notJudged"> {
  const { allowed } = unknowns;
  const { notRead, notJudged } = untold(unknowns);
  return {
    notRead: notRead.filter(({ why }) => !allowed.notRead.includes(why)),
    notJudged: notJudged.filter(({ why }) => !allowed.notJudged.includes(why)),
  };
}
