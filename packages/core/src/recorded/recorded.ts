/** The state of a session's transaction, as the server says it: none, open, or failed and waiting for its end. */
export type SessionState = "idle" | "open" | "failed";

/** A value of a parameter: its type by the server's number (0: not told), as text or as the bytes of its binary form. */
export interface SentValue {
  readonly type: number;
  readonly text: string | undefined;
  readonly binary: Uint8Array | undefined;
}

/** A statement as a client sent it, and what the server answered. */
export interface RecordedStatement {
  /** Numbers the connections, from 1. */
  readonly connection: number;
  /** The database that the connection is to. */
  readonly database: string;
  /** A simple query of one or more statements, the extended protocol, or a call of a function by its number. */
  readonly how: "simple" | "extended" | "function";
  readonly sql: string;
  /** Set where the text was too long to be kept: `sql` is its beginning. */
  readonly cut?: true;
  readonly values: readonly SentValue[];
  /** Before it was sent. */
  readonly before: SessionState;
  /** What was sent before one Sync has one number: outside of a transaction the server makes one of it. */
  readonly message: number;
  /** The time at which it was sent, in milliseconds of the epoch. */
  readonly at: number;
  /** The server's tags: "CREATE TABLE", one for each statement of a simple query. */
  readonly tags: readonly string[];
  readonly error?: { readonly sqlstate: string; readonly message: string; readonly while: "parsing" | "running" };
  /** Never carried out, because something that was sent with it before had failed. */
  readonly skipped?: true;
  /** Bytes of COPY ... FROM STDIN that followed, and whether they ended well. */
  readonly copy?: { readonly bytes: number; readonly done: boolean };
  /** The connection ended before the server had answered. */
  readonly unanswered?: true;
}

/** A runner's history table, as it is in the database after the run. */
export interface HistoryTable {
  /** The framework, or a runner that is none of ours. */
  readonly tool: string;
  readonly name: string;
  /** In the order in which the table has them. */
  readonly columns: readonly string[];
}
