import type { EvidenceOf, GateKind, gates } from "./gates.js";
import type { ReleaseEvidence } from "./release/checks.js";
import type { AgainstBase } from "./weaker.js";

/** All that a verdict rests on, as plain data: it can be recorded, and judged again elsewhere. */
export interface Evidence extends EvidenceOf<typeof gates> {
  /** What the policy was at the base ref, compared with what it is; undefined where git tells none. */
  readonly base?: AgainstBase | undefined;
  /** The release that is judged, where it goes, and what git says of it. */
  readonly release?: ReleaseEvidence | undefined;
  /** The kinds that the time limit of the run did not leave time for: they hold. */
  readonly late?: readonly GateKind[];
}
