import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

const start = "CREATE TABLE t (id int, a text);\n";
const drop = "ALTER TABLE t DROP COLUMN a;\n";
const gate = "version: 1\nmigrations:\n  path: m\n  since: origin/main\n";
const slo = (target: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: search }
spec:
  service: shop
  description: what users find
  indicator:
    metadata: { name: search }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: good } } }
        total: { metricSource: { type: Prometheus, spec: { query: total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ displayName: all, target: ${target} }]
`;

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: folder, stdio: "ignore" });
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A repository whose origin/main has some files, and a head with others over them. */
function repository(base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>): string {
  const folder = project({ "m/1_start.sql": start, ...base });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "base");
  git(folder, "update-ref", "refs/remotes/origin/main", "HEAD");
  write(folder, head);
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "head");
  return folder;
}

interface Report {
  readonly decision?: string;
  readonly weakened?: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  readonly checks: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly reason: string;
    readonly summary: string;
  }[];
}

async function checked(folder: string, ...args: readonly string[]) {
  const ran = await releaseGate(folder, ["check", "--only", "migrations", "--format", "json", ...args]);
  const report = ran.exitCode === 2 ? undefined : (JSON.parse(ran.stdout) as Report);
  const weaker = (report?.checks ?? []).filter(({ reason }) => reason === "weaker");
  return { code: ran.exitCode, stderr: ran.stderr, weaker: weaker.map(({ id, summary }) => [id, summary]) };
}

describe("a head that loosens its own gate", () => {
  it.each([
    ["a rule off", `${gate}  rules: { no-drop-column: off }\n`, "no-drop-column was error and is off", 5],
    ["a lower severity", `${gate}  rules:\n    no-drop-column: warning\n`, "was error and is warning", 6],
    [
      "an override",
      `${gate}  overrides:\n    - paths: m/2*\n      rules: { no-drop-column: off }\n`,
      "no-drop-column was error and is off",
      7,
    ],
    ["a report only", `enforce: report\n${gate}`, '"enforce: report" is new', 1],
    ["another path", gate.replace("path: m", "path: n"), '"migrations.path" was m and is n', 3],
    ["another framework", `${gate}  framework: flyway\n`, '"migrations.framework: flyway" is new', 5],
    ["another base", gate.replace("origin/main", "HEAD"), '"migrations.since" was origin/main and is HEAD', 4],
    ["what is released", `${gate}  released: "2_drop"\n`, '"migrations.released: 2_drop" is new', 5],
    ["what need not be judged", `${gate}  allow-not-judged: [limit]\n`, "allow-not-judged", 5],
  ])("(%s) is found at its line, and holds", async (_, policy, text, line) => {
    const other = { "m/2_drop.sql": drop, "n/1.sql": "SELECT 1;\n", "m/V3__x.sql": "SELECT 1;\n" };
    const folder = repository({ "release-gate.yaml": gate }, { ...other, "release-gate.yaml": policy });
    const { code, weaker } = await checked(folder, "--since", "origin/main");
    expect(code).toBe(1);
    const found = weaker.find(([, summary]) => summary!.includes(text));
    expect(found?.[0]).toMatch(new RegExp(`^migrations/weaker/release-gate.yaml:${line}`));
    const lint = await releaseGate(folder, ["lint", "--since", "origin/main"]);
    expect([lint.exitCode, lint.stdout]).toEqual([1, expect.stringMatching(/release-gate\.yaml:\d+:\d+ weaker/)]);
  });

  it("is not found where it asks for more, or only for its words", async () => {
    const stricter = `name: shop\n${gate}  rules: { require-lock-timeout: error }\n`;
    const folder = repository(
      { "release-gate.yaml": gate },
      { "release-gate.yaml": stricter, "m/2_x.sql": "SELECT 1;\n" },
    );
    expect(await checked(folder)).toMatchObject({ code: 0, weaker: [] });
  });

  it("may move what is released to what was there at the base, and no further", async () => {
    const released = (name: string): string => `version: 1\nmigrations: { path: m, released: ${name} }\n`;
    const base = { "release-gate.yaml": released("1_start"), "m/2_next.sql": "SELECT 1;\n" };
    const moved = (name: string) =>
      checked(
        repository(base, { "release-gate.yaml": released(name), "m/3_drop.sql": drop }),
        "--since",
        "origin/main",
      );
    expect((await moved("2_next")).weaker).toEqual([]);
    expect((await moved("3_drop")).weaker).toHaveLength(1);
  });

  it("is found in its baseline", async () => {
    const policy = `${gate}  baseline: baseline.json\n`;
    const entry = '{ "rule": "no-drop-column", "migration": "2_drop", "statement": "ALTER TABLE t DROP COLUMN a" }';
    const folder = repository(
      { "release-gate.yaml": policy, "baseline.json": '{ "version": 1, "findings": [] }\n' },
      { "m/2_drop.sql": drop, "baseline.json": `{ "version": 1, "findings": [\n  ${entry}\n] }\n` },
    );
    const { code, weaker } = await checked(folder);
    expect([code, weaker]).toEqual([
      1,
      [["migrations/weaker/baseline.json:2", expect.stringContaining("no-drop-column pass in 2_drop")]],
    ]);
  });

  it("is found in a comment that ships with what it silences, unless the base accepts such comments", async () => {
    const silenced = `-- release-gate: allow no-drop-column -- nobody reads it\n${drop}`;
    const bare = `-- release-gate: allow no-drop-column\n${drop}`;
    const shipping = (policy: string, text: string) =>
      checked(repository({ "release-gate.yaml": policy }, { "m/2_drop.sql": text }));
    expect(await shipping(gate, silenced)).toMatchObject({
      code: 1,
      weaker: [["migrations/weaker/m/2_drop.sql:2", {}]],
    });
    expect(await shipping(`${gate}  accept-suppressions: with-reason\n`, silenced)).toMatchObject({
      code: 0,
      weaker: [],
    });
    expect((await shipping(`${gate}  accept-suppressions: with-reason\n`, bare)).weaker).toHaveLength(1);
    // The head cannot accept its own.
    const own = repository(
      { "release-gate.yaml": gate },
      { "release-gate.yaml": `${gate}  accept-suppressions: all\n`, "m/2_drop.sql": silenced },
    );
    expect((await checked(own)).weaker).toHaveLength(2);
  });

  it("is found where its policy went away", async () => {
    const folder = repository({ "release-gate.yaml": gate }, { "m/2_drop.sql": drop });
    rmSync(join(folder, "release-gate.yaml"));
    const gone = await releaseGate(folder, ["lint", "m/1_start.sql", "--since", "origin/main"]);
    expect([gone.exitCode, gone.stdout]).toEqual([1, expect.stringContaining("is gone")]);
    write(folder, {
      "gates/release-gate.yaml": gate.replace("path: m", "path: ../m").concat("  rules: { no-drop-column: off }\n"),
    });
    const moved = await checked(folder, "--config", "gates/release-gate.yaml");
    expect(moved).toMatchObject({ code: 1, weaker: [[expect.any(String), expect.stringContaining("is gone")]] });
  });

  it("is found in a nearer policy that takes the place of the base's, whose paths are the same seen from there", async () => {
    const base = { "release-gate.yaml": gate };
    const nearer = gate.replace("path: m", "path: .");
    const off = `${nearer}  rules: { no-drop-column: off }\n`;
    const folder = repository(base, { "m/2_drop.sql": drop, "m/release-gate.yaml": off });
    expect(await checked(join(folder, "m"))).toMatchObject({
      code: 1,
      weaker: [
        ["migrations/weaker/release-gate.yaml:5", expect.stringContaining("no-drop-column was error and is off")],
      ],
    });
    const same = repository(base, { "m/2_x.sql": "SELECT 1;\n", "m/release-gate.yaml": nearer });
    expect(await checked(join(same, "m"))).toMatchObject({ code: 0, weaker: [] });
  });

  it("is found where a nearer policy went away, and the one above counts", async () => {
    const loose = `${gate}  rules: { no-drop-column: off }\n`;
    const strict = gate.replace("path: m", "path: .");
    const folder = repository({ "release-gate.yaml": loose, "m/release-gate.yaml": strict }, { "m/2_drop.sql": drop });
    rmSync(join(folder, "m/release-gate.yaml"));
    const found = await checked(join(folder, "m"));
    expect(found).toMatchObject({ code: 1, weaker: [[expect.any(String), expect.stringContaining("is gone")]] });
  });

  it("is held where the policy at the base cannot be read; a first policy is only noted", async () => {
    const broken = repository({ "release-gate.yaml": "version: 9\n" }, { "release-gate.yaml": gate });
    expect((await checked(broken)).weaker[0]?.[1]).toContain("cannot be read");
    const first = repository({}, { "release-gate.yaml": gate });
    const ran = await releaseGate(first, ["check"]);
    expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining("There is no policy at origin/main")]);
  });

  it("is judged by the base's policy with --policy-from, and the work tree stays as it is", async () => {
    const folder = repository(
      { "release-gate.yaml": gate },
      { "m/2_drop.sql": drop, "release-gate.yaml": `${gate}  rules: { no-drop-column: off }\n` },
    );
    const ran = await releaseGate(folder, ["lint", "--policy-from", "origin/main"]);
    expect([ran.exitCode, ran.stdout]).toEqual([1, expect.stringContaining("error no-drop-column")]);
    const unknown = await releaseGate(folder, ["lint", "--policy-from", "nowhere"]);
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('no policy release-gate.yaml at "nowhere"'),
    ]);
    write(folder, { "release-gate.yaml": "broken: [" });
    expect((await releaseGate(folder, ["lint", "--policy-from", "origin/main"])).exitCode).toBe(1);
  });

  it("is found where the policy of another app went away, with none above it", async () => {
    const apps = { "apps/a/release-gate.yaml": gate, "apps/a/m/1_a.sql": start, "apps/b/release-gate.yaml": gate };
    const folder = repository({ ...apps, "apps/b/m/1_b.sql": start }, { "apps/b/m/2_b.sql": drop });
    rmSync(join(folder, "apps/b/release-gate.yaml"));
    git(folder, "commit", "-qam", "no gate");
    for (const args of [["check"], ["lint"], ["check", "--since", "origin/main"]]) {
      const { exitCode, stdout } = await releaseGate(folder, args);
      expect([exitCode, stdout.replaceAll(/\s+/g, " ")]).toEqual([
        1,
        expect.stringContaining("The policy apps/b/release-gate.yaml existed at origin/main and is gone."),
      ]);
    }
  });

  it("is found in its SLO files: a lower target, another question, a file that is gone", async () => {
    const policy = `${gate}slo: { files: slo }\n`;
    const changed = (text: string) =>
      checked(repository({ "release-gate.yaml": policy, "slo/a.yaml": slo("0.99") }, { "slo/a.yaml": text }));
    expect((await changed(slo("0.9"))).weaker).toEqual([
      [
        "migrations/weaker/slo/a.yaml:16",
        expect.stringContaining('"spec.objectives.0.target" of search was 0.99 and is 0.9'),
      ],
    ]);
    expect((await changed(slo("0.999").replace("what users find", "search"))).weaker).toEqual([]);
    expect((await changed(slo("0.99").replace("query: good", "query: total"))).weaker).toHaveLength(1);
    expect((await changed(slo("0.99").replace("name: search", "name: other"))).weaker[0]?.[1]).toContain("is gone");
  });

  it("is found in a schema that says something else of production", async () => {
    const policy = `${gate}  schema: { file: schema.sql, contains: released }\n`;
    const base = { "release-gate.yaml": policy, "schema.sql": start };
    const folder = repository(base, { "schema.sql": start.replace(" t ", " other ") });
    const { code, weaker } = await checked(folder);
    expect(weaker).toEqual([
      [
        "migrations/weaker/release-gate.yaml:5",
        'Weaker than at the base: The file of "migrations.schema" is not what it was. Merge what was collected anew by itself first.',
      ],
    ]);
    expect(code).toBe(1);
    expect((await checked(folder, "--lang", "ja")).weaker[0]?.[1]).toContain("内容が比較元と異なります");
    expect((await checked(repository(base, { "README.md": "" }))).weaker).toEqual([]);
  });

  describe("has a history that is still there:", () => {
    const released = { "release-gate.yaml": gate, "m/2_more.sql": "CREATE TABLE u (id int);\n" };
    const gone = (name: string, more: Readonly<Record<string, string>> = {}): string => {
      const folder = repository(released, more);
      git(folder, "rm", "-q", name);
      git(folder, "commit", "-qm", "gone");
      return folder;
    };
    const hold = (name: string): string =>
      `Weaker than at the base: The migration ${name} existed at origin/main and is gone: what it made in the database is no longer known. Put it back; a squash is merged by itself first.`;

    it("a released migration that was deleted holds and is named, also where its table is made anew and dropped", async () => {
      const folder = gone("m/2_more.sql", {
        "m/3_x.sql": "CREATE TABLE IF NOT EXISTS u (id int);\nDROP TABLE u;\n",
      });
      const { code, weaker } = await checked(folder);
      expect(weaker).toEqual([["migrations/weaker/m/2_more.sql:1", hold("m/2_more.sql")]]);
      expect(code).toBe(1);
      const japanese = await checked(folder, "--lang", "ja");
      expect(japanese.weaker[0]?.[1]).toContain("m/2_more.sql がなくなっているため");
    });

    it("one that moved to where no runner reads it, or became another migration, is gone; one that only moved is judged", async () => {
      for (const to of ["m/2_more.sql.old", "archive/2_more.sql"]) {
        const folder = repository(released, { "archive/README.md": "" });
        git(folder, "mv", "m/2_more.sql", to);
        git(folder, "commit", "-qm", "moved");
        expect((await checked(folder)).weaker).toEqual([["migrations/weaker/m/2_more.sql:1", hold("m/2_more.sql")]]);
      }
      const folder = repository(released, { "m/sub/README.md": "" });
      git(folder, "mv", "m/2_more.sql", "m/sub/2_more.sql");
      git(folder, "commit", "-qm", "moved");
      expect((await checked(folder)).weaker).toEqual([]);
    });

    it("one that only the work tree lacks holds, released or new; a new one that was deleted is nothing", async () => {
      const lost = repository(released, { "README.md": "" });
      rmSync(join(lost, "m/2_more.sql"));
      expect((await checked(lost)).weaker).toEqual([["migrations/weaker/m/2_more.sql:1", hold("m/2_more.sql")]]);
      const folder = repository(released, { "m/3_x.sql": "SELECT 1;\n" });
      rmSync(join(folder, "m/3_x.sql"));
      const { code, weaker } = await checked(folder);
      expect(weaker.map(([, text]) => text)).toEqual([
        'Weaker than at the base: git has the migration m/3_x.sql, and the work tree does not: check it out, or delete it with "git rm".',
      ]);
      expect(code).toBe(1);
      git(folder, "rm", "-q", "m/3_x.sql");
      expect((await checked(folder)).weaker).toEqual([]);
    });

    it("one that a sparse work tree lacks holds; a down migration that went away does not", async () => {
      const folder = repository(
        {
          ...released,
          "m/old/0_first.sql": "SELECT 1;\n",
          "m/4_y.up.sql": "SELECT 1;\n",
          "m/4_y.down.sql": "SELECT 1;\n",
        },
        { "README.md": "" },
      );
      git(folder, "rm", "-q", "m/4_y.down.sql");
      git(folder, "sparse-checkout", "set", "--no-cone", "/*", "!/m/old/");
      expect((await checked(folder)).weaker).toEqual([
        ["migrations/weaker/m/old/0_first.sql:1", hold("m/old/0_first.sql")],
      ]);
    });
  });
});

describe("the policy that is staged", () => {
  const off = `${gate}  rules:\n    no-drop-column: off\n`;

  it("is judged and compared with the base, whatever the work tree has", async () => {
    const folder = repository({ "release-gate.yaml": gate }, { "readme.md": "a" });
    write(folder, { "m/2_drop.sql": drop, "release-gate.yaml": off });
    git(folder, "add", "-A");
    write(folder, { "release-gate.yaml": gate });
    const { stdout, exitCode } = await releaseGate(folder, ["lint", "--staged"]);
    expect(stdout).toContain("no-drop-column");
    expect(stdout).toMatch(/release-gate\.yaml:6/);
    expect(exitCode).toBe(1);
  });

  it("is not loosened by what the work tree has and git does not", async () => {
    const folder = repository({ "release-gate.yaml": gate }, { "readme.md": "a" });
    write(folder, { "m/2_drop.sql": drop });
    git(folder, "add", "-A");
    write(folder, { "release-gate.yaml": off });
    const staged = await releaseGate(folder, ["lint", "--staged"]);
    expect(staged.stdout).toContain("error no-drop-column");
    expect(staged.stdout).not.toContain("release-gate.yaml:6");
    expect(staged.exitCode).toBe(1);
    rmSync(join(folder, "release-gate.yaml"));
    expect((await releaseGate(folder, ["lint", "--staged"])).stdout).toContain("error no-drop-column");
  });

  it("that will be gone with the commit is told, though its file is still there", async () => {
    const folder = repository({ "release-gate.yaml": gate }, { "readme.md": "a" });
    git(folder, "rm", "-q", "--cached", "release-gate.yaml");
    const { stdout, exitCode } = await releaseGate(folder, ["lint", "--staged"]);
    expect(stdout).toMatch(/existed at origin\/main and is gone/);
    expect(exitCode).toBe(1);
  });

  it("counts also where it is new and not staged yet", async () => {
    const folder = repository({}, { "readme.md": "a" });
    write(folder, { "m/2_drop.sql": drop });
    git(folder, "add", "-A");
    write(folder, { "release-gate.yaml": off });
    expect((await releaseGate(folder, ["lint", "--staged"])).stdout).not.toContain("no-drop-column");
  });
});
