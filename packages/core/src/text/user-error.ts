import { english, type Message } from "./message.js";
import type { Position } from "./span.js";

/** Where in which file an input is wrong. */
export interface Place extends Partial<Position> {
  readonly path: string;
}

/**
 * The user's input is wrong (configuration, flag, unreadable file): what is wrong, where, and what to do. Caught once, in
 * the surface, which ends with exit code 2. Wrong SQL is a finding, not this; our own bugs are any other throw.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly text: Message;
  readonly hint: Message | undefined;
  readonly place: Place | undefined;

  constructor(text: Message, options: { readonly hint?: Message; readonly place?: Place } = {}) {
    super(english(text));
    this.text = text;
    this.hint = options.hint;
    this.place = options.place;
  }
}
