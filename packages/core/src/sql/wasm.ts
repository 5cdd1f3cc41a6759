import factory from "libpg-query/wasm/libpg-query.js";

/** A compiled WebAssembly module (`WebAssembly.Module`) of libpg-query's own `libpg-query.wasm`. */
export type CompiledParser = object;

/** The functions of a libpg-query instance that this product calls. Pointers are numbers. */
export interface Instance {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _wasm_parse_query_raw(query: number): number;
  _wasm_free_parse_result(result: number): void;
  _wasm_parse_plpgsql(query: number): number;
  _wasm_free_string(pointer: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, bytes: number): void;
  UTF8ToString(pointer: number): string;
  getValue(pointer: number, type: "i32"): number;
}

type Imports = object;
type Exports = Readonly<Record<string, (...values: never[]) => unknown>>;
interface WasmInstance {
  readonly exports: Exports;
}

/** As much of the environment as this file needs; core is compiled without the types of Node or of a browser. */
interface Environment {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => CompiledParser;
    readonly Instance: new (module: CompiledParser, imports: Imports) => WasmInstance;
  };
  readonly process?: {
    exitCode?: number | string | null | undefined;
    readonly getBuiltinModule?: (name: "node:fs") => { readFileSync(path: string): Uint8Array };
  };
  readonly fetch: (path: string) => Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
}

const environment = globalThis as unknown as Environment;

/** The export of libpg-query 18.1.5 that runs the constructors of its C code. */
const constructors = "A";

/**
 * Makes an instance of libpg-query, at once: some milliseconds, as the compiled module is shared. After a trap an instance's
 * memory can no longer be trusted, and one is needed in the middle of a synchronous parse.
 *
 * The factory is asynchronous, but with `instantiateWasm` it puts all functions onto its argument before it first waits. Only
 * the constructors come later; so they are run here, and not again by the factory.
 */
export function instantiate(module: CompiledParser): Instance {
  const made = {
    instantiateWasm(imports: Imports, receive: (instance: WasmInstance) => void): object {
      const { exports } = new environment.WebAssembly.Instance(module, imports);
      receive({ exports: { ...exports, [constructors]: () => undefined } });
      exports[constructors]?.();
      return {};
    },
  };
  factory(made).catch(() => undefined); // what fails here fails again at the first call
  return made as unknown as Instance;
}

/** Runs a call that may end with `exit(1)` inside the C code, which the factory turns into an exit code of our process. */
export function keepingExitCode<Result>(call: () => Result): Result {
  const { process } = environment;
  if (process === undefined) return call();
  const before = process.exitCode;
  try {
    return call();
  } finally {
    if (process.exitCode !== before) process.exitCode = before;
  }
}

class Found extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/**
 * Compiles libpg-query's own file, for callers that give no module. The factory knows where its file is but keeps the
 * module to itself; so it is asked for the place, and the file is read as the factory itself would.
 */
export async function compileOwnFile(): Promise<CompiledParser> {
  const path = await ownFile();
  const fs = environment.process?.getBuiltinModule?.("node:fs");
  const bytes =
    fs === undefined ? new Uint8Array(await (await environment.fetch(path)).arrayBuffer()) : fs.readFileSync(path);
  return new environment.WebAssembly.Module(bytes);
}

async function ownFile(): Promise<string> {
  try {
    await factory({
      locateFile(name: string, folder: string): never {
        throw new Found(folder + name);
      },
    });
  } catch (error) {
    if (error instanceof Found) return error.path;
    throw error;
  }
  throw new Error("libpg-query did not ask for its file");
}
