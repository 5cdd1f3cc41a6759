import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { onTestFinished } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = join(root, "packages/cli/dist/main.js");

export interface Ran {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled `release-gate` in a folder. */
export async function releaseGate(
  folder: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [binary, ...args], {
    cwd: folder,
    reject: false,
    stripFinalNewline: false,
    env: { NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: "80", LC_ALL: "C", ...options.env },
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
  });
  return { exitCode, stdout: String(stdout), stderr: String(stderr) };
}

/** A folder of its own for one test, with these files in it. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "release-gate-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A copy of the bundled example project. */
export function exampleProject(): string {
  const folder = project({});
  cpSync(join(root, "fixtures/projects/trip"), folder, { recursive: true });
  return folder;
}
