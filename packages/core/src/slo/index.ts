export type {
  Alerting,
  AlertWords,
  BudgetingMethod,
  BurnAlert,
  DeclaredAlert,
  GroupBy,
  FilePlace,
  Indicator,
  MetricSource,
  NotCarriedOut,
  Part,
  Slo,
  SloWindow,
} from "./slo.js";
export { exact, type Fraction } from "../metrics/index.js";
export { findSlos, readSlos } from "./read-slos.js";
export { isOpenSlo, type PlacedProblem } from "./openslo-objects.js";
export { openSloKinds, openSloSchemas, type OpenSloKind } from "./openslo-schema.js";
export { isSloth, slothSchema } from "./sloth.js";
export { sloFileSchema } from "./slo-file-schema.js";
export { asksPromQl, collectedMetric, readsPromQl, readsSnapshots, selectorsOf, snapshotSpec } from "./selection.js";
export { absentIsZero, labelsWanted, sourceText } from "./numbers/metric-names.js";
export { badText, countedBy, sampledBy, wereBadText, type Sampled } from "./numbers/counts-text.js";
export {
  excludedOf,
  withoutExcluded,
  type Exclusion,
  type Sighting,
  type Tallies,
  type Tally,
  type TallyGathering,
} from "./tally.js";
export { gatherTallies, type GroupGathering } from "./gather-groups.js";
export type { WantedLabel } from "../promql/parser.js";
export { groupedSource } from "./counting.js";
export { allowanceOf, strictest, usageOf, type Usage } from "./usage.js";
export { periodOf, type Period } from "./window.js";
export { budgetOf, type Budget } from "./budget.js";
export { burnOf, detectionOf, exhaustionOf, fastest, spentOf, timeLeft, type Burn } from "./burn.js";
export {
  burnPairs,
  factorOf,
  pairsOf,
  pyrra28d,
  sloth28d,
  sloth7d,
  workbook,
  type BurnPair,
  type BurnTable,
  type Urgency,
} from "./burn-windows.js";
export { apart, outageText, percent, rounded } from "./format.js";
export { lintSlos, type LintSlosOptions, type SloWarning } from "./lint-slos.js";
export { loadPromQl } from "../promql/parser.js";
export { countQuery, queryOf, stepQuery, type CountQuery, type StepQuery } from "./counting.js";
export {
  prometheusRules,
  type PrometheusRules,
  type PrometheusRulesOptions,
  type RuleMetadata,
  type RuleNote,
} from "./rules/prometheus-rules.js";
export { budgetHistory, type BudgetMoment } from "./history.js";
export { burnsTooFast, statusesOf, statusOf, type PairBurn, type SloStatus, type StatusOptions } from "./status.js";
export { resetOf, sinceReset, type BudgetReset } from "./numbers/reset.js";
export { excludedIn, excludedSum, type ExcludedStretch, type ExcludedSum } from "./numbers/excluded.js";
export { withRecurrences } from "./numbers/recurrence.js";
export { sloFileNotRead, type SloFileNotRead } from "./not-read.js";
