import { calledIn, type Piece, type Placed } from "./pieces.js";

/**
 * Whether a statement changes nothing but its session: settings and savepoints. It does not tell in which transaction a migration
 * runs.
 */
export function isOfSession(piece: Piece): boolean {
  const { kind } = piece.statement;
  if (kind === "VariableSetStmt" || isSavepoint(piece)) return true;
  const called = calledIn(piece);
  return (
    kind === "SelectStmt" &&
    piece.relations.length === 0 &&
    called.length > 0 &&
    called.every((name) => name === "set_config")
  );
}

/** Also the end of one; what begins and ends transactions is told apart before. */
const isSavepoint = ({ statement }: Piece): boolean => statement.kind === "TransactionStmt";

/**
 * What sessions were prepared with before they ran a statement of a migration: it belongs to the next one of the same session, if
 * it still holds there.
 */
export class PreparedSessions {
  readonly #held = new Map<number, Placed[]>();
  readonly #rolledBack: ReadonlySet<number>;

  constructor(rolledBack: ReadonlySet<number>) {
    this.#rolledBack = rolledBack;
  }

  add(each: Placed): void {
    const { connection } = each.piece.sent;
    const others = (this.#held.get(connection) ?? []).filter(({ piece }) => piece.text !== each.piece.text);
    this.#held.set(connection, [...others, each]);
  }

  takeFor({ piece: { sent }, transaction: next }: Placed): readonly Placed[] {
    const all = this.#held.get(sent.connection) ?? [];
    this.#held.delete(sent.connection);
    return all.filter(({ piece, transaction }) => {
      if (transaction !== undefined && transaction === next) return true;
      if (isSavepoint(piece) || /^\s*SET\s+LOCAL\b/i.test(piece.text)) return false;
      return transaction === undefined || !this.#rolledBack.has(transaction);
    });
  }
}
