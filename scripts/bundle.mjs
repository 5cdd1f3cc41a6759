// Bundles what users start as one file each: the CLI, the language server and the VS Code extension. The parser's WASM lies
// beside each, where it is looked for. Straight from the sources: nothing has to be compiled before.
import { bundleCli } from "./bundle-cli.mjs";
import { bundleExtension, bundleLanguageServer } from "./bundle-vscode.mjs";

await bundleCli();
await bundleLanguageServer();
await bundleExtension();
