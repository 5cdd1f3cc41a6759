/** A message that the server sent beside its results. */
export interface Notice {
  readonly severity: string;
  readonly message: string;
}

/** The messages of a connection until somebody takes them. */
export class Notices {
  #waiting: Notice[] = [];

  /** Keeps a message as a driver gives it. */
  add({ severity, message }: { readonly severity?: string | undefined; readonly message?: string | undefined }): void {
    this.#waiting.push({ severity: severity ?? "", message: message ?? "" });
  }

  take(): Notice[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}

/** One row of a result: column name -> value, numbers of up to 4 bytes as numbers, all else as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** An error that a server raised, whichever driver brought it. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  readonly sqlstate: string;

  constructor(sqlstate: string, message: string) {
    super(message);
    this.sqlstate = sqlstate;
  }
}

/** The connection is gone, or was ended because it did not answer: nothing more can be run on it. */
export class LostSessionError extends Error {
  override readonly name = "LostSessionError";
}

/**
 * One connection to one database. Statements run one after the other; each throws
 * `ServerError` when refused and `LostSessionError` when the connection is gone.
 */
export interface Session {
  /** The server's major version: 15. */
  readonly major: number;
  /** Runs a text of one or more statements as one simple query; gives the rows of the last result. */
  run(sql: string): Promise<readonly Row[]>;
  /** The messages since the last call. */
  takeNotices(): Notice[];
  close(): Promise<void>;
}
