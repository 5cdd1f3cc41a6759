import { cacheKey, lintCacheParts, readCache, writeCache, type LintInput } from "@release-gate/adapters";
import type { CommandResult } from "./outcome.js";
import { version } from "./version.js";

/**
 * The result that was kept for this input, else a new one, which is then kept. `parts`: what else the result depends on.
 */
export async function kept(
  folder: string,
  parts: readonly string[],
  input: LintInput,
  judge: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const key = cacheKey([version, ...parts, ...lintCacheParts(input)]);
  const known = readCache(folder, key, isResult);
  if (known) return known;
  const result = await judge();
  writeCache(folder, key, result);
  return result;
}

function isResult(value: unknown): value is CommandResult {
  return typeof value === "object" && value !== null && "output" in value && "exitCode" in value;
}
