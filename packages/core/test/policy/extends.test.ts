import { describe, expect, it } from "vitest";
import { english, parsePolicy, UserError } from "../../src/index.js";

const shared = {
  path: "shared/policy.yaml",
  text: "version: 1\npostgres: 16\nmigrations:\n  path: db\n  rules: { no-truncate: off, no-drop-table: error }\n",
};

function errorOf(own: string, below: string): UserError {
  try {
    parsePolicy(own, "release-gate.yaml", [{ ...shared, text: below }]);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("a policy that extends another", () => {
  it("is over it key by key, and has its own lists whole", () => {
    const own = "version: 1\nextends: shared/policy.yaml\nmigrations:\n  rules: { no-truncate: error }\n";
    const policy = parsePolicy(own, "release-gate.yaml", [shared]);
    expect(policy.postgres).toBe(16);
    expect(policy.migrations?.path).toEqual(["db"]);
    expect([...policy.ruleSettings].map(([id, { severity }]) => [id, severity])).toEqual([
      ["no-truncate", "error"],
      ["no-drop-table", "error"],
    ]);
  });

  it("says of each key in which file it stands", () => {
    const own = "version: 1\nextends: shared/policy.yaml\nmigrations:\n  rules: { no-truncate: error }\n";
    const { placeOf } = parsePolicy(own, "release-gate.yaml", [shared]);
    expect(placeOf(["migrations", "path"])).toEqual({ path: "shared/policy.yaml", line: 4, column: 3 });
    expect(placeOf(["migrations", "rules", "no-truncate"])).toMatchObject({ path: "release-gate.yaml", line: 4 });
  });

  it("tells what is wrong in the file in which it is wrong, its own first", () => {
    const own = "version: 1\nextends: shared/policy.yaml\n";
    const there = errorOf(own, "version: 1\nmigrations:\n  path: db\n  pfad: db\n");
    expect([english(there.text), there.place]).toEqual([
      'The key "pfad" is not known here.',
      { path: "shared/policy.yaml", line: 4, column: 3 },
    ]);
    const rule = errorOf(own, "version: 1\nmigrations:\n  path: db\n  rules: { no-truncat: off }\n");
    expect(rule.place).toEqual({ path: "shared/policy.yaml", line: 4, column: 12 });
    const here = errorOf(`${own}stge: x\n`, "version: 1\nmigrations:\n  pfad: db\n");
    expect(here.place).toMatchObject({ path: "release-gate.yaml", line: 3 });
  });

  it("keeps a version as it is written there", () => {
    const below = "version: 1\nmigrations: { path: db, released: 000118 }\n";
    expect(parsePolicy("version: 1\n", "p", [{ path: "q", text: below }]).migrations?.released).toBe("000118");
  });
});
