import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { root } from "../support/cli.js";

/** A clone of what is committed, with the changes that are not, and the dependencies of this checkout; never a build. */
const clone = mkdtempSync(join(tmpdir(), "release-gate-clone-"));
const git = async (...args: string[]): Promise<string> =>
  (await execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: clone })).stdout;
const script = (name: string, ...args: string[]) =>
  execa(process.execPath, [join(clone, "scripts", name), ...args], {
    cwd: clone,
    reject: false,
    env: { FORCE_COLOR: "0" },
  });

// Bundling and generating take longer on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  await execa("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
  const { stdout: changed } = await execa("git", ["diff", "HEAD", "--binary"], { cwd: root, stripFinalNewline: false });
  if (changed !== "") await execa("git", ["apply", "--binary"], { cwd: clone, input: changed });
  const { stdout: untracked } = await execa("git", ["ls-files", "--others", "--exclude-standard", "-z"], { cwd: root });
  for (const path of untracked.split("\0").filter((each) => each !== "")) cpSync(join(root, path), join(clone, path));
  // Links to folders, which the pattern "node_modules/" does not mean.
  appendFileSync(join(clone, ".git/info/exclude"), "node_modules\n");
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "--message", "as it is here");
  const withModules = ["", ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/`)];
  for (const folder of withModules.filter((each) => existsSync(join(root, each, "node_modules"))))
    symlinkSync(join(root, folder, "node_modules"), join(clone, folder, "node_modules"));
}, 300_000);
afterAll(() => rmSync(clone, { recursive: true, force: true }));

describe("npm run generate", () => {
  it("bundles first, and changes nothing in a fresh clone", async () => {
    expect(existsSync(join(clone, "packages/cli/dist"))).toBe(false);
    // Also where both variables about colours are set, of which Node warns in every output.
    const ran = await script("generate.mjs");
    expect(ran.stderr).toBe("");
    expect(ran.exitCode).toBe(0);
    expect(existsSync(join(clone, "packages/cli/dist/main.js"))).toBe(true);
    expect(await git("status", "--porcelain")).toBe("");
  });

  it("fails where a command shown in a page fails, says which, and writes nothing", async () => {
    const page = join(clone, "docs/getting-started.md");
    const before = readFileSync(page, "utf8");
    appendFileSync(
      page,
      "\n<!-- run in fixtures/projects/trip -->\n```console\n$ release-gate lint --no-such-flag\n```\n",
    );
    appendFileSync(join(clone, "docs/rules/no-truncate.md"), "stale\n");
    const ran = await script("generate.mjs");
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain(
      'docs/getting-started.md: "release-gate lint --no-such-flag" in fixtures/projects/trip',
    );
    expect(readFileSync(join(clone, "docs/rules/no-truncate.md"), "utf8")).toContain("stale");
    writeFileSync(page, before);
    expect((await script("generate.mjs")).exitCode).toBe(0);
    expect(await git("status", "--porcelain")).toBe("");
  });

  it("fails where the product does not start, whatever its exit code", async () => {
    const main = join(clone, "packages/cli/src/main.ts");
    const before = readFileSync(main, "utf8");
    writeFileSync(main, `throw new Error("broken");\n${before}`);
    const ran = await script("generate.mjs");
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain("broken");
    writeFileSync(main, before);
    expect(await git("status", "--porcelain")).toBe("");
  });
});

describe("the bundles that tests start", () => {
  const text = "A sentence that no version before had";

  it("are made anew when a source has changed, and only then", async () => {
    expect((await script("bundle.mjs", "--if-changed")).exitCode).toBe(0);
    const bundle = join(clone, "packages/cli/dist/release-gate.cjs");
    const first = readFileSync(bundle, "utf8");
    writeFileSync(bundle, `${first}// kept`);
    await script("bundle.mjs", "--if-changed");
    expect(readFileSync(bundle, "utf8")).toBe(`${first}// kept`);
    const rule = join(clone, "packages/core/src/rules/no-truncate.ts");
    writeFileSync(rule, readFileSync(rule, "utf8").replace("All rows are lost.", `${text}.`));
    await Promise.all([script("bundle.mjs", "--if-changed"), script("bundle.mjs", "--if-changed")]);
    expect(readFileSync(bundle, "utf8")).toContain(text);
    expect(existsSync(join(clone, ".cache/bundles.lock"))).toBe(false);
  });
});
