import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";
import { commit, git, gitEnvironment, hasGit, write } from "../support/git.js";

const at = hasGit();
const policy = (more = ""): string =>
  `version: 1\nmigrations:\n  path: migrations\n  framework: plain\n  transaction: file\n${more}`;
const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const danger = "CREATE INDEX users_email ON users (email);\nALTER TABLE users DROP COLUMN email;\n";
const files = {
  "migrations/0001_users.sql": users,
  "migrations/0002_old.sql": "CREATE INDEX users_old ON users (email);\n",
  "migrations/0003_danger.sql": danger,
};

interface Linted {
  readonly files: readonly {
    readonly path: string;
    readonly migrations: readonly {
      readonly deployment: boolean;
      readonly findings: readonly { readonly rule: string; readonly severity: string }[];
    }[];
  }[];
  readonly notes?: readonly { readonly reason: string; readonly text: string }[];
}

interface Told {
  readonly exitCode: number | undefined;
  readonly errors: readonly string[];
  readonly notes: readonly string[];
  readonly judged: readonly string[];
}

async function lint(folder: string, ...args: readonly string[]): Promise<Told> {
  const ran = await releaseGate(folder, ["lint", "--format", "json", ...args], { env: gitEnvironment });
  expect(ran.stderr).toBe("");
  const { files: linted, notes = [] } = JSON.parse(ran.stdout) as Linted;
  return {
    exitCode: ran.exitCode,
    errors: linted.flatMap(({ path, migrations }) =>
      migrations.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === "error").map(({ rule }) => `${path} ${rule}`),
      ),
    ),
    notes: notes.map(({ reason }) => reason),
    judged: linted.filter(({ migrations }) => migrations.some(({ deployment }) => deployment)).map(({ path }) => path),
  };
}

const dangers = ["migrations/0003_danger.sql require-concurrent-index", "migrations/0003_danger.sql no-drop-column"];

describe("what is named on the command line never widens what ships:", () => {
  it("a folder, a glob and files find what lint alone finds", async () => {
    const folder = project({ ...files, "release-gate.yaml": policy("  released: 0002_old\n") });
    for (const named of [[], ["migrations"], ["migrations/*.sql"], Object.keys(files)]) {
      expect(await lint(folder, ...named)).toMatchObject({ exitCode: 1, errors: dangers });
    }
    expect(await lint(folder, "migrations/0002_old.sql")).toEqual({
      ...{ exitCode: 0, errors: [], judged: [] },
      notes: ["released"],
    });
  });

  it("a folder without any policy is a history: each file is judged after what stands before it, and that is said first", async () => {
    const folder = project(files);
    const { exitCode, errors, notes } = await lint(folder, "migrations");
    expect({ exitCode, notes }).toEqual({ exitCode: 1, notes: ["released-unknown", "transaction-guess"] });
    expect(errors).toEqual(["migrations/0002_old.sql require-concurrent-index", ...dangers]);
    const { stdout } = await releaseGate(folder, ["lint", "migrations"]);
    expect(stdout).toMatch(/^It is not known what was released/);
  });

  it("of forty files the newest ten are shown, and the exit code is theirs", async () => {
    const old = Array.from({ length: 39 }, (_, index) => [
      `m/${String(index + 2).padStart(4, "0")}_x.sql`,
      index < 20 ? `CREATE INDEX i${index} ON users (email);\n` : "SELECT 1;\n",
    ]);
    const folder = project({ "m/0001_users.sql": users, ...(Object.fromEntries(old) as Record<string, string>) });
    const passed = await releaseGate(folder, ["lint", "m"]);
    expect(passed.exitCode).toBe(0);
    expect(passed.stdout).toMatch(/^ +20 {2}require-concurrent-index$/m);
    expect(passed.stdout.replaceAll(/\s+/g, " ")).toContain('"released: NAME"');
    write(folder, { "m/0041_new.sql": "CREATE INDEX new ON users (email);\n" });
    const held = await releaseGate(folder, ["lint", "m"]);
    expect(held.exitCode).toBe(1);
    expect(held.stdout.match(/^m\/\S+ error/gm)).toEqual(["m/0041_new.sql:1:8 error"]);
    const { stdout } = await releaseGate(folder, ["lint", "m", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { errors: 1, older: { errors: 20, files: 31 } } });
    write(folder, { "release-gate.yaml": "version: 1\nmigrations: { path: m }\n" });
    const checked = await releaseGate(folder, ["check", "--format", "json"]);
    const { checks } = JSON.parse(checked.stdout) as { checks: { id: string; outcome: string }[] };
    expect(checked.exitCode).toBe(1);
    expect(checks.filter(({ outcome }) => outcome === "hold").map(({ id }) => id)).toEqual(["migrations/0041_new"]);
    expect(checks.find(({ id }) => id === "migrations/older")?.outcome).toBe("warn");
  });

  it("a file outside of the policy's paths is judged in a place of its own, and that is said", async () => {
    const folder = project({ ...files, "release-gate.yaml": policy("  released: 0003_danger\n"), "fix.sql": danger });
    const { errors, notes, exitCode } = await lint(folder, "fix.sql", "migrations");
    expect({ notes: notes.toSorted(), exitCode }).toEqual({
      notes: ["outside", "released", "transaction-guess"],
      exitCode: 1,
    });
    expect(errors).toEqual(["fix.sql require-concurrent-index", "fix.sql no-drop-column"]);
  });

  it("a text that was never saved ships, wherever its number stands", async () => {
    const folder = project({ ...files, "release-gate.yaml": policy("  released: 0003_danger\n") });
    const args = ["lint", "--format", "json", "--stdin", "--stdin-filename", "migrations/0002_new.sql"];
    const { stdout, exitCode } = await releaseGate(folder, args, { input: "DROP TABLE users;\n" });
    expect(stdout).toContain("no-drop-table");
    expect(exitCode).toBe(1);
  });

  it("nothing is released yet where the policy says none: all ship together", async () => {
    const folder = project({ ...files, "release-gate.yaml": policy("  released: none\n") });
    expect(await lint(folder, "migrations")).toMatchObject({ exitCode: 0, errors: [], notes: [] });
  });
});

describe.skipIf(!at)("with git", () => {
  function repository(more: string): string {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    const { "migrations/0003_danger.sql": _, ...old } = files;
    commit(folder, { ...old, "release-gate.yaml": policy(more), ".gitignore": "ignored\n" });
    return folder;
  }

  it("since in the policy and --since find the same for every way of naming", async () => {
    const folder = repository("  since: main\n");
    write(folder, { "migrations/0003_danger.sql": danger });
    for (const args of [[], ["migrations"], ["--since", "main", "migrations"], ["migrations/0003_danger.sql"]]) {
      expect((await lint(folder, ...args)).errors).toEqual(dangers);
    }
  });

  it("an edited migration shows that it was edited, and its table does not become new", async () => {
    const folder = repository("  since: main\n");
    write(folder, { "migrations/0001_users.sql": `${users}DROP TABLE x;\n`, "migrations/0003_danger.sql": danger });
    expect((await lint(folder, "migrations")).errors).toEqual([
      "migrations/0001_users.sql no-edited-migration",
      ...dangers,
    ]);
  });

  it("a file that git ignores is not taken for released", async () => {
    const folder = repository("  since: main\n");
    write(folder, { "release-gate.yaml": policy("  since: main\n").replace("path: migrations", "path: ignored") });
    mkdirSync(join(folder, "ignored"));
    write(folder, { "ignored/0001_users.sql": users, "ignored/0002_danger.sql": danger });
    const { errors, notes } = await lint(folder);
    expect(errors).toEqual([
      "ignored/0002_danger.sql require-concurrent-index",
      "ignored/0002_danger.sql no-drop-column",
    ]);
    expect(notes).toEqual(["released-unknown"]);
  });

  it("what is staged and new ships together; what is staged and old makes nothing new", async () => {
    const folder = repository("");
    write(folder, {
      "migrations/0001_users.sql": `-- People.\n${users}`,
      "migrations/0003_trips.sql": "CREATE TABLE trips (id bigint PRIMARY KEY, day date);\n",
      "migrations/0004_index.sql":
        "CREATE INDEX trips_day ON trips (day);\nCREATE INDEX users_email ON users (email);\n",
    });
    git(folder, "add", "-A");
    expect((await lint(folder, "--staged")).errors).toEqual(["migrations/0004_index.sql require-concurrent-index"]);
  });

  it("a new file before the released one is found where it is staged", async () => {
    const folder = repository("  released: 0002_old\n");
    write(folder, { "migrations/0001_more.sql": "DROP TABLE orders;\n" });
    git(folder, "add", "-A");
    expect((await lint(folder, "--staged")).errors).toEqual(["migrations/0001_more.sql no-drop-table"]);
  });
});

describe.skipIf(!at)("what runs in a database that has the released ones:", () => {
  const init = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
  const drop = "ALTER TABLE IF EXISTS users DROP COLUMN IF EXISTS email;\n";

  async function checkedAfter(base: Record<string, string>, head: Record<string, string>) {
    const folder = project({});
    git(folder, "init", "-q", "-b", "main");
    commit(folder, base);
    git(folder, "checkout", "-q", "-b", "work");
    commit(folder, head);
    return releaseGate(folder, ["check", "--since", "main"], { env: gitEnvironment });
  }

  it.each([
    ["prisma", "m/02_init/migration.sql", "m/01_late/migration.sql"],
    ["diesel", "m/2020-01-01-000000_init/up.sql", "m/2014-01-01-000000_late/up.sql"],
    ["plain", "m/1700000000002_init.sql", "m/1700000000001_late.sql"],
  ])("a late file of %s is judged after the released ones", async (framework, released, late) => {
    const policy = `version: 1\nmigrations:\n  path: m\n  framework: ${framework}\n`;
    const { exitCode, stdout } = await checkedAfter(
      { "release-gate.yaml": policy, [released]: init },
      { [late]: drop },
    );
    expect(stdout).toContain("no-drop-column");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`New, but before ${released}, which is released: ${late}.`);
    expect(exitCode).toBe(1);
  });

  it.each(["up.sql.bak", "up.txt", "up.sql~", "down.up.md"])(
    "golang-migrate runs a file .%s, which holds",
    async (end) => {
      const policy = "version: 1\nmigrations:\n  path: m\n  framework: golang-migrate\n";
      const base = { "release-gate.yaml": policy, "m/1_init.up.sql": init, "m/1_init.down.sql": "DROP TABLE users;\n" };
      const { exitCode, stdout } = await checkedAfter(base, { [`m/2_x.${end}`]: drop });
      expect(stdout).toContain(`m/2_x.${end}`);
      expect(exitCode).toBe(1);
      expect((await checkedAfter(base, { "m/2_x.down.txt": drop, "m/README.md": "" })).exitCode).toBe(0);
    },
  );
});
