import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

/** The six steps up to the fourth, on the branch main. */
const released = {
  "release-gate.yaml":
    "version: 1\npostgres: 16\nmigrations: { path: migrations, framework: plain, transaction: file, complete: true }\n",
  "migrations/1_start.sql": "CREATE TABLE users (id bigint PRIMARY KEY, is_verified boolean NOT NULL DEFAULT false);",
  "migrations/2_add.sql": "ALTER TABLE users ADD COLUMN email_verified boolean;",
  "migrations/3_fill.sql": "UPDATE users SET email_verified = is_verified;",
  "migrations/4_tighten.sql": "ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL;",
  "src/users.ts": "export const query = 'SELECT is_verified, email_verified FROM users';\n",
};
const drop = { "migrations/6_drop.sql": "SET LOCAL lock_timeout = '2s'; ALTER TABLE users DROP COLUMN is_verified;" };
const stop = { "src/users.ts": "export const query = 'SELECT email_verified FROM users';\n" };

/** A repository whose branch main has the first files, and whose work tree has the others. */
function repository(...commits: readonly Readonly<Record<string, string>>[]): string {
  const folder = project({});
  const git = (...args: string[]): void => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "ignore" });
  };
  git("init", "-q", "-b", "main");
  commits.forEach((files, at) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (at === commits.length - 1) return;
    git("add", ".");
    git("commit", "-q", "-m", "released");
  });
  return folder;
}

const errors = (stdout: string): string[] => {
  const report = JSON.parse(stdout) as {
    files: { migrations: { findings: { rule: string; severity: string; message: string }[] }[] }[];
  };
  return report.files
    .flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${rule}: ${message}`);
};

describe("the last two of the six steps, since the branch that is released", () => {
  it("are an error in one deployment, which names the file that stops using the column", async () => {
    const ran = await releaseGate(repository(released, { ...stop, ...drop }), [
      "lint",
      "--since",
      "main",
      "--format",
      "json",
    ]);
    expect(errors(ran.stdout)).toEqual([
      "no-drop-with-last-use: public.users.is_verified is removed in the deployment in which src/users.ts stops using it: the application that runs until then fails.",
    ]);
    expect(ran.exitCode).toBe(1);
  });

  it("pass in two", async () => {
    const first = await releaseGate(repository(released, stop), ["lint", "--since", "main", "--format", "json"]);
    expect([first.exitCode, errors(first.stdout)]).toEqual([0, []]);
    const folder = repository({ ...released, ...stop }, drop);
    const second = await releaseGate(folder, ["lint", "--since", "main", "--format", "json"]);
    expect([second.exitCode, errors(second.stdout)]).toEqual([0, []]);
  });
});
