import { beforeAll, describe, expect, it } from "vitest";
import { exactText, loadParser, sourceOf } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const history =
  "CREATE TABLE users (id bigint PRIMARY KEY, a int); CREATE TABLE orders (id bigint PRIMARY KEY, a int);";
const together = "ALTER TABLE users ADD COLUMN b int; CREATE INDEX CONCURRENTLY orders_a ON orders (a);";
const apart = "ALTER TABLE users ADD COLUMN b int; ALTER TABLE orders ADD COLUMN b int; SELECT 1;";

function reportOf(files: readonly string[], options: Partial<FlatOptions> = {}) {
  const sources = [history, ...files].map((text, at) => sourceOf(`m/${at + 1}_a.sql`, text));
  return lintFlat(sources, { postgres: 18, released: "1", ...options });
}

function told(files: readonly string[], options: Partial<FlatOptions> = {}): string[] {
  return reportOf(files, options).notes.flatMap(({ reason, text }) =>
    reason === "transaction-guess" ? [exactText(text, "en")] : [],
  );
}

const rulesOf = (files: readonly string[], options: Partial<FlatOptions> = {}): string[] =>
  reportOf(files, options).files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
  );

describe("who opens the transaction of a plain file", () => {
  it("is said once in a run where it hides a finding, with the setting that settles it", () => {
    const notes = told([together, together.replaceAll("b int", "c int").replace("orders_a", "orders_b")]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("m/2_a.sql");
    expect(notes[0]).toContain("no-concurrent-in-transaction");
    expect(notes[0]).toContain('"transaction: file"');
    expect(rulesOf([together])).not.toContain("no-concurrent-in-transaction");
    expect(rulesOf([together], { transaction: "file" })).toContain("no-concurrent-in-transaction");
  });

  it("is said where locks would be held together", () => {
    expect(told([apart])[0]).toContain("no-wide-lock");
    expect(rulesOf([apart], { transaction: "file" })).toContain("no-wide-lock");
  });

  it("is said where an enum value would be used in the transaction that adds it", () => {
    const enums = "CREATE TYPE mood AS ENUM ('ok');";
    const use = "ALTER TYPE mood ADD VALUE 'sad'; SELECT 'sad'::mood;";
    expect(rulesOf([enums, use], { transaction: "file", released: "2" })).toContain("no-enum-value-use");
    expect(told([enums, use], { released: "2" })[0]).toContain("no-enum-value-use");
  });

  it("is not said where it decides nothing", () => {
    expect(told(["ALTER TABLE users ADD COLUMN b int;"])).toEqual([]);
    expect(told(["SET lock_timeout = '1s'; ALTER TABLE users ADD COLUMN b int;"])).toEqual([]);
    expect(told(["CREATE TABLE t (id int); CREATE INDEX t_id ON t (id); SELECT 1;"])).toEqual([]);
  });

  it("is not said where the policy, the file or its framework says it", () => {
    expect(told([together], { transaction: "none" })).toEqual([]);
    expect(told([together], { transaction: "file" })).toEqual([]);
    expect(told([`BEGIN; ${apart} COMMIT;`])).toEqual([]);
    expect(told([`-- atlas:txmode none\n${together}`])).toEqual([]);
    const goose = sourceOf("m/2_b.sql", `-- +goose NO TRANSACTION\n-- +goose Up\n${together}`);
    const { notes } = lintFlat([sourceOf("m/1_a.sql", `-- +goose Up\n${history}`), goose], { postgres: 18 });
    expect(notes.map(({ reason }) => reason)).not.toContain("transaction-guess");
  });

  it("is not said of what was released", () => {
    expect(told([together, "SELECT 1;"], { released: "2" })).toEqual([]);
  });
});
