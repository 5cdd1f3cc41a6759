import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
// @ts-expect-error -- a build script without types
import { bundleExtension, packExtension } from "../../scripts/bundle-vscode.mjs";
// @ts-expect-error -- a script without types
import { missingForVscode } from "../../scripts/setup-vscode-test.mjs";
import { until, Workbench } from "./workbench.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** How long a step may take on a busy machine, in milliseconds; on an idle one each takes a few seconds at most. */
const patience = 45_000;
vi.setConfig({ testTimeout: 4 * patience, hookTimeout: 4 * patience });
const pictures = join(root, "test-results", "vscode");
const missing = (missingForVscode as () => string[])();
const careless = "-- 利用者を速く探す 🚀\nCREATE INDEX users_email ON users (email);\n";
const project = {
  "release-gate.yaml": 'version: 1\nmigrations:\n  path: migrations\n  transaction: none\n  released: "0001"\n',
  "migrations/0001_users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n",
  "migrations/0002_index.sql": careless,
};

if (missing.length > 0 && process.env["REQUIRE_ALL"] === "1") {
  it("has a real VS Code and a chromium to run in", () => {
    expect(missing, "run: node scripts/setup-vscode-test.mjs").toEqual([]);
  });
}

describe.skipIf(missing.length > 0)(
  `a real VS Code${missing.length > 0 ? ` (missing: ${missing.join(", ")})` : ""}`,
  () => {
    let extension = "";
    beforeAll(async () => {
      // A folder of its own: a build that runs at the same time must not change what is tested.
      const folder = mkdtempSync(join(tmpdir(), "release-gate-extension-"));
      extension = await (bundleExtension as (folder: string) => Promise<string>)(folder);
      mkdirSync(pictures, { recursive: true });
    });
    afterAll(() => rmSync(extension, { recursive: true, force: true }));

    describe("with the packed extension installed", () => {
      const workbench = new Workbench(undefined, project);
      const migration = join(workbench.folder, "migrations/0002_index.sql");
      let page: Page;
      const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });

      beforeAll(async () => {
        await workbench.install((packExtension as (folder: string) => string)(extension));
        await workbench.start();
        page = await workbench.open([["openFile", workbench.remote(migration)]]);
      });
      afterEach(async ({ task }) => {
        if (task.result?.state === "fail") await picture("failed");
      });
      afterAll(() => workbench.stop());

      it("underlines the dangerous words of a migration", async () => {
        await page.waitForSelector(".squiggly-error", { timeout: patience });
      });

      it("lists the finding in the Problems panel", async () => {
        await page.keyboard.press("Control+Shift+M");
        const row = page.locator(".markers-panel .monaco-list-row", { hasText: "require-concurrent-index" });
        await row.waitFor({ timeout: patience });
        expect(await row.textContent()).toContain("Writes to public.users wait until the index is built.");
        expect(await row.textContent()).toContain("Ln 2, Col 8");
        await picture("problems");
      });

      it("opens the rule's page, which comes with the extension, by the rule's name", async () => {
        await page
          .locator(".markers-panel a", { hasText: "require-concurrent-index" })
          .click({ modifiers: ["Control"] });
        await page.locator(".tab", { hasText: "require-concurrent-index.md" }).waitFor({ timeout: patience });
        await picture("page");
        await page.locator(".tab", { hasText: "0002_index.sql" }).click();
      });

      it("shows in a hover what PostgreSQL does to run the statement", async () => {
        await page
          .locator(".view-line", { hasText: "CREATE INDEX" })
          .getByText("INDEX", { exact: false })
          .first()
          .hover();
        const hover = page.locator(".monaco-hover:visible", { hasText: "What PostgreSQL 18 does" });
        await hover.waitFor({ timeout: patience });
        expect(await hover.textContent()).toMatch(/Locks public\.users in SHARE mode: writes wait, reads go on\./);
        await picture("hover");
        await page.keyboard.press("Escape");
      });

      it("mends the finding from the light bulb's menu, and the squiggle goes", async () => {
        const row = page.locator(".markers-panel .monaco-list-row", { hasText: "require-concurrent-index" });
        const fix = page.locator(".action-widget .monaco-list-row", { hasText: "Fix require-concurrent-index" });
        // The menu does not always open at the first key, so the whole gesture is repeated.
        await until("the menu of fixes", 2 * patience, async () => {
          // Into the guilty word: a click on the row may hit the link to the rule's page.
          await page.locator(".view-line", { hasText: "CREATE INDEX" }).click({ position: { x: 75, y: 8 } });
          await page.waitForSelector(".monaco-editor.focused");
          await page.keyboard.press("Control+.");
          return fix.waitFor({ timeout: 4000 }).then(
            () => true,
            () => page.keyboard.press("Escape").then(() => false),
          );
        });
        await picture("fixes");
        await fix.click();
        await row.waitFor({ state: "detached", timeout: patience });
        await page.keyboard.press("Control+S");
        // VS Code empties the file before it writes, so not every new content is the whole one.
        await until("the mended file", patience, async () => {
          await page.waitForTimeout(100);
          return readFileSync(migration, "utf8") === careless.replace("INDEX", "INDEX CONCURRENTLY");
        });
        await picture("mended");
      });

      it("shows the facts of a statement by its command", async () => {
        await page.locator(".view-line", { hasText: "CREATE INDEX" }).click();
        await page.keyboard.press("F1");
        await page.keyboard.type("Release Gate: Show facts");
        await page.locator(".quick-input-list .monaco-list-row", { hasText: "Show facts of this statement" }).click();
        await page.locator(".tab", { hasText: "facts.md" }).waitFor({ timeout: patience });
        const preview = page.frameLocator("iframe.webview").frameLocator("iframe");
        await preview
          .getByText("in SHARE UPDATE EXCLUSIVE mode: reads and writes go on.")
          .waitFor({ timeout: patience });
        await page.mouse.move(700, 700);
        await picture("facts");
      });
    });

    describe("on the bundled example, for a person who reads Japanese", () => {
      const language = { "releaseGate.language": "ja", "workbench.panel.defaultLocation": "bottom" };
      const workbench = new Workbench(join(root, "fixtures/projects/trip"), {}, language);
      const migration = "prisma/migrations/20261120093000_trip_search/migration.sql";
      beforeAll(() => workbench.start());
      afterAll(() => workbench.stop());

      it("lists the findings of the careless migration in Japanese", async () => {
        const page = await workbench.open([
          ["extensionDevelopmentPath", workbench.remote(extension)],
          ["openFile", workbench.remote(join(workbench.folder, migration))],
        ]);
        await page.waitForSelector(".squiggly-error", { timeout: patience });
        await page.keyboard.press("Control+Shift+M");
        const rows = page.locator(".markers-panel .monaco-list-row", { hasText: "require-concurrent-index" });
        await rows.first().waitFor({ timeout: patience });
        expect(await rows.first().textContent()).toMatch(/[\u3040-\u30ff]/);
        await page.screenshot({ path: join(pictures, "example.png") });
      });
    });

    describe("inside the extension host", () => {
      const workbench = new Workbench(undefined, project);
      beforeAll(() => workbench.start());
      afterAll(() => workbench.stop());

      it("passes the extension's own tests", async () => {
        let end: (code: number) => void;
        const ended = new Promise<number>((resolve) => (end = resolve));
        const tests = fileURLToPath(new URL("extension-host", import.meta.url));
        const payload = [
          ["extensionDevelopmentPath", workbench.remote(extension)],
          ["extensionTestsPath", workbench.remote(join(tests, "index.cjs"))],
        ] as const;
        await workbench.open(payload, async (page) => {
          await page.exposeFunction("codeAutomationLog", () => undefined);
          await page.exposeFunction("codeAutomationExit", (code: number) => end(code));
        });
        const code = await Promise.race([
          ended,
          new Promise<"no end">((give) => setTimeout(() => give("no end"), 3 * patience)),
        ]);
        const results = JSON.parse(readFileSync(join(workbench.folder, "results.json"), "utf8")) as Record<
          string,
          string
        >;
        expect(results).toEqual({
          "diagnostics come from the language server": "passed",
          "unsaved text is judged": "passed",
          "a code action mends the text": "passed",
          "a wrong release-gate.yaml is shown at its line": "passed",
          "switching the setting off takes the diagnostics away": "passed",
        });
        expect(code).toBe(0);
      });
    });
  },
);
