import { alterTable } from "./alter/alter-table.js";
import { alterDomain } from "./alter/domain.js";
import { moveAll } from "./alter/move-all.js";
import { rename } from "./alter/rename.js";
import { alterStatistics, dependsOn, setOwner, setSchema } from "./alter/schema-and-owner.js";
import { alterSequence } from "./alter/sequence.js";
import { alterEnum, alterType } from "./alter/type.js";
import type { Families } from "./family.js";

/** ALTER TABLE and its relatives. */
export const alterFamilies: Families = {
  AlterTableStmt: alterTable,
  AlterTableMoveAllStmt: moveAll,
  AlterDomainStmt: alterDomain,
  AlterEnumStmt: alterEnum,
  AlterTypeStmt: alterType,
  AlterSeqStmt: alterSequence,
  AlterStatsStmt: alterStatistics,
  AlterObjectSchemaStmt: setSchema,
  AlterObjectDependsStmt: dependsOn,
  AlterOwnerStmt: setOwner,
  RenameStmt: rename,
};
