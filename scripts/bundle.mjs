// Bundles what users start as one file each: the CLI, the language server and the VS Code extension. The parser's WASM lies
// beside each, where it is looked for. Straight from the sources: nothing has to be compiled before.
import { chmodSync } from "node:fs";
import { bundleExtension, bundleLanguageServer, bundleModule } from "./bundle-vscode.mjs";
import { root } from "./steps.mjs";

const cli = `${root}packages/cli/dist/main.js`;
await bundleModule("packages/cli/src/main.ts", cli);
chmodSync(cli, 0o755);
await bundleLanguageServer();
await bundleExtension();
