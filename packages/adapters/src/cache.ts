import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./write.js";

/** The key of a result: a hash (SHA-256) of everything that it depends on, in order. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  // The length before each part keeps ["ab", "c"] and ["a", "bc"] apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

/** What was kept under a key; undefined where there is nothing that can be read as it was written. */
export function readCache<Value>(
  folder: string,
  key: string,
  isValue: (value: unknown) => value is Value,
): Value | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, `${key}.json`), "utf8"));
    return isValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value under a key. A cache that cannot be written costs time, never the result. */
export function writeCache(folder: string, key: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, `${key}.json`), JSON.stringify(value));
  } catch {
    // A read-only folder, a full disk: the next run computes again.
  }
}
