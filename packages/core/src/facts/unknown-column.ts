import type { ColumnRef, Node, UpdateStmt } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { columnRefParts } from "../catalog/expression.js";
import { findColumn, findRelation } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import type { Statement } from "../sql/statement.js";
import { nameAt } from "../sql/tokens.js";
import { visit } from "../sql/walk.js";
import { msg, type Message } from "../text/message.js";
import type { PredictedError } from "./facts.js";

/** Columns that each table has (manual 5.6). */
const system = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

/**
 * Error 42703 of an UPDATE of one table that names a column which is not there, such as a backfill that comes after the drop
 * of its source. Only for statements of their own: in a routine's body a name may be a variable.
 */
export function unknownColumn(statement: Statement, catalog: Catalog): PredictedError | undefined {
  const update = statement.node && "UpdateStmt" in statement.node ? statement.node.UpdateStmt : undefined;
  if (!update || !catalog.complete || update.fromClause || update.withClause) return undefined;
  const table = findRelation(catalog, rangeName(update.relation));
  if (table?.kind !== "table" || table.existence !== "certain") return undefined;
  const wrong = wrongTarget(update, table) ?? wrongReference(update, table);
  if (!wrong) return undefined;
  const span = nameAt(statement, statement.at(wrong.location)) ?? statement.span;
  return { sqlstate: "42703", message: wrong.message, span };
}

interface Wrong {
  readonly message: Message;
  readonly location: number;
}

function wrongTarget(update: UpdateStmt, table: Relation): Wrong | undefined {
  for (const target of update.targetList ?? []) {
    const { name = "", location = 0 } = "ResTarget" in target ? target.ResTarget : {};
    if (!findColumn(table, name) && !system.has(name))
      return { message: msg`column "${name}" of relation "${table.name}" does not exist`, location };
  }
  return undefined;
}

function wrongReference(update: UpdateStmt, table: Relation): Wrong | undefined {
  const alias = update.relation?.alias?.aliasname ?? table.name;
  for (const { name, qualifier, location } of references(update)) {
    const known = name === "*" || name === alias || system.has(name) || findColumn(table, name) !== undefined;
    if (known || (qualifier !== undefined && qualifier !== alias)) continue;
    return qualifier === undefined
      ? { message: msg`column "${name}" does not exist`, location }
      : { message: msg`column ${`${qualifier}.${name}`} does not exist`, location };
  }
  return undefined;
}

/** The columns that SET and WHERE name, without those in queries of their own, whose names may mean other tables. */
function references(update: UpdateStmt) {
  const found: { name: string; qualifier: string | undefined; location: number }[] = [];
  const values = (update.targetList ?? []).flatMap((each) => ("ResTarget" in each ? (each.ResTarget.val ?? []) : []));
  const roots: Node[] = [...values, ...(update.whereClause ? [update.whereClause] : [])];
  for (const root of roots) {
    let inner = false;
    const own: typeof found = [];
    visit(root, (kind, fields) => {
      if (kind === "SubLink") inner = true;
      if (kind !== "ColumnRef") return;
      const parts = columnRefParts(fields as ColumnRef);
      if (parts.length > 2) return;
      own.push({ name: parts.at(-1) ?? "", qualifier: parts.at(-2), location: (fields as ColumnRef).location ?? 0 });
    });
    if (!inner) for (const each of own) found.push(each);
  }
  return found;
}
