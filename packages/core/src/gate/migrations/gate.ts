import type { LintReport } from "../../analyze/lint.js";
import type { Gate } from "../gate.js";
import { withWeaker } from "../weaker.js";
import { migrationChecks } from "./checks.js";
import { lintEvidence, type MigrationEvidence } from "./evidence.js";
import { migrationsSchema } from "./schema.js";

/** Migrations: what PostgreSQL does to run those that ship. The parser must be loaded. */
export const migrationsGate: Gate<"migrations", typeof migrationsSchema, MigrationEvidence, LintReport> = {
  kind: "migrations",
  schema: migrationsSchema,
  judge(evidence, _config, { policy, base }) {
    const report = withWeaker(lintEvidence(evidence, policy), base);
    return { checks: migrationChecks(report), detail: report };
  },
};
