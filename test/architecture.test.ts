import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const core = join(root, "packages/core/src");

/** Layer of core -> the layers that it may import, besides itself: the table of docs/architecture.md. */
const allowed: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...readFileSync(join(root, "docs/architecture.md"), "utf8").matchAll(/^\| `([\w-]+)` \| ([^|]+) \|$/gm)].map(
    ([, layer = "", list = ""]) => [layer, list.startsWith("nothing") ? [] : list.trim().split(", ")],
  ),
);
const sqlSide = ["sql", "source", "catalog", "facts", "rules", "recipes", "analyze", "evidence"];

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/gm;
  return [...text.matchAll(statement)].map((match) => ({
    from: file,
    specifier: match[2] ?? match[3] ?? "",
    typeOnly: match[1] !== undefined,
  }));
}

const shown = (file: string): string => relative(root, file);
const coreImports = filesBelow(core).flatMap(importsOf);

describe("the layers of core", () => {
  it("import only what the table allows", () => {
    const wrong = coreImports.flatMap(({ from, specifier, typeOnly }) => {
      if (!specifier.startsWith(".")) return [];
      const [layer = "", second] = relative(core, from).split("/");
      const [target = ""] = relative(core, resolve(dirname(from), specifier)).split("/");
      if (second === undefined || layer === target || allowed[layer]?.includes("everything")) return [];
      // Step and Rule are shapes that everything hangs on: their types may name migrations.
      if (layer === "rules" && target === "source" && typeOnly && /rules\/(rule|step)\.ts$/.test(from)) return [];
      if (layer === "chart" && typeOnly) return [];
      return allowed[layer]?.includes(target) ? [] : [`${shown(from)} imports ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it("have a row in the table, each", () => {
    const layers = readdirSync(core, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(layers.filter((layer) => !(layer in allowed))).toEqual([]);
  });

  it("keep the metrics side and the SQL side apart until the gate", () => {
    const metricsSide = ["metrics", "slo", "canary", "condition", "rollout", "calendar", "flag", "readiness", "ledger"];
    expect(metricsSide.flatMap((layer) => allowed[layer]?.filter((target) => sqlSide.includes(target)) ?? [])).toEqual(
      [],
    );
  });
});

describe("core", () => {
  it("uses no Node built-in, so that it runs in a browser too", () => {
    const builtIns = coreImports.filter(({ specifier }) =>
      /^node:|^(fs|path|os|url|child_process|crypto)$/.test(specifier),
    );
    expect(builtIns.map(({ from, specifier }) => `${shown(from)}: ${specifier}`)).toEqual([]);
  });

  it("reads no clock, environment or console", () => {
    const forbidden =
      /\b(?:process\.(?:env|argv|exit\(|stdout|stderr|cwd|hrtime)|Date\.now\(|new Date\(\)|console\.|performance\.now|Math\.random|Temporal\.Now)/;
    const wrong = filesBelow(core).filter((file) => forbidden.test(withoutComments(readFileSync(file, "utf8"))));
    expect(wrong.map(shown)).toEqual([]);
  });

  it("lets only sql/ know libpg-query, and no rule know another", () => {
    const parser = coreImports.filter(
      ({ from, specifier }) => specifier.startsWith("libpg-query") && !shown(from).includes("/core/src/sql/"),
    );
    expect(parser.map(({ from }) => shown(from))).toEqual([]);
    const ruleFile = /^\.\/(?:no|require|prefer)-[\w-]+\.js$|^\.\/syntax-error\.js$/;
    const rules = coreImports.filter(
      ({ from, specifier }) =>
        from.includes("/core/src/rules/") && !from.endsWith("rules/index.ts") && ruleFile.test(specifier),
    );
    expect(rules.map(({ from, specifier }) => `${shown(from)}: ${specifier}`)).toEqual([]);
  });
});

describe("the other packages", () => {
  const doors: Readonly<Record<string, readonly string[]>> = {
    adapters: ["@release-gate/core"],
    lint: ["@release-gate/core", "@release-gate/adapters"],
    cli: ["@release-gate/core", "@release-gate/adapters"],
    "language-server": ["@release-gate/core", "@release-gate/adapters"],
    vscode: [],
  };
  const own = /^(@release-gate\/|eslint-plugin-release-gate|release-gate)/;

  it.each(Object.entries(doors))("%s enters the others by their doors only", (name, allowedDoors) => {
    const imports = filesBelow(join(root, "packages", name, "src")).flatMap(importsOf);
    const wrong = imports.filter(
      ({ specifier }) =>
        (own.test(specifier) && !allowedDoors.includes(specifier)) ||
        /\.\.\/\.\.\/(core|adapters|lint|cli|language-server|vscode)\//.test(specifier),
    );
    expect(wrong.map(({ from, specifier }) => `${shown(from)}: ${specifier}`)).toEqual([]);
  });

  it("leaves exiting to cli/src/main.ts, and printing to it and to cli/src/standard-output.ts", () => {
    const files = filesBelow(join(root, "packages/cli/src")).filter((file) => !file.endsWith("/main.ts"));
    const having = (pattern: RegExp): string[] =>
      files.filter((file) => pattern.test(withoutComments(readFileSync(file, "utf8")))).map(shown);
    expect(having(/process\.exit|console\./)).toEqual([]);
    expect(having(/process\.(stdout|stderr)/)).toEqual(["packages/cli/src/standard-output.ts"]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
