import { english, type Message } from "@release-gate/core";

/** A source of metrics could not be asked: what happened, whether asking again may help, and after how many milliseconds. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly text: Message;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(text: Message, options: { readonly retryable: boolean; readonly retryAfter?: number | undefined }) {
    super(english(text));
    this.text = text;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
  }
}
