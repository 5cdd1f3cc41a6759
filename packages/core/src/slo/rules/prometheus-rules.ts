import { stringify } from "yaml";
import { msg, type Message } from "../../text/message.js";
import { UserError } from "../../text/user-error.js";
import { nominalLength } from "../../time/index.js";
import { burnPairs, type BurnPair } from "../burn-windows.js";
import { loadPromQl } from "../../promql/parser.js";
import { readsPromQl, sourcesOf } from "../selection.js";
import type { FilePlace, Slo } from "../slo.js";
import { alertsOf, burnMetric, type Rule } from "./alerts.js";
import { burnExpression } from "./expression.js";
import { ruleName, ruleNames } from "./rule-names.js";

export interface PrometheusRulesOptions {
  /** The burn windows of every SLO; else those of `burnPairs` for its period. */
  readonly pairs?: readonly BurnPair[];
  /** Write a PrometheusRule of the Prometheus Operator, with this metadata; else a file of rules. */
  readonly resource?: RuleMetadata;
}

/** What a PrometheusRule is called, and the labels by which a Prometheus selects it. */
export interface RuleMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Something of an SLO that the rules do not have. */
export interface RuleNote {
  readonly text: Message;
  readonly place: FilePlace;
}

export interface PrometheusRules {
  readonly text: string;
  readonly notes: readonly RuleNote[];
}

interface Group {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/**
 * Recording and alerting rules of SLOs for Prometheus, Thanos or Mimir, as the text of a rule file: the burn rate over each
 * window, what is left of the budget, an alert for each urgency, those that the SLO's file declares, and one where the data are
 * missing. SLOs over snapshots and Datadog are left out, with a note.
 * @throws UserError where no SLO has queries, or a query cannot be turned into counts.
 */
export async function prometheusRules(
  slos: readonly Slo[],
  options: PrometheusRulesOptions = {},
): Promise<PrometheusRules> {
  const isQueried = (slo: Slo): boolean => slo.parts.every(({ indicator }) => sourcesOf(indicator).every(readsPromQl));
  const queried = slos.filter(isQueried);
  const [first] = slos;
  if (queried.length === 0) {
    throw new UserError(msg`None of these SLOs has a query that Prometheus could evaluate.`, {
      ...(first === undefined ? {} : { place: first.place }),
      hint: msg`Give their metric sources the type Prometheus and a query.`,
    });
  }
  await loadPromQl();
  const groups = queried.flatMap((slo) =>
    groupsOf(slo, options.pairs ?? burnPairs(nominalLength(slo.window.duration))),
  );
  const head = `# Written by "release-gate generate prometheus-rules". Change the SLOs, not this file.\n`;
  return {
    text: head + stringify(documentOf(groups, options.resource), { lineWidth: 0, aliasDuplicateObjects: false }),
    notes: [
      ...slos
        .filter((slo) => !isQueried(slo))
        .map(({ id, place }) => ({
          text: msg`${id}: no rules, as it has no query that Prometheus could evaluate.`,
          place,
        })),
      ...queried.flatMap(notesOf),
    ],
  };
}

function documentOf(groups: readonly Group[], resource: RuleMetadata | undefined): object {
  if (resource === undefined) return { groups };
  const { name, namespace, labels } = resource;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(labels === undefined ? {} : { labels }) },
    spec: { groups },
  };
}

function groupsOf(slo: Slo, pairs: readonly BurnPair[]): Group[] {
  // The alerts find the burn rates by "slo"; of "service" the file's own label is the one that routes know.
  const labels = { service: slo.service, ...ruleNames(slo.labels), slo: slo.id };
  const declared = slo.alerts.map(({ lookback }) => lookback);
  const windows = [...new Set([...pairs.flatMap(({ long, short }) => [short, long]), ...declared])].toSorted(
    (a, b) => a - b,
  );
  const burns = windows.map((window) => ({ record: burnMetric(window), expr: burnExpression(slo, window), labels }));
  const left = {
    record: "slo:error_budget_remaining:ratio",
    expr: `1 - (${burnExpression(slo, nominalLength(slo.window.duration))})`,
    labels,
  };
  return [
    // In one group, so that the alerts see the burn rates of their own moment.
    { name: `slo-${slo.id}-burn`, rules: [...burns, ...alertsOf(slo, pairs)] },
    ...(slo.window.rolling ? [{ name: `slo-${slo.id}-budget`, interval: "5m", rules: [left] }] : []),
  ];
}

/** What of an SLO is not in its rules. */
function notesOf(slo: Slo): RuleNote[] {
  const { id, window, place, labels = {}, annotations = {}, alerts, notCarriedOut = [] } = slo;
  const names = [labels, annotations, ...alerts.flatMap((alert) => [alert.labels, alert.annotations])].flatMap(
    Object.keys,
  );
  const renamed = [...new Set(names)].filter((name) => ruleName(name) !== name);
  return [
    ...notCarriedOut.map(({ what, place: at }) => ({
      text: msg`${id}: ${what} is not carried out: the program that it names is not run.`,
      place: at,
    })),
    ...(window.rolling
      ? []
      : [
          {
            text: msg`${id}: no rule for the budget left, as Prometheus knows no calendar; "check" does.`,
            place: window.place,
          },
        ]),
    ...alerts
      .filter(({ op }) => op === "lt" || op === "lte")
      .map(({ name, place: at }) => ({
        text: msg`${id}: no rule for the alert ${name}: it fires while the burn rate is low.`,
        place: at,
      })),
    ...(renamed.length === 0
      ? []
      : [
          {
            text: msg`${id}: Prometheus allows no such names of labels, so they are ${renamed.map(ruleName).join(", ")}: ${renamed.join(", ")}.`,
            place,
          },
        ]),
    ...("slo" in labels
      ? [{ text: msg`${id}: its label "slo" is only on its alerts, as the rules are found by that name.`, place }]
      : []),
  ];
}
