import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { project, releaseGate, type Ran } from "../support/cli.js";
import { commit, git, gitEnvironment, hasGit, write } from "../support/git.js";

const policy = "version: 1\nmigrations:\n  path: migrations\n  framework: plain\n  complete: true\n";
const index = "CREATE INDEX users_email ON users (email);\n";

/** A repository whose branch `main` has a table; the branch `work`, which is checked out, blocks its writers. */
function repository(files: Readonly<Record<string, string>> = {}): string {
  const folder = project({});
  git(folder, "init", "-q", "-b", "main");
  commit(folder, {
    "release-gate.yaml": policy,
    "migrations/1_users.sql": "CREATE TABLE users (id bigint, email text);\n",
    ...files,
  });
  git(folder, "checkout", "-q", "-b", "work");
  commit(folder, { "migrations/2_index.sql": index });
  return folder;
}

const ask = (folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  releaseGate(folder, args, { env: { ...gitEnvironment, ...env } });

const more = "CREATE INDEX more ON users (id);\n";

/** Each way in which a command asks git. */
const asking: readonly (readonly [string, ...string[]])[] = [
  ["check", "--since", "main"],
  ["lint", "--since", "main"],
  ["lint", "--staged"],
];

describe.skipIf(!hasGit())("what git cannot say is never taken for nothing:", () => {
  const broken: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
    [
      "an index of garbage",
      (folder) => writeFileSync(join(folder, ".git/index"), "garbage"),
      /index file|bad signature/,
    ],
    [
      "a tree that is missing",
      (folder) => ["main^{tree}", "HEAD^{tree}"].forEach((name) => removeObject(folder, name)),
      /unable to read tree|could not parse|bad tree|could not read/i,
    ],
    [
      "a commit that is missing",
      (folder) => ["HEAD", "main"].forEach((name) => removeObject(folder, name)),
      /bad object|could not parse|main|could not read/i,
    ],
    [
      "a configuration that cannot be read",
      (folder) => writeFileSync(join(folder, ".git/config"), "["),
      /bad config line/,
    ],
  ];
  for (const [what, breaking, words] of broken) {
    it.each(asking.slice(1))(`${what}, for %s %s`, async (...args) => {
      const folder = repository();
      git(folder, "add", "-A");
      breaking(folder);
      const { exitCode, stdout, stderr } = await ask(folder, args);
      expect(stdout).toBe("");
      expect(stderr).toMatch(words);
      expect(exitCode).toBe(2);
    });
  }

  it("a text that is missing from the history", async () => {
    const folder = repository();
    write(folder, { "migrations/1_users.sql": "CREATE TABLE users (id int);\n" });
    removeObject(folder, "main:migrations/1_users.sql");
    const { exitCode, stderr } = await ask(folder, ["check", "--since", "main"]);
    expect(stderr).toMatch(/cannot read the object|unable to read/);
    expect(exitCode).toBe(2);
  });

  it("a bare repository", async () => {
    const folder = project({});
    git(repository(), "clone", "-q", "--bare", ".", join(folder, "bare"));
    const { exitCode, stdout, stderr } = await ask(join(folder, "bare"), ["lint", "--since", "main"]);
    expect(stdout).toBe("");
    expect(stderr).toContain("safe.bareRepository");
    expect(exitCode).toBe(2);
    const named = await ask(join(folder, "bare"), ["lint", "--since", "main"], { GIT_DIR: "." });
    expect(named.stderr).toContain("is not in the work tree of a git repository");
    expect(named.exitCode).toBe(2);
  });

  it.skipIf(process.getuid?.() !== 0)("a folder of another user, with what to do about it", async () => {
    const folder = repository();
    chownSync(folder, 1000, 1000);
    chownSync(join(folder, ".git"), 1000, 1000);
    const { exitCode, stderr } = await ask(folder, ["check", "--since", "main"]);
    expect(stderr).toContain(`detected dubious ownership in repository at '${folder}'`);
    expect(stderr).toContain(`git config --global --add safe.directory ${folder}`);
    expect(exitCode).toBe(2);
  });

  it("a conflict that is not resolved, for --staged", async () => {
    const folder = repository();
    git(folder, "checkout", "-q", "main");
    commit(folder, { "migrations/2_index.sql": "DROP TABLE others;\n" });
    expect(() => git(folder, "merge", "work")).toThrow();
    const { exitCode, stderr } = await ask(folder, ["lint", "--staged"]);
    expect(stderr).toContain("migrations/2_index.sql is not merged yet.");
    expect(exitCode).toBe(2);
  });

  it("a staged link that leads out of the repository", async () => {
    const folder = repository();
    symlinkSync("../../elsewhere.sql", join(folder, "migrations/3_link.sql"));
    git(folder, "add", "-A");
    const { exitCode, stderr } = await ask(folder, ["lint", "--staged"]);
    expect(stderr).toContain("migrations/3_link.sql is a link to ../../elsewhere.sql, outside of the repository.");
    expect(exitCode).toBe(2);
  });

  it("an order of files that is not there changes no answer", async () => {
    const folder = repository();
    git(folder, "config", "diff.orderFile", "/nonexistent");
    expect((await ask(folder, ["check", "--since", "main"])).stdout).toContain("HOLD");
  });
});

function removeObject(folder: string, name: string): void {
  const id = git(folder, "rev-parse", name);
  rmSync(join(folder, ".git/objects", id.slice(0, 2), id.slice(2)), { force: true });
}

/** A program that leaves a mark when it is started, and the folder of the marks. */
function spy(): { readonly program: string; readonly marks: () => string[] } {
  const folder = project({ "evil.sh": "" });
  const marks = join(folder, "marks");
  mkdirSync(marks);
  const program = join(folder, "evil.sh");
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${marks}/ran\ncat\n`);
  chmodSync(program, 0o755);
  return { program, marks: () => readdirSync(marks) };
}

describe.skipIf(!hasGit())("a repository that nobody vouches for starts no program:", () => {
  it.each([...asking])("whatever its configuration names, for %s %s", async (...args) => {
    const { program, marks } = spy();
    const folder = repository({ "src/a.ts": "one\n", "src/b.sql": "SELECT 1;\n" });
    write(folder, { "src/a.ts": "two\n", "src/b.sql": "SELECT 2;\n", "migrations/3_more.sql": more });
    git(folder, "add", "-A");
    write(folder, { "src/a.ts": "three\n", "migrations/3_more.sql": `${more}-- more\n` });
    write(join(program, ".."), { included: `[core]\nfsmonitor = ${program}\n[filter "y"]\nclean = ${program}\n` });
    mkdirSync(join(program, "../hooks"));
    for (const hooks of [join(program, "../hooks"), join(folder, ".git/hooks")])
      symlinkSync(program, join(hooks, "post-index-change"));
    const config = {
      "core.fsmonitor": program,
      "core.hooksPath": join(program, "../hooks"),
      "core.pager": program,
      "pager.diff": program,
      "pager.config": program,
      "diff.external": program,
      "diff.x.command": program,
      "diff.x.textconv": program,
      "filter.x.clean": program,
      "filter.x.smudge": program,
      "filter.x.required": "true",
      "filter.z.process": program,
      "filter.z.required": "true",
      "include.path": join(program, "../included"),
      "core.attributesFile": join(program, "../attributes"),
    };
    for (const [key, value] of Object.entries(config)) git(folder, "config", key, value);
    write(join(program, ".."), { attributes: "*.ts filter=x diff=x\n*.sql filter=y diff=x\n" });
    write(folder, { ".git/info/attributes": "src/* filter=z\n" });
    const { stdout, exitCode } = await ask(folder, args);
    expect(marks()).toEqual([]);
    expect(stdout).toContain("require-concurrent-index");
    expect(exitCode).toBe(1);
  });

  it("a filter with a name that git's command line cannot say", async () => {
    const { program, marks } = spy();
    const folder = repository();
    write(folder, { "migrations/1_users.sql": "CREATE TABLE users (id int);\n" });
    git(folder, "config", "filter.a=b.clean", program);
    write(folder, { ".git/info/attributes": "* filter=a=b\n" });
    const { exitCode, stderr } = await ask(folder, ["check", "--since", "main"]);
    expect(marks()).toEqual([]);
    expect(stderr).toContain('the filter "filter.a=b" cannot be switched off');
    expect(exitCode).toBe(2);
  });

  it.each([
    ["ssh", "ssh://localhost/x"],
    ["ext", "ext::EVIL x"],
    ["file", "EVIL"],
  ])("the remote of a partial clone, over %s", async (_, url) => {
    const { program, marks } = spy();
    const folder = repository();
    write(folder, { "migrations/1_users.sql": "CREATE TABLE users (id int);\n" });
    const config = {
      "core.repositoryFormatVersion": "1",
      "extensions.partialClone": "p",
      "remote.p.promisor": "true",
      "remote.p.url": url.replace("EVIL", program),
      "remote.p.uploadpack": program,
      "core.sshCommand": program,
      "core.askPass": program,
      "credential.helper": program,
      "protocol.allow": "always",
      "protocol.ext.allow": "always",
    };
    removeObject(folder, "main:migrations/1_users.sql");
    for (const [key, value] of Object.entries(config)) git(folder, "config", key, value);
    const { exitCode, stderr } = await ask(folder, ["check", "--since", "main"]);
    expect(marks()).toEqual([]);
    expect(stderr).toContain("This clone is partial, and nothing is fetched while it is judged.");
    expect(exitCode).toBe(2);
  });

  it("what the environment names for other calls of git", async () => {
    const { program, marks } = spy();
    const folder = repository({ "src/a.ts": "one\n" });
    write(folder, { "src/a.ts": "two\n" });
    const names = ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR"];
    const env = Object.fromEntries(names.map((name) => [name, program]));
    const trace = join(program, "../marks/trace");
    const { exitCode } = await ask(folder, ["check", "--since", "main"], {
      ...env,
      GIT_TRACE2_EVENT: trace,
      GIT_TRACE: trace,
    });
    expect(marks()).toEqual([]);
    expect(exitCode).toBe(1);
  });

  it("a git of its own, wherever the PATH looks for one", async () => {
    const { program, marks } = spy();
    const folder = repository();
    // Files, not links: what leads out of the repository is an error of its own.
    for (const place of ["git", "node_modules/.bin/git", "bin/git"]) {
      write(folder, { [place]: readFileSync(program, "utf8") });
      chmodSync(join(folder, place), 0o755);
    }
    const places = [".", "", "node_modules/.bin", folder, join(folder, "node_modules/.bin"), join(folder, "bin")];
    const { exitCode } = await ask(join(folder, "bin"), ["check", "--since", "main"], {
      PATH: [...places, process.env["PATH"] ?? ""].join(delimiter),
    });
    expect(marks()).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

describe.skipIf(!hasGit())("a git directory among the files of a pull request", () => {
  /** The bare repository of a pull request, with a configuration and a history of its own, committed as plain files. */
  function pullRequest(program: string): string {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    commit(folder, { "services/api/release-gate.yaml": policy, "services/api/migrations/1_users.sql": "SELECT 1;\n" });
    git(folder, "checkout", "-q", "-b", "work");
    const own = join(folder, "own");
    mkdirSync(own);
    git(own, "init", "-q", "--bare", "e");
    const e = join(own, "e");
    const tree = execaSync("git", ["hash-object", "-t", "tree", "-w", "--stdin"], {
      cwd: e,
      env: gitEnvironment,
      input: "",
    });
    const head = git(e, "commit-tree", tree.stdout, "-m", "x");
    git(e, "update-ref", "refs/heads/main", head);
    const config = `[core]\nrepositoryformatversion = 0\nbare = false\nworktree = .\nfsmonitor = "${program}"\n`;
    write(e, { HEAD: "ref: refs/heads/main\n", config });
    for (const each of ["HEAD", "config", "objects", "refs"])
      execaSync("mv", [join(e, each), join(folder, "services/api")]);
    rmSync(own, { recursive: true });
    commit(folder, { "services/api/migrations/2_index.sql": index });
    git(folder, "add", "-A", "-f");
    git(folder, "commit", "-q", "--allow-empty", "-m", "pr");
    return folder;
  }

  it.each([...asking])("is refused, and starts nothing, for %s %s", async (command, ...args) => {
    const { program, marks } = spy();
    const folder = pullRequest(program);
    const { exitCode, stdout, stderr } = await ask(folder, [
      command,
      "--config",
      "services/api/release-gate.yaml",
      ...args,
    ]);
    expect(marks()).toEqual([]);
    expect(stdout).toBe("");
    expect(stderr).toContain("cannot use bare repository");
    expect(exitCode).toBe(2);
  });

  it("is refused where a .git file leads to it", async () => {
    const folder = repository();
    git(folder, "init", "-q", "--bare", "own");
    rmSync(join(folder, ".git"), { recursive: true });
    write(folder, { ".git": "gitdir: own\n", "own/config": "[core]\nbare = false\nworktree = ..\n" });
    const { exitCode, stderr } = await ask(folder, ["lint", "--staged"]);
    expect(stderr).toContain(`is used as the git directory of ${folder}, which it lies in`);
    expect(exitCode).toBe(2);
    const named = await ask(folder, ["lint", "--staged"], { GIT_DIR: "own" });
    expect(named.exitCode).toBe(0);
  });

  it("is none where it is that of a linked work tree or a submodule, or beside the work tree", async () => {
    const folder = repository();
    const around = project({});
    git(folder, "worktree", "add", "-q", join(around, "linked"), "-b", "linked");
    git(around, "init", "-q", "super");
    git(join(around, "super"), "-c", "protocol.file.allow=always", "submodule", "add", "-q", folder, "sub");
    git(join(around, "super/sub"), "branch", "main", "origin/main");
    git(folder, "clone", "-q", "--separate-git-dir", join(around, "beside.git"), ".", join(around, "beside"));
    git(join(around, "beside"), "branch", "main", "origin/main");
    for (const place of ["linked", "super/sub", "beside"]) {
      const { exitCode, stderr } = await ask(join(around, place), ["check", "--since", "main"]);
      expect(stderr).toBe("");
      expect(exitCode).toBe(1);
    }
  });
});

describe.skipIf(!hasGit())("a hook of a linked work tree, which gets GIT_DIR alone,", () => {
  it("judges what is staged in a folder below the top", async () => {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    commit(folder, {
      "services/api/release-gate.yaml": policy,
      "services/api/migrations/1_users.sql": "CREATE TABLE users (id bigint, email text);\n",
    });
    const linked = join(project({}), "linked");
    git(folder, "worktree", "add", "-q", linked, "-b", "linked");
    write(linked, { "services/api/migrations/2_index.sql": index });
    git(linked, "add", "-A");
    const { exitCode, stdout } = await ask(linked, ["lint", "--staged", "--config", "services/api/release-gate.yaml"], {
      GIT_DIR: join(folder, ".git/worktrees/linked"),
      GIT_INDEX_FILE: join(folder, ".git/worktrees/linked/index"),
    });
    expect(stdout).toContain("require-concurrent-index");
    expect(stdout).toContain("1 error");
    expect(exitCode).toBe(1);
    expect(existsSync(join(linked, "services/api/.git"))).toBe(false);
  });
});

describe.skipIf(!hasGit())(
  "what ships is told through links and submodules, and of files that git does not know:",
  () => {
    const drop = "ALTER TABLE users DROP COLUMN email;\n";
    const harmless = "SELECT 1;\n";
    const path = { "release-gate.yaml": "version: 1\nmigrations:\n  path: migrations\n" };
    const init = "20240101000000_init.sql";
    const table = "CREATE TABLE users (id bigint PRIMARY KEY, email text, n int);\n";
    const next = "20260101000000_x.sql";

    /** `main` with these files, and the branch `feat`, which is checked out. */
    function from(files: Readonly<Record<string, string>>, prepare?: (folder: string) => void): string {
      const folder = project({});
      git(folder, "init", "-q", "-b", "main");
      write(folder, { ...path, ...files });
      prepare?.(folder);
      commit(folder, {});
      git(folder, "checkout", "-q", "-b", "feat");
      return folder;
    }

    /** Adds a repository as it stands as a submodule, without its files where they are not wanted. */
    function addModule(folder: string, at: string, files: Readonly<Record<string, string>>): void {
      git(folder, "init", "-q", at);
      commit(join(folder, at), files);
    }

    async function holds(
      folder: string,
      shown: string,
      args: readonly string[] = ["check", "--since", "main"],
    ): Promise<void> {
      const { exitCode, stdout } = await ask(folder, args);
      expect(stdout).toContain(shown);
      expect(exitCode).toBe(1);
    }

    it("a new link to a folder, committed, by the policy, and staged", async () => {
      const folder = from({ [`migrations/${init}`]: table });
      write(folder, { [`s/x/${next}`]: drop });
      symlinkSync("../s/x", join(folder, "migrations/v2"));
      git(folder, "add", "-A");
      await holds(folder, `migrations/v2/${next}`, ["lint", "--staged"]);
      commit(folder, {});
      await holds(folder, `migrations/v2/${next}`);
      await holds(folder, `migrations/v2/${next}`, ["lint", "--since", "main", `migrations/v2/${next}`]);
      write(folder, { "release-gate.yaml": `${path["release-gate.yaml"]}  since: main\n` });
      await holds(folder, `migrations/v2/${next}`, ["check"]);
    });

    it("a file behind a link that was there: new ones, and edited ones", async () => {
      const folder = from({ [`migrations/${init}`]: table, [`s/x/${next}`]: harmless }, (at) => {
        symlinkSync("../s/x", join(at, "migrations/v2"));
        symlinkSync(`../s/x/${next}`, join(at, "migrations/20260101000001_y.sql"));
      });
      expect((await ask(folder, ["check", "--since", "main"])).exitCode).toBe(0);
      write(folder, { [`s/x/${next}`]: drop });
      await holds(folder, "migrations/20260101000001_y.sql");
      git(folder, "add", "-A");
      await holds(folder, "migrations/20260101000001_y.sql", ["lint", "--staged"]);
      git(folder, "reset", "-q", "--hard");
      commit(folder, { "s/x/20260102000000_z.sql": drop });
      await holds(folder, "migrations/v2/20260102000000_z.sql");
    });

    it("a link that leads elsewhere than before, over another link", async () => {
      const folder = from({ [`migrations/${init}`]: table, [`a/${next}`]: harmless, [`b/${next}`]: drop }, (at) => {
        symlinkSync("a", join(at, "now"));
        symlinkSync("../now", join(at, "migrations/v2"));
      });
      rmSync(join(folder, "now"));
      symlinkSync("b", join(folder, "now"));
      await holds(folder, `migrations/v2/${next}`);
    });

    it("a path of the policy that is a link", async () => {
      const folder = from({ [`real/${init}`]: table }, (at) => symlinkSync("real", join(at, "migrations")));
      write(folder, { [`real/${next}`]: drop });
      await holds(folder, `migrations/${next}`);
      git(folder, "add", "-A");
      await holds(folder, `migrations/${next}`, ["lint", "--staged"]);
      commit(folder, {});
      await holds(folder, `migrations/${next}`);
    });

    it("a folder that became a link, a link to a copy, and a link that became a folder: what was released stays so", async () => {
      const holdsForTheNewOne = async (folder: string): Promise<void> => {
        const { exitCode, stdout } = await ask(folder, ["check", "--since", "main"]);
        expect(stdout).toContain("no-drop-column");
        expect(stdout).not.toContain(`migrations/${init}`);
        expect(exitCode).toBe(1);
      };
      const folder = from({ [`migrations/${init}`]: table });
      git(folder, "mv", "migrations", "db");
      symlinkSync("db", join(folder, "migrations"));
      commit(folder, { [`db/${next}`]: drop });
      await holdsForTheNewOne(folder);

      const copied = from({ [`a/${init}`]: table }, (at) => symlinkSync("a", join(at, "migrations")));
      rmSync(join(copied, "migrations"));
      symlinkSync("b", join(copied, "migrations"));
      commit(copied, { [`b/${init}`]: table, [`b/${next}`]: drop });
      await holdsForTheNewOne(copied);

      const real = from({ [`a/${init}`]: table }, (at) => symlinkSync("a", join(at, "migrations")));
      rmSync(join(real, "migrations"));
      commit(real, { [`migrations/${init}`]: table, [`migrations/${next}`]: drop });
      await holdsForTheNewOne(real);
    });

    it("the folder of the policy as a submodule whose commit moved: nothing tells what is released", async () => {
      const folder = from({});
      addModule(folder, "migrations", { [init]: table });
      commit(folder, {});
      git(folder, "branch", "-f", "main");
      commit(join(folder, "migrations"), { [next]: drop });
      commit(folder, {});
      const { exitCode, stdout } = await ask(folder, ["check", "--since", "main"]);
      const text = stdout.replaceAll(/\s+/g, " ");
      expect(text).toContain("The submodule migrations has another commit than at main: nothing tells which");
      expect(text).toContain("no-drop-column");
      expect(exitCode).toBe(1);
    });

    it.each(["migrations/20230101000000_other.sql", "README.md"])(
      "the git directory of another repository, which has %s",
      async (file) => {
        const folder = from({ [`migrations/${init}`]: table });
        const other = from({ [file]: "CREATE TABLE o (id int);\n" });
        const ran = await releaseGate(folder, ["check", "--since", "main"], {
          env: { ...gitEnvironment, GIT_DIR: join(other, ".git") },
        });
        expect(ran.stderr).toContain("(GIT_DIR) tracks none of the migrations that are here.");
        expect(ran.exitCode).toBe(2);
      },
    );

    it("a file of another kind behind a link", async () => {
      const folder = from({ [`migrations/${init}`]: table, "s/x/20250101000000_a.sql": harmless });
      commit(folder, { "s/x/20260101000000_b.py": "pass\n" });
      symlinkSync("../s/x", join(folder, "migrations/v2"));
      commit(folder, {});
      await holds(folder, "migrations/v2/20260101000000_b.py");
    });

    it("a submodule, new or moved, with its files", async () => {
      const folder = from({ [`migrations/${init}`]: table });
      addModule(folder, "migrations/sub", { [next]: harmless });
      commit(folder, {});
      expect((await ask(folder, ["check", "--since", "feat"])).exitCode).toBe(0);
      git(folder, "branch", "-f", "main");
      commit(join(folder, "migrations/sub"), { "20260102000000_z.sql": drop });
      await holds(folder, "migrations/sub/20260102000000_z.sql");
      commit(folder, {});
      await holds(folder, "migrations/sub/20260102000000_z.sql");
    });

    it("a submodule, new or moved, without its files", async () => {
      const folder = from({ [`migrations/${init}`]: table });
      addModule(folder, "migrations/sub", { [next]: drop });
      git(folder, "add", "-A");
      await holds(folder, "migrations/sub", ["lint", "--staged"]);
      commit(folder, {});
      const clone = join(project({}), "clone");
      git(folder, "clone", "-q", ".", clone);
      await holds(clone, "migrations/sub", ["check", "--since", "origin/main"]);
      expect((await ask(clone, ["check", "--since", "origin/feat"])).exitCode).toBe(0);
    });

    it.each([".gitignore", ".git/info/exclude"])("a migration that %s leaves out", async (place) => {
      const folder = from({ [`migrations/${init}`]: table, "src/a.ts": "" });
      write(folder, { [place]: "*_x.sql\n", [`migrations/${next}`]: drop });
      await holds(folder, `migrations/${next}`);
      await holds(folder, `migrations/${next}`, ["lint", "--since", "main", `migrations/${next}`]);
    });

    it("a migration in another language that git leaves out", async () => {
      const folder = from({ [`migrations/${init}`]: table, "migrations/20240102000000_old.ts": "" });
      expect((await ask(folder, ["check", "--since", "main"])).exitCode).toBe(0);
      write(folder, { ".gitignore": "*_x.ts\n", "migrations/20260101000000_x.ts": "" });
      await holds(folder, "migrations/20260101000000_x.ts");
    });

    it.each(["--assume-unchanged", "--skip-worktree"])("an edit that git does not look at (%s)", async (flag) => {
      const folder = from({ [`migrations/${init}`]: table });
      commit(folder, { [`migrations/${next}`]: harmless });
      git(folder, "update-index", flag, `migrations/${next}`, `migrations/${init}`);
      expect((await ask(folder, ["check", "--since", "main"])).exitCode).toBe(0);
      write(folder, { [`migrations/${next}`]: drop });
      await holds(folder, "no-drop-column");
      write(folder, {
        [`migrations/${next}`]: harmless,
        [`migrations/${init}`]: `${table}CREATE TABLE more (id int);\n`,
      });
      await holds(folder, "no-edited-migration");
    });

    it("a migration that a sparse work tree lacks", async () => {
      const folder = from({ [`migrations/${init}`]: table });
      commit(folder, { [`migrations/later/${next}`]: drop });
      git(folder, "sparse-checkout", "set", "--no-cone", "/*", "!/migrations/later/");
      const { exitCode, stderr } = await ask(folder, ["check", "--since", "main"]);
      expect(stderr).toContain(`migrations/later/${next} differs from main, and is not in the work tree.`);
      expect(exitCode).toBe(2);
    });

    it("SQL that changed outside of the paths of the policy is named, and not judged", async () => {
      const folder = from({ [`migrations/${init}`]: table, "docs/old.sql": drop });
      commit(folder, { "scripts/by-hand.sql": drop });
      const text =
        "Changed since main, but outside the paths of release-gate.yaml, so not judged: scripts/by-hand.sql.";
      for (const command of ["lint", "check"]) {
        const { exitCode, stdout } = await ask(folder, [command, "--since", "main"]);
        expect(stdout.replaceAll(/\s+/g, " ")).toContain(text);
        expect(exitCode).toBe(0);
      }
    });
  },
);

describe.skipIf(!hasGit())("without its index", () => {
  const drop = "ALTER TABLE users DROP COLUMN email;\n";

  it.each(asking)("git is not asked what is new, for %s %s", async (...args) => {
    const folder = repository();
    const missing = await ask(folder, args, { GIT_INDEX_FILE: join(folder, "nowhere") });
    expect([missing.exitCode, missing.stdout]).toEqual([2, ""]);
    rmSync(join(folder, ".git/index"));
    const removed = await ask(folder, args);
    expect([removed.exitCode, removed.stdout]).toEqual([2, ""]);
    expect(removed.stderr).toContain("git reset");
  });

  it("a file that the index alone has lost is not new", async () => {
    const folder = repository();
    commit(folder, { "migrations/3_drop.sql": drop });
    git(folder, "read-tree", "--empty");
    const { exitCode, stdout } = await ask(folder, ["lint", "--since", "main"]);
    expect(stdout).toContain("no-drop-column");
    expect(stdout).not.toContain("1_users");
    expect(exitCode).toBe(1);
  });

  it("a repository without any commit is read as before", async () => {
    const folder = project({
      "release-gate.yaml": policy,
      "migrations/1_users.sql": "CREATE TABLE users (id bigint);\n",
    });
    git(folder, "init", "-q", "-b", "main");
    expect((await ask(folder, ["lint", "--staged"])).exitCode).toBe(0);
  });
});
