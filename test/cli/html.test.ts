import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../support/chromium.js";
import { exampleProject, project, releaseGate, root } from "../support/cli.js";

const now = ["--now", "2026-11-22T01:00:00Z"];
const pictures = join(root, "test-results", "html");
const hostile = `"><script>document.title='pwned'</script><img src=http://198.51.100.1/x>`;
const hostileTable = `\`<b>&'`;

/** A project in which every text that comes from files tries to be markup. */
const hostileProject = (): string =>
  project({
    "release-gate.yaml": `version: 1\nname: ${JSON.stringify(hostile)}\nmigrations:\n  path: migrations\n  released: "0001"\nslo:\n  files: slo.yaml\n  metrics: metrics\n`,
    "slo.yaml": `version: prometheus/v1\nservice: ${JSON.stringify(hostile)}\nslos:\n  - name: ${JSON.stringify(hostileTable)}\n    objective: 99\n    sli:\n      events:\n        error_query: e\n        total_query: t\n`,
    "metrics/none.jsonl": "",
    "migrations/0001.sql": `CREATE TABLE "${hostileTable}" (id bigint PRIMARY KEY);\n`,
    "migrations/0002.sql": `-- ${hostile}\nDROP TABLE "${hostileTable}"; -- ${hostile}\n`,
  });

if (chromiumPath === undefined && process.env["REQUIRE_ALL"] === "1") {
  it("has a chromium to open pages in", () => {
    expect(chromiumPath, "apt-get install chromium").toBeDefined();
  });
}

describe.skipIf(chromiumPath === undefined)(
  `--format html in a real Chromium${chromiumPath === undefined ? " (there is none)" : ""}`,
  () => {
    let browser: Browser;
    const requests: string[] = [];

    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true });
      browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: ["--no-sandbox", "--headless"] });
    });
    afterAll(() => browser.close());

    async function open(
      name: string,
      html: string,
      width: number,
      colorScheme: "light" | "dark" = "light",
    ): Promise<Page> {
      const file = join(pictures, `${name}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      requests.length = 0;
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href, { waitUntil: "networkidle" });
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      expect(requests).toEqual([pathToFileURL(file).href]);
      return page;
    }

    const overflow = (page: Page): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

    it("shows the verdict, every check, the findings and two pictures for each SLO, and asks for nothing", async () => {
      const folder = exampleProject();
      const { stdout, exitCode } = await releaseGate(folder, [
        "check",
        ...now,
        "--format",
        "html",
        "--format",
        "json=report.json",
      ]);
      expect(exitCode).toBe(1);
      const page = await open("check", stdout, 1100);
      const { checks } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as {
        checks: { id: string; summary: string }[];
      };
      const text = (await page.textContent("main")) ?? "";
      expect(await page.textContent("h1")).toBe("HOLD: do not go on.");
      expect(checks.length).toBeGreaterThan(5);
      for (const { id, summary } of checks) {
        expect(text).toContain(id);
        expect(text).toContain(summary);
      }
      expect(text).toContain("no-table-rewrite");
      expect(text).toContain("Next: not before 2026-11-29T09:00:00Z.");
      expect(await page.locator("article").count()).toBe(2);
      expect(await page.getByRole("img", { name: "search-availability: error budget over 28d" }).count()).toBe(1);
      expect(await page.getByRole("img", { name: "search-availability: burn rate per window" }).count()).toBe(1);
      expect(await page.locator("article svg").count()).toBe(4);
      expect(await page.locator("script").count()).toBe(0);
      expect(await overflow(page)).toBe(0);
    });

    it("fits a phone in both languages and says which language it is in", async () => {
      for (const [language, scheme, words] of [
        ["en", "light", "Error budgets"],
        ["ja", "dark", "エラーバジェット"],
      ] as const) {
        const { stdout } = await releaseGate(exampleProject(), [
          "check",
          ...now,
          "--format",
          "html",
          "--lang",
          language,
        ]);
        const page = await open(`phone-${language}`, stdout, 360, scheme);
        expect(await overflow(page)).toBe(0);
        expect(await page.getAttribute("html", "lang")).toBe(language);
        expect(await page.textContent("main")).toContain(words);
        const sizes = await page
          .locator("svg text")
          .evaluateAll((texts) =>
            texts
              .map((text) => text.getBoundingClientRect())
              .map(({ left, right, height }) => ({ left, right, height })),
          );
        expect(sizes.length).toBeGreaterThan(20);
        for (const { left, right, height } of sizes) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(right).toBeLessThanOrEqual(360);
          expect(height).toBeGreaterThan(8);
        }
      }
    });

    it("is dark where the reader's system is", async () => {
      const { stdout } = await releaseGate(exampleProject(), ["check", "--only", "slo", ...now, "--format", "html"]);
      const shade = async (scheme: "light" | "dark"): Promise<number> => {
        const page = await open("check-slo", stdout, 800, scheme);
        const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        return Math.max(...(color.match(/\d+/g) ?? []).map(Number));
      };
      expect(await shade("light")).toBeGreaterThan(240);
      expect(await shade("dark")).toBeLessThan(60);
    });

    it("shows hostile names as the text that they are", async () => {
      const folder = hostileProject();
      const { stdout, stderr } = await releaseGate(folder, ["check", ...now, "--format", "html"]);
      expect(stderr).toBe("");
      const page = await open("hostile", stdout, 360);
      expect(await page.title()).toContain(hostile);
      expect(await page.locator("script, img").count()).toBe(0);
      const text = (await page.textContent("main")) ?? "";
      expect(text).toContain(`${hostile}-${hostileTable}`);
      expect(text).toContain(`DROP TABLE "${hostileTable}"; -- ${hostile}`);
      expect(text).toContain("no data");
      expect(await overflow(page)).toBe(0);
    });

    it("shows the findings of lint too", async () => {
      const { stdout, exitCode } = await releaseGate(exampleProject(), ["lint", "--format", "html"]);
      expect(exitCode).toBe(1);
      const page = await open("lint", stdout, 360);
      expect(await page.textContent("h1")).toBe("9 errors, 5 warnings");
      expect(await page.locator("li").count()).toBe(14);
      expect(await overflow(page)).toBe(0);
    });
  },
);

describe("the html page", () => {
  it("is the same bytes for the same inputs", async () => {
    const run = () => releaseGate(exampleProject(), ["check", ...now, "--format", "html"]);
    expect((await run()).stdout).toBe((await run()).stdout);
  });

  it("is loaded, with d3, only where it is asked for", () => {
    for (const command of ["main.ts", "commands/lint.ts", "commands/check.ts"]) {
      const loaded = [...loadedBy(join(root, "packages/cli/src", command))];
      expect(loaded.length).toBeGreaterThan(2);
      expect(loaded.filter((module) => /d3-|reporters\/(?:html|markdown)|chart\/(?!load\.ts)/.test(module))).toEqual(
        [],
      );
    }
    expect([...loadedBy(join(root, "packages/core/src/chart/index.ts"))].join()).toContain("d3-scale");
  });
});

/** What a module loads when it is loaded itself: static imports, through our own doors; types and import() aside. */
function loadedBy(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext);
  for (const statement of source.statements) {
    const imports = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly !== true;
    const exports = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
    if (!(imports || exports) || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text } = statement.moduleSpecifier;
    const door = /^@release-gate\/(\w+)$/.exec(text)?.[1];
    if (door !== undefined) loadedBy(join(root, "packages", door, "src/index.ts"), found);
    else if (text.startsWith(".")) loadedBy(resolve(dirname(file), text.replace(/\.js$/, ".ts")), found);
    else found.add(text);
  }
  return found;
}
