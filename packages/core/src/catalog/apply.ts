import type { RangeVar } from "@pgsql/types";
import type { NodeKind, NodeOf, Statement } from "../sql/statement.js";
import { english } from "../text/message.js";
import { alterTable } from "./apply-alter-table.js";
import { alterDomain, createDomain } from "./apply-domain.js";
import { drop } from "./apply-drop.js";
import { cluster } from "./apply-cluster.js";
import { createIndexStatement } from "./apply-index.js";
import {
  alterWrapper,
  createCast,
  createConversion,
  createDefined,
  alterEventTrigger,
  createEventTrigger,
  createForeignTable,
  createLanguage,
  createOperatorClass,
  createOperatorFamily,
  createServer,
  createTransform,
  createUserMapping,
  createWrapper,
  dropUserMapping,
} from "./apply-others.js";
import { alterPublication, createPublication } from "./apply-publication.js";
import { rename, setSchema } from "./apply-rename.js";
import { alterFunction, createAggregate, createFunction } from "./apply-routine.js";
import { alterOwner, alterSequence, createExtension, createSchema, createSequence } from "./apply-schema.js";
import { deallocate, discard, prepare, setConfig, setVariable } from "./apply-session.js";
import { alterStatistics, createStatistics } from "./apply-statistics.js";
import { reindex } from "./apply-reindex.js";
import { alterSubscription, createSubscription, dropSubscription } from "./apply-subscription.js";
import { createTable } from "./apply-table.js";
import { dropOwned, reassignOwned } from "./owned.js";
import { dropOnCommit } from "./remove.js";
import { importSchema } from "./import-schema.js";
import { moveAll } from "./tablespaces.js";
import { alterConfiguration } from "./text-search.js";
import { alterPolicy, createPolicy, createRule, createTrigger } from "./apply-trigger.js";
import { alterEnum, createBase, createComposite, createEnum, createRange } from "./apply-type.js";
import { createTableAs, createView, explain, refresh, selectInto } from "./apply-view.js";
import type { Catalog, Existence } from "./catalog.js";
import { createDatabase, createRole, setDatabaseDefault, setRoleDefault } from "./defaults.js";
import { Draft, Refused } from "./draft.js";
import { findRelation } from "./lookup.js";
import { rangeName } from "./names.js";

export { emptyCatalog } from "./empty-catalog.js";

type Families = { readonly [Kind in NodeKind]?: (draft: Draft, node: NodeOf<Kind>) => void };

const families: Families = {
  CreateStmt: (draft, node) => createTable(draft, node),
  CreateForeignTableStmt: createForeignTable,
  AlterFdwStmt: alterWrapper,
  CreateFdwStmt: createWrapper,
  CreateForeignServerStmt: createServer,
  ImportForeignSchemaStmt: importSchema,
  CreateUserMappingStmt: createUserMapping,
  DropUserMappingStmt: dropUserMapping,
  AlterTSConfigurationStmt: alterConfiguration,
  AlterEventTrigStmt: alterEventTrigger,
  CreateEventTrigStmt: createEventTrigger,
  CreatePLangStmt: createLanguage,
  CreateCastStmt: createCast,
  CreateTransformStmt: createTransform,
  CreateConversionStmt: createConversion,
  CreateOpClassStmt: createOperatorClass,
  CreateOpFamilyStmt: createOperatorFamily,
  AlterTableStmt: alterTable,
  AlterTableMoveAllStmt: moveAll,
  ReindexStmt: reindex,
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
  DropOwnedStmt: dropOwned,
  ReassignOwnedStmt: reassignOwned,
  CreateEnumStmt: createEnum,
  AlterEnumStmt: alterEnum,
  CompositeTypeStmt: createComposite,
  CreateRangeStmt: createRange,
  DefineStmt: (draft, node) =>
    node.kind === "OBJECT_AGGREGATE"
      ? createAggregate(draft, node)
      : node.kind === "OBJECT_TYPE"
        ? createBase(draft, node)
        : createDefined(draft, node),
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
  CreateStatsStmt: createStatistics,
  AlterStatsStmt: alterStatistics,
  VariableSetStmt: setVariable,
  CreateRoleStmt: createRole,
  CreatedbStmt: createDatabase,
  AlterDatabaseSetStmt: setDatabaseDefault,
  AlterRoleSetStmt: setRoleDefault,
  ExplainStmt: explain,
  DiscardStmt: discard,
  PrepareStmt: prepare,
  DeallocateStmt: deallocate,
  ClusterStmt: cluster,
  CreateSubscriptionStmt: createSubscription,
  AlterSubscriptionStmt: alterSubscription,
  DropSubscriptionStmt: dropSubscription,
  TransactionStmt: (draft, node) => (node.kind === "TRANS_STMT_COMMIT" ? dropOnCommit(draft) : undefined),
};

function runInside(draft: Draft, node: object): void {
  const kind = Object.keys(node)[0] as NodeKind;
  const family = families[kind] as ((draft: Draft, fields: unknown) => void) | undefined;
  family?.(draft, (node as Record<string, unknown>)[kind]);
}

/** The catalog after a statement that succeeded, but for what bodies do that it runs (`execute`). A statement that the server would refuse leaves it as it is. */
export function apply(catalog: Catalog, statement: Statement): Catalog {
  return tryApply(catalog, statement).catalog;
}

/** The catalog after the end of a transaction that the runner, not the file, opened and committed. */
export function afterCommit(catalog: Catalog): Catalog {
  const draft = new Draft(catalog, "certain");
  dropOnCommit(draft);
  return draft.catalog;
}

/** What became of a statement: the catalog after it, and why PostgreSQL would refuse it, as far as the catalog tells. */
export interface Applied {
  readonly catalog: Catalog;
  readonly refused?: { readonly sqlstate: string; readonly message: string };
}

/** Like `apply`, and tells why the statement had no effect; what a condition decides is there "maybe" afterwards. */
export function tryApply(catalog: Catalog, statement: Statement, existence: Existence = "certain"): Applied {
  if (statement.error)
    return { catalog, refused: { sqlstate: statement.error.sqlstate, message: english(statement.error.message) } };
  if (!statement.node) return { catalog };
  return applyNode(catalog, statement.kind as NodeKind, statement.node, existence);
}

function applyNode(catalog: Catalog, kind: NodeKind, node: object, existence: Existence): Applied {
  if (!(kind in families) || hasNoTarget(catalog, node)) return { catalog };
  const draft = new Draft(catalog, existence);
  try {
    runInside(draft, node);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { catalog, refused: { sqlstate: error.sqlstate, message: error.message } };
  }
  // The old name may be the one that is there.
  const renamed = existence === "maybe" && (kind === "RenameStmt" || kind === "AlterObjectSchemaStmt");
  return { catalog: renamed ? { ...draft.catalog, unseen: true } : draft.catalog };
}

/** ALTER ... IF EXISTS of a relation that is not there has no effect. */
function hasNoTarget(catalog: Catalog, node: object): boolean {
  const fields = Object.values(node)[0] as {
    readonly missing_ok?: boolean;
    readonly relation?: RangeVar;
    readonly sequence?: RangeVar;
  };
  const range = fields.relation ?? fields.sequence;
  return fields.missing_ok === true && range !== undefined && !findRelation(catalog, rangeName(range));
}
