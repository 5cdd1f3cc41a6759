import { closestTo, type PathKey } from "../../document/index.js";
import { msg } from "../../text/message.js";
import type { OpenSloObjects, PlacedProblem } from "../openslo-objects.js";

/** References to nothing in alert policies that no SLO uses: those of the others are told with their SLO. */
export function unusedPolicyProblems(objects: OpenSloObjects): PlacedProblem[] {
  const used = new Set(
    objects.all.flatMap(({ object }) =>
      object.kind === "SLO"
        ? (object.spec.alertPolicies ?? []).flatMap((policy) => ("spec" in policy ? [] : [policy.alertPolicyRef]))
        : [],
    ),
  );
  return objects.all.flatMap(({ object, document, at }) => {
    if (object.kind !== "AlertPolicy" || used.has(object.metadata.name)) return [];
    const lacking = (kind: "AlertCondition" | "AlertNotificationTarget", name: string, path: readonly PathKey[]) => {
      if (objects.find(kind, name) !== undefined) return [];
      const close = closestTo(name, objects.names(kind));
      const text = msg`There is no ${kind} named "${name}" in the files given.`;
      const advice =
        close === undefined ? msg`Add the file that defines it, or correct the name.` : msg`Did you mean "${close}"?`;
      return [{ document, problem: { path: [...at, "spec", ...path], text, advice } }];
    };
    return [
      ...object.spec.conditions.flatMap((each, i) =>
        "spec" in each ? [] : lacking("AlertCondition", each.conditionRef, ["conditions", i, "conditionRef"]),
      ),
      ...(object.spec.notificationTargets ?? []).flatMap((each, i) =>
        "spec" in each
          ? []
          : lacking("AlertNotificationTarget", each.targetRef, ["notificationTargets", i, "targetRef"]),
      ),
    ];
  });
}
