import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../support/cli.js";

const id = "prefer-plain-clock";
const folder = mkdtempSync(join(tmpdir(), "release-gate-new-rule-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, `${id}.ts`);
const newRule = (...args: string[]) =>
  execa(process.execPath, [join(root, "scripts/new-rule.mjs"), "--folder", folder, ...args], {
    cwd: root,
    reject: false,
  });

describe("npm run new-rule", () => {
  it("refuses an id that exists, and leaves its file as it is", async () => {
    const file = join(root, "packages/core/src/rules/no-truncate.ts");
    const before = readFileSync(file, "utf8");
    const ran = await newRule("no-truncate");
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("The rule no-truncate exists: packages/core/src/rules/no-truncate.ts");
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it.each(["No-Truncate", "truncate", "no-", "no--truncate", "no-x.ts", "../no-truncate", "no-truncate2"])(
    "refuses the malformed id %s and says what one looks like",
    async (wrong) => {
      const ran = await newRule(wrong);
      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain(`"${wrong}" is not the id of a rule`);
      expect(ran.stderr).toContain("no-truncate");
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it("shows its usage where no id is given", async () => {
    const ran = await newRule();
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("npm run new-rule -- ID");
  });

  it("shows the rule that finds the same already, writes a file that is TypeScript, and says what to do next", async () => {
    const ran = await newRule(id, "--title", "Prefer time over time with time zone", "--kind", "CreateStmt");
    expect(ran.stderr).toBe("");
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain("prefer-timestamptz\n    Prefer timestamptz over timestamp and timetz.");
    expect(ran.stdout).toContain("npm run generate");
    const text = readFileSync(path, "utf8");
    expect(text).toContain(`id: "${id}"`);
    expect(text).toContain('title: "Prefer time over time with time zone"');
    expect(text).toContain('kinds: ["CreateStmt"]');
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, fileName: path });
    expect(diagnostics).toEqual([]);
    // A second time it is there, and what was written into it is not lost.
    expect((await newRule(id)).exitCode).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});
