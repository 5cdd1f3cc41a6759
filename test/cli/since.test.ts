import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { project, releaseGate, root } from "../support/cli.js";
import { commit, git, gitEnvironment, hasGit, write } from "../support/git.js";

const at = hasGit();
it("has git at hand where nothing may be skipped", () => {
  if (process.env["REQUIRE_ALL"] === "1") expect(at).toBe(true);
});

const policy = "version: 1\nmigrations:\n  path: migrations\n  framework: plain\n  complete: true\n";
const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const trips = "CREATE TABLE trips (id bigint PRIMARY KEY, day date);\n";
const indexOnUsers = "CREATE INDEX users_email ON users (email);\n";
const indexOnTrips = "CREATE INDEX trips_day ON trips (day);\n";

/** A repository whose branch `main` has the table users; the branch `work` is checked out. */
function repository(files: Readonly<Record<string, string>> = {}): string {
  const folder = project({});
  git(folder, "init", "-q", "-b", "main");
  commit(folder, { "release-gate.yaml": policy, "migrations/0001_users.sql": users, ...files });
  git(folder, "checkout", "-q", "-b", "work");
  return folder;
}

interface Linted {
  readonly files: readonly {
    readonly path: string;
    readonly migrations: readonly { readonly findings: readonly { readonly rule: string }[] }[];
  }[];
}

async function lint(folder: string, ...args: string[]): Promise<Record<string, string[]>> {
  const { stdout, stderr } = await releaseGate(folder, ["lint", "--format", "json", ...args], { env: gitEnvironment });
  expect(stderr).toBe("");
  const { files } = JSON.parse(stdout) as Linted;
  return Object.fromEntries(
    files.map(({ path, migrations }) => [
      path,
      migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)).filter((rule) => rule === concurrently),
    ]),
  );
}

const concurrently = "require-concurrent-index";

describe.skipIf(!at)("--since", () => {
  it("judges what the branch adds, committed or not, and not what others added to its base meanwhile", async () => {
    const folder = repository();
    commit(folder, { "migrations/0003_trips.sql": trips });
    git(folder, "checkout", "-q", "main");
    commit(folder, { "migrations/0002_others.sql": "CREATE INDEX others ON users (email);\n" });
    git(folder, "checkout", "-q", "work");
    git(folder, "merge", "-q", "--no-edit", "main");
    write(folder, { "migrations/0004_index.sql": indexOnUsers });
    expect(await lint(folder, "--since", "main")).toEqual({
      "migrations/0003_trips.sql": [],
      "migrations/0004_index.sql": [concurrently],
    });
  });

  it("takes what the branch made for one deployment: an index on its own new table blocks nobody", async () => {
    const folder = repository();
    commit(folder, { "migrations/0002_trips.sql": trips });
    commit(folder, { "migrations/0003_index.sql": indexOnTrips });
    expect((await lint(folder, "--since", "main"))["migrations/0003_index.sql"]).toEqual([]);
    expect((await lint(folder, "--since", "HEAD~1"))["migrations/0003_index.sql"]).toEqual([concurrently]);
  });

  it("narrows the files that are named to those that changed, which ship with all that changed", async () => {
    const folder = repository();
    commit(folder, { "migrations/0002_trips.sql": trips, "migrations/0003_index.sql": indexOnTrips });
    expect(await lint(folder, "migrations/0001_users.sql", "migrations/0003_index.sql", "--since", "main")).toEqual({
      "migrations/0003_index.sql": [],
    });
  });

  it("judges the changed SQL files where there is no policy", async () => {
    const folder = repository();
    git(folder, "rm", "-q", "release-gate.yaml");
    commit(folder, { "sql/new.sql": indexOnUsers, "sql/other.txt": "x" });
    expect(await lint(folder, "--since", "main")).toEqual({ "sql/new.sql": [concurrently] });
  });

  it("finds the files of a project in a folder of the repository, with names that are no plain ASCII", async () => {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    commit(folder, { "sérvice/release-gate.yaml": policy, "sérvice/migrations/0001_users.sql": users });
    write(folder, { 'sérvice/migrations/0002_índex "1".sql': indexOnUsers, "other/0003.sql": indexOnUsers });
    expect(await lint(join(folder, "sérvice"), "--since", "main")).toEqual({
      'migrations/0002_índex "1".sql': [concurrently],
    });
  });

  it("does not depend on how git is configured", async () => {
    const folder = repository();
    for (const [key, value] of [
      ["diff.noprefix", "true"],
      ["diff.mnemonicPrefix", "true"],
      ["diff.relative", "true"],
      ["diff.renames", "false"],
      ["diff.external", "false"],
      ["color.ui", "always"],
      ["core.quotePath", "true"],
      ["status.showUntrackedFiles", "no"],
    ] as const) {
      git(folder, "config", key, value);
    }
    git(folder, "mv", "migrations/0001_users.sql", "migrations/0001_people.sql");
    write(folder, { "migrations/0002_index.sql": indexOnUsers });
    expect(await lint(folder, "--since", "main")).toEqual({ "migrations/0002_index.sql": [concurrently] });
  });

  it("lets check pass where no migration changed, and hold where one is dangerous", async () => {
    const folder = repository();
    const none = await releaseGate(folder, ["check", "--since", "main"], { env: gitEnvironment });
    expect(none.stdout).toContain("No migration ships with this release.");
    expect(none.exitCode).toBe(0);
    commit(folder, { "migrations/0002_index.sql": indexOnUsers });
    const one = await releaseGate(folder, ["check", "--since", "main", "--format", "json"], { env: gitEnvironment });
    expect(JSON.parse(one.stdout)).toMatchObject({ decision: "hold", checks: [{ id: "migrations/0002_index" }] });
  });

  it("can stand in the policy", async () => {
    const folder = repository({ "release-gate.yaml": `${policy}  since: main\n` });
    write(folder, { "migrations/0002_trips.sql": trips, "migrations/0003_index.sql": indexOnTrips });
    expect(await lint(folder)).toEqual({ "migrations/0002_trips.sql": [], "migrations/0003_index.sql": [] });
    expect(await lint(folder, "migrations/0003_index.sql")).toEqual({ "migrations/0003_index.sql": [] });
    expect(await lint(folder, "migrations/0001_users.sql")).toEqual({ "migrations/0001_users.sql": [] });
  });

  it("is what `released` means where it names a tag and no migration", async () => {
    const folder = repository({ "release-gate.yaml": `${policy}  released: v1.2\n` });
    git(folder, "tag", "v1.2", "main");
    commit(folder, { "migrations/0002_index.sql": indexOnUsers });
    expect(await lint(folder)).toEqual({ "migrations/0002_index.sql": [concurrently] });
    git(folder, "tag", "-d", "v1.2");
    const { exitCode, stderr } = await releaseGate(folder, ["lint"], { env: gitEnvironment });
    expect(stderr).toContain('The released migration "v1.2" is not among the migrations.');
    expect(exitCode).toBe(2);
  });
});

describe.skipIf(!at)("--since finds a released migration that the branch", () => {
  const rules = async (folder: string): Promise<string[]> => {
    const { stdout } = await releaseGate(folder, ["lint", "--since", "main"], { env: gitEnvironment });
    return [...stdout.matchAll(/^(\S+) error (no-edited-migration)$/gm)].map(([, place]) => String(place));
  };

  it("edits, but not one that it comments on", async () => {
    const folder = repository();
    write(folder, { "migrations/0001_users.sql": `-- The people.\n${users}` });
    expect(await rules(folder)).toEqual([]);
    write(folder, { "migrations/0001_users.sql": `-- The people.\n${users}${trips}` });
    expect(await rules(folder)).toEqual(["migrations/0001_users.sql:3:1"]);
    git(folder, "add", "-A");
    git(folder, "commit", "-q", "-m", "x");
    expect(await rules(folder)).toEqual(["migrations/0001_users.sql:3:1"]);
  });

  it("gives another version, but not one that it moves to another folder", async () => {
    const folder = repository();
    mkdirSync(join(folder, "migrations/old"));
    git(folder, "mv", "migrations/0001_users.sql", "migrations/old/0001_users.sql");
    expect(await rules(folder)).toEqual([]);
    git(folder, "mv", "migrations/old/0001_users.sql", "migrations/0009_users.sql");
    expect(await rules(folder)).toEqual(["migrations/0009_users.sql:1:1"]);
  });

  it("edits, and check holds", async () => {
    const folder = repository();
    write(folder, { "migrations/0001_users.sql": users.replace("email", "mail") });
    const { stdout, exitCode } = await releaseGate(folder, ["check", "--since", "main", "--format", "json"], {
      env: gitEnvironment,
    });
    expect(JSON.parse(stdout)).toMatchObject({ decision: "hold", checks: [{ id: "migrations/0001_users" }] });
    expect(exitCode).toBe(1);
  });
});

describe.skipIf(!at)("--since that cannot be answered ends with 2 and says what to do:", () => {
  async function told(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await releaseGate(folder, ["lint", ...args], {
      env: { ...gitEnvironment, ...env },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    return stderr;
  }

  it("an unknown ref", async () => {
    expect(await told(repository(), ["--since", "origin/main"])).toBe(
      'git does not know "origin/main".\n  Name a branch, a tag or a commit that was fetched, such as "origin/main".\n',
    );
  });

  it("an option in the place of a ref", async () => {
    expect(await told(repository(), ["--since=--all"])).toContain('git does not know "--all".');
  });

  it("an unknown ref in the policy, with its line", async () => {
    const folder = repository({ "release-gate.yaml": `${policy}  since: origin/main\n` });
    expect(await told(folder, [])).toContain('release-gate.yaml:6:3: git does not know "origin/main".');
  });

  it("a folder outside of any repository", async () => {
    const folder = project({ "release-gate.yaml": policy, "migrations/0001_users.sql": users });
    expect(await told(folder, ["--since", "main"])).toContain("is not in the work tree of a git repository.");
  });

  it("a branch of other history", async () => {
    const folder = repository();
    git(folder, "checkout", "-q", "--orphan", "other");
    git(folder, "commit", "-q", "-m", "other");
    expect(await told(folder, ["--since", "main"])).toContain('"main" and HEAD have no commit in common.');
  });

  it("a shallow clone without the merge base", async () => {
    const origin = repository();
    commit(origin, { "migrations/0002_trips.sql": trips });
    git(origin, "checkout", "-q", "main");
    commit(origin, { "README.md": "x" });
    const folder = join(project({}), "clone");
    git(origin, "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", `file://${origin}`, folder);
    const text = await told(folder, ["--since", "origin/main"]);
    expect(text).toContain('"origin/main" and HEAD have no commit in common.');
    expect(text).toContain('This clone is shallow. Fetch the history: "fetch-depth: 0"');
    git(folder, "fetch", "-q", "--deepen=5");
    expect(await lint(folder, "--since", "origin/main")).toEqual({ "migrations/0002_trips.sql": [] });
  });

  it("a machine without git", async () => {
    const empty = join(project({}), "bin");
    mkdirSync(empty);
    const text = await told(repository(), ["--since", "main"], { PATH: empty });
    expect(text).toContain("git could not be started: it was not found.");
  });
});

describe.skipIf(!at)("--staged", () => {
  it("judges what is staged as it is staged, however the work tree looks", async () => {
    const folder = repository();
    write(folder, { "migrations/0002_index.sql": indexOnUsers });
    git(folder, "add", "-A");
    write(folder, { "migrations/0002_index.sql": "SELECT 1;\n", "migrations/0003_more.sql": indexOnUsers });
    expect(await lint(folder, "--staged")).toEqual({ "migrations/0002_index.sql": [concurrently] });
    write(folder, { "migrations/0002_index.sql": undefined });
    expect(await lint(folder, "--staged")).toEqual({ "migrations/0002_index.sql": [concurrently] });
    expect(await lint(folder, "--staged", "migrations/*.sql")).toEqual({
      "migrations/0002_index.sql": [concurrently],
    });
  });

  it("knows the history as it is staged", async () => {
    const folder = repository();
    write(folder, { "migrations/0002_index.sql": "CREATE INDEX trips_day ON users (email);\n" });
    git(folder, "add", "-A");
    write(folder, { "migrations/0001_users.sql": "SELECT 1;\n" });
    expect(await lint(folder, "--staged")).toEqual({ "migrations/0002_index.sql": [concurrently] });
  });

  it("judges nothing where no migration is staged, also before the first commit", async () => {
    const folder = project({ "release-gate.yaml": policy, "migrations/0001_users.sql": users });
    git(folder, "init", "-q");
    expect(await lint(folder, "--staged")).toEqual({});
    git(folder, "add", "-A");
    expect(await lint(folder, "--staged")).toEqual({ "migrations/0001_users.sql": [] });
  });

  it("judges only what is staged of a deployment that began before", async () => {
    const folder = repository();
    commit(folder, { "migrations/0002_trips.sql": trips });
    write(folder, { "migrations/0003_index.sql": indexOnTrips });
    git(folder, "add", "-A");
    expect(await lint(folder, "--staged", "--since", "main")).toEqual({ "migrations/0003_index.sql": [] });
  });

  it("is refused beside --fix and --stdin", async () => {
    const folder = repository();
    for (const args of [["--fix"], ["--stdin", "--stdin-filename", "x.sql"]]) {
      const { exitCode, stderr } = await releaseGate(folder, ["lint", "--staged", ...args], { input: "" });
      expect(stderr).toContain(`--staged cannot be used with ${args[0]}.`);
      expect(exitCode).toBe(2);
    }
  });

  it("leaves no temporary folder behind", async () => {
    const [folder, temporary] = [repository(), project({})];
    write(folder, { "migrations/0002_index.sql": indexOnUsers });
    git(folder, "add", "-A");
    const env = { ...gitEnvironment, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    expect((await releaseGate(folder, ["lint", "--staged"], { env })).exitCode).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([
    ["git commit", ["commit", "-q", "-m", "x"]],
    ["git commit -a", ["commit", "-q", "-a", "-m", "x"]],
    ["git commit FILE", ["commit", "-q", "-m", "x", "svc/migrations/0002_index.sql"]],
  ])("stops `%s` in a pre-commit hook, from any folder", async (_name, args) => {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    commit(folder, { "svc/release-gate.yaml": policy, "svc/migrations/0001_users.sql": users });
    const hook = join(folder, ".git/hooks/pre-commit");
    const binary = join(root, "packages/cli/dist/main.js");
    write(folder, {
      "svc/migrations/0002_index.sql": indexOnUsers,
      ".git/hooks/pre-commit": `#!/bin/sh\ncd svc && exec "${process.execPath}" "${binary}" lint --staged --format json\n`,
    });
    chmodSync(hook, 0o755);
    git(folder, "add", "-A");
    const env = { ...gitEnvironment, NO_COLOR: "1" };
    const { exitCode, stdout, stderr } = execaSync("git", args, { cwd: folder, env, reject: false });
    expect(stdout + stderr).toContain(concurrently);
    expect(exitCode).toBe(1);
    write(folder, { "svc/migrations/0002_index.sql": "SELECT 1;\n" });
    git(folder, "add", "-A");
    expect(execaSync("git", args, { cwd: folder, env, reject: false }).exitCode).toBe(0);
  });
});

describe.skipIf(!at)("a ref that names more than one commit", () => {
  const asks = async (folder: string, ref: string) =>
    releaseGate(folder, ["lint", "--since", ref], { env: gitEnvironment });

  it("is refused with the names to choose from; a whole name is what it says", async () => {
    const folder = repository();
    git(folder, "update-ref", "refs/remotes/origin/main", "main");
    expect((await asks(folder, "origin/main")).exitCode).toBe(0);
    commit(folder, { "migrations/0002_index.sql": indexOnUsers });
    git(folder, "branch", "origin/main");
    git(folder, "tag", "main");
    for (const [ref, names] of [
      ["main", "refs/tags/main, refs/heads/main"],
      ["main~0", "refs/tags/main, refs/heads/main"],
      ["origin/main", "refs/heads/origin/main, refs/remotes/origin/main"],
    ] as const) {
      const { exitCode, stdout, stderr } = await asks(folder, ref);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(names);
    }
    expect((await asks(folder, "refs/heads/main")).exitCode).toBe(1);
    expect((await asks(folder, "refs/tags/main")).exitCode).toBe(0);
    write(folder, { "release-gate.yaml": policy.replace("complete", "since: main\n  complete") });
    const named = await releaseGate(folder, ["lint"], { env: gitEnvironment });
    expect([named.exitCode, named.stderr]).toEqual([2, expect.stringContaining("release-gate.yaml:")]);
  });

  it("is accepted where all that have the name are one commit", async () => {
    const folder = repository();
    git(folder, "tag", "main", "main");
    commit(folder, { "migrations/0002_index.sql": indexOnUsers });
    expect((await asks(folder, "main")).exitCode).toBe(1);
  });

  it("is refused where a branch looks like the first digits of another commit", async () => {
    const folder = repository();
    const digits = git(folder, "rev-parse", "--short", "main");
    commit(folder, { "migrations/0002_index.sql": indexOnUsers });
    expect((await asks(folder, digits)).exitCode).toBe(1);
    git(folder, "branch", digits);
    expect((await asks(folder, digits)).exitCode).toBe(2);
  });
});
