import { msg, type Message } from "./message.js";

/** A bound of ours that a text exceeds. Thrown where it is met; what was being judged there is told as not judged. */
export class LimitReached extends Error {
  /** Which limit, as a sentence. */
  readonly text: Message;

  constructor(text: Message) {
    super("a limit was reached");
    this.text = text;
  }
}

/** Steps between two looks at the clock: some tens of microseconds of work. */
const stride = 512;

let isOver: (() => boolean) | undefined;
let steps = 0;
let ended = false;

/**
 * Runs something for which the time is bounded. Synchronous work cannot be interrupted, so it looks at the clock itself, by
 * `checkTime` in its inner loops.
 */
export function withinTime<Result>(over: (() => boolean) | undefined, run: () => Result): Result {
  const before = isOver;
  isOver = over;
  steps = 0;
  ended = over?.() ?? false;
  try {
    return run();
  } finally {
    isOver = before;
    ended = false;
  }
}

/** Whether the time for this run is over; looks at the clock only at times, and no more once it was. */
export function isTimeOver(): boolean {
  if (isOver === undefined || ended) return ended;
  if (++steps % stride === 0) ended = isOver();
  return ended;
}

/** @throws LimitReached where the time for this run is over. */
export function checkTime(): void {
  if (isTimeOver()) throw new LimitReached(timeLimit);
}

/** What is told of a place where we have a bug. */
export function bugHere(said: string): Message {
  return msg`This is a bug in Release Gate; please report it with the statement: ${said}`;
}

/** What is told of all that was left when the time was over. */
export const timeLimit = msg`The time limit of this run ended here: this and what follows in the file is not judged.`;
