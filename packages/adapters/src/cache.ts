import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, privateFolder } from "./cache-folder.js";
import { writeWhole } from "./write.js";

/** The key of a result: a hash (SHA-256) of everything that it depends on, in order. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  // The length before each part keeps ["ab", "c"] and ["a", "bc"] apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

/**
 * What was kept under a key, as `valueOf` reads it; undefined where there is nothing that this user has written so. Each entry is sealed with a
 * secret of the user: one that came with a repository, or was damaged, is none.
 */
export function readCache<Value>(
  folder: string,
  key: string,
  valueOf: (text: string) => Value | undefined,
): Value | undefined {
  try {
    const secret = secretOfUser();
    if (secret === undefined) return undefined;
    const [seal = "", text = ""] = split(readFileSync(join(folder, `${key}.json`), "utf8"));
    const expected = sealOf(secret, key, text);
    if (seal.length !== expected.length || !timingSafeEqual(Buffer.from(seal), Buffer.from(expected))) return undefined;
    return valueOf(text);
  } catch {
    return undefined;
  }
}

/** Keeps a text under a key, for this user alone. A cache that cannot be written costs time, never the result. */
export function writeCache(folder: string, key: string, text: string): void {
  try {
    const secret = secretOfUser();
    if (secret === undefined || privateFolder(folder) === undefined) return;
    writeWhole(join(folder, `${key}.json`), `${sealOf(secret, key, text)}\n${text}`, { mode: 0o600 });
  } catch {
    // A read-only folder, a full disk: the next run computes again.
  }
}

const split = (text: string): [string, string] => {
  const at = text.indexOf("\n");
  return [text.slice(0, at), text.slice(at + 1)];
};

const sealOf = (secret: Buffer, key: string, text: string): string =>
  createHmac("sha256", secret).update(`${key}\n${text}`).digest("hex");

/** The secret in the user's own cache folder, made at its first use; undefined where there is no such folder. */
function secretOfUser(): Buffer | undefined {
  const folder = privateFolder(join(cacheFolder(), "lint"));
  if (folder === undefined) return undefined;
  const path = join(folder, "secret");
  try {
    writeFileSync(path, randomBytes(32), { flag: "wx", mode: 0o600 });
  } catch {
    // It is there already.
  }
  const secret = readFileSync(path);
  return secret.length === 32 ? secret : undefined;
}
