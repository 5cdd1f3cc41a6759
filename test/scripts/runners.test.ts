import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { available } from "../postgres/server.js";
import { root } from "../support/cli.js";

interface Result {
  readonly version: string;
  readonly language: string;
  readonly statements: number;
  readonly proven: boolean;
}

const results = JSON.parse(readFileSync(join(root, "scripts/lib/runners/results.json"), "utf8")) as Record<
  string,
  Result
>;

/** Small ones that npm gives: each is installed once into the cache folder. */
const ofNpm = ["knex", "node-pg-migrate", "postgres-migrations", "dbmate"];

describe("the runners", () => {
  it("of the table are proven, each with its version and what the server's log had", () => {
    expect(Object.keys(results).length).toBeGreaterThanOrEqual(17);
    for (const [name, { proven, statements, version }] of Object.entries(results))
      expect([name, proven, statements > 0, /^\d/.test(version)]).toEqual([name, true, true, true]);
  });

  it.skipIf(!available(18))("that npm gives do what the table says", { timeout: 300_000 }, () => {
    const { stdout, status } = spawnSync(process.execPath, [join(root, "scripts/runners.mjs"), ...ofNpm], {
      encoding: "utf8",
    });
    const lines = stdout.trim().split("\n");
    expect(lines.slice(0, -1).map((line) => line.replace(/:.*/, ""))).toEqual(
      ofNpm.map((name) => `proven       ${name} ${results[name]?.version ?? ""}`),
    );
    for (const [index, name] of ofNpm.entries())
      expect(lines[index]).toContain(`${results[name]?.statements ?? 0} statements as in the server's log`);
    expect(status).toBe(0);
  });

  it("are named where one is misspelt", () => {
    const { stderr, status } = spawnSync(process.execPath, [join(root, "scripts/runners.mjs"), "gose"], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("No runner is called gose. There are: knex,");
  });
});
