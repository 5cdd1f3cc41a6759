import type { PathKey, Problem } from "../document/index.js";
import { msg } from "../text/message.js";
import type { ObjectiveSpec, OpenSloObject, SliSpec, SloObject } from "./openslo-schema.js";

/** What the specification says of fields together ("either ... or ..."), for one object whose shape is right. */
export function togetherProblems(object: OpenSloObject): Problem[] {
  if (object.kind === "SLI") return sliProblems(object.spec, ["spec"]);
  return object.kind === "SLO" ? sloProblems(object.spec) : [];
}

type SloSpec = SloObject["spec"];

function sloProblems(spec: SloSpec): Problem[] {
  const at: readonly PathKey[] = ["spec"];
  return [
    ...indicatorProblems(spec, at),
    ...(spec.indicator === undefined ? [] : sliProblems(spec.indicator.spec, [...at, "indicator", "spec"])),
    ...windowProblems(spec, [...at, "timeWindow", 0]),
    ...spec.objectives.flatMap((objective, i) => objectiveProblems(objective, spec, [...at, "objectives", i])),
    ...thresholdProblems(spec, at),
  ];
}

const isComposite = (spec: SloSpec): boolean =>
  spec.objectives.some(({ indicator, indicatorRef }) => indicator !== undefined || indicatorRef !== undefined);

function indicatorProblems(spec: SloSpec, at: readonly PathKey[]): Problem[] {
  const own = spec.indicator !== undefined || spec.indicatorRef !== undefined;
  if (spec.indicator !== undefined && spec.indicatorRef !== undefined) return [both("indicator", "indicatorRef", at)];
  if (isComposite(spec)) {
    if (!own) return [];
    return [
      {
        path: [...at, spec.indicator === undefined ? "indicatorRef" : "indicator"],
        onKey: true,
        text: msg`Both the SLO and its objectives have an indicator.`,
        advice: msg`Keep it on the SLO for one indicator, or on every objective for a composite SLO.`,
      },
    ];
  }
  return own
    ? []
    : [{ path: at, text: msg`This SLO has no indicator.`, advice: msg`Add "indicator" or "indicatorRef".` }];
}

function windowProblems({ timeWindow }: SloSpec, at: readonly PathKey[]): Problem[] {
  const [window] = timeWindow ?? [];
  if (window === undefined) return [];
  if (window.isRolling === true && window.calendar !== undefined) {
    return [
      {
        path: [...at, "calendar"],
        onKey: true,
        text: msg`A rolling window has no calendar.`,
        advice: msg`Remove "calendar", or write isRolling: false.`,
      },
    ];
  }
  if (window.isRolling !== true && window.calendar === undefined) {
    return [
      {
        path: at,
        text: msg`A window that does not roll needs a calendar.`,
        advice: msg`Write isRolling: true, or add "calendar" with "startTime" and "timeZone".`,
      },
    ];
  }
  return [];
}

function objectiveProblems(objective: ObjectiveSpec, spec: SloSpec, at: readonly PathKey[]): Problem[] {
  const problems: Problem[] = [];
  const need = (key: keyof ObjectiveSpec): void => {
    if (objective[key] === undefined) {
      problems.push({
        path: at,
        text: msg`The key "${key}" is missing.`,
        advice: msg`The method ${spec.budgetingMethod} needs it.`,
      });
    }
  };
  if (objective.target !== undefined && objective.targetPercent !== undefined)
    problems.push(both("target", "targetPercent", at));
  if (objective.target === undefined && objective.targetPercent === undefined) {
    problems.push({
      path: at,
      text: msg`This objective has no target.`,
      advice: msg`Add "target" (0.999) or "targetPercent" (99.9).`,
    });
  }
  if (spec.budgetingMethod === "Timeslices") need("timeSliceTarget");
  if (spec.budgetingMethod !== "Occurrences") need("timeSliceWindow");
  if (isComposite(spec)) {
    if (objective.indicator !== undefined && objective.indicatorRef !== undefined)
      problems.push(both("indicator", "indicatorRef", at));
    if (objective.indicator === undefined && objective.indicatorRef === undefined) {
      problems.push({
        path: at,
        text: msg`This objective of a composite SLO has no indicator.`,
        advice: msg`Add "indicator" or "indicatorRef".`,
      });
    }
  }
  if (objective.indicator !== undefined)
    problems.push(...sliProblems(objective.indicator.spec, [...at, "indicator", "spec"]));
  return problems;
}

/** A threshold metric is compared with `op` and `value`; one SLO then has one objective (or one per indicator). */
function thresholdProblems(spec: SloSpec, at: readonly PathKey[]): Problem[] {
  const shared = spec.indicator?.spec.thresholdMetric !== undefined;
  const problems = spec.objectives.flatMap((objective, i) => {
    const threshold =
      objective.indicator === undefined ? shared : objective.indicator.spec.thresholdMetric !== undefined;
    return threshold ? thresholdNeeds(objective, [...at, "objectives", i]) : [];
  });
  if (shared && spec.objectives.length > 1) {
    problems.push({
      path: [...at, "objectives", 1],
      text: msg`A threshold metric allows only one objective.`,
      advice: msg`Write one SLO for each threshold.`,
    });
  }
  return problems;
}

/** What an objective lacks when its indicator is a threshold metric. */
export function thresholdNeeds(objective: ObjectiveSpec, at: readonly PathKey[]): Problem[] {
  return (["op", "value"] as const)
    .filter((key) => objective[key] === undefined)
    .map((key) => ({
      path: at,
      text: msg`The key "${key}" is missing.`,
      advice: msg`A threshold metric is compared with "op" and "value".`,
    }));
}

function sliProblems(spec: SliSpec, at: readonly PathKey[]): Problem[] {
  const { thresholdMetric, ratioMetric } = spec;
  if (thresholdMetric !== undefined && ratioMetric !== undefined) return [both("thresholdMetric", "ratioMetric", at)];
  if (thresholdMetric === undefined && ratioMetric === undefined) {
    return [
      { path: at, text: msg`This indicator measures nothing.`, advice: msg`Add "ratioMetric" or "thresholdMetric".` },
    ];
  }
  return [
    ...(ratioMetric === undefined ? [] : ratioProblems(ratioMetric, [...at, "ratioMetric"])),
    ...sourceProblems(spec, at),
  ];
}

function ratioProblems(ratio: NonNullable<SliSpec["ratioMetric"]>, at: readonly PathKey[]): Problem[] {
  if (ratio.raw !== undefined) {
    const other = (["good", "bad", "total"] as const).find((key) => ratio[key] !== undefined);
    if (other !== undefined) return [both("raw", other, at)];
    return ratio.rawType !== undefined
      ? []
      : [
          {
            path: at,
            text: msg`The key "${"rawType"}" is missing.`,
            advice: msg`Say whether "raw" is the ratio of successes or of failures.`,
          },
        ];
  }
  if (ratio.rawType !== undefined)
    return [{ path: [...at, "rawType"], onKey: true, text: msg`"rawType" belongs to "raw" only.` }];
  if (ratio.total === undefined)
    return [
      { path: at, text: msg`The key "${"total"}" is missing.`, advice: msg`Add "total", or give the ratio as "raw".` },
    ];
  if (ratio.good !== undefined && ratio.bad !== undefined) return [both("good", "bad", at)];
  return ratio.good === undefined && ratio.bad === undefined
    ? [{ path: at, text: msg`Neither "good" nor "bad" is given.`, advice: msg`Add one of them.` }]
    : [];
}

function sourceProblems(spec: SliSpec, at: readonly PathKey[]): Problem[] {
  const metrics = [
    [[...at, "thresholdMetric"], spec.thresholdMetric],
    ...(["good", "bad", "total", "raw"] as const).map(
      (key) => [[...at, "ratioMetric", key], spec.ratioMetric?.[key]] as const,
    ),
  ] as const;
  return metrics.flatMap(([path, metric]) => {
    const source = metric?.metricSource;
    if (source === undefined) return [];
    if (Object.keys(source.spec).length === 0)
      return [{ path: [...path, "metricSource", "spec"], text: msg`This metric source does not say what to read.` }];
    return source.type === undefined && source.metricSourceRef === undefined
      ? [
          {
            path: [...path, "metricSource"],
            text: msg`The key "${"type"}" is missing.`,
            advice: msg`Add "type", or refer to a DataSource with "metricSourceRef".`,
          },
        ]
      : [];
  });
}

const both = (one: string, other: string, at: readonly PathKey[]): Problem => ({
  path: [...at, other],
  onKey: true,
  text: msg`"${one}" and "${other}" exclude each other.`,
  advice: msg`Keep one of them.`,
});
