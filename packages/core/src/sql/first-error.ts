import type { Span } from "../text/span.js";
import { junkAfterParameter, misplacedParameter } from "./parameters.js";
import type { Answer, Unread } from "./parser.js";
import type { PostgresMajor } from "./statement.js";
import { errorOf, stopOf } from "./syntax-error.js";
import { youngerBeforeError } from "./versions/before-error.js";
import { olderAnswer } from "./versions/older-answers.js";
import { joinedNumber } from "./versions/older-numbers.js";
import { refusalAt, type Refusal } from "./versions/refusal.js";
import type { Renamed } from "./versions/renamed.js";
import { Words } from "./versions/words.js";
import { sooner, youngerSyntax } from "./versions/younger-syntax.js";

/** What the parser answered, and what it parsed where that is not the statement as it is written. */
export interface Reading {
  readonly answer: Answer;
  readonly renamed?: Renamed;
}

/**
 * The error that a server of a version raises for a statement, in the order in which it reads; undefined where it raises none, or
 * where the parser was exhausted. `offsetOf` turns locations of the answer's node into offsets of `sql`.
 */
export function firstError(
  { answer, renamed }: Reading,
  sql: string,
  postgres: PostgresMajor,
  offsetOf: (location: number) => number,
): Refusal | undefined {
  if ("exhausted" in answer) return undefined;
  const junk = [
    postgres === 15 ? trailingJunk(sql, joinedNumber(sql), "numeric literal") : undefined,
    postgres > 14 ? trailingJunk(sql, junkAfterParameter(sql), "parameter") : undefined,
    misplaced(sql, renamed),
  ];
  const others =
    "node" in answer
      ? [postgres < 18 ? youngerSyntax(answer.node, sql, postgres, offsetOf) : undefined]
      : [younger(answer, sql, renamed, postgres), told(answer, sql, renamed, postgres)];
  return [...junk, ...others].reduce(sooner, undefined);
}

/** Syntax that is younger than the version and stands before the place where the parser stopped. */
function younger(
  answer: Unread,
  sql: string,
  renamed: Renamed | undefined,
  postgres: PostgresMajor,
): Refusal | undefined {
  if (postgres === 18) return undefined;
  const parsed = renamed?.text ?? sql;
  const found = youngerBeforeError(parsed, stopOf(answer, parsed), postgres);
  return found && renamed ? asWritten(found, renamed) : found;
}

/** What the version says where the parser of PostgreSQL 18 stopped. */
function told(answer: Unread, sql: string, renamed: Renamed | undefined, postgres: PostgresMajor): Refusal {
  const error = errorOf(answer, sql, renamed);
  if (postgres === 18) return error;
  const words = new Words(sql);
  const older = olderAnswer(error.message, words, words.at(error.span.start), postgres);
  if (older === undefined) return error;
  return typeof older === "number" ? refusalAt(words, older) : { ...error, message: older };
}

function misplaced(sql: string, renamed: Renamed | undefined): Refusal | undefined {
  const span = misplacedParameter(renamed?.text ?? sql);
  if (span === undefined) return undefined;
  const words = new Words(renamed?.text ?? sql);
  const refusal = refusalAt(words, words.at(span.start));
  return renamed ? asWritten(refusal, renamed) : refusal;
}

function trailingJunk(sql: string, span: Span | undefined, after: string): Refusal | undefined {
  if (span === undefined) return undefined;
  const message = `trailing junk after ${after} at or near "${sql.slice(span.start, span.end)}"`;
  return { sqlstate: "42601", message, span, at: span.start };
}

function asWritten({ span, at, ...told }: Refusal, renamed: Renamed): Refusal {
  const { original } = renamed;
  return { ...told, span: { start: original(span.start), end: original(span.end) }, at: original(at) };
}
