import * as z from "zod";
import type { RuleSetting } from "../analyze/run-rules.js";
import { keyPositionOf, parseDocument, type PathKey, type YamlDocument } from "../document/index.js";
import { gates, schemasOf } from "../gate/gates.js";
import { environmentSchema } from "../release/environment.js";
import { postgresMajors, type PostgresMajor } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { UserError, type Place } from "../text/user-error.js";
import { defaultPostgres } from "./default-policy.js";
import { Layers } from "./layers.js";
import { settingsOf, type RuleOverride } from "./rule-overrides.js";
import { rulePatches } from "./rule-settings.js";

/** The keys of `release-gate.yaml` that are no gate's. */
const commonKeys = {
  version: z.literal(1),
  name: z.string().optional().describe("What is released, for reports."),
  extends: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A policy that this one is over, key by key: a file of the repository, or an npm package with its exact version, as `@acme/release-policy@1.4.0`.",
    ),
  postgres: z
    .literal([...postgresMajors])
    .optional()
    .describe("Major version of the production server."),
  enforce: z.enum(["gate", "report"]).default("gate").describe("`report` shows the verdict and exits 0: the way in."),
  environments: z
    .record(z.string().min(1), environmentSchema)
    .optional()
    .describe("Where releases go, by name, as `production`: `check --environment` says which one is meant."),
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
export interface Policy extends Omit<z.output<typeof policySchema>, "postgres" | "extends"> {
  readonly postgres: PostgresMajor;
  /** Where it was read from, with what it extends; undefined for no file at all. */
  readonly document: YamlDocument | undefined;
  /** The texts that it was read from: its own, then those that it extends, the nearest first. */
  readonly texts: readonly PolicyText[];
  readonly ruleSettings: ReadonlyMap<string, RuleSetting>;
  /** What counts over `ruleSettings` for the files of some paths, in the order of the file. */
  readonly ruleOverrides: readonly RuleOverride[];
  /** Where a key stands, in the policy or in what it extends; undefined for no file at all. */
  placeOf(path: readonly PathKey[]): Place | undefined;
}

/** A policy as it is written. */
export interface PolicyText {
  readonly text: string;
  readonly path: string;
}

/**
 * Reads a policy.
 * @param extended the policies that it extends, the nearest first: what it leaves out counts as they have it.
 * @throws UserError with file, line and column for what is not YAML, an unknown key or rule, or a wrong value.
 */
export function parsePolicy(text: string, path: string, extended: readonly PolicyText[] = []): Policy {
  const layers = new Layers(
    documentOf({ text, path }),
    extended.map((each) => documentOf(each)),
  );
  const { extends: _extends, ...file } = layers.read(policySchema);
  const migrations = file.migrations && withReleased(file.migrations, layers);
  const { rules = {}, overrides = [] } = migrations ?? {};
  const patches = rulePatches(layers, ["migrations", "rules"], rules);
  return {
    ...file,
    migrations,
    postgres: file.postgres ?? defaultPostgres,
    document: layers.whole,
    texts: [{ text, path }, ...extended],
    ruleSettings: settingsOf(new Map(), [patches]),
    ruleOverrides: overrides.map((each, index) => ({
      paths: each.paths,
      patches: rulePatches(layers, ["migrations", "overrides", index, "rules"], each.rules),
    })),
    placeOf: (at) => layers.keyPlace(at),
  };
}

/** What a policy extends, as it is written, and where. */
export function extendsOf(policy: PolicyText): { readonly name: string; readonly place: Place } | undefined {
  const document = documentOf(policy);
  const name: unknown = (document.value as { readonly extends?: unknown } | null)?.extends;
  if (typeof name !== "string") return undefined;
  return { name, place: { path: policy.path, ...keyPositionOf(document, ["extends"]) } };
}

function documentOf({ text, path }: PolicyText): YamlDocument {
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
  return document;
}

/** A version that YAML takes for a number, as it is written: "000118" keeps its zeros, 1.10 does not become 1.1. */
function withReleased<Migrations extends { readonly released?: string | undefined }>(
  migrations: Migrations,
  layers: Layers,
): Migrations {
  if (migrations.released === undefined) return migrations;
  const written = layers.wordsAt(["migrations", "released"]);
  return /^[\d.]+$/.test(written) ? { ...migrations, released: written } : migrations;
}
