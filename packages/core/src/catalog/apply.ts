import type { NodeKind, NodeOf, Statement } from "../sql/statement.js";
import { alterTable } from "./apply-alter-table.js";
import { alterDomain, createDomain } from "./apply-domain.js";
import { drop } from "./apply-drop.js";
import { createIndexStatement } from "./apply-index.js";
import { alterPublication, createPublication } from "./apply-publication.js";
import { rename, setSchema } from "./apply-rename.js";
import { alterFunction, createAggregate, createFunction } from "./apply-routine.js";
import { alterOwner, alterSequence, createExtension, createSchema, createSequence } from "./apply-schema.js";
import { discard, setConfig, setVariable } from "./apply-session.js";
import { createTable } from "./apply-table.js";
import { alterPolicy, createPolicy, createRule, createTrigger } from "./apply-trigger.js";
import { alterEnum, createBase, createComposite, createEnum, createRange } from "./apply-type.js";
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
  SelectStmt: (draft, node) => (node.intoClause ? selectInto(draft, node) : setConfig(draft, node)),
  RefreshMatViewStmt: refresh,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  CreateSchemaStmt: (draft, node) => createSchema(draft, node, runInside),
  CreateSeqStmt: createSequence,
  AlterSeqStmt: alterSequence,
  CreateExtensionStmt: createExtension,
  AlterOwnerStmt: alterOwner,
  CreateEnumStmt: createEnum,
  AlterEnumStmt: alterEnum,
  CompositeTypeStmt: createComposite,
  CreateRangeStmt: createRange,
  DefineStmt: (draft, node) => (node.kind === "OBJECT_AGGREGATE" ? createAggregate(draft, node) : node.kind === "OBJECT_TYPE" ? createBase(draft, node) : undefined),
  CreateDomainStmt: createDomain,
  AlterDomainStmt: alterDomain,
  CreateFunctionStmt: createFunction,
  AlterFunctionStmt: alterFunction,
  CreateTrigStmt: createTrigger,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  RuleStmt: createRule,
  CreatePublicationStmt: createPublication,
  AlterPublicationStmt: alterPublication,
  VariableSetStmt: setVariable,
  DiscardStmt: discard,
};

function runInside(draft: Draft, node: object): void {
  const kind = Object.keys(node)[0] as NodeKind;
  const family = families[kind] as ((draft: Draft, fields: unknown) => void) | undefined;
  family?.(draft, (node as Record<string, unknown>)[kind]);
}

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
  if (!(kind in families)) return { catalog };
  const draft = new Draft(catalog, existence);
  try {
    runInside(draft, node);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { catalog, refused: { sqlstate: error.sqlstate, message: error.message } };
  }
  return { catalog: draft.catalog };
}
