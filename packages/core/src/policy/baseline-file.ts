import * as z from "zod";
import type { Baseline, BaselineEntry } from "../analyze/baseline.js";
import { parseDocument, positionOf, read } from "../document/index.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";

const baselineSchema = z.strictObject({
  version: z.literal(1),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      migration: z.string(),
      direction: z.enum(["up", "down"]).default("up"),
      statement: z.string().default(""),
      count: z.int().min(1).default(1),
    }),
  ),
});

/**
 * Reads the file that holds a baseline.
 * @throws UserError with line and column for what is no JSON, or not of its shape.
 */
export function parseBaseline(text: string, path: string): Baseline {
  const [document] = parseDocument(text, path);
  if (!document) {
    throw new UserError(msg`${path} is empty.`, {
      place: { path, line: 1, column: 1 },
      hint: msg`"release-gate init" writes a baseline; one without findings is {"version": 1, "findings": []}.`,
    });
  }
  const entries = read(document, baselineSchema).findings;
  return { path, entries, lines: entries.map((_, index) => positionOf(document, ["findings", index]).line) };
}

/** The text of a baseline's file: one line for each finding, so that its history can be read line by line. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ rule, migration, direction, statement, count }) =>
    JSON.stringify({
      rule,
      migration,
      ...(direction === "up" ? {} : { direction }),
      ...(statement === "" ? {} : { statement }),
      ...(count === 1 ? {} : { count }),
    }),
  );
  const sorted = lines.toSorted();
  const findings = sorted.length === 0 ? "[]" : `[\n${sorted.map((line) => `    ${line}`).join(",\n")}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${findings}\n}\n`;
}
