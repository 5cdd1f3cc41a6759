import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { available } from "../postgres/server.js";
import { project, releaseGate, root, type Ran } from "../support/cli.js";

const driver = createRequire(join(root, "package.json")).resolve("pg");

/** A runner in Node with the driver `pg`: `body` gets `open` (a connected client) and what else it needs. */
const runner = (body: string): string => `
const { Client } = require(${JSON.stringify(driver)});
const open = async (more = {}) => { const c = new Client({ connectionString: process.env.DATABASE_URL, ...more }); c.on("error", () => {}); await c.connect(); return c; };
(async () => { ${body} })().then(() => process.exit(process.exitCode ?? 0), (e) => { console.error(String(e.message)); process.exit(3); });`;

/** A history table as Knex has it. */
const history = `
const c = await open();
await c.query('CREATE TABLE knex_migrations (id serial primary key, name varchar(255), batch integer, migration_time timestamptz)');
const done = (name) => c.query('INSERT INTO knex_migrations (name, batch, migration_time) VALUES ($1, $2, now())', [name, 1]);`;

interface Json {
  readonly run: {
    readonly exitCode: number | null;
    readonly timedOut: boolean;
    readonly connections: number;
    readonly log: { readonly agreed: number; readonly differences: readonly unknown[] };
    readonly waiting: readonly { readonly sql: string; readonly for: string }[];
    readonly refused: readonly { readonly database: string }[];
    readonly migrations: readonly {
      readonly path: string;
      readonly name: string | null;
      readonly transaction: string;
      readonly written: boolean;
      readonly statements: readonly {
        readonly text: string;
        readonly unknown: boolean;
        readonly undone: boolean;
        readonly error: { readonly sqlstate: string } | null;
      }[];
    }[];
  };
  readonly statements: readonly {
    readonly observed: { readonly locks: readonly { readonly relation: string; readonly mode: string }[] } | null;
    readonly disagreements: readonly unknown[];
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly path: string;
    readonly line: number;
  }[];
}

async function traced(
  body: string,
  args: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
  env: Record<string, string> = {},
): Promise<Ran & { readonly json: Json; readonly folder: string }> {
  const folder = project({ "run.cjs": runner(body), ...files });
  const ran = await releaseGate(folder, ["trace", "--run", "node run.cjs", "--format", "json", ...args], { env });
  return { ...ran, folder, json: (ran.stdout.startsWith("{") ? JSON.parse(ran.stdout) : {}) as Json };
}

/** Whether a process is there and has not ended; one that nobody has waited for yet has. */
const runs = (pid: string): boolean =>
  /^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout.trim());

const textsOf = ({ run }: Json): (readonly string[])[] =>
  run.migrations.map(({ statements }) => statements.map(({ text }) => text));

describe.skipIf(!available(18))("trace --run", () => {
  it("tells the migrations of a runner by what it writes to its history, with values in the place of parameters", async () => {
    const { json, exitCode } = await traced(`${history}
      await c.query('BEGIN'); await c.query('CREATE TABLE users (id int primary key, email text)'); await done('1_users.js'); await c.query('COMMIT');
      await c.query('BEGIN'); await c.query('INSERT INTO users VALUES ($1, $2)', [7, "o'x\\\\"]);
      await c.query("ALTER TABLE users ADD CHECK (email <> '')"); await c.query('COMMIT'); await done('2_check.js');
      await c.query('CREATE INDEX CONCURRENTLY i ON users (email)'); await done('3_index.js');`);
    expect(textsOf(json)).toEqual([
      ["CREATE TABLE users (id int primary key, email text)"],
      ["INSERT INTO users VALUES ('7', E'o''x\\\\')", "ALTER TABLE users ADD CHECK (email <> '')"],
      ["CREATE INDEX CONCURRENTLY i ON users (email)"],
    ]);
    expect(
      json.run.migrations.map(({ name, path, transaction, written }) => [name, path, transaction, written]),
    ).toEqual([
      ["1_users.js", "0001_1_users.sql", "file", true],
      ["2_check.js", "0002_2_check.sql", "file", true],
      ["3_index.js", "0003_3_index.sql", "none", true],
    ]);
    // The same statement log is kept by the server itself.
    expect(json.run.log.differences).toEqual([]);
    expect(json.run.log.agreed).toBe(12);
    expect(json.statements.map(({ observed }) => observed?.locks)).toMatchObject([
      [],
      [{ relation: "public.users", mode: "ROW EXCLUSIVE" }],
      [{ relation: "public.users", mode: "ACCESS EXCLUSIVE" }],
      [{ relation: "public.users", mode: "SHARE UPDATE EXCLUSIVE" }],
    ]);
    expect(json.findings.filter(({ severity }) => severity === "error").map(({ rule, path }) => [rule, path])).toEqual([
      ["require-not-valid-check", "0002_2_check.sql"],
    ]);
    expect(exitCode).toBe(1);
  });

  it("knows one transaction over all files, and a whole file as one query", async () => {
    const { json } = await traced(`${history}
      await c.query('BEGIN'); await c.query('CREATE TABLE a (id int)'); await done('1.js'); await c.query('CREATE TABLE b (id int)'); await done('2.js'); await c.query('COMMIT');
      await c.query('CREATE TABLE c (id int); CREATE TABLE d (id int)'); await done('3.js');`);
    expect(json.run.migrations.map(({ transaction }) => transaction)).toEqual(["batch", "batch", "query"]);
    expect(textsOf(json).at(-1)).toEqual(["CREATE TABLE c (id int)", "CREATE TABLE d (id int)"]);
  });

  it("writes what lint judges alike without running anything, and only over recordings", async () => {
    const { folder, json, stdout } = await traced(
      `${history} await c.query('CREATE TABLE t (id int)'); await done('1.js'); await c.query('CREATE INDEX i ON t (id)'); await done('2.js');`,
      ["--write", "recorded"],
    );
    expect(stdout).toContain('"written": "recorded"');
    expect(readdirSync(join(folder, "recorded"))).toEqual(["0001_1.sql", "0002_2.sql"]);
    const lint = await releaseGate(folder, ["lint", "recorded", "--format", "json"]);
    const { files } = JSON.parse(lint.stdout) as {
      files: readonly { path: string; migrations: readonly { findings: readonly { rule: string }[] }[] }[];
    };
    const found = files.flatMap(({ path, migrations }) =>
      migrations.flatMap(({ findings }) => findings.map(({ rule }) => [path.slice("recorded/".length), rule])),
    );
    expect(found).toEqual(json.findings.map(({ path, rule }) => [path, rule]));
    expect(found).toContainEqual(["0002_2.sql", "require-concurrent-index"]);

    writeFileSync(join(folder, "recorded/notes.txt"), "mine");
    const again = await releaseGate(folder, ["trace", "--run", "touch ran", "--write", "recorded"]);
    expect(again).toMatchObject({ exitCode: 2, stdout: "" });
    expect(again.stderr).toContain("notes.txt");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("runs a setup before, which the migrations build on", async () => {
    const { json, exitCode } = await traced(
      `${history} await c.query('ALTER TABLE old ADD n int'); await c.query('GRANT SELECT ON old TO reader'); await done('1.js');`,
      ["--setup", "setup.sql"],
      { "setup.sql": "CREATE ROLE reader;\nCREATE TABLE old (id int);\n" },
    );
    expect(json.statements.map(({ disagreements }) => disagreements)).toEqual([[], []]);
    expect(json.run.migrations[0]?.statements.map(({ error }) => error)).toEqual([null, null]);
    expect(exitCode).toBe(0);
  });

  it("refuses a setup that fails before the command runs", async () => {
    const { stderr, exitCode, folder } = await traced(
      "require('fs').writeFileSync('ran', '')",
      ["--setup", "setup.sql"],
      { "setup.sql": "CREATE TABEL x ();" },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("setup.sql");
    expect(stderr).toContain("42601");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("holds where a runner ends with 0 after an error, and shows what failed and what was undone", async () => {
    const { json, exitCode } = await traced(`${history}
      await c.query('BEGIN'); await c.query('CREATE TABLE a (id int)');
      await c.query('ALTER TABLE missing ADD n int').catch(() => {}); await c.query('ROLLBACK');`);
    expect(json.run.exitCode).toBe(0);
    expect(json.run.migrations[0]?.statements.map(({ error, undone }) => [error?.sqlstate ?? null, undone])).toEqual([
      [null, true],
      ["42P01", true],
    ]);
    expect(json.run.migrations[0]?.written).toBe(false);
    expect(exitCode).toBe(1);
  });

  it("holds where the command fails, sends nothing, or does not exist", async () => {
    for (const command of ["exit 4", "true", "no-such-program"]) {
      const { exitCode, stdout } = await releaseGate(project({}), ["trace", "--run", command]);
      expect([command, exitCode]).toEqual([command, 1]);
      expect(stdout).toContain("It sent no migration");
    }
  });

  it("ends a runner that hangs, with all that it started, and tells what waits for what", async () => {
    const { json, exitCode, folder } = await traced(
      `${history} await c.query('CREATE TABLE t (id int)'); await done('1.js'); await c.query('BEGIN'); await c.query('LOCK t');
      require('child_process').spawn('sh', ['-c', 'echo $$ > child; sleep 600'], { stdio: 'inherit' });
      const d = await open(); await d.query('CREATE INDEX CONCURRENTLY i ON t (id)');`,
      ["--time-limit", "4"],
    );
    expect(json.run.timedOut).toBe(true);
    expect(json.run.waiting).toEqual([{ sql: "CREATE INDEX CONCURRENTLY i ON t (id)", for: "LOCK t" }]);
    expect(exitCode).toBe(1);
    const child = readFileSync(join(folder, "child"), "utf8").trim();
    expect(runs(child)).toBe(false);
  });

  it("gives no answer to a question", async () => {
    const { stderr, exitCode } = await releaseGate(project({}), [
      "trace",
      "--run",
      "read answer || echo nobody answers",
    ]);
    expect(stderr).toContain("nobody answers");
    expect(exitCode).toBe(1);
  });

  it("follows twenty connections, and a migration's statements over several of them", async () => {
    const { json } = await traced(`${history}
      const all = await Promise.all(Array.from({ length: 20 }, () => open()));
      for (const [index, each] of all.entries()) await each.query('CREATE TABLE t' + index + ' (id int)');
      await done('1.js');`);
    expect(json.run.connections).toBe(21);
    expect(json.run.migrations.map(({ statements }) => statements.length)).toEqual([20]);
    expect(json.run.log.differences).toEqual([]);
  });

  it("passes on a query that is too long to be kept, and says that it is not known", async () => {
    const { json, exitCode } = await traced(
      `${history} await c.query('CREATE TABLE t (x text)'); await c.query("INSERT INTO t VALUES ('" + 'x'.repeat(40000000) + "')");
      const { rows } = await c.query('SELECT length(x) AS n FROM t'); await done('n' + rows[0].n);`,
    );
    expect(json.run.migrations[0]?.name).toBe("n40000000");
    expect(json.run.migrations[0]?.statements.map(({ unknown }) => unknown)).toEqual([false, true, false]);
    expect(exitCode).toBe(1);
  });

  it("refuses TLS politely, and tells of a database that is not there", async () => {
    const { json, stderr } =
      await traced(`await open({ ssl: true, connectionString: process.env.DATABASE_URL.replace('disable', 'require') }).catch((e) => console.error(e.message));
      await open({ connectionString: process.env.DATABASE_URL.replace(/\\/[^/]*$/, '/shadow') }).catch((e) => console.error(e.message));`);
    expect(stderr).toContain("The server does not support SSL connections");
    expect(json.run.refused).toMatchObject([{ database: "shadow" }]);
  });

  it("gives the command no address of another database, and says what it took out", async () => {
    const { stderr } = await traced(
      "console.error('sees', process.env.REPORTING_URL, process.env.PGSERVICE);",
      [],
      {},
      {
        REPORTING_URL: "postgres://me:hunter2@prod/x",
        PGSERVICE: "prod",
      },
    );
    expect(stderr).toContain("sees undefined undefined");
    expect(stderr).toContain("Taken out of its environment: PGSERVICE, REPORTING_URL.");
    expect(stderr).not.toContain("hunter2");
  });

  it("keeps the command from other machines where this one can, and says which it is before it starts", async () => {
    const command =
      "node -e \"fetch('http://127.0.0.1:9').catch((e) => console.error(e.cause.code)); require('net').connect(53, '192.0.2.1').on('error', (e) => console.error('elsewhere', e.code))\"";
    const { stderr } = await releaseGate(project({}), ["trace", "--run", command]);
    const kept = stderr.includes("It reaches the recorder's database and no other machine");
    if (kept) expect(stderr).toContain("elsewhere ENETUNREACH");
    else expect(stderr).toContain("It can reach other machines, and other databases that its own files name.");
    const open = await releaseGate(project({}), ["trace", "--run", "true", "--network"]);
    expect(open.stderr).toContain("It can reach other machines");
  });

  it("knows pipelines, prepared statements, COPY and notices of a driver of another language", async () => {
    const folder = project({
      "run.sql":
        "BEGIN;\nCREATE TABLE t (id int, x text);\n\\copy t from data.csv csv\nPREPARE p AS INSERT INTO t VALUES ($1, $2);\nEXECUTE p(3, 'c');\nCOMMIT;\n",
      "data.csv": "1,a\n2,b\n",
    });
    if (spawnSync("psql", ["--version"]).status !== 0) return;
    const { stdout, exitCode } = await releaseGate(folder, [
      "trace",
      "--run",
      "psql -q -v ON_ERROR_STOP=1 -f run.sql",
      "--format",
      "json",
    ]);
    const { run } = JSON.parse(stdout) as Json;
    expect(run.migrations).toMatchObject([{ transaction: "file" }]);
    expect(run.migrations[0]?.statements.map(({ text }) => text.split(" ")[0])).toEqual([
      "CREATE",
      "COPY",
      "PREPARE",
      "EXECUTE",
    ]);
    expect(run.log.differences).toEqual([]);
    expect(exitCode).toBeLessThan(2);
  });

  it("refuses flags that do not go together, before anything runs", async () => {
    const folder = project({ "a.sql": "SELECT 1;" });
    for (const [args, words] of [
      [["--run", "touch ran", "a.sql"], "--run and files"],
      [["--write", "x", "a.sql"], "--write needs --run"],
      [["--setup", "x", "a.sql"], "--setup needs --run"],
      [["--run", " "], "--run has no command"],
      [["--run", "touch ran", "--time-limit", "soon"], '--time-limit cannot be "soon"'],
      [["--run", "touch ran", "--url", "postgresql://localhost/x"], "--scratch"],
      [["--run", "touch ran", "--url", "nonsense", "--scratch"], "--url is not the URL"],
      [["--run", "touch ran", "--setup", "nowhere.sql"], "nowhere.sql"],
    ] as const) {
      const { exitCode, stderr, stdout } = await releaseGate(folder, ["trace", ...args]);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(words);
    }
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });
});
