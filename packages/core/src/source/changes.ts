import type { Source } from "./migration.js";

/** Which files differ from a state that version control knows. Paths as in `Source`. */
export interface Changes {
  /** The state as the user named it: "origin/main", "v1.4", or "the last commit". */
  readonly since: string;
  /**
   * Path of each file that differs -> what it was then, under its path of then; undefined for a file that was not there. A
   * file that was only renamed is here too, with the same text.
   */
  readonly files: ReadonlyMap<string, Source | undefined>;
  /** The paths of other files that differ. */
  readonly others?: ReadonlySet<string>;
  /** Paths of files that version control does not know, because they are ignored or outside: whether they are new, nobody can tell. */
  readonly unknown?: ReadonlySet<string>;
}
