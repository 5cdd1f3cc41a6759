/** Why a file could not be read or written, in words that end a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "permission denied",
    EISDIR: "it is a folder",
    ENOSPC: "no space is left on the device",
    EROFS: "the file system is read-only",
    EMFILE: "too many open files",
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
