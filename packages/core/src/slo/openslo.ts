import { closestTo, positionOf, type PathKey, type Problem, type YamlDocument } from "../document/index.js";
import { msg } from "../text/message.js";
import { localTime, nominalLength, openSloDuration, type Duration } from "../time/index.js";
import { exact, one } from "../metrics/index.js";
import { unusedPolicyProblems } from "./formats/unused-policies.js";
import { openSloObjects, type OpenSloObjects, type Placed, type PlacedProblem } from "./openslo-objects.js";
import { thresholdNeeds } from "./openslo-rules.js";
import type {
  AlertConditionSpec,
  AlertPolicySpec,
  Metadata,
  MetricSpec,
  ObjectiveSpec,
  OpenSloKind,
  OpenSloObject,
  SliSpec,
  SloObject,
} from "./openslo-schema.js";
import type { DeclaredAlert, FilePlace, Indicator, Labels, MetricSource, Part, Slo, SloWindow } from "./slo.js";

/** The SLOs of OpenSLO documents with every reference followed, and everything that is wrong with the documents. */
export function openSlos(documents: readonly YamlDocument[]): {
  readonly slos: readonly Slo[];
  readonly problems: readonly PlacedProblem[];
} {
  const objects = openSloObjects(documents);
  const problems = [...objects.problems, ...unusedPolicyProblems(objects)];
  const slos: Slo[] = [];
  for (const placed of objects.all) {
    if (placed.object.kind !== "SLO") continue;
    const reader = new SloReader(objects, { ...placed, object: placed.object });
    const read = reader.slos();
    if (reader.problems.length === 0) for (const slo of read) slos.push(slo);
    for (const problem of reader.problems) problems.push(problem);
  }
  return { slos, problems };
}

type Found<K extends OpenSloKind> = Placed<Extract<OpenSloObject, { kind: K }>>;

/** Where a piece of an SLO stands: in its own document, or in that of a shared object. */
interface Context {
  readonly document: YamlDocument;
  readonly at: readonly PathKey[];
}

/** Reads one SLO object, following its references, and collects what is wrong on the way. */
class SloReader {
  readonly problems: PlacedProblem[] = [];
  readonly #objects: OpenSloObjects;
  readonly #object: SloObject;
  readonly #context: Context;

  constructor(objects: OpenSloObjects, placed: Placed<SloObject>) {
    this.#objects = objects;
    this.#object = placed.object;
    this.#context = { document: placed.document, at: placed.at };
  }

  slos(): Slo[] {
    const { metadata, spec } = this.#object;
    const parts = spec.objectives.map((objective, i) => this.#part(objective, i)).filter((part) => part !== undefined);
    const composite = spec.objectives.some(
      ({ indicator, indicatorRef }) => indicator !== undefined || indicatorRef !== undefined,
    );
    const common = {
      service: spec.service,
      method: spec.budgetingMethod,
      window: this.#window(),
      alerts: (spec.alertPolicies ?? []).flatMap((policy, i) => this.#alerts(policy, i)),
      labels: { ...labelsOf(this.#objects.find("Service", spec.service)?.object.metadata), ...labelsOf(metadata) },
      annotations: metadata.annotations ?? {},
    };
    const place = placeOf(this.#context, ["metadata", "name"]);
    const [first, ...rest] = parts;
    if (first === undefined) return [];
    if (composite)
      return [{ id: metadata.name, ...titled(metadata.displayName), ...common, parts: [first, ...rest], place }];
    return parts.map((part, i) => ({
      id: i === 0 ? metadata.name : `${metadata.name}/${i + 1}`,
      ...titled(parts.length > 1 ? (spec.objectives[i]?.displayName ?? metadata.displayName) : metadata.displayName),
      ...common,
      parts: [part],
      place,
    }));
  }

  #part(objective: ObjectiveSpec, index: number): Part | undefined {
    const path = ["spec", "objectives", index];
    const composite = objective.indicator !== undefined || objective.indicatorRef !== undefined;
    const { indicator: inline, indicatorRef } = composite ? objective : this.#object.spec;
    const indicatorPath = composite ? path : ["spec"];
    const found =
      inline !== undefined
        ? { spec: inline.spec, context: under(this.#context, [...indicatorPath, "indicator", "spec"]) }
        : this.#shared(indicatorRef ?? "", [...indicatorPath, "indicatorRef"]);
    const indicator = found === undefined ? undefined : this.#indicator(found.spec, found.context, objective, path);
    if (indicator === undefined) return undefined;
    const { timeSliceWindow, timeSliceTarget, targetPercent, target, compositeWeight } = objective;
    return {
      indicator,
      target: target === undefined ? exact(targetPercent ?? 0).div(100) : exact(target),
      ...(timeSliceWindow === undefined
        ? {}
        : {
            slice: {
              length: nominalLength(timeSliceWindow.duration),
              target: timeSliceTarget === undefined ? one : exact(timeSliceTarget),
            },
          }),
      weight: exact(compositeWeight ?? 1),
      place: placeOf(this.#context, [...path, target === undefined ? "targetPercent" : "target"]),
    };
  }

  #shared(name: string, path: readonly PathKey[]): { spec: SliSpec; context: Context } | undefined {
    const placed = this.#find("SLI", name, path);
    return placed === undefined ? undefined : { spec: placed.object.spec, context: under(placed, ["spec"]) };
  }

  #find<K extends OpenSloKind>(
    kind: K,
    name: string,
    path: readonly PathKey[],
    from: Context = this.#context,
  ): Found<K> | undefined {
    const placed = this.#objects.find(kind, name);
    if (placed !== undefined) return placed;
    const close = closestTo(name, this.#objects.names(kind));
    this.#problem(from, {
      path: [...from.at, ...path],
      text: msg`There is no ${kind} named "${name}" in the files given.`,
      advice:
        close === undefined ? msg`Add the file that defines it, or correct the name.` : msg`Did you mean "${close}"?`,
    });
    return undefined;
  }

  #indicator(
    spec: SliSpec,
    context: Context,
    objective: ObjectiveSpec,
    path: readonly PathKey[],
  ): Indicator | undefined {
    const { thresholdMetric, ratioMetric } = spec;
    if (thresholdMetric !== undefined) {
      const lacking = thresholdNeeds(objective, [...this.#context.at, ...path]);
      for (const problem of lacking) this.#problem(this.#context, problem);
      const metric = this.#metric(thresholdMetric, under(context, ["thresholdMetric"]));
      const { op, value } = objective;
      return metric === undefined || op === undefined || value === undefined
        ? undefined
        : { kind: "threshold", metric, op, value };
    }
    if (ratioMetric === undefined) return undefined;
    const source = (key: "good" | "bad" | "total" | "raw"): MetricSource | undefined => {
      const given = ratioMetric[key];
      return given === undefined ? undefined : this.#metric(given, under(context, ["ratioMetric", key]));
    };
    if (ratioMetric.raw !== undefined) {
      const ratio = source("raw");
      return ratio === undefined ? undefined : { kind: "raw", of: ratioMetric.rawType ?? "success", ratio };
    }
    const numerator = ratioMetric.good === undefined ? "bad" : "good";
    const part = source(numerator);
    const total = source("total");
    return part === undefined || total === undefined
      ? undefined
      : { kind: "ratio", counter: ratioMetric.counter ?? false, numerator, part, total };
  }

  #metric({ metricSource: { type, spec, metricSourceRef } }: MetricSpec, context: Context): MetricSource | undefined {
    const place = placeOf(context, ["metricSource", "spec"]);
    if (metricSourceRef === undefined) return { type: (type ?? "").toLowerCase(), spec, place };
    const found =
      type === undefined
        ? this.#find("DataSource", metricSourceRef, ["metricSource", "metricSourceRef"], context)
        : this.#objects.find("DataSource", metricSourceRef);
    // Where the type is given, the data source only says how to connect, which may be told elsewhere.
    if (found === undefined) return type === undefined ? undefined : { type: type.toLowerCase(), spec, place };
    const dataSource = { name: metricSourceRef, connection: found.object.spec.connectionDetails };
    return { type: (type ?? found.object.spec.type).toLowerCase(), spec, dataSource, place };
  }

  #window(): SloWindow {
    const [window] = this.#object.spec.timeWindow ?? [];
    const place = placeOf(this.#context, ["spec", "timeWindow", 0, "duration"]);
    if (window === undefined) return { rolling: true, text: "28d", duration: fourWeeks, place };
    const { text, duration } = window.duration;
    if (window.calendar === undefined) return { rolling: true, text, duration, place };
    const { startTime, timeZone } = window.calendar;
    return { rolling: false, text, duration, start: localTime(startTime, timeZone) ?? 0, zone: timeZone, place };
  }

  #alerts(policy: NonNullable<SloObject["spec"]["alertPolicies"]>[number], index: number): DeclaredAlert[] {
    const path = ["spec", "alertPolicies", index];
    if ("spec" in policy) return this.#policyAlerts(policy, under(this.#context, [...path, "spec"]));
    const placed = this.#find("AlertPolicy", policy.alertPolicyRef, [...path, "alertPolicyRef"]);
    return placed === undefined ? [] : this.#policyAlerts(placed.object, under(placed, ["spec"]));
  }

  #policyAlerts(policy: AlertPolicy, context: Context): DeclaredAlert[] {
    const { spec } = policy;
    for (const [i, target] of (spec.notificationTargets ?? []).entries()) {
      if ("targetRef" in target)
        this.#find("AlertNotificationTarget", target.targetRef, ["notificationTargets", i, "targetRef"], context);
    }
    return spec.conditions.flatMap((condition, i) => {
      if ("spec" in condition) return [declaredAlert(condition, policy, under(context, ["conditions", i, "spec"]))];
      const placed = this.#find("AlertCondition", condition.conditionRef, ["conditions", i, "conditionRef"], context);
      return placed === undefined ? [] : [declaredAlert(placed.object, policy, under(placed, ["spec"]))];
    });
  }

  #problem({ document }: Context, problem: Problem): void {
    this.problems.push({ document, problem });
  }
}

interface AlertPolicy {
  readonly metadata: Metadata;
  readonly spec: AlertPolicySpec;
}

function declaredAlert(
  alert: { readonly metadata: Metadata; readonly spec: AlertConditionSpec },
  policy: AlertPolicy,
  context: Context,
): DeclaredAlert {
  const { severity, condition, description } = alert.spec;
  const { alertWhenBreaching, alertWhenNoData, notificationTargets = [] } = policy.spec;
  const about = description ?? policy.spec.description;
  const targets = notificationTargets.map((target) =>
    "targetRef" in target ? target.targetRef : target.metadata.name,
  );
  return {
    name: alert.metadata.name,
    severity,
    labels: {
      alert_policy: policy.metadata.name,
      ...(targets.length === 0 ? {} : { notification_targets: targets.join(",") }),
      ...labelsOf(policy.metadata),
      ...labelsOf(alert.metadata),
    },
    annotations: {
      ...(about === undefined ? {} : { description: asPlainText(about) }),
      ...policy.metadata.annotations,
      ...alert.metadata.annotations,
    },
    op: condition.op,
    threshold: exact(condition.threshold),
    lookback: nominalLength(condition.lookbackWindow.duration),
    after: condition.alertAfter === undefined ? 0 : nominalLength(condition.alertAfter.duration),
    whenBreaching: alertWhenBreaching ?? true,
    whenNoData: alertWhenNoData ?? false,
    place: placeOf(context, ["condition", "threshold"]),
  };
}

/** An SLO without a window is judged over four weeks, the period of the SRE workbook's error budget policy. */
const fourWeeks = openSloDuration("28d") as Duration;

/** A label with several values is one text: a label of Prometheus has one value. */
const labelsOf = (metadata: Metadata | undefined): Labels =>
  Object.fromEntries(Object.entries(metadata?.labels ?? {}).map(([name, value]) => [name, [value].flat().join(",")]));

/** Annotations of alerts are templates of Prometheus: what is no template must not look like one. */
const asPlainText = (text: string): string => text.replaceAll("{{", '{{ "{{" }}');

const titled = (title: string | undefined): { title?: string } => (title === undefined ? {} : { title });

const under = ({ document, at }: Context, path: readonly PathKey[]): Context => ({ document, at: [...at, ...path] });

const placeOf = ({ document, at }: Context, path: readonly PathKey[]): FilePlace => ({
  path: document.path,
  ...positionOf(document, [...at, ...path]),
});
