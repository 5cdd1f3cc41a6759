import { msg, type Message } from "../text/message.js";
import type { Position, Span } from "../text/span.js";
import { UserError } from "../text/user-error.js";
import { keySpanOf, spanOf, type PathKey, type YamlDocument } from "./yaml.js";

/** One thing wrong in a document: where, what, and what to do. */
export interface Problem {
  readonly path: readonly PathKey[];
  /** The key itself is wrong, not its value. */
  readonly onKey?: boolean;
  readonly text: Message;
  readonly advice?: Message;
}

/** The offsets of what a problem is about. */
export function problemSpan(document: YamlDocument, problem: Problem): Span {
  return problem.onKey === true ? keySpanOf(document, problem.path) : spanOf(document, problem.path);
}

/** Line and column of what a problem is about. */
export function problemPosition(document: YamlDocument, problem: Problem): Position {
  return document.lines.position(problemSpan(document, problem).start);
}

/** Problems in the order of the text. */
export function inTextOrder(document: YamlDocument, problems: readonly Problem[]): Problem[] {
  return problems
    .map((problem) => ({ problem, start: problemSpan(document, problem).start }))
    .toSorted((a, b) => a.start - b.start)
    .map(({ problem }) => problem);
}

/** The error that a surface shows for the first of a document's problems; it tells how many others there are. */
export function problemError(document: YamlDocument, problems: readonly [Problem, ...Problem[]]): UserError {
  const [first = problems[0]] = inTextOrder(document, problems);
  const others = problems.length - 1;
  const text = others === 0 ? first.text : msg`${first.text} (${others} more after this one)`;
  return new UserError(text, {
    place: { path: document.path, ...problemPosition(document, first) },
    ...(first.advice === undefined ? {} : { hint: first.advice }),
  });
}

/** "spec.objectives[0].target", as people write a path. */
export function pathText(path: readonly PathKey[]): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");
}
