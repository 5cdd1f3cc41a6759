import { setTimeout as sleep } from "node:timers/promises";
import { SourceError } from "./source-error.js";

/** Milliseconds before each further try: 0.5, 1, 2, 4, 8 seconds, 15.5 in all. */
export const retryDelays: readonly number[] = [500, 1000, 2000, 4000, 8000];

/** A source that asks for a longer wait is not asked again, in milliseconds: a release does not wait for it. */
export const longestWait = 5 * 60_000;

export interface RetryOptions {
  readonly delays?: readonly number[];
  /** Waits; a test gives its own. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** Ends all tries and waits. */
  readonly signal?: AbortSignal;
  /** Told of each failed try that another follows. */
  readonly onRetry?: (error: SourceError, delay: number) => void;
}

/**
 * Asks a source, again after growing delays while its errors say that this may help; a longer Retry-After is honoured, up to
 * `longestWait`.
 * @throws the last SourceError.
 */
export async function retrying<T>(
  ask: () => Promise<T>,
  { delays = retryDelays, wait, signal, onRetry }: RetryOptions = {},
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const delay = delays[tries];
      if (!(error instanceof SourceError) || !error.retryable || delay === undefined) throw error;
      const longer = Math.max(delay, error.retryAfter ?? 0);
      if (longer > longestWait) throw error;
      onRetry?.(error, longer);
      if (wait === undefined)
        await sleep(longer, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      else await wait(longer);
      if (signal?.aborted === true) throw error;
    }
  }
}

/** Longest wait of a timer of Node; a longer one ends at once. */
const longestTimer = 2 ** 31 - 1;

/** Does work that is told by its signal when the time that is left is over, so that no question keeps the process then. */
export async function withSignal<Result>(
  left: () => number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), Math.min(left(), longestTimer));
  try {
    return await work(ended.signal);
  } finally {
    clearTimeout(timer);
  }
}
