// Bundles what users start as one file each: the CLI, the language server and the VS Code extension. The parser's WASM lies
// beside each, where it is looked for. Straight from the sources: nothing has to be compiled before.
// With --if-changed it does so only where the bundles that are there were made of other sources.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isBundled, sourcesHash, stampPath } from "./lib/bundle-stamp.mjs";
import { withLock } from "./lib/lock.mjs";
import { root } from "./steps.mjs";

const ifChanged = process.argv.includes("--if-changed");
if (!ifChanged || !isBundled(root)) {
  await withLock(join(root, ".cache/bundles.lock"), async () => {
    // Another process may have made them while we waited.
    if (!ifChanged || !isBundled(root)) await bundle();
  });
}

async function bundle() {
  // Of what is read now: a file that changes while we bundle makes the next run bundle again.
  const hash = sourcesHash(root);
  const stamp = join(root, stampPath);
  rmSync(stamp, { force: true });
  const { bundleCli } = await import("./bundle-cli.mjs");
  const { bundleExtension, bundleLanguageServer } = await import("./bundle-vscode.mjs");
  await bundleCli();
  await bundleLanguageServer();
  await bundleExtension();
  writeFileSync(stamp, hash);
}
