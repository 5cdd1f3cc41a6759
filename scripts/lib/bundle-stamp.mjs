// Which sources the bundles in dist were made of: tests and `npm run generate` start bundles, and yesterday's would pass for
// today's.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Where the hash of the sources is kept, outside of what is packed. */
export const stampPath = ".cache/bundles.sha256";

const bundles = [
  "packages/cli/dist/main.js",
  "packages/cli/dist/release-gate.cjs",
  "packages/cli/dist/libpg-query.wasm",
  "packages/language-server/dist/bundle/server.mjs",
  "packages/vscode/dist/extension.cjs",
  "packages/vscode/dist/server/server.mjs",
];

/** Whether the bundles are there and were made of the sources that are there. */
export function isBundled(root) {
  const stamp = join(root, stampPath);
  if (!existsSync(stamp) || bundles.some((path) => !existsSync(join(root, path)))) return false;
  return readFileSync(stamp, "utf8") === sourcesHash(root);
}

/** A hash of the paths and contents of everything that a bundle is made of. */
export function sourcesHash(root) {
  const hash = createHash("sha256");
  for (const path of sources(root)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Code, versions of what is bundled with it, and what lies beside it: the pages of the rules and the schemas. */
function sources(root) {
  const packages = readdirSync(join(root, "packages"));
  const single = [
    "LICENSE",
    "pnpm-lock.yaml",
    "docs/release-gate.schema.json",
    "docs/slo.schema.json",
    ...packages.map((name) => `packages/${name}/package.json`),
  ];
  const folders = ["docs/rules", "scripts", ...packages.map((name) => `packages/${name}/src`)];
  const inside = folders.flatMap((folder) => filesBelow(root, folder));
  return [...single.filter((path) => existsSync(join(root, path))), ...inside.filter(isSource)].sort();
}

/** Of the scripts only those that bundle. */
function isSource(path) {
  if (!path.startsWith("scripts/")) return true;
  return /^scripts\/(?:bundle[\w-]*|lib\/(?:direct-imports|lazy-builtins|smaller-memory))\.mjs$/.test(path);
}

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}
