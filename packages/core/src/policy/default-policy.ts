import type { PostgresMajor } from "../sql/statement.js";
import type { Policy } from "./policy.js";

/** The server version that is assumed where nobody says another: the newest, whose manual is the current one. */
export const defaultPostgres: PostgresMajor = 18;

/**
 * The policy of a project without a file: nothing configured, newest PostgreSQL. Apart from the reading of policies, so
 * that who has none does not load what reads them.
 */
export function defaultPolicy(): Policy {
  return {
    version: 1,
    enforce: "gate",
    stage: "start",
    postgres: defaultPostgres,
    document: undefined,
    texts: [],
    ruleSettings: new Map(),
    ruleOverrides: [],
    placeOf: () => undefined,
  };
}
