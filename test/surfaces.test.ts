import { execFile } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Editor } from "../packages/language-server/test/editor.js";
// @ts-expect-error -- a build script without types
import { bundleLanguageServer, bundleModule } from "../scripts/bundle-vscode.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const path = "prisma/migrations/20261120093000_trip_search/migration.sql";

/** Comments that silence rules, and what is wrong with them; `prefer-text` is off, so nobody knows whether it would speak. */
const comments = `
-- release-gate: allow no-truncate, no-drop-tabel, prefer-text
-- release-gate: alow no-truncate -- why
-- release-gate: allow no-truncate -- until then expires 2020-01-01
-- squawk-ignore ban-dropping-table
SELECT 1;
-- release-gate: allow no-drop-table -- nothing reads it
DROP TABLE users CASCADE;
`;

/** A finding as every surface has it; lines and columns from 1. */
type Found = readonly [
  rule: string,
  severity: "error" | "warning",
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
];
const inOrder = (found: readonly Found[]): Found[] =>
  found.toSorted((a, b) => a[2] - b[2] || a[3] - b[3] || (a[0] < b[0] ? -1 : 1));

/** The careless migration of the bundled example, through the real programs. VS Code shows what the server says: test/vscode. */
describe("the same findings of the same migration", () => {
  let folder = "";
  let fromCli: Found[] = [];
  const project = (): string => join(folder, "trip");
  const text = (): string => readFileSync(join(project(), path), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "release-gate-surfaces-"));
    cpSync(join(root, "fixtures/projects/trip"), project(), { recursive: true });
    appendFileSync(join(project(), path), comments);
    const bundle = bundleModule as (entry: string, outfile: string) => Promise<void>;
    await bundle("packages/cli/src/main.ts", join(folder, "cli/main.mjs"));
    await bundle("packages/lint/src/index.ts", join(folder, "lint/plugin.mjs"));
    await (bundleLanguageServer as (outfile: string) => Promise<string>)(join(folder, "server/server.mjs"));
    fromCli = await cliFindings();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function cliFindings(): Promise<Found[]> {
    const output = await run([join(folder, "cli/main.mjs"), "lint", "--format", "json"]);
    interface Listed {
      readonly rule: string;
      readonly severity: "error" | "warning";
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
      readonly endColumn: number;
      readonly suppressed: unknown;
    }
    const { files } = JSON.parse(output) as { files: { path: string; migrations: { findings: Listed[] }[] }[] };
    const findings = files
      .filter((file) => file.path === path)
      .flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
    return inOrder(
      findings
        .filter(({ suppressed }) => suppressed === null)
        .map(({ rule, severity, line, column, endLine, endColumn }) => [
          rule,
          severity,
          line,
          column,
          endLine,
          endColumn,
        ]),
    );
  }

  function run(args: readonly string[]): Promise<string> {
    return new Promise((resolve) =>
      execFile(process.execPath, args, { cwd: project(), maxBuffer: 1e8 }, (_, stdout) => resolve(stdout)),
    );
  }

  it("are several, among them an index that is built while writers wait", () => {
    expect(fromCli.length).toBeGreaterThan(5);
    expect(fromCli.map(([rule]) => rule)).toContain("require-concurrent-index");
    const about = fromCli.map(([rule]) => rule).filter((rule) => rule.includes("suppression"));
    expect(about.toSorted()).toEqual([
      "no-expired-suppression",
      "no-malformed-suppression",
      "no-unknown-suppression",
      "no-unknown-suppression",
      "no-unused-suppression",
      "require-suppression-reason",
    ]);
    expect(fromCli.map(([rule]) => rule)).not.toContain("no-drop-table");
  });

  it.each(["eslint", "eslint9"])("are reported by %s", async (name) => {
    writeFileSync(
      join(project(), "eslint.config.mjs"),
      'import gate from "../lint/plugin.mjs";\nexport default [...gate.configs.recommended];\n',
    );
    const output = await run([join(root, "node_modules", name, "bin/eslint.js"), "--format", "json", path]);
    interface Reported {
      readonly ruleId: string;
      readonly severity: 1 | 2;
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
      readonly endColumn: number;
    }
    const [result] = JSON.parse(output) as { messages: Reported[] }[];
    const found = result?.messages.map((message): Found => {
      const { line, column, endLine, endColumn } = message;
      return [
        message.ruleId.replace("release-gate/", ""),
        message.severity === 2 ? "error" : "warning",
        line,
        column,
        endLine,
        endColumn,
      ];
    });
    expect(inOrder(found ?? [])).toEqual(fromCli);
  });

  it("are published by the language server", async () => {
    const editor = new Editor(join(folder, "server/server.mjs"), "stdio");
    await editor.start();
    await editor.open(join(project(), path), text());
    const diagnostics = await editor.diagnostics(join(project(), path), (all) => all.length > 0);
    await editor.stop();
    const found = diagnostics.map(({ code, severity, range: { start, end } }): Found => {
      return [
        String(code),
        severity === 1 ? "error" : "warning",
        start.line + 1,
        start.character + 1,
        end.line + 1,
        end.character + 1,
      ];
    });
    expect(inOrder(found)).toEqual(fromCli);
  });
});
