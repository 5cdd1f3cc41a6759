import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyCatalog } from "../../src/catalog/apply.js";
import { factsOf, knownKinds } from "../../src/facts/facts-of.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import type { NodeKind, Statement } from "../../src/sql/statement.js";
import { modesOf, tell } from "./told.js";

beforeAll(() => loadParser());

/** Nodes that are named as statements but are parts of one, of a query tree, or of a routine's body. */
const parts = new Set(["RawStmt", "SetOperationStmt", "ReturnStmt", "PLAssignStmt", "ReplicaIdentityStmt"]);

function kindsOfGrammar(): string[] {
  const types = join(dirname(createRequire(import.meta.url).resolve("@pgsql/types/package.json")), "types.d.ts");
  return [...readFileSync(types, "utf8").matchAll(/^\s+(\w+Stmt): \1;/gm)].map((match) => match[1] ?? "");
}

describe("a kind of statement", () => {
  it("has a family, whichever of the grammar's it is", () => {
    const kinds = kindsOfGrammar().filter((kind) => !parts.has(kind));
    expect(kinds.length).toBeGreaterThan(100);
    expect(kinds.filter((kind) => !knownKinds.has(kind))).toEqual([]);
  });

  it("that no family knows does not pass as harmless: its facts are said to be unknown", () => {
    const [known] = parseStatements("SELECT 1", { postgres: 18 }).statements;
    const unknown: Statement = { ...known!, kind: "SetOperationStmt" satisfies NodeKind };
    const facts = factsOf(unknown, emptyCatalog({ postgres: 18, complete: true }), noTransaction);
    expect(facts.certainty).toHaveProperty("dynamic");
  });

  it("that leans on another server is said to be known only when it runs", () => {
    expect(tell("", "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p").facts.certainty).toHaveProperty("dynamic");
    expect(tell("", "ALTER SUBSCRIPTION s SET PUBLICATION p").facts.certainty).toHaveProperty("dynamic");
    expect(tell("", "ALTER SUBSCRIPTION s SET (slot_name = NONE)").facts.certainty).toBe("exact");
    expect(tell("", "ALTER EXTENSION postgis UPDATE").facts.certainty).toHaveProperty("dynamic");
  });

  it("that makes a table part of an extension locks it", () => {
    const { facts } = tell("CREATE TABLE t (a int);", "ALTER EXTENSION plpgsql ADD TABLE t");
    expect(modesOf(facts)).toEqual({ "public.t": "SHARE UPDATE EXCLUSIVE" });
  });
});
