import type { EvidenceOf, GateKind, gates } from "./gates.js";
import type { AgainstBase } from "./weaker.js";

/** All that a verdict rests on, as plain data: it can be recorded, and judged again elsewhere. */
export interface Evidence extends EvidenceOf<typeof gates> {
  /** What the policy was at the base ref, compared with what it is; undefined where git tells none. */
  readonly base?: AgainstBase | undefined;
  /** The kinds that the time limit of the run did not leave time for: they hold. */
  readonly late?: readonly GateKind[];
}
