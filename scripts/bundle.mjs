// Bundles what users start as one file each: the CLI, the language server and the VS Code extension. The parser's WASM lies
// beside each, where it is looked for.
import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const wasm = createRequire(`${root}packages/core/package.json`).resolve("libpg-query/wasm/libpg-query.wasm");

/** CommonJS libraries inside an ES module need `require` and `__dirname`. */
const banner =
  "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url),__dirname=import.meta.dirname;";

await build({
  entryPoints: [`${root}packages/cli/src/main.ts`],
  outfile: `${root}packages/cli/dist/main.js`,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  banner: { js: banner },
  external: ["pg", "pg-native", "@electric-sql/pglite", "@electric-sql/pglite/*"],
  alias: {
    "@release-gate/core": `${root}packages/core/src/index.ts`,
    "@release-gate/adapters": `${root}packages/adapters/src/index.ts`,
  },
});
copyFileSync(wasm, `${root}packages/cli/dist/libpg-query.wasm`);
chmodSync(`${root}packages/cli/dist/main.js`, 0o755);

if (existsSync(`${root}scripts/bundle-vscode.mjs`)) {
  const { bundleEditors } = await import("./bundle-vscode.mjs");
  await bundleEditors({ root, wasm, banner });
}
