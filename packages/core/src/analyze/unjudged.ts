import { bugHere, LimitReached } from "../text/limits.js";
import { msg, type Message } from "../text/message.js";
import type { Span } from "../text/span.js";
import { UserError } from "../text/user-error.js";
import { conditional } from "../facts/conditional.js";
import type { Step } from "../rules/step.js";
import { isUnread } from "../sql/unread.js";
import { SourceLines } from "../source/source-lines.js";
import type { LintedFile } from "./lint.js";
import type { NotJudged, NotJudgedReason } from "./not-known.js";
import type { Replayed } from "./replay.js";

/** A place of a migration that could not be judged. */
export interface Unjudged {
  readonly why: NotJudgedReason;
  readonly text: Message;
  /** In the text that was judged, as the spans of findings. */
  readonly span: Span;
  /** Index of the statement in its migration; undefined for the migration as a whole. */
  readonly statement: number | undefined;
  /** The rule whose finding says it, and decides whether it holds. */
  readonly rule?: string;
  /** Where our bug is, for who looks for it. */
  readonly stack?: string;
}

/** Why a place is not judged. */
export type Why = Pick<Unjudged, "why" | "text" | "stack">;

/**
 * Why something that was thrown keeps a place from being judged: a limit by its name, else a bug of ours. What a user can
 * mend (`UserError`) is thrown again: it ends the run.
 */
export function whyUnjudged(error: unknown): Why {
  if (error instanceof UserError) throw error;
  if (error instanceof LimitReached) return { why: "limit", text: error.text };
  if (error instanceof RangeError) {
    // "Maximum call stack size exceeded" of V8, "too much recursion" of others; the rest are lengths.
    const deep = /stack|recursion/i.test(error.message);
    return { why: "limit", text: deep ? tooDeep : tooLong };
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  return { why: "bug", text: bugHere(message), ...stack };
}

const tooDeep = msg`This is nested too deeply to be judged.`;
const tooLong = msg`A text or a list here is too long to be judged.`;

/** Does a piece of work; where it cannot be done, tells why and gives what stands for its result. */
export function attempt<Result>(work: () => Result, otherwise: (why: Why) => Result): Result {
  try {
    return work();
  } catch (error) {
    return otherwise(whyUnjudged(error));
  }
}

/** The rules whose findings tell what is put together only when it runs: they decide whether that holds. */
export const aboutDynamic: ReadonlySet<string> = new Set(["no-dynamic-sql", "no-unread-template"]);

/** The steps of which only the running server, or the runner, can tell what they do. */
export function dynamicOf({ steps, unjudged }: Pick<Replayed, "steps" | "unjudged">): Unjudged[] {
  const known = new Set(unjudged.map(({ statement }) => statement));
  return steps.flatMap((step): Unjudged[] => {
    const { statement } = step;
    const text = known.has(statement.index) ? undefined : dynamicText(step);
    if (text === undefined) return [];
    const rule = isUnread(statement) ? "no-unread-template" : "no-dynamic-sql";
    return [{ why: "too-dynamic", text, span: statement.span, statement: statement.index, rule }];
  });
}

function dynamicText({ statement, facts }: Step): Message | undefined {
  if (isUnread(statement)) return msg`The SQL that a template, another file or a command of psql brings is not read.`;
  if (facts.certainty === "exact" || !("dynamic" in facts.certainty)) return undefined;
  // A condition hides nothing: the facts have what all branches do.
  return facts.certainty.dynamic.find(({ pattern }) => pattern !== conditional.pattern);
}

/** What could not be judged, with its place in the files as written. */
export function notJudgedIn(files: readonly LintedFile[]): NotJudged[] {
  return files.flatMap(({ source, migrations }) => {
    if (migrations.every(({ unjudged }) => unjudged.length === 0)) return [];
    const lines = new SourceLines(source);
    return migrations.flatMap(({ deployment, older, unjudged }) =>
      unjudged.map(({ why, text, span, rule, stack }): NotJudged => ({
        path: source.path,
        ...lines.position(span.start),
        why,
        text,
        ships: deployment && !older,
        ...(rule === undefined ? {} : { rule }),
        ...(stack === undefined ? {} : { stack }),
      })),
    );
  });
}
