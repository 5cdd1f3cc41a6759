import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { project, releaseGate, root } from "../support/cli.js";
import { commit, git, gitEnvironment, hasGit, write } from "../support/git.js";

const at = hasGit();
it("has git at hand where nothing may be skipped", () => {
  if (process.env["REQUIRE_ALL"] === "1") expect(at).toBe(true);
});

const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const careless = "TRUNCATE archive;\nALTER TABLE accounts DROP COLUMN email;\n";
const files = { "db/migrations/0001_users.sql": users, "db/migrations/0002_careless.sql": careless };
const baseline = "release-gate-baseline.json";

const run = (folder: string, ...args: string[]) => releaseGate(folder, args, { env: gitEnvironment });
const read = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

describe("init", () => {
  it("writes a policy and a baseline, after which lint counts nothing old and everything new", async () => {
    const folder = project(files);
    const { exitCode, stdout, stderr } = await run(folder, "init");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("Wrote release-gate.yaml: 2 files of plain in db/migrations.");
    expect(stdout).toContain(`Wrote ${baseline} with today's findings`);
    expect(stdout).toContain("No git hook: this folder is not in a git work tree.");
    expect(read(folder, "release-gate.yaml")).toMatch(
      /^version: 1\n.*\n {2}path: db\/migrations\n {2}framework: plain\n/s,
    );
    expect((await run(folder, "lint", "--fail-on", "warn")).exitCode).toBe(0);
    write(folder, { "db/migrations/0003_more.sql": "TRUNCATE archive;\n" });
    expect((await run(folder, "lint")).exitCode).toBe(1);
  });

  it("overwrites nothing, and says so", async () => {
    const folder = project(files);
    await run(folder, "init");
    write(folder, { [baseline]: '{"version": 1, "findings": []}' });
    const before = read(folder, "release-gate.yaml");
    const { stdout } = await run(folder, "init");
    expect(stdout).toContain("release-gate.yaml exists and is kept.");
    expect(stdout).toContain(`${baseline} exists and is kept.`);
    expect([read(folder, "release-gate.yaml"), read(folder, baseline)]).toEqual([
      before,
      '{"version": 1, "findings": []}',
    ]);
  });

  it("writes the baseline that a policy names and that is not there yet", async () => {
    const policy = `version: 1\nmigrations: { path: db/migrations, baseline: old/${baseline} }\n`;
    const folder = project({ ...files, "release-gate.yaml": policy, "old/keep": "" });
    expect((await run(folder, "lint")).stderr).toContain(`The baseline old/${baseline} does not exist.`);
    expect((await run(folder, "init")).exitCode).toBe(0);
    expect((await run(folder, "lint")).exitCode).toBe(0);
  });

  it("leaves out what is not wanted", async () => {
    const folder = project(files);
    await run(folder, "init", "--no-baseline", "--no-hook");
    expect(readdirSync(folder).toSorted()).toEqual(["db", "release-gate.yaml"]);
  });

  it("takes the last migration for released where no branch tells it, so that each new danger is found", async () => {
    const folder = project(files);
    const { stdout } = await run(folder, "init", "--no-hook");
    expect(stdout).toContain("Up to 0002_careless everything counts as released");
    expect(read(folder, "release-gate.yaml")).toMatch(/^ {2}released: "0002_careless"/m);
    write(folder, { "db/migrations/0003_index.sql": "CREATE INDEX users_email ON users (email);\n" });
    for (const args of [[], ["db/migrations"], ["db/migrations/0003_index.sql"]]) {
      const linted = await run(folder, "lint", ...args);
      expect(linted.exitCode).toBe(1);
      expect(linted.stdout).toContain("0003_index.sql:1:8 error require-concurrent-index");
      expect(linted.stdout).not.toContain("0002_careless");
    }
  });

  it.each([
    ["docker-compose.yml", "services:\n  db:\n    image: postgres:15-alpine\n", 15],
    ["compose.dev.yaml", 'services: \n  db:\n    image: "postgis/postgis:14-3.4"\n', 14],
    ["docker-compose.yaml", "services:\n  db:\n    image: timescale/timescaledb:2.14.2-pg16\n", 16],
    ["compose.yml", "services:\n  db:\n    image: docker.io/library/postgres:${PG_VERSION:-17}\n", 17],
    [
      ".github/workflows/test.yml",
      "jobs:\n  a:\n    services:\n      db: \n        image: pgvector/pgvector:pg16\n",
      16,
    ],
  ])("takes the server's version from %s", async (path, text, major) => {
    const folder = project({ ...files, [path]: text });
    await run(folder, "init", "--no-hook", "--no-baseline");
    expect(read(folder, "release-gate.yaml")).toMatch(new RegExp(`^postgres: ${major} `, "m"));
  });

  it("does not choose between the versions of several servers", async () => {
    const text = "services:\n  a:\n    image: postgres:15\n  b:\n    image: postgres:16\n";
    const folder = project({ ...files, "compose.yaml": text });
    await run(folder, "init", "--no-hook", "--no-baseline");
    expect(read(folder, "release-gate.yaml")).toMatch(/^# postgres: /m);
  });

  it("shows with --dry-run every file whole, and writes nothing", async () => {
    const folder = project(files);
    const { exitCode, stdout } = await run(folder, "init", "--dry-run");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^==> release-gate\.yaml <==\nversion: 1\n/);
    expect(stdout).toContain(`==> ${baseline} <==\n`);
    expect(readdirSync(folder)).toEqual(["db"]);
  });

  it("gives another app of a monorepo a policy of its own, and none to a folder that the policy covers", async () => {
    const folder = project({ "apps/a/migrations/0001_a.sql": users, "apps/b/migrations/0001_b.sql": users });
    await run(folder, "init", "--path", "apps/a/migrations", "--no-hook", "--no-baseline");
    expect((await run(join(folder, "apps/a"), "init", "--no-hook")).stdout).toContain("exists and is kept");
    await run(join(folder, "apps/b"), "init", "--no-hook", "--no-baseline");
    expect(read(folder, "apps/b/release-gate.yaml")).toContain("path: migrations");
  });

  it("is what a command without a policy names", async () => {
    const folder = project({});
    for (const command of ["lint", "check"]) {
      expect((await run(folder, command)).stderr.replaceAll(/\s+/g, " ")).toContain('"release-gate init"');
    }
  });

  it("tells the framework, wherever its folder is, and leaves other people's SQL alone", async () => {
    const folder = project({
      "services/api/prisma/migrations/20260101000000_a/migration.sql": users,
      "services/api/prisma/migrations/20260102000000_b/migration.sql": "SELECT 1;",
      "services/api/prisma/schema.prisma": "",
      "node_modules/x/1_a.sql": "x",
      "node_modules/x/2_a.sql": "x",
      "node_modules/x/3_a.sql": "x",
      "queries/report.sql": "SELECT 1;",
    });
    expect((await run(folder, "init")).stdout).toContain(
      "Wrote release-gate.yaml: 2 files of prisma in services/api/prisma/migrations.",
    );
  });

  it("finds SQL whatever the case of its ending, and behind a link that stays in the repository", async () => {
    const folder = project({ "db/migrations/0001_a.SQL": users, "db/migrations/0002_b.SQL": users });
    mkdirSync(join(folder, ".git"));
    expect((await run(folder, "init", "--no-hook", "--no-baseline")).stdout).toContain(
      "2 files of plain in db/migrations.",
    );
    const linked = project({ "app/x": "", "shared/sql/0001_a.sql": users, "shared/sql/0002_b.sql": users });
    mkdirSync(join(linked, ".git"));
    symlinkSync("../shared/sql", join(linked, "app/migrations"));
    symlinkSync("/", join(linked, "app/root"));
    symlinkSync("nowhere", join(linked, "app/gone"));
    const { stdout, stderr } = await run(join(linked, "app"), "init", "--no-hook", "--no-baseline");
    expect(stderr).toBe("");
    expect(stdout).toContain("2 files of plain in migrations.");
  });

  it("takes PostgreSQL's folder before that of another database, and says which one it leaves out", async () => {
    const files = (name: string, count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`db/${name}/${i + 1}_a.up.sql`, `CREATE TABLE a${i} (id int);\n`]),
      );
    const folder = project({ ...files("sqlite", 3), ...files("stub/postgres", 4), ...files("postgres", 2) });
    const { stdout } = await releaseGate(folder, ["init", "--no-hook"]);
    expect(stdout).toContain("2 files of golang-migrate in db/postgres.");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "Not judged by it: db/stub/postgres (golang-migrate, 4), db/sqlite (golang-migrate, 3).",
    );
  });

  it("asks where it cannot tell, and takes what is named", async () => {
    const folder = project({ "a/1_x.sql": users, "b/1_x.sql": users, "queries/q.sql": "SELECT 1;" });
    const unsure = await run(folder, "init");
    expect(unsure.exitCode).toBe(2);
    expect(unsure.stderr).toContain("release-gate init --path a");
    expect((await run(folder, "init", "--path", "b")).stdout).toContain("1 file of plain in b.");
    const none = project({ "q.sql": "SELECT 1;" });
    expect((await run(none, "init", "--path", "nowhere")).stderr).toContain("nowhere does not exist.");
    expect(readdirSync(none)).toEqual(["q.sql"]);
    const begun = await run(none, "init", "--no-hook");
    expect(begun.exitCode).toBe(0);
    expect(begun.stdout).toContain("No migrations were found");
    expect(read(none, "release-gate.yaml")).toMatch(/^version: 1\n/);
  });

  it("writes nothing where something fails", async () => {
    const folder = project({ ...files, "db/migrations/0003_bad.sql": new Uint8Array([0xff, 0xfe, 0x41]) });
    expect((await run(folder, "init")).exitCode).toBe(2);
    expect(readdirSync(folder)).toEqual(["db"]);
  });

  it("says it in Japanese", async () => {
    expect((await run(project(files), "init", "--lang", "ja")).stdout).toContain("release-gate.yaml を作成しました");
  });
});

describe.skipIf(!at)("the policy that init writes in a clone", () => {
  /** A clone of a repository that has the migrations on the branch "trunk". */
  function clone(): string {
    const origin = project({});
    git(origin, "init", "-q", "-b", "trunk");
    commit(origin, files);
    const folder = join(project({}), "clone");
    git(origin, "clone", "-q", origin, folder);
    return folder;
  }

  it("takes the branch of the remote for what is in production, so that only what is new is judged", async () => {
    const folder = clone();
    const { stdout, stderr } = await run(folder, "init");
    expect(stderr).toBe("");
    expect(stdout).toContain('What origin/trunk has counts as released ("since" in release-gate.yaml).');
    expect(read(folder, "release-gate.yaml")).toMatch(/^ {2}since: origin\/trunk( |$)/m);
    expect((JSON.parse(read(folder, baseline)) as { findings: unknown[] }).findings).toEqual([]);
    write(folder, { "db/migrations/0003_index.sql": "CREATE INDEX users_email ON users (email);\n" });
    const linted = await run(folder, "lint");
    expect(linted.stdout).toContain("0003_index.sql:1:8 error require-concurrent-index");
    expect(linted.stdout).not.toContain("0002_careless");
    expect(linted.stdout).not.toContain("It is not known what was released");
  });

  it("names no branch that git does not know, or that has no commit in common", async () => {
    const folder = clone();
    git(folder, "symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
    await run(folder, "init", "--no-baseline", "--no-hook");
    expect(read(folder, "release-gate.yaml")).toMatch(/^ {2}# since: /m);
    const orphan = clone();
    git(orphan, "checkout", "-q", "--orphan", "other");
    await run(orphan, "init", "--no-baseline", "--no-hook");
    expect(read(orphan, "release-gate.yaml")).toMatch(/^ {2}# since: /m);
  });
});

describe.skipIf(!at)("the hook that init writes", () => {
  /** A repository whose `npx` finds the product. */
  function repository(folder = "."): string {
    const top = project({});
    git(top, "init", "-q", "-b", "main");
    write(join(top, folder), files);
    mkdirSync(join(top, folder, "node_modules/.bin"), { recursive: true });
    const binary = join(top, folder, "node_modules/.bin/release-gate");
    symlinkSync(join(root, "packages/cli/dist/main.js"), binary);
    write(top, { ".gitignore": "node_modules\n" });
    return top;
  }

  const tryCommit = (folder: string) =>
    execaSync("git", ["commit", "-q", "-m", "x"], { cwd: folder, env: gitEnvironment, reject: false });

  it.each([".", "services/a b's"])(
    "stops a commit of a careless migration and lets a careful one pass, in %s",
    async (sub) => {
      const top = repository(sub);
      const folder = join(top, sub);
      const { stdout, stderr } = await run(folder, "init");
      expect(stderr).toBe("");
      expect(stdout).toContain("release-gate lint --staged");
      const hook = join(top, ".git/hooks/pre-commit");
      expect(statSync(hook).mode & 0o111).toBe(0o111);
      git(top, "add", "-A");
      const passed = tryCommit(top);
      expect(passed.exitCode).toBe(0);
      expect(passed.stderr).toContain("0 errors, 0 warnings");
      write(folder, { "db/migrations/0003_index.sql": "CREATE INDEX users_email ON users (email);\n" });
      git(top, "add", "-A");
      const refused = tryCommit(top);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain("require-concurrent-index");
      expect(git(top, "log", "--oneline").split("\n")).toHaveLength(1);
    },
  );

  it("leaves at once where no SQL is staged, and says in one sentence where the program is missing", async () => {
    const top = repository();
    await run(top, "init", "--no-baseline");
    rmSync(join(top, "node_modules"), { recursive: true });
    write(top, { "README.md": "x" });
    git(top, "add", "README.md", "release-gate.yaml");
    expect(tryCommit(top)).toMatchObject({ exitCode: 0, stderr: "" });
    write(top, { "db/migrations/0003_UPPER.SQL": "SELECT 1;\n" });
    git(top, "add", "db");
    // This machine may have the program.
    const others = (process.env["PATH"] ?? "").split(":").filter((each) => !existsSync(join(each, "release-gate")));
    const commitWith = (path: string) => {
      const env = { ...gitEnvironment, PATH: path };
      return execaSync("git", ["commit", "-q", "-m", "x"], { cwd: top, env, reject: false });
    };
    const refused = commitWith(others.join(":"));
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^release-gate was not found: install it/),
    ]);
    mkdirSync(join(top, "bin"));
    symlinkSync(join(root, "packages/cli/dist/main.js"), join(top, "bin/release-gate"));
    symlinkSync(process.execPath, join(top, "bin/node"));
    expect(commitWith([join(top, "bin"), ...others].join(":")).exitCode).toBe(0);
  });

  it("leaves a hook that is there, with the line to add to it", async () => {
    const top = repository();
    write(top, { ".git/hooks/pre-commit": "#!/bin/sh\nexit 0\n" });
    chmodSync(join(top, ".git/hooks/pre-commit"), 0o755);
    const { stdout } = await run(top, "init");
    expect(stdout).toContain("add these lines to it:");
    expect(stdout).toContain("lint --staged");
    expect(read(top, ".git/hooks/pre-commit")).toBe("#!/bin/sh\nexit 0\n");
    write(top, { ".git/hooks/pre-commit": "npx release-gate lint --staged\n" });
    expect((await run(top, "init")).stdout).toContain("runs release-gate already");
  });

  it("goes where the repository looks for hooks, husky's too, and not into a folder that repositories share", async () => {
    const husky = repository();
    git(husky, "config", "core.hooksPath", ".husky/_");
    await run(husky, "init");
    expect(read(husky, ".husky/pre-commit")).toContain("lint --staged");
    const shared = repository();
    const elsewhere = project({});
    git(shared, "config", "core.hooksPath", elsewhere);
    expect((await run(shared, "init")).stdout).toContain("is shared by repositories");
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(existsSync(join(shared, ".git/hooks/pre-commit"))).toBe(false);
  });

  it("is written once for all work trees of a repository", async () => {
    const top = repository();
    commit(top, {});
    const tree = join(project({}), "tree");
    git(top, "worktree", "add", "-q", tree);
    await run(tree, "init");
    expect(read(top, ".git/hooks/pre-commit")).toContain("lint --staged");
  });
});

describe("lint --update-baseline", () => {
  it("takes out what is gone and never takes in what is new", async () => {
    const policy = `version: 1\nmigrations: { path: db/migrations, baseline: ${baseline} }\n`;
    const folder = project({ ...files, "release-gate.yaml": policy });
    await run(folder, "init");
    const before = JSON.parse(read(folder, baseline)) as { findings: { rule: string }[] };
    write(folder, { "db/migrations/0002_careless.sql": "TRUNCATE archive;\nTRUNCATE other;\n" });
    const told = await run(folder, "lint");
    expect(told.stdout).toContain(`No longer found, of ${baseline}:`);
    const { exitCode, stderr } = await run(folder, "lint", "--update-baseline");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Taken out of release-gate-baseline\.json, because no longer found: \d\.\n$/);
    const after = JSON.parse(read(folder, baseline)) as typeof before;
    expect(after.findings.length).toBeLessThan(before.findings.length);
    expect(
      after.findings.every((each) => before.findings.some((old) => JSON.stringify(old) === JSON.stringify(each))),
    ).toBe(true);
    expect((await run(folder, "lint")).stdout).not.toContain("No longer found");
    expect((await run(folder, "lint", "--update-baseline")).stderr).toContain("is unchanged");
  });

  it("needs a baseline, and what is on disk", async () => {
    const folder = project({ ...files, "release-gate.yaml": "version: 1\nmigrations: { path: db/migrations }\n" });
    expect((await run(folder, "lint", "--update-baseline")).stderr).toContain("There is no baseline to update.");
    for (const flags of [["--staged"], ["--stdin", "--stdin-filename", "x.sql"]]) {
      const { exitCode, stderr } = await run(folder, "lint", "--update-baseline", ...flags);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("cannot be used with");
    }
  });

  it("tells a broken baseline with its place", async () => {
    const folder = project(files);
    await run(folder, "init");
    write(folder, { [baseline]: '{"version": 1,\n "findings": [{"rules": "x"}]}' });
    const { exitCode, stderr } = await run(folder, "lint");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${baseline}:2:15`);
  });
});

describe("the settings of a policy for some paths", () => {
  it("count there and nowhere else, on all surfaces", async () => {
    const policy = [
      "version: 1",
      "migrations:",
      "  path: [db, legacy]",
      "  rules: { no-truncate: warning }",
      "  overrides:",
      '    - { paths: ["legacy/**"], rules: { no-truncate: off, no-drop-column: warning } }',
      '    - { paths: "legacy/2_*.sql", rules: { no-truncate: error } }',
      "",
    ].join("\n");
    const folder = project({
      "release-gate.yaml": policy,
      "db/3_c.sql": careless,
      "legacy/1_a.sql": careless,
      "legacy/2_b.sql": careless,
    });
    const { stdout } = await run(folder, "lint", "--format", "json");
    const { files: linted } = JSON.parse(stdout) as {
      files: { path: string; migrations: { findings: { rule: string; severity: string }[] }[] }[];
    };
    const told = Object.fromEntries(
      linted.map(({ path, migrations }) => [
        path,
        migrations
          .flatMap(({ findings }) => findings)
          .filter(({ rule }) => rule === "no-truncate" || rule === "no-drop-column")
          .map(({ rule, severity }) => `${rule} ${severity}`),
      ]),
    );
    expect(told).toEqual({
      "db/3_c.sql": ["no-truncate warning", "no-drop-column error"],
      "legacy/1_a.sql": ["no-drop-column warning"],
      "legacy/2_b.sql": ["no-truncate error", "no-drop-column warning"],
    });
  });
});
