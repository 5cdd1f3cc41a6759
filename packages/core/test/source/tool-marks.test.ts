import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, readMigrations, sourceOf } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(async () => {
  await loadParser();
});

const read = (text: string) =>
  readMigrations([sourceOf("m/1_a.sql", text)], { postgres: 18 }).map(({ direction, transaction, statements }) => [
    direction,
    transaction,
    statements.map((statement) => statement.text.trim()),
  ]);
const rulesOf = (text: string) =>
  lintFlat([sourceOf("m/1_a.sql", text)], { postgres: 18 }).files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
  );

describe("a file with the marks of a tool", () => {
  it("of node-pg-migrate has two halves, and the down half is not run as up", () => {
    const text = "-- Up Migration\nALTER TABLE t ADD COLUMN a int;\n-- Down Migration\nALTER TABLE t DROP COLUMN a;\n";
    expect(read(text)).toEqual([
      ["up", "batch", ["ALTER TABLE t ADD COLUMN a int"]],
      ["down", "batch", ["ALTER TABLE t DROP COLUMN a"]],
    ]);
    expect(rulesOf(text)).not.toContain("no-drop-column");
  });

  it("of MyBatis is undone from its line on", () => {
    expect(read("-- // name\nSELECT 1;\n-- //@UNDO\nSELECT 2;\n")).toEqual([
      ["up", "file", ["SELECT 1"]],
      ["down", "file", ["SELECT 2"]],
    ]);
  });

  it.each([["#"], ["--"]])("of Play has ups and downs after a line that begins with %s", (begin) => {
    expect(read(`${begin} --- !Ups\nSELECT 1;\n${begin} --- !Downs\nSELECT 2;\n`)).toEqual([
      ["up", "file", ["SELECT 1"]],
      ["down", "file", ["SELECT 2"]],
    ]);
  });

  it("of Liquibase is a transaction for each changeset, but where one leaves it", () => {
    const text =
      "--liquibase formatted sql\n--changeset bob:1\nSELECT 1;\n--rollback SELECT 9;\n" +
      "--changeset bob:2 runInTransaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n";
    expect(read(text)).toEqual([
      ["up", "file", ["SELECT 1"]],
      ["up", "none", ["CREATE INDEX CONCURRENTLY i ON t (a)"]],
    ]);
    expect(rulesOf(text)).not.toContain("no-concurrent-in-transaction");
  });

  it.each([
    ["runInTransaction:FALSE", "none"],
    ["runintransaction:no", "none"],
    ["runInTransaction:TRUE", "file"],
    // Run with 4.33.0: it reads one word after the colon, and what is in quotes or after a space is none.
    ['runInTransaction:"false"', "file"],
    ["runInTransaction: false", "file"],
  ])("of Liquibase with %s has transaction %s", (option, transaction) => {
    expect(read(`--liquibase formatted sql\n--changeset bob:1 ${option}\nSELECT 1;\n`)).toEqual([
      ["up", transaction, ["SELECT 1"]],
    ]);
  });

  it.each([["-- // name\nSELECT 1;\n-- //@UNDO\n"], ["--liquibase formatted sql\n--changeset bob:1\nSELECT 1;\n"]])(
    "makes one without marks beside it a transaction: %j",
    (marked) => {
      const sources = [sourceOf("m/1_a.sql", marked), sourceOf("m/2_b.sql", "SELECT 2;\n")];
      expect(readMigrations(sources, { postgres: 18 }).find(({ name }) => name === "2_b")?.transaction).toBe("file");
      expect(readMigrations(sources.slice(1), { postgres: 18 })[0]?.transaction).toBe("none");
    },
  );

  it("of Atlas leaves the transaction by txmode none", () => {
    const text = "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY i ON t (a);\n";
    expect(rulesOf(text)).not.toContain("no-concurrent-in-transaction");
    expect(rulesOf(text.replace("none", "file"))).toContain("no-concurrent-in-transaction");
  });

  it("is judged whole where a remark only sounds like a mark, so that nothing hides behind it", () => {
    for (const text of ["-- Down migration is not supported\nSELECT 1;", "-- Up migration\nSELECT 1;"])
      expect(read(text)).toEqual([["up", "none", ["SELECT 1"]]]);
    expect(read("--liquibase formatted sql\nSELECT 1;")).toEqual([["up", "none", ["SELECT 1"]]]);
  });

  it("is judged with what stands before its first mark", () => {
    const text = "SELECT 1;\n-- Up Migration\nSELECT 2;\n-- Down Migration\nSELECT 3;";
    expect(read(text)[0]?.[2]).toEqual(["SELECT 1", "-- Up Migration\nSELECT 2".replace(/^--.*\n/, "")]);
    expect(read("# Users\n\n# --- !Ups\nSELECT 1;\n# --- !Downs\nSELECT 2;")[0]).toEqual(["up", "file", ["SELECT 1"]]);
  });
});
