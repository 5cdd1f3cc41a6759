import type { NodeKind } from "../sql/statement.js";
import { noFacts } from "./facts.js";
import type { Families, Family } from "./family.js";

/** Statements that lock no user relation and fail for no reason that the catalog knows (measured on 14 to 18). */
const kinds: readonly NodeKind[] = [
  "AlterCollationStmt",
  "AlterDefaultPrivilegesStmt",
  "AlterDatabaseRefreshCollStmt",
  "AlterEventTrigStmt",
  "AlterFdwStmt",
  "AlterForeignServerStmt",
  "AlterFunctionStmt",
  "AlterOpFamilyStmt",
  "AlterOperatorStmt",
  "AlterTSConfigurationStmt",
  "AlterTSDictionaryStmt",
  "AlterTableSpaceOptionsStmt",
  "AlterUserMappingStmt",
  "CheckPointStmt",
  "ClosePortalStmt",
  "CompositeTypeStmt",
  "CreateAmStmt",
  "CreateCastStmt",
  "CreateConversionStmt",
  "CreateEventTrigStmt",
  "CreateExtensionStmt",
  "CreateFdwStmt",
  "CreateForeignServerStmt",
  "CreateOpClassStmt",
  "CreateOpFamilyStmt",
  "CreatePLangStmt",
  "CreateRoleStmt",
  "CreateTransformStmt",
  "CreateUserMappingStmt",
  "DeallocateStmt",
  "DefineStmt",
  "DropUserMappingStmt",
  "FetchStmt",
  "ListenStmt",
  "LoadStmt",
  "NotifyStmt",
  "SecLabelStmt",
  "UnlistenStmt",
  "VariableSetStmt",
  "VariableShowStmt",
];

const nothing: Family<NodeKind> = () => noFacts;

export const untouchedFamilies: Families = Object.fromEntries(kinds.map((kind) => [kind, nothing]));
