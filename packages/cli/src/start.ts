import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

/** What the bundle is called by its content; made by scripts/bundle.mjs. */
declare const BUNDLE: string;

/**
 * Starts the bundle that lies beside this file. V8's compiled code of it is kept in the user's cache folder, as Node
 * 22's `module.enableCompileCache()` does for modules: most of a start is compiling. One file for each command, as each uses
 * other functions. V8 refuses what another version of it made; the name tells the bundle. Where the folder cannot be
 * written, or NODE_DISABLE_COMPILE_CACHE is set, every start compiles.
 */
function start(folder: string): void {
  useFirstTier();
  const path = join(folder, "release-gate.cjs");
  const command = /^[a-z]+$/.exec(process.argv[2] ?? "")?.[0] ?? "other";
  const kept = join(compiledFolder(), `${BUNDLE}-${process.version}-${process.arch}-${command}`);
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

/** `compiled` in the user's cache folder (see cache-folder.ts of adapters, which is not loaded for this). */
function compiledFolder(): string {
  const { RELEASE_GATE_CACHE: configured, XDG_CACHE_HOME: xdg } = process.env;
  if (configured) return resolve(configured, "compiled");
  const caches = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), ".cache");
  return join(caches, "release-gate", "compiled");
}

/**
 * What was kept, where it is whole and this user's own: the code is run as it is. Before it stands its checksum, since V8
 * itself looks only at its head.
 */
function read(path: string): Buffer | undefined {
  try {
    // What came with a repository, where the cache was put into it, is in a folder that others may enter.
    if (!isPrivate(join(path, ".."))) return undefined;
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const { uid, mode } = fstatSync(file);
      if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
      const whole = readFileSync(file);
      const code = whole.subarray(checksumSize);
      return whole.length > checksumSize && whole.readUInt32LE() === crc32(code) ? code : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function isPrivate(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/** Eight bytes, so that the code behind them is aligned as V8 wants it. */
const checksumSize = 8;

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
    const folder = join(path, "..");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(folder)) return;
    const code = script.createCachedData();
    const checksum = Buffer.alloc(checksumSize);
    checksum.writeUInt32LE(crc32(code));
    writeFileSync(part, Buffer.concat([checksum, code]), { flag: "wx", mode: 0o600 });
    renameSync(part, path);
  } catch {
    rmSync(part, { force: true }); // a folder that cannot be written: the next start compiles again
  }
}

start(__dirname);
