import { isLastOfQuery, outsideAt, sharesQuery, type Migration, type Span, type Statement } from "@release-gate/core";
import { sessionSettings } from "./observe-outside.js";
import { ServerError } from "./session.js";
import type { TracePlace } from "./trace-target.js";

/**
 * Whose transaction the statements of a trace run in, as the replay models it: the runner's, over a file or over all pending
 * files; that which the server opens for a query of several statements; none for the parts that leave it. There is one session:
 * what a transaction did until such a part is committed before it.
 */
export class TraceTransaction {
  readonly #place: TracePlace;
  #open = false;
  /** It was opened for a query, which ends it. */
  #implicit = false;
  /** The next file goes on in it, if it is of the batch too. */
  #batch = false;
  /** The part outside that runs now, and what comes back after it. */
  #aside: { readonly part: Span; readonly open: boolean; readonly settings: string } | undefined;

  constructor(place: TracePlace) {
    this.#place = place;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Before the first statement of a migration: a session of its own, unless its batch goes on. */
  async enterMigration(migration: Migration): Promise<void> {
    if (this.#batch && migration.transaction === "batch") return;
    await this.end();
    await this.#place.session.run("ROLLBACK");
    await this.#place.session.run("RESET ALL");
    if (migration.transaction !== "none") await this.#begin(false);
  }

  /** After the last statement of a migration; a batch that is still pending stays open until `end`. */
  async leaveMigration(migration: Migration, pending: boolean): Promise<void> {
    await this.#goTo(undefined);
    this.#batch = pending && migration.transaction === "batch";
    if (!this.#batch) await this.end();
  }

  async enterStatement(migration: Migration, statement: Statement): Promise<void> {
    await this.#goTo(outsideAt(migration, statement.span.start));
    if (!this.#open && sharesQuery(migration, statement)) await this.#begin(true);
  }

  async leaveStatement(migration: Migration, statement: Statement): Promise<void> {
    if (this.#implicit && isLastOfQuery(migration, statement)) await this.end();
  }

  /** What a BEGIN, COMMIT or ROLLBACK of the migration itself has done. */
  told(kind: string, chain: boolean): void {
    const begins = kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START";
    const ends = kind === "TRANS_STMT_COMMIT" || kind === "TRANS_STMT_ROLLBACK" || kind === "TRANS_STMT_PREPARE";
    if (!begins && !ends) return;
    this.#open = begins || chain;
    this.#implicit = false;
  }

  /** Commits what is open. What deferred constraints say then is nobody's statement. */
  async end(): Promise<void> {
    if (this.#open) {
      await this.#place.session.run("COMMIT").catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error;
      });
    }
    this.#open = false;
    this.#implicit = false;
    this.#batch = false;
  }

  async #begin(implicit: boolean): Promise<void> {
    await this.#place.session.run("BEGIN");
    this.#open = true;
    this.#implicit = implicit;
  }

  /** Goes to a part outside, with the settings of a new session, or back from one. */
  async #goTo(part: Span | undefined): Promise<void> {
    if (this.#aside?.part === part) return;
    if (this.#aside) {
      const { open, settings } = this.#aside;
      this.#aside = undefined;
      await this.end();
      await this.#place.session.run(`RESET ALL; ${settings}`);
      if (open) await this.#begin(false);
    }
    if (!part) return;
    const aside = { part, open: this.#open, settings: await sessionSettings(this.#place.session) };
    await this.end();
    await this.#place.session.run("RESET ALL");
    this.#aside = aside;
  }
}
