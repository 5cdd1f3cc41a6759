import * as z from "zod";
import { notJudgedReasons, notReadReasons } from "../../analyze/not-known.js";
import { duration, paths } from "../../policy/values.js";
import { ruleSettingsSchema } from "../../policy/rule-settings.js";
import { orders } from "../../source/order.js";
import { frameworks } from "../../source/tell-framework.js";

const names = frameworks.map((framework) => framework.name) as [string, ...string[]];

/** The shape of `migrations:` in `release-gate.yaml`. */
export const migrationsSchema = z.strictObject({
  path: paths.describe("Folders, files or globs with the migrations, from the project's first one on."),
  framework: z
    .enum(names)
    .optional()
    .describe("How files are named, ordered and run; detected from the files if left out."),
  order: z
    .enum(orders)
    .optional()
    .describe(
      "How files run that no framework orders, or that lie in several folders: `folder` by folder, by `number`, by `name`.",
    ),
  placeholders: z
    .record(z.string(), z.union([z.string(), z.number()]).transform(String))
    .default({})
    .describe("Values of placeholders, by name: `schema: app` for `${schema}`, `{{ .schema }}` or `:schema`."),
  marks: z
    .strictObject({
      split: z.string().min(1).optional().describe("Begins a further part of a file."),
      outside: z.string().min(1).optional().describe("Takes the part in which it stands out of the transaction."),
    })
    .optional()
    .describe("Words in comments by which a runner of your own cuts its files and leaves the transaction."),
  transaction: z
    .enum(["file", "batch", "none"])
    .optional()
    .describe("Who opens the transaction, if not as the framework does."),
  since: z
    .string()
    .optional()
    .describe("Git ref whose state is in production, as origin/main: what changed since the merge base ships now."),
  released: z
    .union([z.string(), z.number()])
    .transform(String)
    .optional()
    .describe(
      "Version, name or file of the last migration that is already in production, or a git tag; `none` where nothing is.",
    ),
  statistics: z
    .string()
    .optional()
    .describe("What `release-gate collect --statistics` wrote: sizes of tables, and which migrations have run."),
  role: z
    .string()
    .optional()
    .describe("Role that runs the migrations: its timeouts count, of ALTER ROLE and of the statistics."),
  "statistics-max-age": duration
    .default(7 * 86_400_000)
    .describe("Age from which on the sizes in it no longer count, as `7d`."),
  schema: z
    .union([z.string(), z.strictObject({ file: z.string(), contains: z.enum(["nothing", "released"]) })])
    .optional()
    .describe(
      "Schema before the first migration (`pg_dump --schema-only`); with `contains: released` that of production, with what is released.",
    ),
  complete: z.boolean().default(false).describe("Whether the first migration starts with an empty database."),
  rules: ruleSettingsSchema.default({}).describe("Severity and options per rule."),
  overrides: z
    .array(
      z.strictObject({
        paths: paths.describe("Files or globs, relative to this file's folder."),
        rules: ruleSettingsSchema.describe("Severity and options per rule, over those that count elsewhere."),
      }),
    )
    .default([])
    .describe("Other severities and options for the migrations of some paths; the last one that fits wins."),
  "allow-not-read": z
    .array(z.enum(notReadReasons))
    .default([])
    .describe("Kinds of files that ship without being read, as `[typescript]`: they warn instead of holding."),
  "allow-not-judged": z
    .array(z.enum(notJudgedReasons))
    .default([])
    .describe("Reasons for which a statement ships without being judged, as `[limit]`: it warns instead of holding."),
  "accept-suppressions": z
    .enum(["none", "with-reason", "all"])
    .default("none")
    .describe(
      "Which comments that silence an error may ship with the migration they stand in, where a git ref tells what is new; read from the policy at that ref.",
    ),
  baseline: z
    .string()
    .optional()
    .describe("File with the findings that existed when the project began; they are shown but do not count."),
});
