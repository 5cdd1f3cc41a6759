import { minute, shortDuration } from "../../time/index.js";
import type { BurnPair, Urgency } from "../burn-windows.js";
import { percent } from "../format.js";
import type { AlertWords, DeclaredAlert, Slo } from "../slo.js";
import { strictest } from "../usage.js";
import { missingExpression } from "./expression.js";
import { ruleNames } from "./rule-names.js";

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const burnMetric = (window: number): string => `slo:burn_rate:ratio_rate${shortDuration(window)}`;

const selected = (slo: Slo, window: number): string => `${burnMetric(window)}{slo=${JSON.stringify(slo.id)}}`;

/** The words of an alert: what its file says goes before ours, so that routes that know the file's labels keep matching. */
function wordsOf(slo: Slo, severity: string, own: AlertWords | undefined, annotations: Rule["annotations"]) {
  return {
    labels: {
      ...{ slo: slo.id, service: slo.service, severity },
      ...ruleNames(slo.labels),
      ...ruleNames(own?.labels),
    },
    annotations: { ...annotations, ...ruleNames(slo.annotations), ...ruleNames(own?.annotations) },
  };
}

/** The alerts of an SLO: for each urgency that its file does not switch off, those that it declares, and one on missing data. */
export function alertsOf(slo: Slo, pairs: readonly BurnPair[]): Rule[] {
  const isOn = (urgency: Urgency): boolean => slo.alerting?.[urgency].off !== true;
  const alerts = (["page", "ticket"] as const).flatMap((urgency) => {
    const own = pairs.filter((pair) => pair.urgency === urgency);
    return own.length === 0 || !isOn(urgency) ? [] : [burnAlert(slo, urgency, own)];
  });
  for (const alert of slo.alerts) alerts.push(...declaredAlerts(slo, alert));
  const [fastest] = pairs;
  // It is a ticket.
  if (fastest !== undefined && isOn("ticket")) alerts.push(missingAlert(slo, fastest));
  return alerts;
}

function burnAlert(slo: Slo, urgency: Urgency, pairs: readonly BurnPair[]): Rule {
  const terms = pairs.map(
    ({ long, short, factor }) =>
      `(${selected(slo, long)} > ${factor.valueOf()} and ${selected(slo, short)} > ${factor.valueOf()})`,
  );
  const of = (slo.groupBy?.labels ?? []).map((label) => ` {{ $labels.${label} }}`).join("");
  return {
    alert: slo.alerting?.name ?? "ErrorBudgetBurn",
    expr: terms.join("\nor\n"),
    ...wordsOf(slo, urgency, slo.alerting?.[urgency], {
      summary: `${slo.id}${of} burns its error budget too fast (target ${percent(slo.parts[0].target, 4)} over ${slo.window.text}).`,
      description: 'The burn rate over the long window is {{ $value | printf "%.1f" }} times what the target allows.',
    }),
  };
}

const operators = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** An alert that the file declares: as `check` judges it, one that fires while the burn rate is low is left out. */
function declaredAlerts(slo: Slo, alert: DeclaredAlert): Rule[] {
  const { name, severity, op, threshold, lookback, after, whenBreaching, whenNoData } = alert;
  if (op === "lt" || op === "lte") return [];
  const rule = (expr: string, summary: string): Rule => ({
    alert: name,
    expr,
    ...(after === 0 ? {} : { for: shortDuration(after) }),
    ...wordsOf(slo, severity, alert, { summary }),
  });
  return [
    ...(whenBreaching
      ? [
          rule(
            `${selected(slo, lookback)} ${operators[op]} ${threshold.valueOf()}`,
            `${slo.id} burns its error budget too fast (${op} ${threshold.valueOf()} over ${shortDuration(lookback)}).`,
          ),
        ]
      : []),
    ...(whenNoData
      ? [rule(missingExpression(slo, lookback), `${slo.id} has no data: its error budget is unknown.`)]
      : []),
  ];
}

/**
 * Fires where there are no data for as long as a total outage would need to page, plus two minutes, in whole minutes (Pyrra's
 * absent alert: factor x (1 - target) x long window + 2m).
 */
function missingAlert(slo: Slo, pair: BurnPair): Rule {
  const wait = pair.factor.mul(strictest(slo)).mul(pair.long).valueOf() + 2 * minute;
  return {
    alert: "ErrorBudgetDataMissing",
    expr: missingExpression(slo, pair.short, pair.long),
    for: shortDuration(Math.max(minute, Math.floor(wait / minute) * minute)),
    ...wordsOf(slo, "ticket", slo.alerting?.ticket, { summary: `${slo.id} has no data: its error budget is unknown.` }),
  };
}
