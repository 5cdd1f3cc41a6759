/** One row of the differential table: a statement in its place, measured on every version and compared with the facts. */
export interface Case {
  /** Unique in its file. */
  readonly name: string;
  /** SQL that makes the place: each statement runs by itself, without errors, on every version of the case. */
  readonly setup: string;
  /** The statements that are observed, one after the other, and compared. */
  readonly run: string;
  /** True: all of `run` in one transaction. Else each statement in its own, and outside where it refuses to be in one. */
  readonly transaction?: boolean;
  /** True: `run` as it is, not observed, where a transaction around it would be in the way. Only errors are compared. */
  readonly plain?: true;
  /** The versions that it is about; all where not given. */
  readonly versions?: readonly number[];
}
