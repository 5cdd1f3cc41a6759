import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "release-gate-packed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: { pnpm: string } };
const [npm = "", ...pnpm] = scripts.pnpm.split(" ");
const published = ["core", "adapters", "lint", "cli", "language-server"];

describe("the packed packages", () => {
  beforeAll(async () => {
    mkdirSync(join(folder, "tarballs"));
    await execa(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b"], { cwd: root });
    for (const name of published) {
      await execa(npm, [...pnpm, "pack", "--pack-destination", join(folder, "tarballs")], {
        cwd: join(root, "packages", name),
      });
    }
    const tarballs = readdirSync(join(folder, "tarballs")).map((file) => `./tarballs/${file}`);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await execa("npm", ["install", "--no-audit", "--no-fund", ...tarballs, "eslint@10.15.0"], { cwd: folder });
  }, 240_000);

  const run = (args: readonly string[]) =>
    execa(process.execPath, [...args], { cwd: folder, reject: false, env: { NO_COLOR: "1" } });

  it("give a release-gate that lints", async () => {
    writeFileSync(join(folder, "1.sql"), "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();");
    const ran = await execa(join(folder, "node_modules/.bin/release-gate"), ["lint", "1.sql"], {
      cwd: folder,
      reject: false,
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toContain("no-table-rewrite");
  });

  it("give a library that parses, replays and judges", async () => {
    const script = `
      import { lintSources, loadParser, sourceOf, startingState } from "@release-gate/core";
      await loadParser();
      const report = lintSources([sourceOf("1.sql", "DROP TABLE users;")], { state: startingState({ postgres: 18 }) });
      console.log(report.files[0].migrations[0].findings.map((finding) => finding.rule).join());`;
    const ran = await run(["--input-type=module", "--eval", script]);
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toContain("no-drop-table");
  });

  it("give an ESLint plugin that ESLint loads", async () => {
    writeFileSync(
      join(folder, "eslint.config.js"),
      'import releaseGate from "eslint-plugin-release-gate";\nexport default [...[releaseGate.configs.recommended].flat()];\n',
    );
    const ran = await run(["node_modules/eslint/bin/eslint.js", "1.sql"]);
    expect(ran.stdout).toContain("release-gate/no-table-rewrite");
  });

  it("carry their licence", () => {
    for (const name of [
      "@release-gate/core",
      "@release-gate/adapters",
      "eslint-plugin-release-gate",
      "release-gate",
      "@release-gate/language-server",
    ]) {
      expect(readdirSync(join(folder, "node_modules", name))).toContain("LICENSE");
    }
  });
});
