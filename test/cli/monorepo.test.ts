import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate, type Ran } from "../support/cli.js";
import { commit, git, gitEnvironment, hasGit, write } from "../support/git.js";

const policy = "version: 1\nmigrations:\n  path: migrations\n  framework: plain\n  released: none\n  complete: true\n";
const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const danger = "ALTER TABLE old ADD COLUMN token uuid DEFAULT gen_random_uuid();\n";
const [a, b] = ["apps/a/release-gate.yaml", "apps/b/release-gate.yaml"];

const two = {
  [a]: policy,
  "apps/a/migrations/1_users.sql": users,
  [b]: policy.replace("complete: true", "complete: false"),
  "apps/b/migrations/1_users.sql": users,
};

function repository(files: Readonly<Record<string, string>> = two): string {
  const folder = project({});
  git(folder, "init", "-q", "-b", "main");
  commit(folder, files);
  return folder;
}

const run = (folder: string, ...args: string[]): Promise<Ran> => releaseGate(folder, args, { env: gitEnvironment });

interface Together {
  readonly schemaVersion: number;
  readonly policies: readonly {
    readonly policy: string;
    readonly error?: string;
    readonly decision?: string;
    readonly files?: readonly { readonly path: string }[];
    readonly summary?: { readonly errors: number };
    readonly notes?: readonly { readonly reason: string; readonly text: string }[];
  }[];
}

async function json(folder: string, ...args: string[]): Promise<Together & { readonly exitCode: number | undefined }> {
  const { stdout, exitCode } = await run(folder, ...args, "--format", "json");
  return { ...(JSON.parse(stdout) as Together), exitCode };
}

describe.skipIf(!hasGit())("several policies in one repository", () => {
  it("check at the top judges each and names it; the worst decides the exit code", async () => {
    const folder = repository();
    expect((await run(folder, "check")).exitCode).toBe(0);
    write(folder, { "apps/b/migrations/2_token.sql": danger });
    const { exitCode, policies, schemaVersion } = await json(folder, "check");
    expect({ exitCode, schemaVersion }).toEqual({ exitCode: 1, schemaVersion: 1 });
    expect(policies.map(({ policy, decision }) => [policy, decision])).toEqual([
      [a, "promote"],
      [b, "hold"],
    ]);
    const { stdout } = await run(folder, "check");
    expect(stdout.match(/^== .*$/gm)).toEqual([`== ${a}`, `== ${b}`]);
  });

  it("check judges the policy at the top and those below", async () => {
    const folder = repository({ ...two, "release-gate.yaml": policy, "migrations/1_users.sql": users });
    const { policies } = await json(folder, "check");
    expect(policies.map(({ policy }) => policy)).toEqual(["release-gate.yaml", a, b]);
  });

  it("lint without files judges each, also outside of git, but none in node_modules", async () => {
    const folder = project({
      ...two,
      "apps/b/migrations/2_token.sql": danger,
      "node_modules/x/release-gate.yaml": "nonsense",
    });
    const { exitCode, policies } = await json(folder, "lint");
    expect(exitCode).toBe(1);
    expect(policies.map(({ policy, summary }) => [policy, summary?.errors])).toEqual([
      [a, 0],
      [b, 1],
    ]);
  });

  it("a policy that git ignores is none of the repository's", async () => {
    const folder = repository({ ...two, ".gitignore": "tmp\n" });
    write(folder, { "tmp/release-gate.yaml": "nonsense" });
    expect((await run(folder, "check")).exitCode).toBe(0);
  });

  it("lint --staged at the top finds the danger that is staged in one app, and judges no app that has nothing staged", async () => {
    const folder = repository();
    write(folder, { "apps/b/migrations/2_token.sql": danger });
    git(folder, "add", "-A");
    write(folder, { "apps/b/migrations/2_token.sql": users });
    const { exitCode, policies } = await json(folder, "lint", "--staged");
    expect(exitCode).toBe(1);
    expect(policies.map(({ policy, summary }) => [policy, summary?.errors])).toEqual([[b, 1]]);
  });

  it("staged SQL that has no policy above it is judged, as it is where there is no policy at all", async () => {
    const folder = repository();
    write(folder, { "apps/a/migrations/2_more.sql": "CREATE TABLE more (id int);\n", "tools/3_drop.sql": danger });
    git(folder, "add", "-A");
    const { exitCode, policies } = await json(folder, "lint", "--staged");
    expect(exitCode).toBe(1);
    expect(policies.map(({ policy, summary }) => [policy, summary?.errors])).toEqual([
      [a, 0],
      ["without a policy", 1],
    ]);
  });

  it("staged SQL outside of its policy's paths is told, and does not hold the commit", async () => {
    const folder = repository({ "release-gate.yaml": policy, "migrations/1_users.sql": users });
    write(folder, { "scripts/seed.sql": danger });
    git(folder, "add", "-A");
    const { exitCode, stdout } = await run(folder, "lint", "--staged");
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "Staged, but outside the paths of release-gate.yaml, so not judged: scripts/seed.sql.",
    );
  });

  it("named files are judged by the policy nearest to each, whatever the folder", async () => {
    const folder = repository();
    write(folder, { "apps/b/migrations/2_token.sql": danger });
    const files = ["apps/a/migrations/1_users.sql", "apps/b/migrations/2_token.sql"];
    for (const paths of [files, ["apps"], ["."], ["apps/*/migrations/*.sql"]]) {
      const { exitCode, policies } = await json(folder, "lint", ...paths);
      expect([paths, exitCode, policies.map(({ policy, summary }) => [policy, summary?.errors])]).toEqual([
        paths,
        1,
        [
          [a, 0],
          [b, 1],
        ],
      ]);
    }
    const { policies } = await json(folder, "lint", "apps/b/migrations/2_token.sql");
    expect(policies.map(({ policy, files: of }) => [policy, of?.map(({ path }) => path)])).toEqual([
      [b, ["migrations/2_token.sql"]],
    ]);
  });

  it("a text on standard input is judged by the policy nearest to the file that it would be", async () => {
    const folder = repository();
    const asked = ["lint", "--stdin", "--stdin-filename", "apps/b/migrations/2_token.sql"];
    const { exitCode, stdout } = await releaseGate(folder, asked, {
      env: gitEnvironment,
      input: "DROP TABLE users;\n",
    });
    // Only with the history of its own app is it known that the table is there, and new.
    expect(stdout).not.toContain("no-failing-statement");
    expect(exitCode).toBe(0);
    const other = [...asked.slice(0, 3), "apps/b/migrations/2_token.sql"];
    const away = await releaseGate(folder, other, { env: gitEnvironment, input: danger });
    expect([away.exitCode, away.stdout]).toEqual([1, expect.stringContaining("migrations/2_token.sql:1:")]);
  });

  it("trace, collect and generate name the policies where there are several, and take the only one", async () => {
    const folder = repository();
    for (const args of [["trace"], ["collect"], ["trace", "apps/a/migrations", "apps/b/migrations"]]) {
      const { exitCode, stderr } = await run(folder, ...args);
      expect(stderr.replaceAll(/\s+/g, " ")).toContain(
        `${args[0]} works with one policy, and this is about several: ${a}, ${b}.`,
      );
      expect(exitCode).toBe(2);
    }
    const one = repository({ [a]: `${policy}slo:\n  files: slos\n`, "apps/a/migrations/1_users.sql": users });
    expect((await run(one, "collect")).stderr).not.toContain("No release-gate.yaml was found");
  });

  it("a policy that cannot be read is exit 2, and the others are judged all the same", async () => {
    const folder = repository({ ...two, [a]: "version: 1\nmigrations: [\n", "apps/b/migrations/2_token.sql": danger });
    for (const command of ["check", "lint"]) {
      const { exitCode, policies } = await json(folder, command);
      expect(exitCode).toBe(2);
      expect(policies.map(({ policy, error }) => [policy, error === undefined])).toEqual([
        [a, false],
        [b, true],
      ]);
    }
    const { stdout } = await run(folder, "lint");
    expect(stdout).toMatch(/== apps\/a[^]*release-gate\.yaml:\d+:\d+: [^]*== apps\/b[^]*2_token\.sql:1/);
  });

  it("annotations name files from the top; markdown and html have a heading for each", async () => {
    const folder = repository();
    write(folder, { "apps/b/migrations/2_token.sql": danger });
    expect((await run(folder, "lint", "--format", "github")).stdout).toContain(
      "::error file=apps/b/migrations/2_token.sql,line=1",
    );
    const markdown = (await run(folder, "check", "--format", "markdown")).stdout;
    expect(markdown.match(/^## `.*`$/gm)).toEqual([`## \`${a}\``, `## \`${b}\``]);
    const html = (await run(folder, "check", "--format", "html")).stdout;
    expect(html.match(/<h1>apps[^<]*<\/h1>/g)).toEqual([`<h1>${a}</h1>`, `<h1>${b}</h1>`]);
    expect(html.match(/<!doctype html>/g)).toHaveLength(1);
  });

  it.each([
    ["lint", "--fix"],
    ["lint", "--update-baseline"],
    ["check", "--watch", "1s"],
  ])("%s %s asks for one of the policies", async (...args) => {
    const { exitCode, stderr } = await run(repository(), ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `${args[1]} cannot be used with several policies: ${a}, ${b}.\n  Name one of them with --config.\n`,
    );
  });

  it("one policy is judged as ever: from its folder, from below, and by --config", async () => {
    const folder = repository();
    mkdirSync(join(folder, "apps/a/src"));
    const check = ["check", "--now", "2026-11-22T01:00:00Z"];
    const inside = await run(join(folder, "apps/a"), ...check);
    expect(inside.stdout).not.toContain("==");
    expect(await run(join(folder, "apps/a/src"), ...check)).toEqual(inside);
    expect(await run(folder, ...check, "--config", a)).toEqual(inside);
  });
});
