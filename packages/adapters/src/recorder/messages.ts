/** A message of the wire protocol: its type, "" for those at the start of a connection, and what follows its length. */
export interface WireMessage {
  readonly type: string;
  readonly body: Buffer;
  /** The length that the message says, of which `body` may hold only the beginning. */
  readonly length: number;
}

/** As much of one message is kept. What is longer goes through, and is recorded as too long to be told. */
export const longestKept = 32 * 2 ** 20;

/**
 * Cuts one direction of a connection into messages, however the bytes come (PostgreSQL's manual, "Message Formats": a byte for
 * the type, four for the length with themselves; the first message of a client has no type).
 */
export class MessageReader {
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes of a message that are passed over, because what is kept of it is complete. */
  #skip = 0;
  #typed: boolean;

  constructor(typed: boolean) {
    this.#typed = typed;
  }

  /** From here on messages have a type. */
  started(): void {
    this.#typed = true;
  }

  *push(chunk: Buffer): Generator<WireMessage> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (;;) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, this.#held);
        this.#take(passed);
        this.#skip -= passed;
        if (this.#skip > 0) return;
      }
      const head = this.#typed ? 5 : 4;
      if (this.#held < head) return;
      const start = this.#peek(head);
      const length = start.readUInt32BE(head - 4) - 4;
      if (length < 0) throw new RangeError("a message of negative length");
      const kept = Math.min(length, longestKept);
      if (this.#held < head + kept) return;
      this.#take(head);
      const body = this.#take(kept);
      this.#skip = length - kept;
      yield { type: this.#typed ? String.fromCharCode(start[0]!) : "", body, length };
    }
  }

  #peek(count: number): Buffer {
    if (this.#chunks[0]!.length < count) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!.subarray(0, count);
  }

  #take(count: number): Buffer {
    if (count === 0) return Buffer.alloc(0);
    // Joined once for what is taken, not once for each chunk that came.
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      const first = this.#chunks[0]!;
      if (first.length <= missing) {
        parts.push(first);
        this.#chunks.shift();
        missing -= first.length;
      } else {
        parts.push(first.subarray(0, missing));
        this.#chunks[0] = first.subarray(missing);
        missing = 0;
      }
    }
    this.#held -= count;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
}

/** Reads the fields of a message's body one after the other. */
export class Fields {
  #at = 0;
  readonly #body: Buffer;

  constructor(body: Buffer) {
    this.#body = body;
  }

  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    const text = this.#body.toString("utf8", this.#at, end < 0 ? this.#body.length : end);
    this.#at = end < 0 ? this.#body.length : end + 1;
    return text;
  }

  int16(): number {
    this.#at += 2;
    return this.#body.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#body.readInt32BE(this.#at - 4);
  }

  bytes(count: number): Buffer {
    this.#at += count;
    return this.#body.subarray(this.#at - count, this.#at);
  }

  get ended(): boolean {
    return this.#at >= this.#body.length;
  }
}
