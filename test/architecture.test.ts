import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const core = join(root, "packages/core/src");

/** Layer of core -> the layers that it may import, besides itself: the table of docs/architecture.md. */
const allowed: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    ...readFileSync(join(root, "docs/architecture.md"), "utf8").matchAll(
      /^\| `([a-z-]+)`(?: \(planned\))? \| ([^|]+) \|$/gm,
    ),
  ].map(([, layer = "", list = ""]) => [layer, list.startsWith("nothing") ? [] : list.trim().split(", ")]),
);
const sqlSide = ["sql", "source", "catalog", "facts", "rules", "recipes", "analyze", "evidence"];

/** Of those rows, the ones of folders that are to come. */
const planned = [
  ...readFileSync(join(root, "docs/architecture.md"), "utf8").matchAll(/^\| `([\w-]+)` \(planned\) \|/gm),
].map(([, layer = ""]) => layer);

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** What stands before "from". */
  readonly names: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([^"';]*?)\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/gm;
  return [...text.matchAll(statement)].map((match) => ({
    from: file,
    specifier: match[3] ?? match[4] ?? "",
    typeOnly: match[1] !== undefined,
    names: match[2] ?? "",
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

  it("are there, but for those that the table calls planned, which are not", () => {
    const there = (layer: string): boolean => existsSync(join(core, layer));
    expect(Object.keys(allowed).filter((layer) => !planned.includes(layer) && !there(layer))).toEqual([]);
    expect(planned.filter(there)).toEqual([]);
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

describe("the surfaces", () => {
  it("read migrations and SLOs through a session, and judge through core", () => {
    const inner =
      /\b(?:lintSources|readLintInput|lintProject|readSloData|againstBase|verdictOf|migrationChecks|sloChecks)\b/;
    const surfaces = ["cli", "lint", "language-server"].flatMap((name) =>
      filesBelow(join(root, "packages", name, "src")),
    );
    const wrong = surfaces.filter((file) => inner.test(withoutComments(readFileSync(file, "utf8"))));
    expect(wrong.map(shown)).toEqual([]);
  });

  // A WeakMap that remembers what a pure function made of a value that never changes is no state.
  it("keep nothing in module variables on the way", () => {
    const folders = ["core/src/gate", "core/src/policy", "core/src/slo", "core/src/release", "cli/src/reporters"];
    const files = [
      ...folders.flatMap((folder) => filesBelow(join(root, "packages", folder))),
      ...["gate-session", "git-answers", "deployment", "project", "load-project", "slo-data", "base-gate"].map((name) =>
        join(root, "packages/adapters/src", `${name}.ts`),
      ),
    ];
    const kept = /^(?:let\b|const \w+(?:: [^=]*)? = new Map(?:<[^>]*>)?\(\);?$)/m;
    expect(files.filter((file) => kept.test(readFileSync(file, "utf8"))).map(shown)).toEqual([]);
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

describe("the page of the architecture", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const tree = /```\npackages\/core\/src\/\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const [there = "", later = ""] = tree.split("planned:");
  const foldersIn = (text: string): string[] =>
    [...text.matchAll(/(?<=^ *| {2})([\w-]+)\/(?= )/gm)].map(([, name = ""]) => name);

  it("names each folder of core as there or as planned, and is right about it", () => {
    const folders = readdirSync(core, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(foldersIn(there).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
    expect(foldersIn(later).toSorted()).toEqual(planned.toSorted());
  });

  it("names packages and files that are there", () => {
    const named = [...page.matchAll(/`((?:packages|test|docs|fixtures|scripts)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("a dependency", () => {
  const manifest = (folder: string): Readonly<Record<string, Readonly<Record<string, string>> | undefined>> =>
    JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Record<string, Record<string, string>>;
  const code = (...folders: readonly string[]): string =>
    folders
      .flatMap((folder) => filesIn(join(root, folder)))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
  const named = (text: string, name: string): boolean => new RegExp(`["'/]${name}["'/]`).test(text);

  it.each(readdirSync(join(root, "packages")))("of %s is imported by it, or by what is bundled into it", (name) => {
    const folder = `packages/${name}`;
    const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest(folder);
    const bundled = name === "cli" ? ["packages/adapters/src", "packages/core/src"] : [];
    const source = code(`${folder}/src`, ...bundled);
    const unused = (names: readonly string[], text: string): string[] =>
      // The types of a package are there for its import.
      names.filter((each) => !named(text, each.replace("@types/", "")));
    expect(unused(Object.keys({ ...dependencies, ...peerDependencies }), source)).toEqual([]);
    expect(unused(Object.keys(devDependencies), source + code(`${folder}/test`))).toEqual([]);
  });

  it("of the workspace is used by a test, a script, a configuration or a command", () => {
    const { devDependencies = {}, optionalDependencies = {}, scripts = {} } = manifest(".");
    const text = [
      code("test", "scripts", ...readdirSync(join(root, "packages")).flatMap((name) => [`packages/${name}/test`])),
      code("packages/adapters/src"),
      ...["eslint.config.js", "vitest.config.ts"].map((file) => readFileSync(join(root, file), "utf8")),
      Object.values(scripts).map((command) => `"${command.split(" ")[0]}"`),
    ].join("\n");
    const all = Object.keys({ ...devDependencies, ...optionalDependencies });
    // Node's own, and the servers, which are named by their version.
    const known = (each: string): boolean => each === "@types/node" || /^pg1\d$/.test(each);
    const unused = all.filter((each) => !known(each) && !named(text, each.replace("@types/", "")));
    expect(unused).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|cjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Rooms that were too wide when the bound was set; a folder leaves this list for good. */
const wide = [
  "packages/adapters/src",
  "packages/core/src/catalog",
  "packages/core/src/facts",
  "packages/core/src/facts/alter",
  "packages/core/src/source",
];

const sources = readdirSync(join(root, "packages")).flatMap((name) => filesBelow(join(root, "packages", name, "src")));

describe("a folder of sources", () => {
  it("has at most 25 files; each rule is one", () => {
    const sizes = new Map<string, number>();
    for (const file of sources) sizes.set(shown(dirname(file)), (sizes.get(shown(dirname(file))) ?? 0) + 1);
    const tooWide = [...sizes].filter(([folder, files]) => files > 25 && folder !== "packages/core/src/rules");
    // A folder that is listed and no longer too wide has to leave the list.
    expect(tooWide.map(([folder]) => folder).toSorted()).toEqual(wide);
  });
});

/** Circles of imports by value that were there when they were forbidden, by what is in them; they only shrink. */
const circles: readonly (readonly string[])[] = [
  below("packages/core/src/catalog", "constraints indexes inheritance owned remove tablespaces"),
  below("packages/core/src/catalog/program", "system-queries value"),
  below(
    "packages/core/src/facts",
    "comments copy data execute maintenance other-families prepared program-routines program-run programs query-locks " +
      "routine-calls routines row-changes row-checks schema-elements table-parts vacuum view-changes views",
  ),
];

describe("imports by value", () => {
  it("make no circle, so that a file can be read without those that read it", () => {
    const values = new Map(sources.map((file) => [shown(file), valueImportsOf(file).map(shown)]));
    // A circle that is smaller or gone has to be so in the list, too.
    expect(circlesOf(values)).toEqual(circles);
  });
});

function below(folder: string, names: string): string[] {
  return names.split(" ").map((name) => `${folder}/${name}.ts`);
}

/** The files that a file of ours imports by value; a type is gone when the code runs. */
function valueImportsOf(file: string): string[] {
  return importsOf(file)
    .filter(({ specifier, typeOnly, names }) => specifier.startsWith(".") && !typeOnly && !onlyTypes(names))
    .map(({ specifier }) => resolve(dirname(file), specifier).replace(/\.js$/, ".ts"));
}

/** Whether `{ type A, type B }` is all that is imported. */
function onlyTypes(names: string): boolean {
  const inside = /^\s*\{([\s\S]*)\}/.exec(names)?.[1];
  const each =
    inside
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "") ?? [];
  return each.length > 0 && each.every((name) => name.startsWith("type "));
}

/** The sets of files that reach each other (Tarjan's strongly connected components), sorted, of two files or more. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      else if (!open.includes(next)) continue;
      low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found.toSorted((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
