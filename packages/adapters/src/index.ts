export { findInstallation, startServer, type Installation, type RunningServer } from "./embedded-postgres.js";
export { observe, wantsOutside, type ObserveOptions } from "./observe.js";
export { openPglite } from "./pglite.js";
export { collectStatistics, type Collected } from "./collect-statistics.js";
export { connectPostgres } from "./postgres.js";
export { readCatalog } from "./postgres-catalog.js";
export { readSchema } from "./postgres-schema.js";
export { traceOn, type NotRun, type Trace, type TracedStatement, type TraceRequest } from "./trace.js";
export type { TraceTarget } from "./trace-target.js";
export { LostSessionError, ServerError, type Notice, type Row, type Session } from "./session.js";
export { inClearNote, postgresUrl, withoutPassword } from "./postgres-url.js";
export { policyFiles } from "./policy-files.js";
export { expandPaths, findPolicy, policyNames, readSource, readText, shownPath } from "./files.js";
export { cacheFolder } from "./cache-folder.js";
export { workTreeAbove } from "./git-program.js";
export { refuseElsewhere } from "./trusted.js";
export { refuseLinkOut, writeAll, writeWhole } from "./write.js";
export { reasonOf } from "./reason.js";
export { cacheKey, readCache, writeCache } from "./cache.js";
export { readRecording, recordingFile, type ReadRecording } from "./recording.js";
export { readRelease, type ReleaseRequest } from "./release.js";
export { GateSession, type FileReport, type GatherRequest, type JudgeOptions } from "./gate-session.js";
export { loadProject, readPolicy } from "./load-project.js";
export { policiesToCheck, policiesToLint, type PolicyPart } from "./policies.js";
export { detectMigrations, type MigrationFolder } from "./detect-migrations.js";
export { preCommitHook, remoteBranch, type HookPlace } from "./git-hook.js";
export { bareProject, lintCacheParts, lintedSources, type LintRequest, type Project } from "./project.js";
export { readSnapshots, snapshotEndings, type SnapshotFile, type SnapshotNotes } from "./jsonl.js";
export { isSnapshot, readSloDocuments, readSlosOf, sloAccount, sloFiles, type SloAccount } from "./slo-data.js";
export { type Endpoint } from "./endpoint.js";
export { SourceError } from "./source-error.js";
export type { MetricHistogram, MetricSample, MetricSeries, MetricsServer, Stretch } from "./metrics-server.js";
export { datadog, type DatadogEndpoint } from "./datadog.js";
export {
  prometheus,
  type Prometheus,
  type PrometheusRange,
  type PrometheusSample,
  type PrometheusSeries,
} from "./prometheus.js";
export { collectSlo } from "./collect-slo.js";
export { lastWindow, stretchesOf } from "./stretches.js";
export { retryDelays, retrying, withSignal, type RetryOptions } from "./retry.js";
export { appendSnapshot, snapshotName } from "./append-snapshot.js";
export { expositionReader, type ExpositionReader } from "./openmetrics.js";
export { endpointOf, serverOf } from "./metrics-source.js";
export { querySlos, type Queried, type QueryOptions } from "./query-slos.js";
export { composePostgres } from "./compose-postgres.js";
export { recordRun, type RecordedRun, type RecordRequest, type RecordTarget } from "./recorder/run.js";
