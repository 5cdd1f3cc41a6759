import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { gates, parseDocument, parsePolicy, UserError } from "@release-gate/core";
import { root } from "./support/cli.js";

const schema = JSON.parse(readFileSync(join(root, "docs/release-gate.schema.json"), "utf8")) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

function accepted(text: string): boolean {
  try {
    parsePolicy(text, "release-gate.yaml");
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

const policy = (lines: string) => `version: 1\nmigrations:\n  path: db\n${lines}`;

describe("the published schema of release-gate.yaml", () => {
  it.each([
    [true, policy("")],
    [true, policy("  rules: { no-truncate: off, no-wide-lock: { severity: error, most: 5 } }\n")],
    [true, policy("  rules: { require-lock-timeout: { atMost: 5s, setByRunner: true } }\n")],
    [true, policy("  overrides: [{ paths: old/**, rules: { no-truncate: warning } }]\n")],
    [true, policy("  baseline: b.json\n")],
    [false, policy("  rules: { no-truncat: off }\n")],
    [false, policy("  rules: { no-truncate: never }\n")],
    [false, policy("  rules: { no-wide-lock: { mots: 5 } }\n")],
    [false, policy("  rules: { no-wide-lock: { most: 0 } }\n")],
    [false, policy("  overrides: [{ paths: old/**, rules: { no-truncat: off } }]\n")],
    [false, policy("  overrides: [{ path: old/**, rules: {} }]\n")],
    [false, policy("  baselines: b.json\n")],
  ])("says %s, as the product does, of %j", (expected, text) => {
    expect(accepted(text)).toBe(expected);
    expect(validate(parseDocument(text, "release-gate.yaml")[0]?.value)).toBe(expected);
  });
});

describe("docs/policy.md", () => {
  it("has a row for every key of every gate", () => {
    const page = readFileSync(join(root, "docs/policy.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
    expect(rows).toEqual(expect.arrayContaining(["version", "environments.NAME.branches", "migrations.path"]));
    for (const [kind, { schema: part }] of Object.entries(gates)) {
      const keys = Object.keys(part.shape).map((key) => `${kind}.${key}`);
      expect(keys.filter((key) => !rows.includes(key))).toEqual([]);
    }
  });
});
