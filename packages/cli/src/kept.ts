import { cacheKey, lintCacheParts, readCache, writeCache, type LintInput } from "@release-gate/adapters";
import type { Output } from "./flags.js";
import { exitCodes, type CommandResult } from "./outcome.js";
import { version } from "./version.js";

/** What is kept: how the findings look in each format asked for. Never a path: where they go, the command line says. */
interface Kept {
  readonly texts: readonly string[];
  readonly exitCode: CommandResult["exitCode"];
}

/**
 * The result that was kept for this input, else a new one, which is then kept. `parts`: what else the result depends on.
 */
export async function kept(
  folder: string,
  parts: readonly string[],
  input: LintInput,
  outputs: readonly Output[],
  judge: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const formats = outputs.map(({ format, path }) => [format, path !== undefined]);
  const key = cacheKey([version, JSON.stringify(formats), ...parts, ...lintCacheParts(input)]);
  const known = readCache(folder, key, isKept);
  if (known?.texts.length === outputs.length) return resultOf(known, outputs);
  const result = await judge();
  const files = [...(result.files ?? [])];
  const texts = outputs.map(({ path }) => (path === undefined ? result.output : (files.shift()?.text ?? "")));
  const value: Kept = { texts, exitCode: result.exitCode };
  writeCache(folder, key, value);
  return result;
}

function resultOf({ texts, exitCode }: Kept, outputs: readonly Output[]): CommandResult {
  const shown = outputs.map(({ format, path }, index) => ({ format, path, text: texts[index] ?? "" }));
  const terminal = shown.find(({ path }) => path === undefined);
  return {
    output: terminal?.text ?? "",
    format: terminal?.format,
    files: shown.flatMap(({ path, text }) => (path === undefined ? [] : [{ path, text }])),
    exitCode,
  };
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("texts" in value) || !("exitCode" in value)) return false;
  const codes: readonly unknown[] = Object.values(exitCodes);
  return (
    Array.isArray(value.texts) &&
    value.texts.every((text) => typeof text === "string") &&
    codes.includes(value.exitCode)
  );
}
