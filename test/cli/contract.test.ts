import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exampleProject, project, releaseGate, root } from "../support/cli.js";

const now = ["--now", "2026-11-22T01:00:00Z"];
const span = z.strictObject({ start: z.int(), end: z.int() });
const place = { line: z.int().min(1), column: z.int().min(1) };
const mode = z.enum([
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
]);
const facts = z.strictObject({
  locks: z.array(z.strictObject({ relation: z.string(), mode })),
  rewrites: z.array(z.string()),
  scans: z.array(z.strictObject({ relation: z.string(), why: z.string() })),
  indexBuilds: z.array(z.string()),
  losses: z.array(z.strictObject({ what: z.string(), name: z.string() })),
  breaks: z.array(z.strictObject({ who: z.enum(["readers", "writers", "both"]), of: z.string(), why: z.string() })),
  error: z.strictObject({ sqlstate: z.string().length(5), message: z.string() }).nullable(),
  certainty: z.union([
    z.literal("exact"),
    z.strictObject({ assumed: z.array(z.string()) }),
    z.strictObject({ dynamic: z.array(z.string()) }),
  ]),
});
const phase = z.enum(["neutral", "expand", "migrate", "contract"]);
const finding = z.strictObject({
  rule: z.string(),
  severity: z.enum(["error", "warning"]),
  statement: z.int().nullable(),
  basis: z.enum(["predicted", "observed"]),
  message: z.string(),
  advice: z.string(),
  span,
  ...place,
  endLine: z.int(),
  endColumn: z.int(),
  fix: z.array(z.strictObject({ span, text: z.string() })).nullable(),
  suppressed: z.strictObject({ by: z.string(), reason: z.string(), expires: z.string().nullable() }).nullable(),
});
const lintReport = z.strictObject({
  schemaVersion: z.literal(1),
  postgres: z.int(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      framework: z.string(),
      migrations: z.array(
        z.strictObject({
          direction: z.enum(["up", "down"]),
          transaction: z.enum(["file", "batch", "none"]),
          phase,
          deployment: z.boolean(),
          statements: z.array(z.strictObject({ index: z.int(), kind: z.string(), span, ...place, phase, facts })),
          findings: z.array(finding),
        }),
      ),
    }),
  ),
  notRead: z.array(z.strictObject({ path: z.string(), why: z.string(), ships: z.boolean(), text: z.string() })),
  notJudged: z.array(
    z.strictObject({
      path: z.string(),
      line: z.int(),
      column: z.int(),
      why: z.string(),
      ships: z.boolean(),
      text: z.string(),
    }),
  ),
  summary: z.strictObject({
    files: z.int(),
    statements: z.int(),
    notRead: z.int(),
    notJudged: z.int(),
    errors: z.int(),
    warnings: z.int(),
    suppressed: z.int(),
  }),
});
const outcome = z.enum(["pass", "warn", "hold", "rollback"]);
const checkReport = z.strictObject({
  schemaVersion: z.literal(1),
  now: z.iso.datetime({ precision: 3 }),
  stage: z.string(),
  live: z.boolean(),
  decision: z.enum(["promote", "hold", "rollback"]),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(3)]),
  causes: z.array(
    z.strictObject({ outcome, reason: z.string(), summary: z.string(), checks: z.array(z.string()).min(1) }),
  ),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["release", "migrations", "slo", "canary", "rollout", "calendar", "flags", "readiness"]),
      outcome,
      reason: z.string(),
      summary: z.string(),
      value: z.number().nullable(),
      bound: z.number().nullable(),
      unit: z.string().nullable(),
      window: z.string().nullable(),
      samples: z.number().nullable(),
      symptom: z.boolean(),
      source: z.strictObject({ file: z.string(), ...place }).nullable(),
      evidence: z.record(z.string(), z.unknown()),
      findings: z.array(finding).optional(),
    }),
  ),
  // The example has no release.yaml.
  release: z.null(),
  environment: z.null(),
  rollback: z.null(),
  next: z
    .strictObject({ needs: z.strictObject({ samples: z.int() }).optional(), earliest: z.iso.datetime().optional() })
    .nullable(),
});

describe("lint --format json", () => {
  it("has exactly the keys of the contract", async () => {
    const { stdout, exitCode } = await releaseGate(exampleProject(), ["lint", "--format", "json"]);
    expect(exitCode).toBe(1);
    const report = lintReport.parse(JSON.parse(stdout));
    expect(report.files.map(({ path, framework }) => [path, framework])).toEqual([
      ["prisma/migrations/20261120093000_trip_search/migration.sql", "prisma"],
    ]);
  });

  it("locates what it says: the spans cut the statements and the guilty words out of the file", async () => {
    const folder = exampleProject();
    const { stdout } = await releaseGate(folder, ["lint", "--format", "json"]);
    for (const file of lintReport.parse(JSON.parse(stdout)).files) {
      const text = readFileSync(join(folder, file.path), "utf8");
      const lines = text.split("\n");
      for (const { statements, findings } of file.migrations) {
        for (const each of [...statements, ...findings]) {
          expect(lines.slice(0, each.line - 1).join("\n").length + Math.min(each.line - 1, 1) + each.column - 1).toBe(
            each.span.start,
          );
        }
        for (const statement of statements)
          expect(text.slice(statement.span.start, statement.span.end)).toMatch(/^(ALTER|CREATE|UPDATE)[^;]*$/);
      }
    }
  });

  it("tells locks, rewrites, index builds, losses and breaks of the careless migration", async () => {
    const { stdout } = await releaseGate(exampleProject(), ["lint", "--format", "json"]);
    const statements = lintReport
      .parse(JSON.parse(stdout))
      .files[0]!.migrations[0]!.statements.map((statement) => statement.facts);
    const [addColumn, index, retype, notNull, rename, drop, update] = statements;
    expect(addColumn).toMatchObject({
      rewrites: expect.arrayContaining(["public.trip_plans"]) as string[],
      certainty: "exact",
    });
    expect(addColumn!.locks).toContainEqual({ relation: "public.trip_plans", mode: "ACCESS EXCLUSIVE" });
    expect(index).toMatchObject({
      indexBuilds: ["public.trip_plans"],
      locks: [{ relation: "public.trip_plans", mode: "SHARE" }],
    });
    expect(retype!.rewrites).toContain("public.trip_plans");
    expect(notNull!.scans).toEqual([{ relation: "public.users", why: "not-null" }]);
    expect(rename!.breaks).toContainEqual({ who: "both", of: "public.users.name", why: "renamed" });
    expect(drop!.losses).toEqual([{ what: "column", name: "public.trip_plans.legacy_code" }]);
    expect(update!.locks).toContainEqual({ relation: "public.trip_plans", mode: "ROW EXCLUSIVE" });
  });
});

describe("check --format json", () => {
  it("has exactly the keys of the contract, and its exit code is the process's", async () => {
    const { stdout, exitCode } = await releaseGate(exampleProject(), ["check", "--format", "json", ...now]);
    const report = checkReport.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ now: "2026-11-22T01:00:00.000Z", stage: "start", live: false, decision: "hold" });
    expect(report.exitCode).toBe(exitCode);
  });

  it("gives the same bytes for the same inputs and the same --now", async () => {
    const folder = exampleProject();
    const first = await releaseGate(folder, ["check", "--format", "json", ...now]);
    const second = await releaseGate(folder, ["check", "--format", "json", ...now]);
    expect(second.stdout).toBe(first.stdout);
  });

  it("can go to a file beside the text on the terminal", async () => {
    const folder = exampleProject();
    const { stdout } = await releaseGate(folder, [
      "check",
      "--format",
      "pretty",
      "--format",
      "json=report.json",
      ...now,
    ]);
    expect(stdout).toMatch(/^HOLD/);
    expect(checkReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).decision).toBe("hold");
  });
});

describe("the exit code of check", () => {
  const safe = { "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n", "m/1_a.sql": "CREATE TABLE a (id int);" };
  const risky = { ...safe, "m/2_b.sql": "ALTER TABLE old ADD COLUMN token uuid DEFAULT gen_random_uuid();" };

  it("is 0 to promote and 1 to hold", async () => {
    expect((await releaseGate(project(safe), ["check"])).exitCode).toBe(0);
    expect((await releaseGate(project(risky), ["check"])).exitCode).toBe(1);
  });

  it("is 3 to roll back, when a live stage burns its budget", async () => {
    const ran = await releaseGate(exampleProject(), [
      "check",
      "--only",
      "slo",
      "--stage",
      "canary-5",
      "--format",
      "json",
      ...now,
    ]);
    expect(ran.exitCode).toBe(3);
    expect(checkReport.parse(JSON.parse(ran.stdout))).toMatchObject({
      live: true,
      stage: "canary-5",
      decision: "rollback",
    });
  });

  it("is 2 for a bad flag, with the flag named", async () => {
    const folder = project(safe);
    for (const args of [
      ["check", "--nope"],
      ["check", "--now", "yesterday"],
      ["check", "--only", "sloo"],
      ["check", "--format", "xml"],
      ["lint", "--postgres", "9"],
    ]) {
      const ran = await releaseGate(folder, args);
      expect([args, ran.exitCode]).toEqual([args, 2]);
      expect(ran.stderr).toContain(args[1]);
    }
  });

  it("is 0 whatever the verdict where the policy only reports, and the report says so", async () => {
    const folder = project({ ...risky, "release-gate.yaml": "version: 1\nenforce: report\nmigrations:\n  path: m\n" });
    const ran = await releaseGate(folder, ["check"]);
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(/^HOLD/);
    expect(ran.stdout).toContain("enforce: report");
  });

  it("is 1 for a warning with --fail-on warn, while the decision stays promote", async () => {
    const folder = project({
      ...risky,
      "release-gate.yaml":
        "version: 1\nmigrations:\n  path: m\n  rules:\n    no-table-rewrite: warning\n    require-lock-timeout: off\n",
    });
    expect((await releaseGate(folder, ["check"])).exitCode).toBe(0);
    const ran = await releaseGate(folder, ["check", "--fail-on", "warn", "--format", "json"]);
    expect(ran.exitCode).toBe(1);
    expect(checkReport.parse(JSON.parse(ran.stdout))).toMatchObject({ decision: "promote", exitCode: 1 });
  });
});

describe("the text on a terminal", () => {
  it.each([40, 80])("fits %i columns, but for code and paths that cannot be broken", async (columns) => {
    const { stdout } = await releaseGate(exampleProject(), ["check", ...now], { env: { COLUMNS: String(columns) } });
    const tooWide = stdout.split("\n").filter((line) => line.length > columns && !/\.(?:sql|yaml):\d+/.test(line));
    expect(tooWide).toEqual([]);
  });

  it("is Japanese with --lang ja", async () => {
    const { stdout } = await releaseGate(exampleProject(), ["check", "--lang", "ja", ...now]);
    expect(stdout.split("\n")[0]).toMatch(/^保留/);
    const english = stdout
      .split("\n")
      .filter((line) => /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(line) && !/^\s+(\d+ )?\|/.test(line));
    expect(english).toEqual([]);
  });

  it("has the colours that FORCE_COLOR asks for, and none for 0", async () => {
    const printed = async (value: string): Promise<string> =>
      (await releaseGate(exampleProject(), ["lint"], { env: { FORCE_COLOR: value } })).stdout;
    expect(await printed("1")).toContain("\u001b[");
    for (const value of ["0", "false"]) expect(await printed(value)).not.toContain("\u001b[");
  });

  it("has no colours where nobody asked for them", async () => {
    const { stdout } = await releaseGate(exampleProject(), ["check", ...now]);
    expect(stdout).not.toContain("\u001B");
  });
});

describe("lint of text on standard input", () => {
  it("is judged as the file it would be", async () => {
    const path = "prisma/migrations/20261120093000_trip_search/migration.sql";
    const ran = await releaseGate(exampleProject(), ["lint", "--stdin", "--stdin-filename", path, "--format", "json"], {
      input: 'ALTER TABLE "trip_plans" ADD COLUMN "note" TEXT;',
    });
    const report = lintReport.parse(JSON.parse(ran.stdout));
    expect(report.files).toHaveLength(1);
    expect(report.files[0]!.migrations[0]!.statements[0]!.facts).toMatchObject({ certainty: "exact", rewrites: [] });
  });

  it("needs a name for it", async () => {
    const ran = await releaseGate(project({}), ["lint", "--stdin"], { input: "SELECT 1;" });
    expect([ran.exitCode, ran.stderr]).toEqual([
      2,
      expect.stringContaining("--stdin needs --stdin-filename") as string,
    ]);
  });
});

describe("the version", () => {
  it("is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")) as {
      version: string;
    };
    expect((await releaseGate(root, ["--version"])).stdout).toBe(`${version}\n`);
  });
});
