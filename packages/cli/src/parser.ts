import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { loadParser } from "@release-gate/core";

/**
 * Loads the parser for a process that lives for a moment: the WASM is compiled synchronously, and by V8's fast first tier
 * only (start.ts says so). Otherwise V8 optimises it in the background while the process wants to end, which costs more
 * than it brings.
 */
export async function loadParserForOnce(): Promise<void> {
  const beside = join(import.meta.dirname, "libpg-query.wasm");
  const path = existsSync(beside)
    ? beside
    : createRequire(import.meta.url).resolve("libpg-query/wasm/libpg-query.wasm");
  await loadParser({ module: new WebAssembly.Module(readFileSync(path)) });
}
