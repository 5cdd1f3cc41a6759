import { shapes } from "../runner-shapes.js";
import type { TableShape } from "../runner-tables.js";

/**
 * Histories of further runners, as they were seen in the databases that the runners themselves had filled. What ran is read of
 * the statements that wrote them and not of the tables, so that no query is needed.
 */
const others: readonly TableShape[] = [
  { tool: "refinery", table: "refinery_schema_history", columns: ["version", "name", "checksum"] },
  { tool: "alembic", table: "alembic_version", columns: ["version_num"] },
  { tool: "django", table: "django_migrations", columns: ["app", "name", "applied"] },
  { tool: "yoyo", table: "_yoyo_migration", columns: ["migration_hash", "migration_id"] },
  { tool: "liquibase", table: "databasechangelog", columns: ["id", "author", "filename", "md5sum"] },
  { tool: "mybatis", table: "changelog", columns: ["id", "applied_at", "description"] },
  { tool: "postgrator", table: "schemaversion", columns: ["version", "name", "md5"] },
  { tool: "slonik", table: "migration", columns: ["name", "hash", "date"] },
];

export const recordedShapes: readonly TableShape[] = [...shapes, ...others];
