import type { PostgresMajor } from "../sql/statement.js";
import { historyWrite, isOwn, sessionsOfRunner } from "./history.js";
import { piecesOf, type Piece, type Placed } from "./pieces.js";
import { isOfSession, PreparedSessions } from "./prepared-sessions.js";
import type { HistoryTable, RecordedStatement } from "./recorded.js";

/**
 * How the statements of a recorded migration ran: in a transaction of their own; in one with those of other migrations; each by
 * itself, but for what is between BEGIN and COMMIT; as one query, of which the server makes a transaction.
 */
export type RecordedTransaction = "file" | "batch" | "none" | "query";

/** The statements that a runner sent for one migration. */
export interface RecordedMigration {
  /** What the runner calls it; undefined where nothing tells. */
  readonly name: string | undefined;
  readonly tool: string | undefined;
  readonly transaction: RecordedTransaction;
  /** Its statements, with BEGIN and COMMIT where the transaction is "none". */
  readonly lines: readonly RecordedLine[];
  /** Whether its runner wrote that it has run. */
  readonly written: boolean;
}

export interface RecordedLine {
  readonly text: string;
  /** Why nobody can tell what it did: a value of a parameter is not known, or the text is too long. */
  readonly unknown?: true;
  readonly error?: RecordedStatement["error"];
  /** What a transaction that was rolled back did is gone. */
  readonly undone?: true;
  readonly connection: number;
}

/**
 * What was recorded, as migrations. A statement belongs to the next write to the runner's history table, on whatever connection;
 * where a runner writes before and after, both writes name the same one. Without such a table, or after its last write, the
 * transactions tell: what ran in one is one migration.
 */
export function recordedMigrations(
  sent: readonly RecordedStatement[],
  tables: readonly HistoryTable[],
  postgres: PostgresMajor,
): readonly RecordedMigration[] {
  const placed = placedPieces(piecesOf(sent, postgres));
  const rolledBack = undoneTransactions(placed);
  const ofRunner = sessionsOfRunner(placed.map(({ piece }) => piece));
  const groups: {
    readonly name: string | undefined;
    readonly tool: string | undefined;
    readonly written: boolean;
    readonly pieces: readonly Placed[];
  }[] = [];
  let waiting: Placed[] = [];
  let before: { readonly name: string | undefined; readonly tool: string } | undefined;
  const prepared = new PreparedSessions(rolledBack);
  for (const each of placed) {
    const write = historyWrite(each.piece, tables);
    if (!write) {
      const { connection } = each.piece.sent;
      if (each.piece.turns !== undefined || ofRunner.has(connection) || isOwn(each.piece, tables)) continue;
      const last = waiting.findLast(({ piece }) => piece.sent.connection === connection);
      // Among the statements of one transaction, or by itself among such, a setting is a part of the migration.
      if (isOfSession(each.piece) && (!last || last.transaction !== each.transaction)) prepared.add(each);
      else waiting.push(...prepared.takeFor(each), each);
      continue;
    }
    before = { name: write.name, tool: write.table.tool };
    if (waiting.length === 0) continue;
    const undone = each.transaction !== undefined && rolledBack.has(each.transaction);
    const { around, pieces } = apartFrom(waiting, write.table.tool);
    if (around.length > 0) groups.push({ name: undefined, tool: write.table.tool, written: false, pieces: around });
    groups.push({ name: write.name, tool: write.table.tool, written: !undone, pieces });
    waiting = [];
  }
  for (const pieces of byTransaction(waiting)) {
    // A runner that writes before a migration runs has named the one that did not come to its end.
    const name = before && writesBefore.has(before.tool) ? before.name : undefined;
    groups.push({ name, tool: before?.tool ?? tables[0]?.tool, written: false, pieces: [...pieces] });
  }
  return groups.map((group) => migrationOf(group, groups, rolledBack));
}

/** Flyway runs each callback on a session that it opens for it, and writes no row about it. */
const runsAround: ReadonlySet<string> = new Set(["flyway"]);

/** What ran around a migration on other sessions than its own, which is the last one before its row was written. */
function apartFrom(
  waiting: readonly Placed[],
  tool: string,
): { readonly around: readonly Placed[]; readonly pieces: readonly Placed[] } {
  const its = waiting.at(-1)?.piece.sent.connection;
  if (!runsAround.has(tool)) return { around: [], pieces: waiting };
  const ofIts = (each: Placed): boolean => each.piece.sent.connection === its;
  return { around: waiting.filter((each) => !ofIts(each)), pieces: waiting.filter(ofIts) };
}

const writesBefore: ReadonlySet<string> = new Set(["golang-migrate", "prisma"]);

function placedPieces(pieces: readonly Piece[]): readonly Placed[] {
  const open = new Map<number, number>();
  const sizes = new Map<string, number>();
  const keyOf = ({ sent }: Piece): string => `${sent.connection}/${sent.message}`;
  // A session was idle before the whole of a message in which its transaction began.
  const beginning = new Set<string>();
  for (const piece of pieces) {
    sizes.set(keyOf(piece), (sizes.get(keyOf(piece)) ?? 0) + 1);
    if (piece.turns === "begin") beginning.add(keyOf(piece));
  }
  const queries = new Map<string, number>();
  let last = 0;
  return pieces.map((piece) => {
    const { connection, before } = piece.sent;
    const key = keyOf(piece);
    if (piece.turns === "begin") {
      if (!open.has(connection)) open.set(connection, ++last);
      return { piece, transaction: open.get(connection), query: false };
    }
    // The session says that it is idle: what was open has ended, by an error or by a function.
    if (before === "idle" && !beginning.has(key)) open.delete(connection);
    const transaction = open.get(connection);
    if (piece.turns) {
      open.delete(connection);
      return { piece, transaction, query: false };
    }
    if (transaction !== undefined) return { piece, transaction, query: false };
    if ((sizes.get(key) ?? 1) === 1) return { piece, transaction: undefined, query: false };
    if (!queries.has(key)) queries.set(key, ++last);
    return { piece, transaction: queries.get(key), query: true };
  });
}

function undoneTransactions(placed: readonly Placed[]): ReadonlySet<number> {
  const undone = new Set<number>();
  const ended = new Set<number>();
  for (const { piece, transaction, query } of placed) {
    if (transaction === undefined) continue;
    // COMMIT of a failed transaction is a ROLLBACK, as the server's tag says.
    if (piece.turns === "rollback" || (piece.turns === "commit" && piece.sent.tags.includes("ROLLBACK")))
      undone.add(transaction);
    if (piece.turns === "commit" || query) ended.add(transaction);
    if (query && piece.failed) undone.add(transaction);
  }
  for (const { transaction } of placed)
    if (transaction !== undefined && !ended.has(transaction)) undone.add(transaction);
  return undone;
}

function byTransaction(pieces: readonly Placed[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = [];
  for (const each of pieces) {
    const last = groups.at(-1);
    if (last && last[0]!.transaction === each.transaction) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

function migrationOf(
  group: {
    readonly name: string | undefined;
    readonly tool: string | undefined;
    readonly written: boolean;
    readonly pieces: readonly Placed[];
  },
  groups: readonly { readonly pieces: readonly Placed[] }[],
  rolledBack: ReadonlySet<number>,
): RecordedMigration {
  const { name, tool, written, pieces } = group;
  // A setting of the session lasts, whether it was made in the transaction or before it.
  const deciding = pieces.filter(({ piece }) => !isOfSession(piece));
  const transactions = new Set((deciding.length > 0 ? deciding : pieces).map(({ transaction }) => transaction));
  const [only] = transactions;
  const one = transactions.size === 1 ? only : undefined;
  const shared =
    one !== undefined &&
    groups.some((other) => other.pieces !== pieces && other.pieces.some((each) => each.transaction === one));
  const transaction: RecordedTransaction =
    one === undefined ? "none" : pieces.some(({ query }) => query) ? "query" : shared ? "batch" : "file";
  const lines: RecordedLine[] = [];
  let open: number | undefined;
  const turn = (text: string, connection: number): void => void lines.push({ text, connection });
  for (const { piece, transaction: its } of pieces) {
    const { connection } = piece.sent;
    if (transaction === "none" && its !== open) {
      if (open !== undefined) turn("COMMIT", connection);
      if (its !== undefined) turn("BEGIN", connection);
      open = its;
    }
    lines.push({
      text: piece.text,
      connection,
      ...(piece.unknown ? { unknown: true as const } : {}),
      ...(piece.failed && piece.sent.error ? { error: piece.sent.error } : {}),
      ...(its !== undefined && rolledBack.has(its) ? { undone: true as const } : {}),
    });
  }
  if (open !== undefined) turn("COMMIT", pieces.at(-1)!.piece.sent.connection);
  return { name, tool, transaction, lines, written };
}
