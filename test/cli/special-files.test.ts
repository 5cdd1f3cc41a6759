import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate, root } from "../support/cli.js";

/** The first line of what went wrong, where the exit code is 2. */
async function refusal(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { exitCode, stderr } = await releaseGate(folder, args);
  return exitCode === 2 ? stderr.split("\n")[0] : undefined;
}

describe("a file without an end", () => {
  it.skipIf(process.platform === "win32")("is refused by name before it is opened", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations: { path: m/1_a.sql }\n",
      "m/2_b.sql": "SELECT 1;",
    });
    execFileSync("mkfifo", [join(folder, "m/1_a.sql")]);
    const said = "m/1_a.sql: This is not a regular file.";
    expect(await refusal(folder, ["lint"])).toContain(said);
    expect(await refusal(folder, ["lint", "m/1_a.sql"])).toContain(said);
    expect(await refusal(folder, ["lint", "/dev/zero"])).toContain("/dev/zero: This is not a regular file.");
    expect(await refusal(folder, ["check", "--config", "/dev/zero"])).toContain("This is not a regular file.");
  });

  it("of too many bytes is refused too", async () => {
    const folder = project({ "1_a.sql": "" });
    truncateSync(join(folder, "1_a.sql"), 2 ** 31);
    expect(await refusal(folder, ["lint", "1_a.sql"])).toContain("1_a.sql: This file is larger than 256 MiB.");
  });

  it.skipIf(process.platform === "win32")("on standard input is given up", async () => {
    const folder = project({ "1_a.sql": "" });
    const endless = openSync("/dev/zero", "r");
    const binary = join(root, "packages/cli/dist/main.js");
    const args = [binary, "lint", "--stdin", "--stdin-filename", "1_a.sql"];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: [endless, "ignore", "pipe"] });
    closeSync(endless);
    let said = "";
    child.stderr!.on("data", (part: Buffer) => (said += part.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect([code, said]).toEqual([2, expect.stringContaining("Standard input has more than")]);
  });

  it("does not keep a text on standard input from being read whole", async () => {
    const folder = project({ "1_a.sql": "" });
    const input = `${"-- é\n".repeat(50_000)}DROP TABLE t;`;
    const ran = await releaseGate(folder, ["lint", "--stdin", "--stdin-filename", "2_b.sql"], { input });
    expect([ran.exitCode, ran.stdout]).toEqual([1, expect.stringContaining("2_b.sql:50001:1")]);
    writeFileSync(join(folder, "1_a.sql"), "SELECT 1;");
  });
});
