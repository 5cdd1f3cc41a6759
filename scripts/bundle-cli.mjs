// The CLI: one bundle, and beside it the few lines that start it with the code that V8 compiled the last time.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions, copyParser } from "./bundle-vscode.mjs";
import { root } from "./steps.mjs";

const dist = join(root, "packages/cli/dist");

/** CommonJS, since V8 keeps compiled scripts and Node 20 no compiled ES modules; `import.meta` in its terms. */
const commonJs = {
  ...bundleOptions,
  format: "cjs",
  // Drivers are loaded by require: V8's kept code does not know how to import.
  supported: { "dynamic-import": false },
  banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
  define: { "import.meta.url": "__url", "import.meta.dirname": "__dirname" },
};

export async function bundleCli() {
  rmSync(join(dist, ".compiled"), { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const main = await build({ ...commonJs, entryPoints: [join(root, "packages/cli/src/main.ts")], write: false });
  // A function, as Node makes one of every CommonJS file: so what is compiled is the file itself, not a copy.
  const code = `(function(exports,require,module,__filename,__dirname){${ascii(main.outputFiles[0].text)}})`;
  writeFileSync(join(dist, "release-gate.cjs"), code);
  const name = createHash("sha256").update(code).digest("hex").slice(0, 16);
  await build({
    ...bundleOptions,
    format: "cjs",
    entryPoints: [join(root, "packages/cli/src/start.ts")],
    outfile: join(dist, "main.js"),
    define: { BUNDLE: JSON.stringify(name) },
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(join(dist, "main.js"), 0o755);
  // An ES module would make Node load its loader of modules for a file that imports nothing.
  writeFileSync(join(dist, "package.json"), '{ "type": "commonjs" }\n');
  copyParser(dist);
}

/** Characters beyond ASCII as escapes, which mean the same in strings and regular expressions. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
