import type { Node, TransactionStmt } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { sessionDefaults } from "../catalog/defaults.js";
import { relationName } from "../catalog/lookup.js";
import type { Facts } from "../facts/facts.js";
import { noTransaction, type Transaction } from "../facts/transaction.js";
import type { Statement } from "../sql/statement.js";
import type { Span } from "../text/span.js";
import { changed, settingChanges, type SettingChange } from "../facts/settings.js";

/** A session while its statements are replayed: the transaction, and what ROLLBACK would bring back. */
export interface SessionState {
  readonly catalog: Catalog;
  readonly transaction: Transaction;
  /** Settings of the session, which outlive a transaction. */
  readonly sessionSettings: ReadonlyMap<string, string>;
  /** What the session started with, and RESET brings back: defaults of the database and the role. */
  readonly defaults: ReadonlyMap<string, string>;
  /** The state at BEGIN, for ROLLBACK. */
  readonly began: { readonly catalog: Catalog; readonly settings: ReadonlyMap<string, string> } | undefined;
  readonly savepoints: readonly {
    readonly name: string;
    readonly catalog: Catalog;
    readonly transaction: Transaction;
    readonly sessionSettings: ReadonlyMap<string, string>;
  }[];
  /** A transaction that nobody can leave by COMMIT: the one that a query of several statements is. */
  readonly implicit: boolean;
  /** Set in a part of a migration that runs outside its transaction: the part, and the session that waits meanwhile. */
  readonly aside?: { readonly part: Span; readonly waiting: SessionState };
}

/** A session at the start of a migration: in a transaction when its runner or its query opens one. */
export function startSession(
  catalog: Catalog,
  options: { readonly open: boolean; readonly implicit: boolean },
): SessionState {
  const defaults = sessionDefaults(catalog);
  const transaction: Transaction = { ...noTransaction, open: options.open, settings: defaults };
  const began = options.open ? { catalog, settings: defaults } : undefined;
  const { implicit } = options;
  return { catalog, transaction, sessionSettings: defaults, defaults, began, savepoints: [], implicit };
}

/** The session before a statement of a query with others: where none is open, the server opens a transaction for them. */
export function enterQuery(state: SessionState): SessionState {
  return state.transaction.open ? state : begin(state, true);
}

/** The session after a query of several statements: the transaction that the server opened for them is committed. */
export function leaveQuery(state: SessionState): SessionState {
  return state.implicit && state.transaction.open ? end(state, state.sessionSettings, false) : state;
}

/** The session after a statement, whose catalog and facts are given. */
export function afterStatement(state: SessionState, statement: Statement, facts: Facts, after: Catalog): SessionState {
  const node = statement.node;
  if (node && "TransactionStmt" in node) return afterTransactionStatement(state, node.TransactionStmt, after);
  const changes = facts.error ? [] : settingChanges(statement);
  const next = changes.length === 0 ? state : changes.reduce(withSetting, state);
  if (!next.transaction.open) return { ...next, catalog: after };
  const { created, locks } = next.transaction;
  return {
    ...next,
    catalog: after,
    transaction: {
      ...next.transaction,
      locks: locks.with(facts.locks.filter(({ relation }) => !created.has(relation))),
      created: created.with(createdBetween(state.catalog, after).map(relationName)),
      newEnumValues: withEnumValue(next.transaction.newEnumValues, node, after),
    },
  };
}

function afterTransactionStatement(state: SessionState, node: TransactionStmt, after: Catalog): SessionState {
  switch (node.kind) {
    case "TRANS_STMT_BEGIN":
    case "TRANS_STMT_START":
      return state.transaction.open ? { ...state, implicit: false } : begin({ ...state, catalog: after }, false);
    case "TRANS_STMT_COMMIT":
    case "TRANS_STMT_PREPARE":
      return end({ ...state, catalog: after }, state.sessionSettings, node.chain === true);
    case "TRANS_STMT_ROLLBACK":
      return end(
        { ...state, catalog: state.began?.catalog ?? after },
        state.began?.settings ?? state.sessionSettings,
        node.chain === true,
      );
    case "TRANS_STMT_SAVEPOINT":
      return {
        ...state,
        savepoints: [
          ...state.savepoints,
          {
            name: node.savepoint_name ?? "",
            catalog: state.catalog,
            transaction: state.transaction,
            sessionSettings: state.sessionSettings,
          },
        ],
      };
    case "TRANS_STMT_ROLLBACK_TO":
      return rollbackTo(state, node.savepoint_name ?? "");
    default:
      return { ...state, catalog: after };
  }
}

function begin(state: SessionState, implicit: boolean): SessionState {
  return {
    ...state,
    implicit,
    began: { catalog: state.catalog, settings: state.sessionSettings },
    transaction: { ...noTransaction, open: true, settings: state.sessionSettings },
    savepoints: [],
  };
}

/** After COMMIT or ROLLBACK: SET LOCAL is over; a chained or implicit transaction starts anew. */
function end(state: SessionState, settings: ReadonlyMap<string, string>, chain: boolean): SessionState {
  const outside: SessionState = {
    ...state,
    implicit: false,
    sessionSettings: settings,
    began: undefined,
    savepoints: [],
    transaction: { ...noTransaction, settings },
  };
  return chain ? begin(outside, false) : outside;
}

function rollbackTo(state: SessionState, name: string): SessionState {
  const at = state.savepoints.findLastIndex((savepoint) => savepoint.name === name);
  const savepoint = state.savepoints[at];
  if (!savepoint) return state;
  return {
    ...state,
    catalog: savepoint.catalog,
    transaction: savepoint.transaction,
    sessionSettings: savepoint.sessionSettings,
    savepoints: state.savepoints.slice(0, at + 1),
  };
}

function withSetting(state: SessionState, change: SettingChange): SessionState {
  if (change.local && !state.transaction.open) return state;
  const { defaults, sessionSettings, transaction } = state;
  return {
    ...state,
    sessionSettings: change.local ? sessionSettings : changed(sessionSettings, change, defaults),
    transaction: { ...transaction, settings: changed(transaction.settings, change, defaults) },
  };
}

/** The relations that a statement made: their numbers are the new ones. */
export function createdBetween(before: Catalog, after: Catalog): Relation[] {
  const created: Relation[] = [];
  for (let oid = before.nextOid; oid < after.nextOid; oid++) {
    const relation = after.relations.get(oid);
    if (relation) created.push(relation);
  }
  return created;
}

function withEnumValue(values: ReadonlySet<string>, node: Node | undefined, after: Catalog): ReadonlySet<string> {
  if (
    !node ||
    !("AlterEnumStmt" in node) ||
    node.AlterEnumStmt.newVal === undefined ||
    node.AlterEnumStmt.oldVal !== undefined
  )
    return values;
  const parts = (node.AlterEnumStmt.typeName ?? []).map((part) => ("String" in part ? (part.String.sval ?? "") : ""));
  const name = parts.at(-1) ?? "";
  const schema =
    parts.at(-2) ?? after.session.searchPath.find((each) => after.typeNames.has(`${each}.${name}`)) ?? "public";
  return new Set([...values, `${schema}.${name}.${node.AlterEnumStmt.newVal}`]);
}
