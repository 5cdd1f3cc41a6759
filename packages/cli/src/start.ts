import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** What the bundle is called by its content; made by scripts/bundle.mjs. */
declare const BUNDLE: string;

/**
 * Starts the bundle that lies beside this file. V8's compiled code of it is kept in `.compiled` beside it, as Node 22's
 * `module.enableCompileCache()` does for modules: most of a start is compiling. One file for each command, as each uses
 * other functions. V8 refuses what another version of it made; the name tells the bundle. Where the folder cannot be
 * written, or NODE_DISABLE_COMPILE_CACHE is set, every start compiles.
 */
function start(folder: string): void {
  useFirstTier();
  const path = join(folder, "release-gate.cjs");
  const command = /^[a-z]+$/.exec(process.argv[2] ?? "")?.[0] ?? "other";
  const kept = join(folder, ".compiled", `${BUNDLE}-${process.version}-${process.arch}-${command}`);
  const forbidden = process.env["NODE_DISABLE_COMPILE_CACHE"] !== undefined;
  const cachedData = forbidden ? undefined : read(kept);
  // The bundle is ASCII: as Latin-1 it needs no decoding.
  const script = new Script(readFileSync(path, "latin1"), {
    filename: path,
    ...(cachedData ? { cachedData } : {}),
  });
  if (!forbidden && (!cachedData || script.cachedDataRejected === true)) process.once("exit", () => keep(script, kept));
  const module = { exports: {} };
  const run = script.runInThisContext() as (...names: readonly unknown[]) => void;
  run(module.exports, createRequire(path), module, path, folder);
}

/**
 * Flags for a process that ends soon, set before the first script is compiled. Few of the many functions of the parser's WASM
 * run, and only for a moment. V8 optimises our own functions one after the other beside us: with less of others copied into
 * each, 5,000 files take a fifth less time on Node 20 (nothing on Node 24, which optimises in more steps), one of 100,000
 * statements takes as long as before.
 */
function useFirstTier(): void {
  setFlagsFromString("--liftoff-only");
  setFlagsFromString("--wasm-lazy-validation");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
  setFlagsFromString("--no-turbo-inline-array-builtins");
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Milliseconds after which a process does not notice its start. */
const long = 2000;

/**
 * Keeps the code of all functions that ran; another process that reads meanwhile sees the whole file or none. Not after a
 * long run: that used functions which every short one would load for nothing.
 */
function keep(script: Script, path: string): void {
  if (performance.now() > long) return;
  useFirstTier(); // also where parser.ts has said otherwise meanwhile: code is kept for its flags
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(part, script.createCachedData());
    renameSync(part, path);
  } catch {
    rmSync(part, { force: true }); // a folder that cannot be written: the next start compiles again
  }
}

start(__dirname);
