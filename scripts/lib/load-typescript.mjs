import { build } from "esbuild";
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Imports a TypeScript file of this workspace without a build: bundled into node_modules/.cache, packages left outside. */
export async function loadTypeScript(path) {
  const folder = join(root, "node_modules", ".cache", "release-gate");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${process.pid}-${path.replaceAll(/[^\w]/g, "-")}.mjs`);
  await build({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    sourcemap: "inline",
    logLevel: "warning",
    plugins: [{ name: "workspace", setup: resolvePackages }],
  });
  return import(pathToFileURL(outfile).href);
}

/** Our own packages by their source; all others stay outside, by the file that their importer would get. */
function resolvePackages({ onResolve }) {
  const own = {
    "@release-gate/core": "core",
    "@release-gate/adapters": "adapters",
    "eslint-plugin-release-gate": "lint",
  };
  onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
    if (own[path]) return { path: join(root, "packages", own[path], "src", "index.ts") };
    if (kind === "entry-point" || path.startsWith("node:") || isAbsolute(path)) return undefined;
    try {
      const found = createRequire(join(dirname(importer), "x.js")).resolve(path);
      return { path: isAbsolute(found) ? pathToFileURL(found).href : found, external: true };
    } catch {
      return { path, external: true };
    }
  });
}
