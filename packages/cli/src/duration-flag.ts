import { configDuration, msg, UserError } from "@release-gate/core";

/**
 * Milliseconds of a flag such as `--window 15m`.
 * @throws UserError where it is no duration of at least a second.
 */
export function durationFlag(flag: string, text: string): number {
  const length = configDuration(text);
  if (length !== undefined && length >= 1000) return length;
  throw new UserError(msg`${flag} cannot be "${text}".`, {
    hint: msg`Write a duration of at least a second, such as 10s, 5m or 1h30m.`,
  });
}
