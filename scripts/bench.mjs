// `npm run bench`: ratios against a floor or a peer in the same run, never times to compare with another machine's.
// Needs the bundle (`npm run build`). Options: --runs N (15), --files N (5000).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTypeScript, root } from "./lib/load-typescript.mjs";

const option = (name, fallback) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] || fallback);
const runs = process.argv.includes("--runs") ? option("runs", 15) : 15;
const fileCount = process.argv.includes("--files") ? option("files", 5000) : 5000;
const cli = join(root, "packages/cli/dist/main.js");
// Without it node ends with 1, as a lint with findings does, and is fast.
if (!existsSync(cli)) throw new Error(`${cli} is missing: npm run build`);
const folder = mkdtempSync(join(tmpdir(), "release-gate-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Wall time of a whole process, in milliseconds. */
function timed(program, args, cwd = folder) {
  const start = process.hrtime.bigint();
  const { status, error, signal } = spawnSync(program, args, { cwd, stdio: "ignore" });
  if (error || signal || status === null || status > 1)
    throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? signal ?? `exit ${status}`}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians of several commands, run in turns so that a busy machine slows all of them alike. */
function compare(commands, times) {
  const measured = commands.map(() => []);
  for (let i = 0; i < times; i++) commands.forEach(([program, args], at) => measured[at].push(timed(program, args)));
  return measured.map(median);
}

const line = (name, value, note) => console.log(`${name.padEnd(58)} ${value.toFixed(2).padStart(7)}   ${note}`);

/** The start-up: one small file, whole process, against a Node that does nothing. */
function startUp() {
  writeFileSync(join(folder, "one.sql"), "ALTER TABLE users ADD COLUMN age int;\n");
  const node = process.execPath;
  const [floor, versionOnly, lint] = compare(
    [
      [node, ["-e", "0"]],
      [node, [cli, "--version"]],
      [node, [cli, "lint", "one.sql"]],
    ],
    runs,
  );
  line(
    "release-gate --version / node -e 0",
    versionOnly / floor,
    `${versionOnly.toFixed(0)} ms / ${floor.toFixed(0)} ms`,
  );
  line(
    "release-gate lint one.sql / node -e 0",
    lint / floor,
    `${lint.toFixed(0)} ms / ${floor.toFixed(0)} ms; at most 2.0`,
  );
}

/** The text of file `i` of a history: 5 statements, every tenth file starts a table and the others change the latest ones. */
function migration(i) {
  const table = `t${Math.floor(i / 10)}`;
  if (i % 10 === 0) {
    return [
      `CREATE TABLE ${table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, at timestamptz DEFAULT now());`,
      `CREATE INDEX ${table}_name ON ${table} (name);`,
      `COMMENT ON TABLE ${table} IS 'table ${i}';`,
      `CREATE TYPE ${table}_kind AS ENUM ('a', 'b');`,
      `ALTER TABLE ${table} ADD COLUMN kind ${table}_kind;`,
    ].join("\n");
  }
  const other = `t${Math.max(0, Math.floor(i / 10) - 1)}`;
  return [
    `ALTER TABLE ${table} ADD COLUMN c${i} int;`,
    `ALTER TABLE ${table} ALTER COLUMN c${i} SET DEFAULT ${i};`,
    i % 10 === 5
      ? `ALTER TABLE ${table} ADD CONSTRAINT ${table}_fk FOREIGN KEY (c${i - 1}) REFERENCES ${other} (id) NOT VALID;`
      : `CREATE INDEX ${table}_c${i} ON ${table} (c${i});`,
    `UPDATE ${table} SET c${i} = ${i} WHERE id = ${i};`,
    `INSERT INTO ${table} (name) VALUES ('row ${i}');`,
  ].join("\n");
}

async function history() {
  mkdirSync(join(folder, "history"));
  const files = Array.from({ length: fileCount }, (_, i) => ({
    path: `history/${String(i + 1).padStart(6, "0")}_m.sql`,
    text: `${migration(i)}\n`,
  }));
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  const { lintSources, loadParser, sourceOf, startingState } = await loadTypeScript("packages/core/src/index.ts");
  await loadParser();
  const perStatement = [1 / 4, 1 / 2, 1].map((share) => {
    const sources = files.slice(0, Math.round(files.length * share)).map(({ path, text }) => sourceOf(path, text));
    const start = process.hrtime.bigint();
    const report = lintSources(sources, { state: startingState({ postgres: 18 }) });
    const statements = report.files.reduce(
      (sum, file) => sum + file.migrations.reduce((all, each) => all + each.steps.length, 0),
      0,
    );
    return { statements, microseconds: Number(process.hrtime.bigint() - start) / 1e3 / statements };
  });
  for (const { statements, microseconds } of perStatement) {
    line(
      `time per statement, ${statements} statements / a quarter of them`,
      microseconds / perStatement[0].microseconds,
      `${microseconds.toFixed(0)} us each`,
    );
  }
  againstSquawk();
}

/** One big file: what rules see of a whole migration must be linear too. A family of statements at a time. */
async function oneFile() {
  const { lintSources, loadParser, sourceOf, startingState } = await loadTypeScript("packages/core/src/index.ts");
  await loadParser();
  const table = "CREATE TABLE t (id serial PRIMARY KEY, a int, b int);";
  const families = {
    "CREATE INDEX": (i) => `CREATE INDEX i${i} ON t (a);`,
    "INSERT with a key": (i) => `INSERT INTO t (id, a) VALUES (${i}, ${i});`,
    "UPDATE by key": (i) => `UPDATE t SET a = b WHERE id = ${i};`,
    "FOREIGN KEY": (i) => `CREATE TABLE u${i} (id int REFERENCES t (id));`,
    "CREATE VIEW": (i) => `CREATE VIEW v${i} AS SELECT a FROM t;`,
    suppressed: (i) =>
      `-- release-gate: allow no-rename -- as agreed\nALTER TABLE t ADD COLUMN IF NOT EXISTS c int; SELECT ${i};`,
  };
  for (const [name, statement] of Object.entries(families)) {
    const [small, large] = [1000, 4000].map((count) => {
      const text = [table, ...Array.from({ length: count }, (_, i) => statement(i))].join("\n");
      const start = process.hrtime.bigint();
      lintSources([sourceOf("m/1.sql", text)], { state: startingState({ postgres: 18, complete: true }) });
      return Number(process.hrtime.bigint() - start) / 1e3 / count;
    });
    line(`time per statement, ${name}: 4000 in a file / 1000`, large / small, `${large.toFixed(0)} us each`);
  }
}

/** The same files through squawk, a linter in Rust; its binary comes from npm. */
function againstSquawk() {
  const platform = `@squawk-cli/${process.platform}-${process.arch}`;
  let squawk;
  try {
    const fromPeer = createRequire(createRequire(join(root, "package.json")).resolve("squawk-cli/package.json"));
    squawk = join(fromPeer.resolve(`${platform}/package.json`), "../bin/squawk");
  } catch {
    console.log("skipped: squawk-cli has no binary for this machine");
    return;
  }
  const files = Array.from({ length: fileCount }, (_, i) => `history/${String(i + 1).padStart(6, "0")}_m.sql`);
  const cached = [cli, "lint", "history", "--cache", "--cache-location", join(folder, "cache")];
  timed(process.execPath, cached);
  const [peer, cold, warm] = compare(
    [
      [squawk, files],
      [process.execPath, [cli, "lint", "history"]],
      [process.execPath, cached],
    ],
    Math.max(3, Math.round(runs / 5)),
  );
  line(
    `release-gate lint, ${fileCount} files / squawk`,
    cold / peer,
    `${cold.toFixed(0)} ms / ${peer.toFixed(0)} ms; at most 3`,
  );
  line(
    `release-gate lint --cache, nothing changed / squawk`,
    warm / peer,
    `${warm.toFixed(0)} ms / ${peer.toFixed(0)} ms; at most 1`,
  );
}

startUp();
await oneFile();
await history();
process.exit(0);
