import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Nodes of the grammar that are named as statements but are parts of one: nothing runs them by themselves. */
export const parts: ReadonlyMap<string, string> = new Map([
  ["RawStmt", "the parser's wrapper around a statement"],
  ["SetOperationStmt", "UNION and its kin, inside of a SELECT"],
  ["ReturnStmt", "RETURN, the body of a function"],
  ["PLAssignStmt", "an assignment in PL/pgSQL"],
  ["ReplicaIdentityStmt", "the value of ALTER TABLE ... REPLICA IDENTITY"],
]);

/** Every kind of node of the grammar that is named as a statement. */
export function kindsOfGrammar(): string[] {
  const types = join(dirname(createRequire(import.meta.url).resolve("@pgsql/types/package.json")), "types.d.ts");
  return [...readFileSync(types, "utf8").matchAll(/^\s+(\w+Stmt): \1;/gm)].map((match) => match[1] ?? "");
}
