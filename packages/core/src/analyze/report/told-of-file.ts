import type { Message } from "../../text/message.js";
import type { LintReport } from "../lint.js";
import { holding } from "../not-known.js";

/** Something that holds in a file and is no finding, with its place (from 1). */
export interface Unknown {
  readonly line: number;
  readonly column: number;
  readonly text: Message;
}

/** What a report says of one file besides its findings, for who shows one file at a time. */
export interface ToldOfFile {
  /** What keeps the gate shut: the file is not read, or a place of it is not judged. */
  readonly unknown: readonly Unknown[];
  /** What was guessed about how the file runs. */
  readonly guesses: readonly Message[];
}

export function toldOfFile(report: LintReport, path: string): ToldOfFile {
  const { notRead, notJudged } = holding(report);
  const isOwn = (each: { readonly path: string }): boolean => each.path === path;
  return {
    unknown: [
      ...notRead.filter(isOwn).map(({ text }) => ({ line: 1, column: 1, text })),
      ...notJudged.filter(isOwn).map(({ line, column, text }) => ({ line, column, text })),
    ],
    guesses: report.notes
      .filter(({ reason }) => reason === "transaction-guess" || reason === "order-guess" || reason === "out-of-order")
      .map(({ text }) => text),
  };
}
