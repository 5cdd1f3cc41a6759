import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadParser } from "@release-gate/core";

/** The part of the global `WebAssembly` that is used here: neither our library setting nor Node's types declare it. */
interface Environment {
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };
}

/**
 * Loads the SQL parser. In a bundle its file lies beside this one and is read here, because the Node.js 20.9 of the oldest
 * VS Code that the extension names cannot read it by the core's own way (`process.getBuiltinModule`, since 20.16).
 */
export async function loadBundledParser(): Promise<void> {
  const file = fileURLToPath(new URL("./libpg-query.wasm", import.meta.url));
  const { WebAssembly } = globalThis as unknown as Environment;
  await (existsSync(file) ? loadParser({ module: new WebAssembly.Module(readFileSync(file)) }) : loadParser());
}
