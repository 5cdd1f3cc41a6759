import { beforeAll, describe, expect, it } from "vitest";
import { summaryOf, type Summary } from "../../src/facts/summary.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";

beforeAll(() => loadParser());

function said(sql: string): Summary {
  const [statement] = parseStatements(sql, { postgres: 18 }).statements;
  expect(statement?.node, sql).toBeDefined();
  return summaryOf(statement!);
}

describe("the summary of a statement", () => {
  it.each([
    ["CREATE INDEX CONCURRENTLY i ON t (a)", true],
    ["CREATE INDEX concurrently ON t (a)", true],
    ['CREATE INDEX "concurrently" ON t (a)', false],
    ["DROP INDEX CONCURRENTLY i", true],
    ["REINDEX (CONCURRENTLY, VERBOSE) TABLE t", true],
    ["REINDEX (CONCURRENTLY off) TABLE t", false],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY m", true],
    ["ALTER TABLE p DETACH PARTITION c CONCURRENTLY", true],
    ["ALTER TABLE p DETACH PARTITION c FINALIZE", false],
  ])("says whether it runs concurrently: %s", (sql, concurrent) => {
    expect(said(sql).concurrent).toBe(concurrent);
  });

  it.each([
    ["ALTER TABLE t VALIDATE CONSTRAINT c", ["validate"]],
    ["ALTER DOMAIN d VALIDATE CONSTRAINT c", ["validate"]],
    ["ALTER TABLE p ATTACH PARTITION c DEFAULT", ["attach"]],
    ["ALTER TABLE p DETACH PARTITION c", ["detach"]],
    ["ALTER TABLE p DETACH PARTITION c FINALIZE", []],
    ["ALTER TABLE t ALTER a SET NOT NULL, VALIDATE CONSTRAINT c", ["set-not-null", "validate"]],
    ["ALTER TABLE t ALTER CONSTRAINT c ENFORCED", ["enforce"]],
    ["ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED", ["unenforce"]],
    ["ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE", []],
    ["ALTER TABLE t REPLICA IDENTITY FULL", ["full-replica-identity"]],
    ["ALTER TABLE t REPLICA IDENTITY NOTHING", []],
  ])("says what the commands of an ALTER do: %s", (sql, does) => {
    expect([...said(sql).does]).toEqual(does);
  });

  it.each([
    ["DROP TABLE t CASCADE", true],
    ["DROP OWNED BY r CASCADE", true],
    ["ALTER TABLE t DROP COLUMN a CASCADE", true],
    ["ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE", false],
    ["DROP TABLE t", false],
  ])("says whether a drop takes more than it names: %s", (sql, cascades) => {
    expect(said(sql).cascades).toBe(cascades);
  });

  it("names what it makes and drops, and the table that an index belongs to", () => {
    const index = said("CREATE INDEX IF NOT EXISTS i ON s.t (a)");
    expect(index).toMatchObject({ ifNotExists: true, about: { schema: "s", name: "t" } });
    expect(index.makes).toEqual([{ kind: "OBJECT_INDEX", name: { schema: "s", name: "i" } }]);
    expect(said("DROP VIEW IF EXISTS s.v, w")).toMatchObject({
      ifExists: true,
      drops: [
        { kind: "OBJECT_VIEW", name: { schema: "s", name: "v" } },
        { kind: "OBJECT_VIEW", name: { name: "w" } },
      ],
    });
  });

  it.each([
    ["CREATE TABLE t (a int CHECK (a > 0))", ["check"]],
    ["CREATE TABLE t (a int CHECK (a > 0) NOT ENFORCED)", ["check", "not-enforced"]],
    ["ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED", ["check", "not-enforced"]],
    ["ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u", ["foreign-key"]],
    ["ALTER TABLE t ADD COLUMN a int NOT NULL REFERENCES u", ["not-null", "foreign-key"]],
    ["CREATE DOMAIN d AS int CHECK (VALUE > 0)", ["check"]],
  ])("says what constraints it writes: %s", (sql, constraints) => {
    expect([...said(sql).constraints]).toEqual(constraints);
  });

  it.each([
    ["CREATE ROLE r SUPERUSER LOGIN", ["superuser", "canlogin"]],
    ["ALTER ROLE r NOSUPERUSER", []],
    ["CREATE EXTENSION x VERSION '1'", ["new_version"]],
    ["ALTER SEQUENCE s RESTART WITH 5", ["restart"]],
    ["VACUUM FULL t", ["full"]],
    ["VACUUM (FULL false) t", []],
  ])("says which options are on: %s", (sql, options) => {
    expect([...said(sql).options]).toEqual(options);
  });
});
