import * as z from "zod";
import { comparisons } from "../metrics/index.js";
import { msg, type Message } from "../text/message.js";
import { isZone, localTime, openSloDuration, type Duration } from "../time/index.js";

/** The kinds of OpenSLO v1 (README.md of the specification, "Object Types"). */
export const openSloKinds = [
  "DataSource",
  "SLO",
  "SLI",
  "AlertPolicy",
  "AlertCondition",
  "AlertNotificationTarget",
  "Service",
] as const;
export type OpenSloKind = (typeof openSloKinds)[number];

/** @param form what the published JSON Schema says of the text: a pattern, examples. */
const checked = (holds: (text: string) => boolean, text: (given: string) => Message, form: object = {}) =>
  z
    .string()
    .superRefine((given, context) => {
      if (!holds(given)) context.addIssue({ code: "custom", params: { text: text(given) } });
    })
    .meta({ ...form });

/** At least the labels of RFC 1123, the specification says; names in its own examples have capitals (`AlertPolicy`). */
const nameForm = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const objectName = checked(
  (name) => nameForm.test(name),
  (name) =>
    msg`The name "${name}" is not allowed: names have at most 63 letters, digits and "-", and begin and end with a letter or digit.`,
  { pattern: nameForm.source },
);

/** What `openSloDuration` reads. */
const durationForm = { pattern: "^[1-9][0-9]*[mhdwMQY]$", examples: ["28d", "1M", "5m"] };
const shorthand = z
  .string()
  .meta(durationForm)
  .transform((text, context): { text: string; duration: Duration } => {
    const duration = openSloDuration(text);
    if (duration !== undefined) return { text, duration };
    context.addIssue({
      code: "custom",
      params: {
        text: msg`"${text}" is not a duration of OpenSLO: write a whole number and one of m (minutes), h, d, w, M (months), Q, Y.`,
      },
    });
    return z.NEVER;
  });

/** `timeSliceWindow` may be a bare number: minutes. */
const sliceWindow = z.union([
  shorthand,
  z
    .number()
    .int()
    .positive()
    .transform((minutes) => ({ text: `${minutes}m`, duration: minutesLong(minutes) })),
]);

function minutesLong(minutes: number): Duration {
  const duration = openSloDuration(`${minutes}m`);
  if (duration === undefined) throw new Error(`not minutes: ${minutes}`);
  return duration;
}

/** An optional prefix, which is a DNS subdomain of at most 253 characters, and a name. */
const annotationForm =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

const description = z.string().max(1050).optional();
const labels = z.record(
  checked(
    (key) => /^[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/.test(key),
    (key) => msg`"${key}" is not a label's name.`,
  ),
  z.union([z.string(), z.array(z.string())]),
);
const annotations = z.record(
  checked(
    (key) => annotationForm.test(key),
    (key) =>
      msg`"${key}" is not an annotation's name: write "name" or "prefix/name", the prefix a DNS subdomain, the name at most 63 letters, digits, "-", "_" and ".".`,
  ),
  z.string(),
);
const metadata = z.strictObject({
  name: objectName,
  displayName: z.string().optional(),
  labels: labels.optional(),
  annotations: annotations.optional(),
});

const metric = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: objectName.optional(),
    type: z.string().optional(),
    spec: z.record(z.string(), z.unknown()),
  }),
});

export const sliSpec = z.strictObject({
  description,
  thresholdMetric: metric.optional(),
  ratioMetric: z
    .strictObject({
      counter: z.boolean().optional(),
      good: metric.optional(),
      bad: metric.optional(),
      total: metric.optional(),
      rawType: z.enum(["success", "failure"]).optional(),
      raw: metric.optional(),
    })
    .optional(),
});

const indicator = z.strictObject({ metadata, spec: sliSpec });

const objective = z.strictObject({
  displayName: z.string().optional(),
  op: z.enum(comparisons).optional(),
  value: z.number().optional(),
  target: z.number().min(0).lt(1).optional(),
  targetPercent: z.number().min(0).lt(100).optional(),
  timeSliceTarget: z.number().gt(0).max(1).optional(),
  timeSliceWindow: sliceWindow.optional(),
  indicator: indicator.optional(),
  indicatorRef: objectName.optional(),
  compositeWeight: z.number().gt(0).optional(),
});

const timeWindow = z.strictObject({
  duration: shorthand,
  isRolling: z.boolean().optional(),
  calendar: z
    .strictObject({
      startTime: checked(
        (text) => localTime(text, "UTC") !== undefined,
        (text) => msg`"${text}" is not a start time: write one such as 2026-01-31 00:00:00, without a zone.`,
        { examples: ["2026-01-31 00:00:00"] },
      ),
      timeZone: checked(isZone, (name) => msg`"${name}" is not a time zone of the IANA database.`, {
        examples: ["Asia/Tokyo"],
      }),
    })
    .optional(),
});

const conditionSpec = z.strictObject({
  description,
  severity: z.string().min(1),
  condition: z.strictObject({
    kind: z.literal("burnrate").default("burnrate"),
    op: z.enum(comparisons),
    threshold: z.number(),
    lookbackWindow: shorthand,
    alertAfter: z.union([z.literal("0m").transform(() => undefined), shorthand]).optional(),
  }),
});
const targetSpec = z.strictObject({ description, target: z.string().min(1) });
const policySpec = z.strictObject({
  description,
  alertWhenNoData: z.boolean().optional(),
  alertWhenResolved: z.boolean().optional(),
  alertWhenBreaching: z.boolean().optional(),
  conditions: z
    .array(
      z.union([
        z.strictObject({ conditionRef: objectName }),
        z.strictObject({ kind: z.literal("AlertCondition"), metadata, spec: conditionSpec }),
      ]),
    )
    .length(1),
  notificationTargets: z
    .array(
      z.union([
        z.strictObject({ targetRef: objectName }),
        z.strictObject({ kind: z.literal("AlertNotificationTarget"), metadata, spec: targetSpec }),
      ]),
    )
    .min(1)
    .optional(),
});

export const sloSpec = z.strictObject({
  description,
  service: z.string().min(1),
  indicator: indicator.optional(),
  indicatorRef: objectName.optional(),
  timeWindow: z.array(timeWindow).length(1).optional(),
  budgetingMethod: z.enum(["Occurrences", "Timeslices", "RatioTimeslices"]),
  objectives: z.array(objective).min(1),
  alertPolicies: z
    .array(
      z.union([
        z.strictObject({ alertPolicyRef: objectName }),
        z.strictObject({ kind: z.literal("AlertPolicy"), metadata, spec: policySpec }),
      ]),
    )
    .optional(),
});

const object = <K extends OpenSloKind, S extends z.ZodType>(kind: K, spec: S) =>
  z.strictObject({ apiVersion: z.literal("openslo/v1"), kind: z.literal(kind), metadata, spec });

/** The schema of each kind: what it says by itself; what fields say together is in `openslo-rules.ts`. */
export const openSloSchemas = {
  DataSource: object(
    "DataSource",
    z.strictObject({ description, type: z.string().min(1), connectionDetails: z.unknown() }),
  ),
  SLO: object("SLO", sloSpec),
  SLI: object("SLI", sliSpec),
  AlertPolicy: object("AlertPolicy", policySpec),
  AlertCondition: object("AlertCondition", conditionSpec),
  AlertNotificationTarget: object("AlertNotificationTarget", targetSpec),
  Service: object("Service", z.strictObject({ description }).nullable().default({})),
} as const;

export type OpenSloObject = { [K in OpenSloKind]: z.output<(typeof openSloSchemas)[K]> }[OpenSloKind];
export type SloObject = z.output<(typeof openSloSchemas)["SLO"]>;
export type SliSpec = z.output<typeof sliSpec>;
export type Metadata = z.output<typeof metadata>;
export type MetricSpec = z.output<typeof metric>;
export type ObjectiveSpec = z.output<typeof objective>;
export type AlertPolicySpec = z.output<typeof policySpec>;
export type AlertConditionSpec = z.output<typeof conditionSpec>;
