import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { Statement } from "./statement.js";

/** Text in the place of SQL that is not known before it runs: a template's directive, or a psql command that does more than print. */
export function unread(text: string, span: Span, index: number): Statement {
  return {
    index,
    span,
    text: text.slice(span.start, span.end),
    kind: "",
    // 0A000, feature_not_supported: ours, not the server's.
    error: { sqlstate: "0A000", message: msg`this template or command of psql is not read`, span },
    at: () => span.start,
  };
}

/** Whether a statement stands for SQL that was not read. */
export function isUnread({ error, text }: Statement): boolean {
  return error !== undefined && /^(?:\{\{|\\)/.test(text);
}
