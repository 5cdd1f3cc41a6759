export { lintSources, type LintedFile, type LintedMigration, type LintReport } from "./analyze/lint.js";
export type {
  JudgingOptions,
  LintOptions,
  MigrationOptions,
  ShippingOptions,
  StartingState,
  StateOptions,
} from "./analyze/options.js";
export * from "./analyze/not-known.js";
export * from "./analyze/report/told-of-file.js";
export {
  reportOf,
  reportText,
  type FactsData,
  type FileData,
  type MigrationData,
  type ReportData,
  type StepData,
} from "./analyze/report/report-data.js";
export { parseStatistics } from "./analyze/statistics/read-statistics.js";
export type { ChecksumsOf, RanMigration, RunnerTable } from "./analyze/runner-table.js";
export type { RuleSetting } from "./analyze/run-rules.js";
export { startingState, type SchemaDump } from "./analyze/starting-catalog.js";
export { roleSettings, type RoleSettings } from "./analyze/statistics/role-settings.js";
export type { RelationStatistics, Statistics } from "./analyze/statistics/statistics.js";
export type { Note } from "./analyze/statistics/sizes.js";
export { olderCounts, type Older } from "./analyze/report/older.js";
export { lintOutcome, lintSummary } from "./analyze/report/lint-summary.js";
export * from "./gate/report.js";
export { configuredKinds, judge } from "./gate/judge.js";
export type { Evidence } from "./gate/evidence.js";
export type { Around, Gate, Judged, Moment } from "./gate/gate.js";
export { gateKinds, gates, type Details, type GateKind } from "./gate/gates.js";
export { lintEvidence, type MigrationEvidence } from "./gate/migrations/evidence.js";
export type { SloEvidence } from "./gate/slo/gate.js";
export { compatibleEdits, fixedText } from "./analyze/apply-fixes.js";
export { baselineEntries, shrunk, type Baseline, type BaselineEntry, type UsedBaseline } from "./analyze/baseline.js";
export { apply, emptyCatalog } from "./catalog/apply.js";
export type * from "./catalog/catalog.js";
export { compareFacts, heldBy, strongestModes, type CompareOptions, type Disagreement } from "./evidence/compare.js";
export type * from "./evidence/observed.js";
export { factsOf } from "./facts/execute.js";
export type * from "./facts/facts.js";
export { blocksReads, blocksWrites, conflictsWith, lockModes, stronger, type LockMode } from "./facts/lock.js";
export { noTransaction, type Transaction } from "./facts/transaction.js";
export * from "./gate/check.js";
export * from "./gate/verdict.js";
export { exactText, languages, render, type Language } from "./messages/render.js";
export { rules } from "./rules/index.js";
export type { Edit, Example, Finding, RuleReport, Rule, RuleOption, Severity } from "./rules/rule.js";
export type { ApplicationChange, Deployment, Step } from "./rules/step.js";
export { phases, type Phase } from "./rules/phase.js";
export type { Changes } from "./source/changes.js";
export { placedFinding, shownFindings, type PlacedFinding } from "./analyze/report/placed-finding.js";
export { SourceLines } from "./source/source-lines.js";
export type { Comment, Direction, Migration, Source, TransactionMode } from "./source/migration.js";
export { foldersAbove, folderOf, manifestNames, needsManifest, sidecarPaths } from "./source/around.js";
export { outsideAt, type Marks } from "./source/marks.js";
export { isLastOfQuery, sharesQuery } from "./analyze/queries.js";
export { placeSources, readMigrations } from "./source/read-migrations.js";
export { frameworks } from "./source/tell-framework.js";
export { sourceOf } from "./source/source.js";
export type { OtherFile } from "./source/account.js";
export { isNote, isSqlPath, kindOf, languageNames } from "./source/kinds.js";
export { loadParser, parseStatements } from "./sql/parse.js";
export { isUnread } from "./sql/unread.js";
export { postgresMajors, type PostgresMajor, type Statement } from "./sql/statement.js";
export { codeBlock, codeSpan, plainMarkdown } from "./text/markdown.js";
export { english, msg, type Message } from "./text/message.js";
export { LineMap, type Position, type Span } from "./text/span.js";
export { UserError, type Place } from "./text/user-error.js";
export { terminalText, visible, visibleHtml, visibleJson, visibleLines } from "./text/visible.js";
export { formatBaseline, parseBaseline } from "./policy/baseline-file.js";
export { weakenings, withWeaker, type AgainstBase, type GateState } from "./gate/weaker.js";
export { settingsOf, type RuleOverride } from "./policy/rule-overrides.js";
export { defaultPolicy, defaultPostgres } from "./policy/default-policy.js";
export { extendsOf, parsePolicy, policySchema, type Policy, type PolicyText } from "./policy/policy.js";
export { minimumEventsOf, sloOptionsOf } from "./gate/slo/options.js";
export {
  closestTo,
  isMapping,
  keyPositionOf,
  parseDocument,
  problemSpan,
  type Problem,
  type YamlDocument,
} from "./document/index.js";
export {
  complement,
  evaluate,
  keeps,
  limitOf,
  overlapOf,
  parseBound,
  parseCondition,
  readCondition,
  type Bound,
  type Condition,
  type EvaluateOptions,
  type Evaluation,
  type GapPolicy,
  type Overlap,
  type Persistence,
  type Sample,
} from "./condition/index.js";
export * from "./metrics/door.js";
export * from "./slo/index.js";
export { meansCheck, sloChecks, type SloCheckInput, type SloCheckOptions } from "./gate/slo/checks.js";
export {
  configDuration,
  formatInstant,
  isZone,
  nominalLength,
  parseInstant,
  prometheusDuration,
  roundDuration,
  shortDuration,
} from "./time/index.js";
export { budgetPicture, burnPicture, fewText, statusText } from "./gate/slo/pictures.js";
export { loadCharts } from "./chart/load.js";
export type { BurnDown, BurnDownPoint, BurnRate, BurnRateRow, WindowRate, Words as ChartWords } from "./chart/index.js";
export { ciFactsOf, type CiFacts } from "./release/ci.js";
export { strategies, type Environment } from "./release/environment.js";
export {
  levelOf,
  parseFacts,
  parseRelease,
  releaseOf,
  releaseSchema,
  releaseText,
  type Release,
  type ReleaseFacts,
} from "./release/release.js";
export type { GitFacts, ReleaseEvidence } from "./gate/release/checks.js";
export { parseRecording, recordingText, replayed, type Recording } from "./gate/recording.js";
export type { HistoryTable, RecordedStatement, SentValue, SessionState } from "./recorded/recorded.js";
export {
  recordedMigrations,
  type RecordedLine,
  type RecordedMigration,
  type RecordedTransaction,
} from "./recorded/migrations.js";
export { recordedFiles } from "./recorded/file.js";
export { recordedMark } from "./source/recorded.js";
export { isOwn as isOfRunner } from "./recorded/history.js";
