import { describe, expect, it } from "vitest";
import { exampleProject, project, releaseGate } from "../support/cli.js";

const now = ["--now", "2026-11-22T01:00:00Z"];

describe("--format markdown", () => {
  it("is a comment with the verdict, a table of all checks, the error budgets and the findings", async () => {
    const { stdout, exitCode } = await releaseGate(exampleProject(), ["check", ...now, "--format", "markdown"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^## HOLD: do not go on\.\n\n/);
    const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
    expect(rows[0]).toBe("| outcome | check | reason | place |");
    expect(rows).toContainEqual(
      expect.stringMatching(/^\| \*\*HOLD\*\* \| slo\/search-availability\/budget \| .* \| slo\/search\.yaml:\d+ \|$/),
    );
    expect(rows).toContainEqual(
      expect.stringMatching(/^\| search-availability \| 99\.5 % within 28d \| `░{16}` -8 % \|/),
    );
    expect(stdout.match(/```sql\n/g)).toHaveLength(14);
  });

  it("shows the findings of lint in Japanese", async () => {
    const { stdout } = await releaseGate(exampleProject(), ["lint", "--format", "markdown", "--lang", "ja"]);
    expect(stdout).toMatch(/^## .*9.*5/);
    expect(stdout).toContain("### 検出結果");
  });

  it("keeps names from becoming markup, links, mentions or cells, and code inside its fence", async () => {
    const folder = project({
      "migrations/0001.sql": 'CREATE TABLE "a|b<img src=x>@octocat*_" (id bigint PRIMARY KEY);\n',
      "migrations/0002.sql": 'DROP TABLE "a|b<img src=x>@octocat*_"; -- ```` <script>\n',
      "release-gate.yaml":
        'version: 1\nname: "[x](http://198.51.100.1) @octocat"\nmigrations:\n  path: migrations\n  released: "0001"\n',
    });
    const { stdout } = await releaseGate(folder, ["check", ...now, "--format", "markdown"]);
    const [prose = "", code = "", after = ""] = stdout.split(/^`{5}(?:sql)?$/m);
    expect(code).toContain("-- ```` <script>");
    expect(`${prose}${after}`).not.toMatch(/<img|<script|@octocat|(?<!\\)\]\(|:\/\//);
    expect(prose).toContain("a\\|b&lt;img");
    expect(after).toContain("→");
  });
});
