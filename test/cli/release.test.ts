import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleProject, project, releaseGate } from "../support/cli.js";

function git(folder: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=a", "-c", "user.email=ann@example.com"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" }).trim();
}

/** A repository with one commit, tagged, of a project whose gate is open. */
function repository(files: Readonly<Record<string, string>> = {}): string {
  const folder = project({
    "release-gate.yaml": "version: 1\nmigrations: { path: m }\n",
    "m/1_start.sql": "CREATE TABLE t (id int PRIMARY KEY);\n",
    ...files,
  });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "first");
  git(folder, "tag", "v1.4.0");
  return folder;
}

interface Json {
  readonly decision: string;
  readonly release: Readonly<Record<string, unknown>> | null;
  readonly environment: Readonly<Record<string, unknown>> | null;
  readonly checks: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly reason: string;
    readonly summary: string;
    readonly source: { readonly file: string; readonly line: number } | null;
    readonly findings?: readonly { readonly rule: string; readonly line: number }[];
  }[];
}

async function check(folder: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Json> {
  const ran = await releaseGate(folder, ["check", "--format", "json", ...args], { env });
  expect(ran.stderr).toBe("");
  return JSON.parse(ran.stdout) as Json;
}

const about = ({ checks }: Json) =>
  checks.filter(({ id }) => id.startsWith("release/")).map(({ id, outcome, reason }) => [id, outcome, reason]);

describe("the release that is judged", () => {
  it("is none where nothing tells of one", async () => {
    const { release, environment } = await check(repository());
    expect([release, environment]).toEqual([null, null]);
  });

  it("is told by release.yaml, --set, CI and git, and the report says by which", async () => {
    const folder = repository({ "release.yaml": "version: 1.4.0\ntype: hotfix\nseverity: P1\n" });
    const { release } = await check(folder, ["--set", "risk=high"]);
    expect(release).toMatchObject({
      ...{ version: "1.4.0", type: "hotfix", severity: "P1", risk: "high", tag: "v1.4.0", branch: "main" },
      ...{ commit: git(folder, "rev-parse", "HEAD"), digest: null },
      from: { version: "file", type: "file", severity: "file", risk: "flag", tag: "git", branch: "git", commit: "git" },
    });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.stdout).toContain("release 1.4.0 (hotfix, P1) at ");
  });

  it("is the tag's where CI runs for a tag", async () => {
    const { release } = await check(repository(), [], { GITHUB_ACTIONS: "true", GITHUB_REF: "refs/tags/v1.4.0" });
    expect(release).toMatchObject({ tag: "v1.4.0", from: { tag: "ci" } });
  });

  it("holds where it contradicts git or itself, and says how", async () => {
    const folder = repository({ "release.yaml": "version: 1.5.0\ntag: v1.4.0\ncommit: 0123456789\n" });
    git(folder, "commit", "-q", "--allow-empty", "-m", "second");
    const json = await check(folder);
    expect(about(json)).toEqual([
      ["release/commit", "hold", "contradiction"],
      ["release/tag", "hold", "contradiction"],
      ["release/version", "hold", "contradiction"],
    ]);
    expect(json.checks[0]).toMatchObject({ source: { file: "release.yaml" } });
    expect(json.checks.find(({ id }) => id === "release/version")?.summary).toBe(
      "The version is 1.5.0, and the tag v1.4.0.",
    );
  });

  it("warns where commits are of authors that it does not name", async () => {
    const folder = repository({ "release.yaml": "version: 1.4.0\nauthors: [bob@example.com]\n" });
    git(folder, "commit", "-q", "--allow-empty", "-m", "second");
    expect(about(await check(folder, ["--since", "v1.4.0"]))).toEqual([["release/authors", "warn", "contradiction"]]);
  });

  it.each([
    [["--release", "none.yaml"], "The file of the release none.yaml does not exist."],
    [["--set", "type=hotfx"], '--set cannot be "type=hotfx".'],
    [["--environment", "production"], 'The policy has no environment "production".'],
  ])("exits 2 for %j", async (args, text) => {
    const ran = await releaseGate(repository(), ["check", ...args]);
    expect([ran.exitCode, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toContain(text);
  });

  it("exits 2 at the line of a release without a version", async () => {
    const ran = await releaseGate(repository({ "release.yaml": "type: hotfix\n" }), ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("release.yaml:1:1");
  });
});

describe("an environment", () => {
  const policy = `version: 1
migrations: { path: m }
environments:
  staging: { strategy: blue-green }
  production:
    strategy: canary
    branches: [main, release/*]
    approvals: 2
`;

  it("takes releases from its branches only", async () => {
    const folder = repository({ "release-gate.yaml": policy.replace("    approvals: 2\n", "") });
    const open = await check(folder, ["--environment", "production"]);
    expect([open.decision, open.environment]).toMatchObject(["promote", { name: "production", strategy: "canary" }]);
    git(folder, "checkout", "-q", "-b", "feature");
    const held = await check(folder, ["--environment", "production"]);
    expect(held.checks[0]).toMatchObject({
      ...{ id: "release/environment/production/branch", outcome: "hold", reason: "branch" },
      ...{ summary: "production takes releases from main, release/* only, and this one is from feature." },
      source: { file: "release-gate.yaml", line: 5 },
    });
    expect((await check(folder, ["--environment", "production", "--set", "branch=release/1"])).decision).toBe(
      "promote",
    );
  });

  it("holds where nothing tells the branch", async () => {
    const folder = repository({ "release-gate.yaml": policy });
    git(folder, "checkout", "-q", "--detach");
    expect(about(await check(folder, ["--environment", "production"]))).toContainEqual([
      ...["release/environment/production/branch", "hold", "no-data"],
    ]);
  });

  it("holds while nothing tells who approved", async () => {
    const folder = repository({ "release-gate.yaml": policy });
    expect(about(await check(folder, ["--environment", "production"]))).toContainEqual([
      ...["release/environment/production/approvals", "hold", "no-data"],
    ]);
  });

  it("is that of CI where the policy knows it", async () => {
    const folder = repository({ "release-gate.yaml": policy });
    const env = { GITLAB_CI: "true", CI_ENVIRONMENT_NAME: "staging" };
    expect((await check(folder, [], env)).environment).toMatchObject({ name: "staging", strategy: "blue-green" });
    expect((await check(folder, [], { ...env, CI_ENVIRONMENT_NAME: "review/7" })).environment).toBeNull();
  });
});

describe("a policy that extends another", () => {
  const own = "version: 1\nextends: ../shared.yaml\n";
  const shared = "version: 1\nmigrations:\n  path: m\n  rules: { no-drop-table: error }\n";

  it("reads a file of the repository, with paths seen from its own folder", async () => {
    const folder = repository({
      "shared.yaml": shared,
      "app/release-gate.yaml": own,
      "app/m/1_a.sql": "DROP TABLE a;\n",
    });
    const { checks } = await check(join(folder, "app"));
    expect(checks[0]).toMatchObject({ id: "migrations/1_a", outcome: "hold" });
    expect(checks[0]?.findings).toContainEqual(expect.objectContaining({ rule: "no-drop-table", line: 1 }));
  });

  it("is compared with what both were at the base", async () => {
    const folder = repository({ "shared.yaml": shared, "app/release-gate.yaml": own, "app/m/1_a.sql": "SELECT 1;\n" });
    writeFileSync(join(folder, "shared.yaml"), shared.replace("no-drop-table: error", "no-drop-table: off"));
    const { checks } = await check(join(folder, "app"), ["--since", "v1.4.0"]);
    expect(checks[0]).toMatchObject({ outcome: "hold", reason: "weaker" });
    expect(checks[0]?.summary).toBe("Weaker than at the base: no-drop-table was error and is off.");
    expect(checks[0]?.source).toMatchObject({ file: "../shared.yaml", line: 4 });
  });

  it("reads an installed package of exactly the version that is named", async () => {
    const files = {
      "release-gate.yaml": 'version: 1\nextends: "@acme/policy@1.2.0"\n',
      "node_modules/@acme/policy/package.json": '{ "name": "@acme/policy", "version": "1.2.0" }',
      "node_modules/@acme/policy/release-gate.yaml": "version: 1\nmigrations: { path: m }\n",
      "m/1_a.sql": "SELECT 1;\n",
    };
    expect((await check(project(files))).decision).toBe("promote");
    const other = { ...files, "node_modules/@acme/policy/package.json": '{ "version": "1.3.0" }' };
    const ran = await releaseGate(project(other), ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("@acme/policy is installed in version 1.3.0, and the policy extends 1.2.0.");
  });

  it.each([
    ["nothing.yaml", "The policy nothing.yaml that this one extends is not there."],
    ["@acme/policy", "The policy @acme/policy that this one extends is not there."],
    ["@acme/policy@1.0.0", "The package @acme/policy that this policy extends is not installed."],
    ["release-gate.yaml", "More than 5 policies extend each other."],
    ["../../../etc/hostname", "is outside of the repository, so it is not read."],
  ])("exits 2 for extends: %s, at its line", async (name, text) => {
    const folder = repository({ "release-gate.yaml": `version: 1\nextends: "${name}"\nmigrations: { path: m }\n` });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(text);
    expect(ran.stderr).toContain("release-gate.yaml:2:1");
  });
});

describe("a recording", () => {
  const now = ["--now", "2026-11-22T01:00:00Z"];

  it("gives the same bytes elsewhere, in every format and both languages, with the same exit code", async () => {
    const folder = exampleProject();
    const args = ["check", "--stage", "canary-5", ...now];
    const first = await releaseGate(folder, [...args, "--record", "evidence.json"]);
    const empty = project({});
    writeFileSync(join(empty, "evidence.json"), readFileSync(join(folder, "evidence.json")));
    for (const shown of [
      [],
      ["--format", "json"],
      ["--format", "markdown"],
      ["--format", "html"],
      ["--format", "github"],
      ["--lang", "ja"],
    ]) {
      const here = await releaseGate(folder, [...args, ...shown]);
      const there = await releaseGate(empty, ["check", "--replay", "evidence.json", ...shown]);
      expect(there).toEqual(here);
    }
    expect(first.exitCode).not.toBe(2);
  });

  it("has the statistics of production, and what git told", async () => {
    const folder = repository({ "release.yaml": "version: 1.4.0\n", "m/2_b.sql": "ALTER TABLE t ADD COLUMN b int;\n" });
    mkdirSync(join(folder, "m"), { recursive: true });
    writeFileSync(join(folder, "m/3_c.sql"), "DROP TABLE t;\n");
    const args = ["check", "--since", "v1.4.0", "--format", "json", ...now];
    const here = await releaseGate(folder, [...args, "--record", "evidence.json"]);
    const there = await releaseGate(project({ "e.json": readFileSync(join(folder, "evidence.json")) }), [
      ...["check", "--replay", "e.json", "--format", "json"],
    ]);
    expect(here.exitCode).toBe(1);
    expect(there).toEqual(here);
  });

  it("that was edited, is of another version, or is none, exits 2", async () => {
    const folder = exampleProject();
    await releaseGate(folder, ["check", ...now, "--record", "evidence.json"]);
    const text = readFileSync(join(folder, "evidence.json"), "utf8");
    const edited = text.replace("DROP COLUMN", "ADD COLUMN ");
    const replay = async (changed: string) => {
      const ran = await releaseGate(project({ "e.json": changed }), ["check", "--replay", "e.json"]);
      expect(ran.exitCode).toBe(2);
      return ran.stderr;
    };
    expect(await replay(text.replace('"sha256": "', '"sha256": "0'))).toContain(
      "e.json was changed after it was written.",
    );
    expect(edited === text ? "unchanged" : await replay(edited)).toMatch(/changed/);
    expect(await replay(text.replace('"release-gate-recording": 1', '"release-gate-recording": 2'))).toContain(
      "e.json is a recording of version 2, and this program reads version 1.",
    );
    expect(await replay("{}")).toContain("e.json is no recording of a check.");
    expect(await replay("no JSON")).toContain("e.json is no recording of a check.");
  });

  it("is not made while watching, and is not gathered anew", async () => {
    const folder = exampleProject();
    const watching = await releaseGate(folder, ["check", "--watch", "1s", "--every", "1s", "--record", "e.json"]);
    expect([watching.exitCode, watching.stderr]).toEqual([2, expect.stringContaining("--watch and --record")]);
    const other = await releaseGate(folder, ["check", "--replay", "e.json", "--since", "main"]);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining("--replay and --since")]);
    const none = await releaseGate(folder, ["check", "--replay", "e.json"]);
    expect(none.stderr).toContain("The recording e.json does not exist.");
  });
});
