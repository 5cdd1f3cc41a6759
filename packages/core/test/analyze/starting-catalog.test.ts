import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, sourceOf } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const files = {
  "1_users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, gone text, is_verified boolean);",
  "2_expand.sql": "ALTER TABLE users DROP COLUMN gone; ALTER TABLE users ADD COLUMN email_verified boolean;",
  "3_fill.sql": "UPDATE users SET email_verified = is_verified WHERE id BETWEEN 1 AND 1000;",
  "4_contract.sql": "ALTER TABLE users DROP COLUMN is_verified;",
};
/** As production has it: columns are numbered anew, and there is a table that no migration made. */
const production = `SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.by_hand (id int);
CREATE TABLE public.users (id bigint NOT NULL, is_verified boolean, email_verified boolean);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);`;

function rulesFor(changes: Readonly<Record<string, string>>, options: Partial<FlatOptions>): string[] {
  const sources = Object.entries({ ...files, ...changes }).map(([path, text]) => sourceOf(path, text));
  const report = lintFlat(sources, { postgres: 18, framework: "plain", ...options });
  return report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
  );
}

const after3: Partial<FlatOptions> = {
  released: "3",
  schema: { source: sourceOf("schema.sql", production), released: true },
};

describe("the schema of production as the one to begin with", () => {
  it("knows what the released migrations filled, so that the column may go", () => {
    expect(rulesFor({}, after3)).not.toContain("no-drop-column");
    expect(rulesFor({ "3_fill.sql": "SELECT 1;" }, after3)).toContain("no-drop-column");
  });

  it("does not run released migrations twice", () => {
    const twice = { "4_contract.sql": "CREATE TABLE users (id int);" };
    expect(rulesFor(twice, after3)).toContain("no-failing-statement");
    expect(rulesFor({ "4_contract.sql": "ALTER TABLE users ADD COLUMN gone text;" }, after3)).not.toContain(
      "no-failing-statement",
    );
  });

  it("has what no migration made, and nothing else", () => {
    const failing = (sql: string) => rulesFor({ "4_contract.sql": sql }, after3).includes("no-failing-statement");
    expect(failing("ALTER TABLE by_hand ADD COLUMN a int;")).toBe(false);
    expect(failing("ALTER TABLE nowhere ADD COLUMN a int;")).toBe(true);
  });
});
