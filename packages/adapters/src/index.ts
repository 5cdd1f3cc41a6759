export { cacheFolder, findInstallation, startServer, type Installation, type RunningServer } from "./embedded-postgres.js";
export { observe, wantsOutside, type ObserveOptions } from "./observe.js";
export { openPglite } from "./pglite.js";
export { connectPostgres } from "./postgres.js";
export { ServerError, type Notice, type Row, type Session } from "./session.js";
export { expandPaths, findPolicy, policyNames, readSource, readText, shownPath, writeWhole } from "./files.js";
export { lintProject, lintText, loadProject, type LintRequest, type Project } from "./project.js";
export { readSnapshots, type SnapshotFile, type SnapshotNotes } from "./jsonl.js";
export { readSloData, type SloData } from "./slo-data.js";
