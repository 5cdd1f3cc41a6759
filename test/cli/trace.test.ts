import { describe, expect, it } from "vitest";
import { exampleProject, project, releaseGate, root } from "../support/cli.js";

const traced = (folder: string, ...args: readonly string[]) => releaseGate(folder, ["trace", ...args]);

describe("trace", () => {
  it("runs the example on PGlite and finds that the server did what was predicted", async () => {
    const ran = await traced(exampleProject());
    expect(ran.stdout).toContain("0 differ from what was predicted, 0");
    expect(ran.stdout).toMatch(/^7 statements on PGlite \(PostgreSQL 18/m);
    expect(ran.stdout).toContain("ACCESS EXCLUSIVE on public.trip_plans");
    expect(ran.exitCode).toBe(0);
  });

  it("tells in JSON what was predicted and what was observed", async () => {
    const { stdout } = await traced(exampleProject(), "--format", "json");
    const { statements } = JSON.parse(stdout) as {
      statements: {
        kind: string;
        predicted: { rewrites: string[] };
        observed: { rewrites: string[]; durationMs: number };
        disagreements: unknown[];
      }[];
    };
    expect(statements.map(({ disagreements }) => disagreements)).toEqual(statements.map(() => []));
    expect(statements[0]!.observed.rewrites.toSorted()).toEqual(statements[0]!.predicted.rewrites.toSorted());
    expect(statements[0]!.observed.durationMs).toBeGreaterThan(0);
  });

  it("says before it asks the server for anything that it runs the code of the migrations", async () => {
    const folder = project({ "1.sql": "SELECT 1;" });
    const pglite = await traced(folder, "1.sql");
    expect(pglite.stderr).toBe("This runs the code of the migrations, in a PGlite process of its own.\n");
    const down = await traced(folder, "1.sql", "--scratch", "--url", "postgresql://me@127.0.0.1:1/db");
    expect(down.exitCode).toBe(2);
    expect(down.stderr.split("\n")[0]).toBe("This runs the code of the migrations on the server of --url.");
  });

  it("marks a statement that the server refuses, and exits 1", async () => {
    const folder = project({ "1.sql": "CREATE TABLE a (id int);\nALTER TABLE a ADD COLUMN b nosuchtype;" });
    const ran = await traced(folder, "1.sql");
    expect(ran.stdout).toContain("error 42704");
    expect(ran.exitCode).toBe(1);
  });

  it("says what was not run where the server lacks an extension, and exits 1", async () => {
    const folder = project({ "1.sql": "CREATE EXTENSION nosuch;\nCREATE TABLE a (b nosuchtype);" });
    const ran = await traced(folder, "1.sql");
    expect(ran.stdout).toContain("The server does not have the extension nosuch");
    expect(ran.stdout.replaceAll("\n", " ")).toContain("2 were not run");
    expect(ran.exitCode).toBe(1);
  });

  it("does not run COPY FROM STDIN", async () => {
    const ran = await traced(project({ "1.sql": "CREATE TABLE a (id int);\nCOPY a FROM stdin;\n1\n\\.\n" }), "1.sql");
    expect(ran.stdout).toContain("COPY FROM STDIN is not run");
  });

  it("refuses a server that nobody said may be written to, without printing its password", async () => {
    const folder = project({ "1.sql": "SELECT 1;" });
    const ran = await traced(folder, "1.sql", "--url", "postgresql://me:secret@127.0.0.1:1/db");
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("the flag --scratch has to allow it");
    const down = await traced(folder, "1.sql", "--scratch", "--url", "postgresql://me:secret@127.0.0.1:1/db");
    expect(down.exitCode).toBe(2);
    const wrong = await traced(folder, "1.sql", "--url", "mysql://me:secret@127.0.0.1:1/db");
    expect(wrong.exitCode).toBe(2);
    expect(ran.stderr + down.stderr + wrong.stderr).not.toContain("secret");
  });

  it("runs on the PostgreSQL version that --postgres names", async () => {
    const ran = await releaseGate(root, [
      "trace",
      "--config",
      "fixtures/projects/trip/release-gate.yaml",
      "--postgres",
      "16",
    ]);
    if (ran.exitCode === 2 && process.env["REQUIRE_ALL"] !== "1")
      return expect(ran.stderr).toContain("PostgreSQL 16 is not at hand");
    expect(ran.stdout).toMatch(/^7 statements on PostgreSQL 16\./m);
    expect(ran.exitCode).toBe(0);
  });
});
