import { findInstallation, startServer } from "../../../packages/adapters/src/embedded-postgres.js";
import { loadParser } from "../../../packages/core/src/sql/parse.js";
import { parsePiece } from "../../../packages/core/src/sql/parse-piece.js";
import type { PostgresMajor, Statement } from "../../../packages/core/src/sql/statement.js";
import { english } from "../../../packages/core/src/text/message.js";
import { ParsingSession, type Reading } from "./parse-only.js";
import type { Sample } from "./samples.js";

export const kinds = [
  "accepted only by us",
  "accepted only by the server",
  "another SQLSTATE",
  "another position",
  "other words",
] as const;
export type Kind = (typeof kinds)[number];

export interface Disagreement {
  readonly kind: Kind;
  readonly sample: Sample;
  readonly ours: string;
  readonly theirs: string;
}

export interface Comparison {
  readonly major: PostgresMajor;
  readonly accepted: number;
  /** Refused by both, for the same reason at the same place. */
  readonly refused: readonly { readonly sample: Sample; readonly message: string }[];
  readonly disagreements: readonly Disagreement[];
}

/** Reads each statement as a version does, and asks a server of that version; nothing is run. */
export async function compare(major: PostgresMajor, samples: readonly Sample[]): Promise<Comparison> {
  await loadParser();
  const installation = findInstallation(major);
  if (!installation) throw new Error(`pg${major} is not installed`);
  const running = await startServer(installation);
  const disagreements: Disagreement[] = [];
  const refused: { sample: Sample; message: string }[] = [];
  let accepted = 0;
  try {
    const session = await ParsingSession.open(running.url());
    for (const sample of samples) {
      const { text, piece } = sample;
      const reading = await session.read(text);
      const ours = parsePiece({ text, base: 0, piece, index: 0, postgres: major });
      const kind = disagreementOf(ours, reading, text);
      if (kind !== undefined) disagreements.push({ kind, sample, ours: ourWords(ours), theirs: theirWords(reading) });
      else if (reading.accepted) accepted++;
      else refused.push({ sample, message: reading.message });
    }
    await session.expectAborted();
    await session.close();
  } finally {
    await running.stop();
  }
  return { major, accepted, refused, disagreements };
}

function disagreementOf({ error }: Statement, reading: Reading, text: string): Kind | undefined {
  if (reading.accepted) return error === undefined ? undefined : "accepted only by the server";
  if (error === undefined) return "accepted only by us";
  if (error.sqlstate !== reading.sqlstate) return "another SQLSTATE";
  if (reading.position !== undefined) {
    const at = [...text].slice(0, reading.position).join("").length;
    const inside = error.span.start <= at && (at < error.span.end || reading.message.endsWith("end of input"));
    if (!inside) return "another position";
  }
  return english(error.message) === reading.message ? undefined : "other words";
}

function ourWords({ error }: Statement): string {
  return error === undefined
    ? "accepted"
    : `${error.sqlstate} ${english(error.message)} (at ${error.span.start} to ${error.span.end})`;
}

function theirWords(reading: Reading): string {
  return reading.accepted ? "accepted" : `${reading.sqlstate} ${reading.message} (at ${reading.position})`;
}
