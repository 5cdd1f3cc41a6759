import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error -- a script without types
import * as plan from "../scripts/lib/check-plan.mjs";
// @ts-expect-error -- a script without types
import * as related from "../scripts/lib/related-tests.mjs";
import { ruleIds } from "../scripts/generate-rules.mjs";
// @ts-expect-error -- a script without types
import * as projects from "../scripts/lib/test-projects.mjs";
import { root } from "./support/cli.js";

interface Plan {
  readonly unit: readonly string[] | "all";
  readonly named: readonly string[];
  readonly left: readonly string[];
  readonly rules: readonly string[] | undefined;
}
const { planOf, warningsIn } = plan as {
  planOf(changed: readonly string[], tests: readonly string[]): Plan;
  warningsIn(output: string): string[];
};
const { relatedTests } = related as {
  relatedTests(root: string, changed: readonly string[], tests: readonly string[]): string[];
};
const { projectOf, testFiles } = projects as { projectOf(path: string): string; testFiles(root: string): string[] };
const tests = testFiles(root);

describe("the tests that a change touches", () => {
  it("are, for code of core, the unit tests that import it and those that read the sources as text", () => {
    const { unit, named, left } = planOf(["packages/core/src/rules/no-truncate.ts"], tests);
    expect(unit).toContain("packages/core/src/rules/no-truncate.ts");
    expect(unit).toContain("test/architecture.test.ts");
    expect(named).toEqual([]);
    expect(left).toEqual([]);
  });

  it("are those that import the file, through doors too", () => {
    const related = relatedTests(root, ["packages/core/src/rules/no-truncate.ts"], tests);
    expect(related).toContain("packages/core/test/rules/examples.test.ts");
    expect(related).toContain("packages/adapters/test/deployment.test.ts");
    expect(related).not.toContain("packages/core/test/time/time.test.ts");
    expect(relatedTests(root, ["packages/core/test/rules/lint-example.ts"], tests)).toContain(
      "packages/core/test/rules/bodies.test.ts",
    );
    expect(relatedTests(root, ["packages/core/src/time/zone.ts"], tests)).toContain(
      "packages/core/test/time/time.test.ts",
    );
  });

  it("judge the examples of all rules, but where only rules and their pages have changed", () => {
    const rule = "packages/core/src/rules/no-truncate.ts";
    const beside = ["docs/rules/no-truncate.md", "README.md", "packages/core/src/messages/ja/rules.ts"];
    expect(planOf([rule, ...beside], tests).rules).toEqual(["no-truncate"]);
    for (const other of ["rules/step.ts", "rules/no-failing-statement.ts", "catalog/names.ts", "messages/render.ts"])
      expect(planOf([rule, `packages/core/src/${other}`], tests).rules).toBeUndefined();
    expect(planOf([rule, "packages/core/test/rules/lint-example.ts"], tests).rules).toBeUndefined();
  });

  it("know the files of rules by their names", () => {
    const narrowed = ruleIds().filter((id) => planOf([`packages/core/src/rules/${id}.ts`], tests).rules !== undefined);
    expect(narrowed).toEqual(
      ruleIds().filter((id) => id !== "no-failing-statement" && id !== "no-concurrent-in-transaction"),
    );
    const helpers = readdirSync(join(root, "packages/core/src/rules")).filter(
      (name) => !ruleIds().includes(name.replace(".ts", "")) && name !== "index.ts",
    );
    expect(helpers.filter((name) => planOf([`packages/core/src/rules/${name}`], tests).rules)).toEqual([]);
  });

  it("are, for a page or a schema, those that read it", () => {
    expect(planOf(["docs/cli.md"], tests).named).toEqual(["packages/cli/test/cli-page.test.ts"]);
    expect(planOf(["docs/release-gate.schema.json"], tests).unit).toContain("test/policy-schema.test.ts");
    expect(planOf(["CHANGELOG.md"], tests).unit).not.toBe("all");
  });

  it("are all unit tests where something is changed that no test imports", () => {
    for (const path of ["fixtures/statements/no-drop-table/a.sql", "vitest.config.ts", "package.json"])
      expect(planOf([path, "packages/core/src/index.ts"], tests).unit).toBe("all");
  });

  it("are, for a program that is bundled before it is tested, those that start it", () => {
    const { named, left } = planOf(["packages/cli/src/main.ts"], tests);
    expect(named).toContain("test/cli/contract.test.ts");
    expect(left).toContain("test/cli/prometheus.test.ts");
    expect(planOf(["packages/language-server/src/main.ts"], tests).named).toEqual([
      "packages/language-server/test/server.test.ts",
    ]);
  });

  it("run when they are changed themselves, but for those that take minutes, which are named", () => {
    const changed = ["test/postgres/differential.test.ts", "test/surfaces.test.ts"];
    expect(planOf(changed, tests)).toMatchObject({ named: [changed[1]], left: [changed[0]] });
  });
});

describe("the warnings of a step", () => {
  it("are the lines that begin so, also behind the colours of vitest", () => {
    const output = "\u001b[22m\u001b[39mwarning: no Japanese yet for a\nno warning: this\nwarning: b\n";
    expect(warningsIn(output)).toEqual(["warning: no Japanese yet for a", "warning: b"]);
  });
});

describe("a unit test", () => {
  // What such a test imports makes it one of another project; scripts/lib/test-projects.mjs says which.
  const forbidden =
    /from "(?:[^"]*\/(?:postgres\/server|pglite|prometheus-server|chromium)\.js|pg|@electric-sql\/pglite[^"]*)"|\breleaseGate\(/;

  it("starts no server, browser or bundle", () => {
    const unit = tests.filter((path) => projectOf(path) === "unit" && path !== "test/check-plan.test.ts");
    expect(unit.filter((path) => forbidden.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });
});
