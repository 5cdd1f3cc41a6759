import { ServerError, type Session } from "../../packages/adapters/src/session.js";
import { emptyCatalog } from "../../packages/core/src/catalog/apply.js";
import type { Catalog } from "../../packages/core/src/catalog/catalog.js";
import { execute } from "../../packages/core/src/facts/execute.js";
import { noTransaction } from "../../packages/core/src/facts/transaction.js";
import { loadParser, parseStatements } from "../../packages/core/src/sql/parse.js";
import type { PostgresMajor } from "../../packages/core/src/sql/statement.js";
import { english } from "../../packages/core/src/text/message.js";
import { linesOfCatalog } from "./catalog-lines.js";
import { linesOfServer } from "./server-shape.js";

/** A statement that one side refused and the other took. */
export interface Disagreement {
  readonly text: string;
  readonly server: string;
  readonly catalog: string;
}

/** A history run on a server and replayed, and where the two differ. */
export interface Replayed {
  readonly catalog: Catalog;
  readonly statements: number;
  readonly accepted: number;
  readonly disagreements: readonly Disagreement[];
  /** Lines that only the server has. */
  readonly missing: readonly string[];
  /** Lines that only the catalog has. */
  readonly extra: readonly string[];
}

/** Runs every statement on its own in an empty database, and applies it to a catalog that began empty. */
export async function replayBoth(session: Session, sql: string): Promise<Replayed> {
  await loadParser();
  const postgres = session.major as PostgresMajor;
  let catalog = emptyCatalog({ postgres, complete: true });
  const disagreements: Disagreement[] = [];
  let accepted = 0;
  const { statements } = parseStatements(sql, { postgres });
  for (const statement of statements) {
    const refused = await refusal(session, statement.text);
    const { facts, after } = execute(statement, catalog, noTransaction);
    if (refused === undefined) accepted++;
    if (refused?.slice(0, 5) !== facts.error?.sqlstate) {
      const ours = facts.error ? `${facts.error.sqlstate} ${english(facts.error.message)}` : "ok";
      disagreements.push({ text: statement.text, server: refused ?? "ok", catalog: ours });
    }
    // What the server refused has no effect, whether or not the catalog could tell.
    if (refused === undefined) catalog = after;
  }
  const theirs = await linesOfServer(session);
  const ours = linesOfCatalog(catalog);
  const [has, known] = [new Set(theirs), new Set(ours)];
  return {
    catalog,
    statements: statements.length,
    accepted,
    disagreements,
    missing: theirs.filter((line) => !known.has(line)),
    extra: ours.filter((line) => !has.has(line)),
  };
}

async function refusal(session: Session, text: string): Promise<string | undefined> {
  try {
    await session.run(text);
    return undefined;
  } catch (error) {
    if (error instanceof ServerError) return `${error.sqlstate} ${error.message}`;
    throw error;
  }
}
