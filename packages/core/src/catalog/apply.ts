import type { NodeKind, NodeOf, Statement } from "../sql/statement.js";
import { alterTable } from "./apply-alter-table.js";
import { drop } from "./apply-drop.js";
import { createIndexStatement } from "./apply-index.js";
import { rename, setSchema } from "./apply-rename.js";
import { createTable } from "./apply-table.js";
import { createTableAs, createView, refresh, selectInto } from "./apply-view.js";
import type { Catalog, Existence } from "./catalog.js";
import { Draft, Refused } from "./draft.js";

export { emptyCatalog } from "./empty-catalog.js";

type Families = { readonly [Kind in NodeKind]?: (draft: Draft, node: NodeOf<Kind>) => void };

const families: Families = {
  CreateStmt: (draft, node) => createTable(draft, node),
  CreateForeignTableStmt: (draft, node) => createTable(draft, node.base ?? {}, "foreign-table"),
  AlterTableStmt: alterTable,
  DropStmt: drop,
  IndexStmt: createIndexStatement,
  ViewStmt: createView,
  CreateTableAsStmt: createTableAs,
  SelectStmt: selectInto,
  RefreshMatViewStmt: refresh,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
};

/** The catalog after a statement that succeeded. A statement that the server would refuse leaves it as it is. */
export function apply(catalog: Catalog, statement: Statement): Catalog {
  return statement.node ? applyNode(catalog, statement.kind as NodeKind, statement.node, "certain").catalog : catalog;
}

/** What became of a statement: the catalog after it, and why PostgreSQL would refuse it, as far as the catalog tells. */
export interface Applied {
  readonly catalog: Catalog;
  readonly refused?: { readonly sqlstate: string; readonly message: string };
}

/** Like `apply`, and tells why the statement had no effect. */
export function tryApply(catalog: Catalog, statement: Statement): Applied {
  return statement.node ? applyNode(catalog, statement.kind as NodeKind, statement.node, "certain") : { catalog };
}

function applyNode(catalog: Catalog, kind: NodeKind, node: object, existence: Existence): Applied {
  const family = families[kind] as ((draft: Draft, fields: unknown) => void) | undefined;
  if (!family) return { catalog };
  const draft = new Draft(catalog, existence);
  try {
    family(draft, (node as Record<string, unknown>)[kind]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { catalog, refused: { sqlstate: error.sqlstate, message: error.message } };
  }
  return { catalog: draft.catalog };
}
