import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { loadParser, type Source } from "@release-gate/core";

/** Characters from which on code that V8 optimised meanwhile saves more time than it takes. */
const much = 300_000;

/**
 * Loads the parser for a process that lives for a moment: the WASM is compiled synchronously, and by V8's fast first tier
 * only (start.ts says so). Otherwise V8 optimises it in the background while the process wants to end, which costs more
 * than it brings, unless there is much to parse.
 */
export async function loadParserForOnce(sources: readonly Source[] = []): Promise<void> {
  if (sources.reduce((sum, { text }) => sum + text.length, 0) > much) setFlagsFromString("--no-liftoff-only");
  const beside = join(import.meta.dirname, "libpg-query.wasm");
  const path = existsSync(beside)
    ? beside
    : createRequire(import.meta.url).resolve("libpg-query/wasm/libpg-query.wasm");
  await loadParser({ module: new WebAssembly.Module(readFileSync(path)) });
}
