import { alterTable } from "./alter/alter-table.js";
import type { Families } from "./family.js";

/** ALTER TABLE and its relatives. */
export const alterFamilies: Families = { AlterTableStmt: alterTable };
