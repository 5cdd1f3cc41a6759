import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { execa } from "execa";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
// @ts-expect-error -- a build script without types
import { bundleModule } from "../../../scripts/bundle-vscode.mjs";

/** The real programs, run as a user runs them, with the plugin bundled so that no compiled packages are needed. */
const majors = [
  { major: "10", package: "eslint", version: /^v10\.15\.0/ },
  { major: "9", package: "eslint9", version: /^v9\.39\.5/ },
];
const root = fileURLToPath(new URL("../../..", import.meta.url));
const careless = "CREATE INDEX users_email ON users (email);\n";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "release-gate-eslint-cli-"));
  await (bundleModule as (entry: string, outfile: string) => Promise<void>)(
    "packages/lint/src/index.ts",
    join(folder, "plugin", "plugin.mjs"),
  );
  writeFileSync(
    join(folder, "eslint.config.mjs"),
    'import gate from "./plugin/plugin.mjs";\nexport default [...gate.configs.recommended];\n',
  );
  writeFileSync(
    join(folder, "release-gate.yaml"),
    'version: 1\nmigrations:\n  path: migrations\n  transaction: none\n  released: "0001"\n',
  );
  mkdirSync(join(folder, "migrations"));
  writeFileSync(
    join(folder, "migrations", "0001_users.sql"),
    "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n",
  );
});
beforeEach(() => writeFileSync(join(folder, "migrations", "0002_index.sql"), careless));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(majors)("the eslint $major program", ({ package: name, version }) => {
  const binary = join(root, "node_modules", name, "bin", "eslint.js");
  const eslint = (...args: string[]) => execa(process.execPath, [binary, ...args], { cwd: folder, reject: false });

  it("is the version that is promised", async () => {
    expect((await eslint("--version")).stdout).toMatch(version);
  });

  it("finds what a release gate finds in a folder of migrations, and exits 1", async () => {
    const { exitCode, stdout } = await eslint("--format", "json", "migrations");
    const results = JSON.parse(stdout) as {
      filePath: string;
      messages: { ruleId: string; line: number; column: number }[];
    }[];
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column }) => [filePath.slice(folder.length + 1), ruleId, line, column]),
    );
    expect(found).toContainEqual(["migrations/0002_index.sql", "release-gate/require-concurrent-index", 1, 8]);
    expect(found.map(([file]) => file)).not.toContain("migrations/0001_users.sql");
    expect(exitCode).toBe(1);
  });

  it("is silent about what was released, also where it could not be parsed, and mends nothing there", async () => {
    const old = join(folder, "migrations", "0000_old.sql");
    const text = "CREATE INDEX a ON users (id);\nDROP TABLE orders;\nCREATE TABEL x ();\n";
    writeFileSync(old, text);
    const { exitCode, stdout } = await eslint("--fix", "migrations/0000_old.sql");
    expect([exitCode, stdout, readFileSync(old, "utf8")]).toEqual([0, "", text]);
    rmSync(old);
  });

  it("mends the file with --fix", async () => {
    await eslint("--fix", "migrations");
    expect(readFileSync(join(folder, "migrations", "0002_index.sql"), "utf8")).toBe(
      "CREATE INDEX CONCURRENTLY users_email ON users (email);\n",
    );
  });

  it("reads a text from standard input in its place", async () => {
    const args = ["--stdin", "--stdin-filename", join(folder, "migrations", "0003_more.sql")];
    const { exitCode, stdout } = await execa(process.execPath, [binary, ...args], {
      cwd: folder,
      reject: false,
      input: careless.replaceAll("email", "id"),
    });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("require-concurrent-index")]);
  });

  it("runs a rule in ESLint's own RuleTester", async () => {
    const bad = "CREATE INDEX users_id ON users (id);";
    const safe = "CREATE INDEX CONCURRENTLY users_id ON users (id);";
    const script = `
      import { RuleTester } from ${JSON.stringify(pathToFileURL(join(root, "node_modules", name, "lib", "api.js")).href)};
      import plugin from "./plugin/plugin.mjs";
      RuleTester.it = (_, run) => run();
      RuleTester.describe = (_, run) => run();
      new RuleTester({ plugins: { "release-gate": plugin }, language: "release-gate/sql" }).run(
        "require-concurrent-index", plugin.rules["require-concurrent-index"],
        { valid: [${JSON.stringify(safe)}], invalid: [{ code: ${JSON.stringify(bad)}, errors: [{ message: /wait until the index is built/, line: 1, column: 8 }], output: ${JSON.stringify(safe)} }] },
      );
      console.log("tested");`;
    writeFileSync(join(folder, "rule-tester.mjs"), script);
    const { stdout, stderr } = await execa(process.execPath, ["rule-tester.mjs"], { cwd: folder, reject: false });
    expect([stdout, stderr]).toEqual(["tested", ""]);
  });
});
