import * as z from "zod";
import { msg } from "../../text/message.js";
import { boundedDuration, moment, paths } from "../../policy/values.js";
import { isZone } from "../../time/index.js";

const gapOutcome = z.enum(["pass", "warn", "hold"]);
const outcome = z.enum(["pass", "warn", "hold", "rollback"]);
const share = z.number().min(0).max(1);

const exclusion = z
  .strictObject({
    from: moment.describe("ISO 8601 with offset."),
    to: moment.describe("ISO 8601 with offset; later than `from`."),
    why: z.string().min(1).describe("Maintenance, a load test: shown in reports."),
    slos: z.array(z.string()).min(1).optional().describe("Only these SLOs; all if left out."),
    recur: z
      .string()
      .regex(/^(?:[A-Z]+=[^;=]+;)*FREQ=(?:HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[^;=]+)*$/)
      .optional()
      .describe("When it comes again: a recurrence rule of iCalendar, as `FREQ=WEEKLY;BYDAY=SU`."),
    zone: z
      .string()
      .refine(isZone, { params: { text: msg`This is not a time zone of the IANA database.` } })
      .default("UTC")
      .describe("Zone whose clock `recur` follows, as `Asia/Tokyo`; UTC if left out."),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], params: { text: msg`"to" must be later than "from".` } });

const reset = z.strictObject({
  at: moment.describe("ISO 8601 with offset: the budget begins anew here."),
  why: z.string().min(1).describe("Who decided it and why: shown in reports."),
  slos: z.array(z.string()).min(1).optional().describe("Only these SLOs; all if left out."),
});

const burnWindows = z
  .strictObject({
    long: boundedDuration,
    short: boundedDuration,
    factor: z.number().positive().describe("Burn rate that both windows must exceed."),
    urgency: z.enum(["page", "ticket"]).default("page"),
  })
  .refine(({ long, short }) => short <= long && short >= 1000, {
    path: ["short"],
    params: { text: msg`"short" must be at least 1s and at most as long as "long".` },
  });

const threshold = z.strictObject({
  remaining: share.describe("At most this share of the budget is left: 0.2 for 20 %."),
  outcome: gapOutcome,
  text: z.string().min(1).optional().describe("What the error budget policy asks for from then on."),
});

type Context = z.RefinementCtx;
const severity = (name: z.output<typeof outcome>): number => outcome.options.indexOf(name);

/** Bounds that overlap so that one of them never decides: a lower rest of the budget with no worse outcome. */
function refuseIdleThresholds(thresholds: readonly z.output<typeof threshold>[], context: Context): void {
  thresholds.forEach((each, at) => {
    const over = thresholds.find(
      (other, index) =>
        index !== at &&
        severity(other.outcome) >= severity(each.outcome) &&
        (other.remaining > each.remaining || (other.remaining === each.remaining && index < at)),
    );
    if (!over) return;
    const text = msg`This bound never decides: at ${over.remaining} the outcome is "${over.outcome}" already.`;
    context.addIssue({ code: "custom", path: [at, "outcome"], params: { text } });
  });
}

/** A ticket over the windows of a page must fire before it. */
function refuseIdleTickets(pairs: readonly z.output<typeof burnWindows>[], context: Context): void {
  pairs.forEach((ticket, at) => {
    const page = pairs.find(
      ({ urgency, long, short, factor }) =>
        urgency === "page" && long === ticket.long && short === ticket.short && factor <= ticket.factor,
    );
    if (ticket.urgency !== "ticket" || !page) return;
    const text = msg`This ticket never decides: a page over the same windows fires at ${page.factor} already.`;
    context.addIssue({ code: "custom", path: [at, "factor"], params: { text } });
  });
}

/** When data are missing, and what then. */
const dataChoices = {
  "no-data": gapOutcome.optional().describe("Outcome where there is no data at all; `hold` if left out."),
  stale: gapOutcome.optional().describe("Outcome where the newest data is too old; `hold` if left out."),
  "insufficient-samples": gapOutcome
    .optional()
    .describe("Outcome where there are fewer events than `minimum-events`; `hold` if left out."),
  "partial-range": gapOutcome.optional().describe("Outcome where the data has gaps; `hold` if left out."),
  "source-down": gapOutcome
    .optional()
    .describe("Outcome where the source of the metrics cannot be asked; `hold` if left out."),
  "stale-after": boundedDuration
    .optional()
    .describe("Age of the newest sample from which on it is stale, as `2h`; one hour if left out."),
  "minimum-events": z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Fewer events in a window are too few to judge; 1 if left out."),
  "minimum-coverage": share.optional().describe("Share of the time that data must cover; 0.9 if left out."),
  "minimum-share": share
    .optional()
    .describe("Share of its period that a budget must be judged on, else it warns; 0.01 if left out."),
} as const;
/** Choices for one check. */
export const ownChoices = z.strictObject(dataChoices);

const groupValues = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());
const grouping = z
  .strictObject({
    by: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .transform((value): [string, ...string[]] => [value].flat() as [string, ...string[]])
      .describe("A label, or several: each of their values has a budget of its own."),
    most: z.number().int().min(1).max(1000).default(50).describe("So many groups at most; more hold. 50 if left out."),
    always: z.array(groupValues).optional().describe("Groups that must be there: one without data holds."),
    gone: z.array(groupValues).optional().describe("Groups that ended on purpose: they are not judged."),
  })
  .superRefine(({ by, always = [], gone = [] }, context) => {
    for (const [key, groups] of [
      ["always", always],
      ["gone", gone],
    ] as const) {
      for (const [i, values] of groups.entries()) {
        if (values.length === by.length) continue;
        const text = msg`A group has a value for each of the labels: ${by.join(", ")}.`;
        context.addIssue({ code: "custom", path: [key, i], params: { text } });
      }
    }
  });

/** How to reach a metrics server, for the sources of SLOs that name no DataSource: as its `connectionDetails`. */
const server = {
  headers: z.record(z.string(), z.string()).optional().describe("Headers of each request."),
  caFile: z.string().optional().describe("File with the certificates to trust."),
  certFile: z.string().optional().describe("File with a client certificate."),
  keyFile: z.string().optional().describe("File with its key."),
  timeout: z.number().optional().describe("Seconds to wait for an answer."),
};
const prometheus = z.strictObject({
  url: z.string().min(1).describe("Its address, as `http://prometheus:9090`."),
  tokenFile: z.string().optional().describe("File with a bearer token."),
  ...server,
});
const datadog = z.strictObject({
  site: z.string().optional().describe("Its site, as `datadoghq.eu`; `DD_SITE` or datadoghq.com if left out."),
  url: z.string().optional().describe("Its address instead of a site."),
  apiVersion: z.enum(["v1", "v2"]).optional().describe("Of its API; v2 if left out."),
  apiKeyFile: z.string().optional().describe("File with the API key; `DD_API_KEY` if left out."),
  applicationKeyFile: z.string().optional().describe("File with the application key; `DD_APP_KEY` if left out."),
  ...server,
});

/** The shape of `slo:` in `release-gate.yaml`. */
export const sloSchema = z.strictObject({
  files: paths.describe("SLOs: OpenSLO, sloth or Pyrra documents."),
  metrics: paths
    .optional()
    .describe(
      "Snapshots of the metrics (JSONL, OpenMetrics text). SLOs that none of them knows are asked of their server.",
    ),
  prometheus: prometheus
    .optional()
    .describe("The Prometheus to ask for SLOs that name no DataSource: those of sloth and Pyrra cannot."),
  datadog: datadog.optional().describe("The Datadog to ask for SLOs that name no DataSource."),
  ...dataChoices,
  checks: z
    .record(z.string(), ownChoices)
    .optional()
    .describe("The same for single checks, by their id: `slo/search/budget`; `slo/search/*` for all of an SLO."),
  burn: z
    .strictObject({ page: outcome.default("rollback"), ticket: outcome.default("warn") })
    .refine(({ page, ticket }) => severity(page) >= severity(ticket), {
      path: ["ticket"],
      params: { text: msg`A ticket must not have a worse outcome than a page.` },
    })
    .optional()
    .describe("Outcomes of burn alerts: a page rolls back and a ticket warns if left out."),
  windows: z
    .array(burnWindows)
    .min(1)
    .superRefine(refuseIdleTickets)
    .optional()
    .describe("Pairs of burn windows for every SLO; the published ones for its period if left out."),
  budget: z
    .array(threshold)
    .min(1)
    .superRefine(refuseIdleThresholds)
    .optional()
    .describe("Error budget policy: outcomes before the budget is gone. An exhausted budget always holds."),
  grouping: z
    .record(z.string(), grouping)
    .optional()
    .describe("One budget for each value of a label, by the SLO's name: `api: { by: cluster }`."),
  exempt: z
    .string()
    .min(1)
    .optional()
    .describe("Why this release may go although the budget is exhausted (a security fix, P0): it then warns."),
  exclusions: z.array(exclusion).optional().describe("Times that do not count."),
  resets: z.array(reset).optional().describe("Error budgets that begin anew; burn windows look further back."),
});
