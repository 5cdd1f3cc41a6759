import { beforeAll, describe, expect, it } from "vitest";
import { emptyCatalog } from "../../src/catalog/apply.js";
import { factsOf, knownKinds } from "../../src/facts/execute.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import type { NodeKind, Statement } from "../../src/sql/statement.js";
import { kindsOfGrammar, parts } from "./kinds.js";
import { modesOf, tell } from "./told.js";

beforeAll(() => loadParser());

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
