import * as z from "zod";
import type { RuleSetting } from "../analyze/run-rules.js";
import { keyPositionOf, parseDocument, read, spanOf, type PathKey, type YamlDocument } from "../document/index.js";
import { gates, schemasOf } from "../gate/gates.js";
import { postgresMajors, type PostgresMajor } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { UserError, type Place } from "../text/user-error.js";
import { defaultPostgres } from "./default-policy.js";
import { settingsOf, type RuleOverride } from "./rule-overrides.js";
import { rulePatches } from "./rule-settings.js";

/** The keys of `release-gate.yaml` that are no gate's. */
const commonKeys = {
  version: z.literal(1),
  name: z.string().optional().describe("What is released, for reports."),
  postgres: z
    .literal([...postgresMajors])
    .optional()
    .describe("Major version of the production server."),
  enforce: z.enum(["gate", "report"]).default("gate").describe("`report` shows the verdict and exits 0: the way in."),
  stage: z.string().default("start").describe("The stage that is judged; any other than `start` is live."),
} as const;

type Optional<Schemas extends Readonly<Record<string, z.ZodType>>> = {
  [Kind in keyof Schemas]: z.ZodOptional<Schemas[Kind]>;
};

/** The shape of a policy with the parts of some gates. */
export function policySchemaOf<Schemas extends Readonly<Record<string, z.ZodType>>>(schemas: Schemas) {
  const parts = Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, schema.optional()]));
  return z.strictObject({ ...commonKeys, ...(parts as Optional<Schemas>) });
}

/** The shape of `release-gate.yaml`; the JSON Schema for editors is made from it. */
export const policySchema = policySchemaOf(schemasOf(gates));
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
