import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error -- a script without types
import * as plan from "../scripts/lib/check-plan.mjs";
// @ts-expect-error -- a script without types
import * as projects from "../scripts/lib/test-projects.mjs";
import { root } from "./support/cli.js";

interface Plan {
  readonly unit: readonly string[] | "all";
  readonly named: readonly string[];
  readonly left: readonly string[];
}
const { planOf } = plan as { planOf(changed: readonly string[], tests: readonly string[]): Plan };
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

  it("are all unit tests where something is changed that no test imports", () => {
    for (const path of ["docs/architecture.md", "fixtures/statements/no-drop-table/a.sql", "vitest.config.ts"])
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

describe("a unit test", () => {
  // What such a test imports makes it one of another project; scripts/lib/test-projects.mjs says which.
  const forbidden =
    /from "(?:[^"]*\/(?:postgres\/server|pglite|prometheus-server|chromium)\.js|pg|@electric-sql\/pglite[^"]*)"|\breleaseGate\(/;

  it("starts no server, browser or bundle", () => {
    const unit = tests.filter((path) => projectOf(path) === "unit" && path !== "test/check-plan.test.ts");
    expect(unit.filter((path) => forbidden.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });
});
