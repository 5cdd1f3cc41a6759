import type { Node } from "@pgsql/types";
import { blankCommentsInBodies } from "./blank-comments.js";
import { compileOwnFile, instantiate, keepingExitCode, type CompiledParser, type Instance } from "./wasm.js";

/** What the parser says of one statement: its node, or why there is none. `codePoint` counts code points from 0. */
export type Answer = { readonly node: Node } | Unread | { readonly exhausted: true };

export interface Unread {
  readonly message: string;
  readonly codePoint: number | undefined;
}

let compiled: CompiledParser | undefined;
let current: Instance | undefined;
let loading: Promise<void> | undefined;

/** Loads the parser once; from the compiled module where one is given, else from libpg-query's own file. */
export function load(module?: CompiledParser): Promise<void> {
  loading ??= (async () => {
    compiled = module ?? (await compileOwnFile());
  })();
  return loading;
}

/** Parses a text of one statement. Throws only where the parser is not loaded. */
export function parse(text: string): Answer {
  return guarded<Answer>((instance) => {
    return withText(instance, text, (query) => {
      const result = instance._wasm_parse_query_raw(query);
      if (result === 0) return { exhausted: true };
      const answer = readResult(instance, result);
      instance._wasm_free_parse_result(result);
      return answer;
    });
  });
}

/** A routine's parsed bodies, or why there are none. */
export type RoutineAnswer = { readonly json: unknown } | { readonly message: string } | { readonly exhausted: true };

/** Parses the bodies of the DO, CREATE FUNCTION and CREATE PROCEDURE statements in a text as PL/pgSQL: the parser's JSON. */
export function parseRoutines(text: string): RoutineAnswer {
  return guarded<RoutineAnswer>((instance) => {
    return withText(instance, blankCommentsInBodies(text), (query) => {
      const result = instance._wasm_parse_plpgsql(query);
      const answer = instance.UTF8ToString(result);
      instance._wasm_free_string(result);
      return answer.startsWith("{") ? { json: JSON.parse(answer) as unknown } : { message: answer };
    });
  });
}

/** UTF-16 units of a text after which an instance is given up: its memory only grows, up to 1 GiB. */
const large = 1024 * 1024;

/** Calls the parser; what is not an answer of its own (a trap, no more stack or memory) costs the instance. */
function guarded<Result>(call: (instance: Instance) => Result): Result | { readonly exhausted: true } {
  if (compiled === undefined) throw new Error("The parser is not loaded: await loadParser() first.");
  const instance = (current ??= instantiate(compiled));
  try {
    return keepingExitCode(() => call(instance));
  } catch (error) {
    current = undefined;
    if (isTrap(error)) return { exhausted: true };
    throw error;
  }
}

/** The stack or the memory ended: RangeError of the JavaScript engine, RuntimeError of WebAssembly, ExitStatus of the C code. */
function isTrap(error: unknown): boolean {
  const name = (error as { readonly name?: unknown } | null)?.name;
  return error instanceof RangeError || name === "RuntimeError" || name === "ExitStatus";
}

function withText<Result>(instance: Instance, text: string, call: (pointer: number) => Result): Result {
  const bytes = instance.lengthBytesUTF8(text) + 1;
  const pointer = instance._malloc(bytes);
  instance.stringToUTF8(text, pointer, bytes);
  const result = call(pointer);
  instance._free(pointer);
  if (text.length > large) current = undefined;
  return result;
}

/** Reads PgQueryParseResult: the tree, a buffer, and the error (message, function, file, line, position from 1). */
function readResult(instance: Instance, result: number): Answer {
  const error = instance.getValue(result + 8, "i32");
  if (error !== 0) {
    const position = instance.getValue(error + 16, "i32");
    const message = instance.UTF8ToString(instance.getValue(error, "i32"));
    return { message, codePoint: position > 0 ? position - 1 : undefined };
  }
  const tree = JSON.parse(instance.UTF8ToString(instance.getValue(result, "i32"))) as {
    readonly stmts?: readonly { readonly stmt?: Node }[];
  };
  const node = tree.stmts?.[0]?.stmt;
  // Only blanks and comments; the splitter gives none of those.
  return node === undefined ? { message: "syntax error at end of input", codePoint: undefined } : { node };
}
