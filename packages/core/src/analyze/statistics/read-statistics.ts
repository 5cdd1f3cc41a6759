import * as z from "zod";
import { parseDocument, read } from "../../document/index.js";
import { msg } from "../../text/message.js";
import { LineMap } from "../../text/span.js";
import { UserError } from "../../text/user-error.js";
import type { Statistics } from "./statistics.js";

const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), {
  params: { text: msg`This is not a moment; write it as 2026-11-22T01:00:00Z.` },
});
const count = z.number().min(0).optional();

/** The shape of the file that `release-gate collect --statistics` writes; keys that later versions add are ignored. */
const schema: z.ZodType<Statistics> = z.object({
  schemaVersion: z.literal(1),
  collectedAt: moment,
  postgres: z.object({ major: z.number().int(), version: z.string() }),
  role: z.string(),
  settings: z.record(z.string(), z.string()),
  roles: z
    .array(
      z.object({
        role: z.string().optional(),
        database: z.string().optional(),
        settings: z.record(z.string(), z.string()),
      }),
    )
    .optional(),
  writesSince: moment.nullable(),
  relations: z.array(
    z.object({
      name: z.string(),
      rows: count,
      bytes: z.number().min(0),
      inserted: count,
      updated: count,
      deleted: count,
    }),
  ),
  invalidIndexes: z.array(z.string()),
  runners: z.array(
    z.object({
      tool: z.string(),
      table: z.string(),
      ran: z.array(
        z.object({
          version: z.string().optional(),
          name: z.string().optional(),
          checksum: z.string().optional(),
        }),
      ),
      upTo: z.string().optional(),
      count: z.number().int().min(0).optional(),
    }),
  ),
});

/**
 * Reads collected statistics.
 * @throws UserError with line and column for what is not JSON or has another shape.
 */
export function parseStatistics(text: string, path: string): Statistics {
  // The fast way first: places are only asked for where something is wrong.
  const value = json(text, path);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [document] = parseDocument(text, path);
  if (document) return read(document, schema);
  throw notCollected(path, { line: 1, column: 1 });
}

function json(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    throw notCollected(path, new LineMap(text).position(at === undefined ? text.length : Number(at)));
  }
}

function notCollected(path: string, at: { readonly line: number; readonly column: number }): UserError {
  return new UserError(msg`This is not a file of statistics: the text is not JSON from here on.`, {
    place: { path, ...at },
    hint: msg`Write them again with "release-gate collect --statistics URL".`,
  });
}
