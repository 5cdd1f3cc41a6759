import type * as z from "zod";
import type { Policy } from "../policy/policy.js";
import type { AgainstBase } from "./weaker.js";
import type { Check, CheckKind } from "./check.js";

/** The moment that is judged, and what is under way then. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether that is the present, not a moment that was asked for. */
  readonly present: boolean;
  /** The stage of the release; any other than `start` is live. */
  readonly stage: string;
  /** Since when the stage is live, where that is known; milliseconds since 1970. */
  readonly stageSince?: number | undefined;
}

/** What a gate is told besides its own evidence. */
export interface Around {
  readonly policy: Policy;
  readonly moment: Moment;
  /** What the policy was at the base ref; undefined where git tells none. */
  readonly base?: AgainstBase | undefined;
}

/** What a gate says: its checks, and what reports show beside them. */
export interface Judged<Detail> {
  readonly checks: readonly Check[];
  readonly detail: Detail;
}

/**
 * One kind of check: its part of release-gate.yaml, and what it says about what was gathered. Evidence is plain data, so that
 * it can be recorded and judged again elsewhere; a gate reads nothing.
 */
export interface Gate<Kind extends CheckKind, Schema extends z.ZodType, Evidence, Detail> {
  readonly kind: Kind;
  /** Its part of the policy, under the key `kind`: the policy's schema, the table of the docs and completion have it from here. */
  readonly schema: Schema;
  /** Checks over the evidence. Missing evidence is never a pass: it is a check that holds. */
  judge(evidence: Evidence, config: z.output<Schema>, around: Around): Judged<Detail>;
}
