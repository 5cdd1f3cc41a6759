import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { project, root } from "../support/cli.js";

const table = "CREATE TABLE users (id bigint PRIMARY KEY);\n";

/** A copy of the CLI as it is installed, whose compiled code is its own. */
function installed(): { readonly folder: string; readonly compiled: string } {
  const folder = project({ "one.sql": table });
  cpSync(join(root, "packages/cli/dist"), join(folder, "dist"), { recursive: true });
  return { folder, compiled: join(folder, "cache/compiled") };
}

/** Lints until the code is kept: after a run that takes seconds, as on a busy machine, it is not. */
async function lintAndKeep({ folder, compiled }: ReturnType<typeof installed>): Promise<string> {
  const output = await lint(folder);
  for (let run = 0; run < 5 && !existsSync(compiled); run++) await lint(folder);
  return output;
}

async function lint(folder: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await execa(process.execPath, ["dist/main.js", "lint", "one.sql"], {
    cwd: folder,
    env: { RELEASE_GATE_CACHE: join(folder, "cache"), ...env },
  });
  return stdout;
}

describe("starting the CLI", () => {
  it("keeps the compiled code of each command in the user's cache folder, and starts from it", async () => {
    const { folder, compiled } = installed();
    const first = await lintAndKeep({ folder, compiled });
    const [file, ...others] = readdirSync(compiled);
    expect(others).toEqual([]);
    expect(file).toMatch(/-lint$/);
    const kept = statSync(join(compiled, file!));
    expect(await lint(folder)).toBe(first);
    expect(statSync(join(compiled, file!)).mtimeMs).toBe(kept.mtimeMs);
    for (let run = 0; run < 5 && readdirSync(compiled).length < 2; run++)
      await execa(process.execPath, ["dist/main.js", "explain", "--all"], {
        cwd: folder,
        env: { RELEASE_GATE_CACHE: join(folder, "cache") },
      });
    expect(readdirSync(compiled)).toHaveLength(2);
  });

  it("compiles anew where what was kept is broken, empty or gone", async () => {
    const { folder, compiled } = installed();
    const first = await lintAndKeep({ folder, compiled });
    const file = join(compiled, readdirSync(compiled)[0]!);
    const turned = readFileSync(file);
    turned[turned.length >> 1]! ^= 1;
    for (const broken of [Buffer.alloc(0), Buffer.from("nothing of V8's"), turned.subarray(0, 5000), turned]) {
      writeFileSync(file, broken);
      expect(await lint(folder)).toBe(first);
      for (let run = 0; run < 5 && readFileSync(file).length < 100_000; run++) await lint(folder);
      expect(readFileSync(file).length).toBeGreaterThan(100_000);
    }
    rmSync(compiled, { recursive: true });
    expect(await lint(folder)).toBe(first);
  });

  it("does not start from a folder that others may enter: what lies there may have come with a repository", async () => {
    const { folder, compiled } = installed();
    const first = await lintAndKeep({ folder, compiled });
    const log = join(folder, "log");
    const env = { NODE_OPTIONS: `--require ${join(root, "test/trust/spy.cjs")}`, SPY_LOG: log };
    const wasRead = (): boolean => readFileSync(log, "utf8").includes(join(compiled, readdirSync(compiled)[0]!));
    await lint(folder, env);
    expect(wasRead()).toBe(true);
    rmSync(log);
    chmodSync(compiled, 0o755);
    expect(await lint(folder, env)).toBe(first);
    expect(wasRead()).toBe(false);
  });

  it("starts where nothing can be kept, and keeps nothing where Node's own variable forbids it", async () => {
    const { folder, compiled } = installed();
    const first = await lint(folder, { NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(existsSync(compiled)).toBe(false);
    mkdirSync(join(compiled, ".."), { recursive: true });
    writeFileSync(compiled, "a file where the folder would be");
    expect(await lint(folder)).toBe(first);
  });

  it("gives all of a long output to a reader that is slow, and stops quietly for one that has gone", async () => {
    const statements = Array.from({ length: 3000 }, (_, i) => `CREATE INDEX i${i} ON t (a);\n`).join("");
    const folder = project({ "m.sql": statements });
    const main = join(root, "packages/cli/dist/main.js");
    const slow = await execa(
      "bash",
      ["-c", `"$0" "$1" lint m.sql --format json | (sleep 1; wc -c)`, process.execPath, main],
      { cwd: folder },
    );
    const whole = await execa(process.execPath, [main, "lint", "m.sql", "--format", "json"], {
      cwd: folder,
      reject: false,
      stripFinalNewline: false,
    });
    expect(Number(slow.stdout)).toBe(Buffer.byteLength(whole.stdout));
    expect(Number(slow.stdout)).toBeGreaterThan(1_000_000);
    const gone = await execa(
      "bash",
      ["-c", `"$0" "$1" lint m.sql --format json | head -c 10`, process.execPath, main],
      { cwd: folder },
    );
    expect(gone.stderr).toBe("");
    const help = await execa("sh", ["-c", `"$0" "$1" --help | head -c 10`, process.execPath, main], { reject: false });
    expect(help.stderr).toBe("");
  });
});
