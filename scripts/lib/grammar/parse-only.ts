import pg from "pg";

/** What a server said of a text that it was asked to parse. `position` counts code points from 0; undefined where none was told. */
export type Reading =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly sqlstate: string;
      readonly message: string;
      readonly position: number | undefined;
    };

/** In an aborted transaction a server parses what it is sent, and then refuses it with this. */
const parsedAndRefused = "25P02";

/**
 * A session in an aborted transaction. It is sent the protocol's Parse and nothing else: not even what may run in such a
 * transaction (COMMIT, ROLLBACK, PREPARE TRANSACTION) is run, and COPY reads nothing.
 */
export class ParsingSession {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<ParsingSession> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("BEGIN");
    await client.query("SELECT 1/0").catch(() => undefined);
    return new ParsingSession(client);
  }

  async read(text: string): Promise<Reading> {
    const error = await this.#parse(text);
    if (error === undefined || error.code === parsedAndRefused) return { accepted: true };
    const position = error.position === undefined ? undefined : Number(error.position) - 1;
    return { accepted: false, sqlstate: error.code ?? "", message: error.message, position };
  }

  /** Throws where the transaction is not aborted any more, so that what was read since then would mean nothing. */
  async expectAborted(): Promise<void> {
    const error = await this.#client.query("SELECT 1").catch((each: unknown) => each as pg.DatabaseError);
    if (!("code" in error) || error.code !== parsedAndRefused)
      throw new Error("the transaction is not aborted any more");
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  #parse(text: string): Promise<pg.DatabaseError | undefined> {
    return new Promise((done) => {
      const request = {
        submit(connection: pg.Connection) {
          connection.parse({ name: "", text, types: [] }, false);
          connection.sync();
        },
        handleError(error: pg.DatabaseError) {
          done(error);
        },
        handleReadyForQuery() {
          done(undefined);
        },
      };
      this.#client.query(request);
    });
  }
}
