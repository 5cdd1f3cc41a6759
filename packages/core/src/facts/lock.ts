/** PostgreSQL's table lock modes, weakest first (manual 13.3.1, "Table-Level Locks"). */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type LockMode = (typeof lockModes)[number];

/** The modes that each mode conflicts with, as indexes into `lockModes` (manual, table 13.2). */
const conflicts: readonly (readonly number[])[] = [
  [7],
  [6, 7],
  [4, 5, 6, 7],
  [3, 4, 5, 6, 7],
  [2, 3, 5, 6, 7],
  [2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4, 5, 6, 7],
  [0, 1, 2, 3, 4, 5, 6, 7],
];

/** Whether a holder of one mode makes a request for the other wait. Symmetric. */
export function conflictsWith(held: LockMode, wanted: LockMode): boolean {
  return conflicts[lockModes.indexOf(held)]?.includes(lockModes.indexOf(wanted)) ?? false;
}

/** Place of each mode among `lockModes`. */
const strength: ReadonlyMap<LockMode, number> = new Map(lockModes.map((mode, at) => [mode, at]));

/** The stronger of two modes, in the order of `lockModes`. */
export function stronger(a: LockMode, b: LockMode): LockMode {
  return a === b || strength.get(a)! > strength.get(b)! ? a : b;
}

const blockingReads: ReadonlySet<LockMode> = new Set(lockModes.filter((mode) => conflictsWith(mode, "ACCESS SHARE")));
const blockingWrites: ReadonlySet<LockMode> = new Set(lockModes.filter((mode) => conflictsWith(mode, "ROW EXCLUSIVE")));

/** Whether SELECT waits for a holder of this mode: only for ACCESS EXCLUSIVE. */
export function blocksReads(mode: LockMode): boolean {
  return blockingReads.has(mode);
}

/** Whether INSERT, UPDATE and DELETE wait for a holder of this mode: from SHARE on. */
export function blocksWrites(mode: LockMode): boolean {
  return blockingWrites.has(mode);
}
