import type { LintReport } from "../../analyze/lint.js";
import type { NotReadReason } from "../../analyze/not-known.js";
import { languageNames } from "../../source/kinds.js";
import { msg, type Message } from "../../text/message.js";

/** What is there instead of SQL: "69 JavaScript files there are not read". Undefined for nothing. */
export function seenThere({ notRead }: LintReport): Message | undefined {
  const counts = new Map<NotReadReason, number>();
  for (const { why } of notRead) if (why !== "never-run") counts.set(why, (counts.get(why) ?? 0) + 1);
  const [first, ...others] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (!first) return undefined;
  const rest = others.reduce((sum, [, each]) => sum + each, 0);
  const most = countOf(first[1], languageNames[first[0]]);
  return rest === 0 ? most : msg`${most}, nor ${rest} others`;
}

function countOf(count: number, language: string | undefined): Message {
  if (language === undefined) return msg`${count} {0, plural, one {file there is} other {files there are}} not read`;
  return msg`${count} ${language} {0, plural, one {file there is} other {files there are}} not read`;
}
