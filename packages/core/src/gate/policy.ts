import * as z from "zod";
import { notJudgedReasons, notReadReasons } from "../analyze/not-known.js";
import type { RuleSetting } from "../analyze/run-rules.js";
import { keyPositionOf, parseDocument, read, spanOf, type PathKey, type YamlDocument } from "../document/index.js";
import { orders } from "../source/order.js";
import { frameworks } from "../source/tell-framework.js";
import { postgresMajors, type PostgresMajor } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { UserError, type Place } from "../text/user-error.js";
import { defaultPostgres } from "./default-policy.js";
import { settingsOf, type RuleOverride } from "./rule-overrides.js";
import { rulePatches, ruleSettingsSchema } from "./rule-settings.js";
import { duration, paths, sloSchema } from "./slo-policy.js";

const names = frameworks.map((framework) => framework.name) as [string, ...string[]];

const migrations = z.strictObject({
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

/** The shape of `release-gate.yaml`; the JSON Schema for editors is made from it. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  name: z.string().optional().describe("What is released, for reports."),
  postgres: z
    .literal([...postgresMajors])
    .optional()
    .describe("Major version of the production server."),
  enforce: z.enum(["gate", "report"]).default("gate").describe("`report` shows the verdict and exits 0: the way in."),
  stage: z.string().default("start").describe("The stage that is judged; any other than `start` is live."),
  migrations: migrations.optional(),
  slo: sloSchema.optional(),
});

/** The parsed `release-gate.yaml`. */
export interface Policy extends Omit<z.output<typeof policySchema>, "postgres"> {
  readonly postgres: PostgresMajor;
  /** Where it was read from, for messages and for the source of a check; undefined for no file at all. */
  readonly document: YamlDocument | undefined;
  readonly ruleSettings: ReadonlyMap<string, RuleSetting>;
  /** What counts over `ruleSettings` for the files of some paths, in the order of the file. */
  readonly ruleOverrides: readonly RuleOverride[];
  /** Where a key of the file stands; undefined for no file at all. */
  placeOf(path: readonly PathKey[]): Place | undefined;
}

/**
 * Reads a policy.
 * @throws UserError with line and column for what is not YAML, an unknown key or rule, or a wrong value.
 */
export function parsePolicy(text: string, path: string): Policy {
  const [document, second] = parseDocument(text, path);
  if (!document) {
    throw new UserError(msg`${path} is empty.`, {
      place: { path, line: 1, column: 1 },
      hint: msg`Write at least "version: 1".`,
    });
  }
  if (second) {
    throw new UserError(msg`${path} holds more than one YAML document.`, {
      place: { path, ...second.lines.position(second.node.range?.[0] ?? 0) },
      hint: msg`Keep one document; remove the line "---".`,
    });
  }
  const file = read(document, policySchema);
  const migrations = file.migrations && withReleased(file.migrations, document, text);
  const { rules = {}, overrides = [] } = migrations ?? {};
  const patches = rulePatches(document, ["migrations", "rules"], rules);
  return {
    ...file,
    migrations,
    postgres: file.postgres ?? defaultPostgres,
    document,
    ruleSettings: settingsOf(new Map(), [patches]),
    ruleOverrides: overrides.map((each, index) => ({
      paths: each.paths,
      patches: rulePatches(document, ["migrations", "overrides", index, "rules"], each.rules),
    })),
    placeOf: (at) => ({ path, ...keyPositionOf(document, at) }),
  };
}

/** A version that YAML takes for a number, as it is written: "000118" keeps its zeros, 1.10 does not become 1.1. */
function withReleased<Migrations extends { readonly released?: string | undefined }>(
  migrations: Migrations,
  document: YamlDocument,
  text: string,
): Migrations {
  if (migrations.released === undefined) return migrations;
  const { start, end } = spanOf(document, ["migrations", "released"]);
  const written = text.replace(/^\uFEFF/, "").slice(start, end);
  return /^[\d.]+$/.test(written) ? { ...migrations, released: written } : migrations;
}
