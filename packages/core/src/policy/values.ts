import * as z from "zod";
import { msg } from "../text/message.js";
import { configDuration, parseInstant, shortDuration } from "../time/index.js";

/** A file, folder or glob, or a list of them. */
export const paths = z.union([z.string().transform((path) => [path]), z.array(z.string()).min(1)]);

/** A duration as `15m`; the value is milliseconds. */
export const duration = z.string().transform((text, context) => {
  const milliseconds = configDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({
    code: "custom",
    params: { text: msg`"${text}" is not a duration; write it as 90s, 15m, 2h or 28d.` },
  });
  return z.NEVER;
});

const year = 366 * 24 * 60 * 60_000;

/** A duration of at most a year: longer ones would switch off what they bound. */
export const boundedDuration = duration.transform((milliseconds, context) => {
  if (milliseconds <= year) return milliseconds;
  context.addIssue({ code: "custom", params: { text: msg`"${shortDuration(milliseconds)}" is longer than a year.` } });
  return z.NEVER;
});

/** A moment with its offset; the value is milliseconds since 1970. */
export const moment = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue({
    code: "custom",
    params: { text: msg`"${text}" is not a moment; write it with its offset, as 2026-11-22T10:00:00+09:00.` },
  });
  return z.NEVER;
});
