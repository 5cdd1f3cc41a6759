import * as z from "zod";
import type { Break, Facts, Lock, Loss, PredictedError, Scan } from "../../facts/facts.js";
import { lockModes } from "../../facts/lock.js";
import { phases } from "../../rules/phase.js";
import type { Finding } from "../../rules/rule.js";
import type { Inner, Step } from "../../rules/step.js";
import type { Migration, Source } from "../../source/migration.js";
import { postgresMajors, type NodeKind, type Statement } from "../../sql/statement.js";
import type { Message } from "../../text/message.js";
import type { LintedFile, LintedMigration, LintReport } from "../lint.js";
import { notJudgedReasons, notReadReasons } from "../not-known.js";
import type { Note } from "../statistics/sizes.js";

/** What is shown of a report, and can be kept: no syntax trees, no catalogs. Every `LintReport` is one. */
export interface ReportData extends Pick<
  LintReport,
  "postgres" | "notes" | "notRead" | "notJudged" | "allowed" | "weakened"
> {
  readonly files: readonly FileData[];
}

export interface FileData extends Pick<LintedFile, "source" | "framework"> {
  readonly migrations: readonly MigrationData[];
}

export interface MigrationData extends Pick<
  LintedMigration,
  "deployment" | "older" | "phase" | "statements" | "findings"
> {
  readonly migration: Pick<Migration, "direction" | "transaction" | "multiStatementQuery"> & {
    readonly statements: { readonly length: number };
  };
  readonly steps: readonly StepData[];
}

export interface StepData extends Pick<Step, "phase"> {
  readonly statement: Pick<Statement, "index" | "span" | "kind" | "shownAt">;
  readonly facts: FactsData;
  readonly inner?: Pick<Inner, "via"> & { readonly of: Pick<Statement, "index"> };
  readonly ran?: readonly StepData[];
}

export interface FactsData extends Pick<Facts, "rewrites" | "certainty"> {
  readonly locks: readonly Pick<Lock, "relation" | "mode">[];
  readonly scans: readonly Pick<Scan, "relation" | "why">[];
  readonly indexBuilds: readonly { readonly table: string }[];
  readonly losses: readonly Pick<Loss, "what" | "name">[];
  readonly breaks: readonly Pick<Break, "who" | "of" | "why">[];
  readonly error?: Pick<PredictedError, "sqlstate" | "message">;
}

/** The data of a report as JSON, without the texts of its files; undefined where not all of it is data. */
export function reportText(report: ReportData): string | undefined {
  const { success, data } = reportSchema.safeParse(report);
  return success ? JSON.stringify(data) : undefined;
}

/**
 * Reads what `reportText` wrote.
 * @param sources the files that the report was made from.
 * @returns undefined for what is no report on these files.
 */
export function reportOf(text: string, sources: readonly Source[]): ReportData | undefined {
  const { success, data } = reportSchema.safeParse(JSON.parse(text));
  if (!success) return undefined;
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const files = data.files.flatMap((file): FileData[] => {
    const source = byPath.get(file.source.path);
    return source ? [{ ...file, source }] : [];
  });
  return files.length === data.files.length ? { ...data, files } : undefined;
}

/** A word that decides nothing and is only shown. */
const word = <Word extends string>(): z.ZodType<Word> => z.custom<Word>((value) => typeof value === "string");

const message: z.ZodType<Message> = z.object({
  pattern: z.string(),
  values: z.array(z.union([z.string(), z.number(), z.lazy(() => message)])),
});
const span = z.object({ start: z.int(), end: z.int() });

const factsSchema: z.ZodType<FactsData> = z.object({
  locks: z.array(z.object({ relation: z.string(), mode: z.enum(lockModes) })),
  rewrites: z.array(z.string()),
  scans: z.array(z.object({ relation: z.string(), why: word<Scan["why"]>() })),
  indexBuilds: z.array(z.object({ table: z.string() })),
  losses: z.array(z.object({ what: word<Loss["what"]>(), name: z.string() })),
  breaks: z.array(z.object({ who: word<Break["who"]>(), of: z.string(), why: word<Break["why"]>() })),
  error: z.object({ sqlstate: z.string(), message }).exactOptional(),
  certainty: z.union([
    z.literal("exact"),
    z.object({ assumed: z.array(message) }),
    z.object({ dynamic: z.array(message) }),
  ]),
});

const stepSchema: z.ZodType<StepData> = z.object({
  statement: z.object({
    index: z.int(),
    span,
    kind: word<NodeKind | "">(),
    shownAt: span.exactOptional(),
  }),
  facts: factsSchema,
  inner: z.object({ via: z.array(z.string()), of: z.object({ index: z.int() }) }).exactOptional(),
  ran: z.array(z.lazy(() => stepSchema)).exactOptional(),
  phase: z.enum(phases),
});

const findingSchema: z.ZodType<Finding> = z.object({
  rule: z.string(),
  severity: z.enum(["error", "warning"]),
  message,
  advice: message,
  span,
  // JSON leaves it out where it is undefined.
  statement: z
    .int()
    .optional()
    .transform((index) => index),
  basis: z.enum(["predicted", "observed"]),
  fix: z.array(z.object({ span, text: z.string() })).exactOptional(),
  suppressed: z
    .object({
      by: z.string(),
      reason: z.string(),
      owner: z.string().exactOptional(),
      expires: z.string().exactOptional(),
    })
    .exactOptional(),
});

const notKnown = { path: z.string(), text: message, ships: z.boolean() };

/** Takes the data out of a report, and checks what was kept. */
const reportSchema: z.ZodType<ReportDataWithoutTexts> = z.object({
  postgres: z.literal(postgresMajors),
  notes: z.array(z.object({ reason: word<Note["reason"]>(), text: message })),
  notRead: z.array(z.object({ ...notKnown, why: z.enum(notReadReasons) })),
  notJudged: z.array(
    z.object({
      ...notKnown,
      why: z.enum(notJudgedReasons),
      line: z.int(),
      column: z.int(),
      rule: z.string().exactOptional(),
    }),
  ),
  allowed: z.object({ notRead: z.array(z.enum(notReadReasons)), notJudged: z.array(z.enum(notJudgedReasons)) }),
  files: z.array(
    z.object({
      source: z.object({ path: z.string() }),
      framework: z.string(),
      migrations: z.array(
        z.object({
          deployment: z.boolean(),
          older: z.boolean().exactOptional(),
          phase: z.enum(phases),
          statements: z.int(),
          findings: z.array(findingSchema),
          migration: z.object({
            direction: z.enum(["up", "down"]),
            transaction: z.enum(["file", "batch", "none"]),
            multiStatementQuery: z.boolean(),
            statements: z
              .custom<{ readonly length: number }>((value) => Number.isInteger((value as { length?: unknown }).length))
              .transform(({ length }) => ({ length })),
          }),
          steps: z.array(stepSchema),
        }),
      ),
    }),
  ),
});

type ReportDataWithoutTexts = Omit<ReportData, "files"> & {
  readonly files: readonly (Omit<FileData, "source"> & { readonly source: Pick<Source, "path"> })[];
};
