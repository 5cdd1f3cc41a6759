import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

const policy = 'version: 1\nmigrations: { path: db, framework: plain, transaction: none, released: "1" }\n';
const history = "CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);\n";

async function fixed(
  text: string | Uint8Array,
  ...flags: string[]
): Promise<{ text: string; stdout: string; path: string }> {
  const folder = project({ "release-gate.yaml": policy, "db/1.sql": history, "db/2.sql": text });
  const { stdout, stderr } = await releaseGate(folder, ["lint", "--fix", ...flags]);
  expect(stderr).toBe("");
  const path = join(folder, "db/2.sql");
  return { text: readFileSync(path, "utf8"), stdout, path };
}

describe("lint --fix", () => {
  it("changes the guilty words and nothing else: line ends, byte order mark, comments, other statements", async () => {
    const text = "\uFEFF-- é 日本 😀\r\nSELECT 1;\r\n  create  index a ON users (email); -- why\r\n";
    const result = await fixed(text);
    expect(result.text).toBe(text.replace("create  index", "create  index CONCURRENTLY"));
    expect(result.stdout).not.toContain("require-concurrent-index ");
  });

  it("mends several findings in one file, and a second run changes nothing", async () => {
    const text = [
      "CREATE INDEX a ON users (email);",
      "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0);",
      "DROP INDEX a;",
      "",
    ].join("\n");
    const once = await fixed(text);
    expect(once.text).toBe(
      [
        "CREATE INDEX CONCURRENTLY a ON users (email);",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;",
        "DROP INDEX CONCURRENTLY a;",
        "",
      ].join("\n"),
    );
    const written = statSync(once.path).mtimeMs;
    await releaseGate(join(once.path, "../.."), ["lint", "--fix"]);
    expect([readFileSync(once.path, "utf8"), statSync(once.path).mtimeMs]).toEqual([once.text, written]);
  });

  it("leaves what a comment allows, what the baseline holds, and history", async () => {
    const allowed =
      "-- release-gate: allow require-concurrent-index -- the table is tiny\nCREATE INDEX a ON users (email);\n";
    expect((await fixed(allowed)).text).toBe(allowed);
    const held = "CREATE INDEX a ON users (email);\n";
    const folder = project({
      "release-gate.yaml": policy.replace('released: "1"', 'released: "2", baseline: b.json'),
      "b.json":
        '{"version": 1, "findings": [{"rule": "require-concurrent-index", "migration": "3", "statement": "CREATE INDEX b ON users (email)"}]}',
      "db/1.sql": history,
      "db/2.sql": held,
      "db/3.sql": "CREATE INDEX b ON users (email);\n",
    });
    await releaseGate(folder, ["lint", "--fix"]);
    expect(["2", "3"].map((name) => readFileSync(join(folder, `db/${name}.sql`), "utf8"))).toEqual([
      held,
      "CREATE INDEX b ON users (email);\n",
    ]);
  });
});
