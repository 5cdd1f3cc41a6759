// What a real runner does with a set of tricky files, seen by the recorder, beside what we say that it does.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bareProject, loadProject, recordRun, type RecordedRun } from "@release-gate/adapters";
import { loadParser, recordedMigrations, type RecordedMigration } from "@release-gate/core";
import { lintProject } from "../../../packages/adapters/src/project.js";

/** One real runner: how it is had, its project, and the command that migrates. */
export interface Runner {
  readonly name: string;
  readonly version: string;
  readonly language: "Node" | "Go" | "Rust" | "Python" | "Java" | "Ruby" | "Perl";
  /** The framework of ours that reads its files; undefined where they are no SQL. */
  readonly framework?: string;
  /** Installs it into the folder; is not asked where it is there. */
  readonly install: (folder: string) => void;
  /** The files of the project; `sql` makes the statements that tell a file by its name. */
  readonly files: (sql: (name: string) => string) => Readonly<Record<string, string>>;
  /** Where the migrations are, for ours. */
  readonly migrations: string;
  /** The shell command; `installed` is the folder of `install`. */
  readonly command: (installed: string) => string;
  /** Files in folders below, which it does not run, and which we judge as those of another run. */
  readonly apart?: readonly string[];
  /** What it does that ours need not know, in the words of the table. */
  readonly remark?: string;
}

/** A file as a runner ran it, or as we say that it does. */
export interface RanFile {
  readonly name: string;
  readonly transaction: RecordedMigration["transaction"];
}

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly output: string;
  readonly really: readonly RanFile[];
  /** Undefined where we read no files of the runner. */
  readonly ours: readonly RanFile[] | undefined;
  readonly log: { readonly agreed: number; readonly differences: number };
  readonly connections: number;
  /** How it sends what is in the files. */
  readonly how: readonly ("simple" | "extended")[];
  readonly recorded: RecordedRun;
}

/** Two rows that tell the file, so that order, transactions and what was left out can be seen. */
export const probe = (name: string): string =>
  `INSERT INTO probe.txlog (name) VALUES ('${name}');\nINSERT INTO probe.txlog (name) VALUES ('${name}');\n`;

/** In a schema of its own, since some runners refuse a database in which `public` is not empty. */
export const setup = "CREATE SCHEMA probe; CREATE TABLE probe.txlog (seq serial, name text);";

/** Installs a runner where it is not there yet, and gives its folder. */
export function installed(runner: Runner, cache: string): string {
  const folder = join(cache, `${runner.name}-${runner.version}`.replace(/[^\w.-]+/g, "_"));
  const done = join(folder, ".installed");
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  runner.install(folder);
  writeFileSync(done, "");
  return folder;
}

/** Runs a runner on its files, in a copy of what was installed where it needs its packages beside them. */
export async function runOnce(
  runner: Runner,
  cache: string,
  options: { readonly major: number; readonly timeLimitMs: number },
): Promise<Outcome> {
  await loadParser();
  const from = installed(runner, cache);
  const folder = mkdtempSync(join(tmpdir(), "release-gate-runner-"));
  try {
    for (const [path, text] of Object.entries(runner.files(probe))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (existsSync(join(from, "node_modules"))) {
      for (const name of readdirSync(from))
        if (name.startsWith("package")) cpSync(join(from, name), join(folder, name), { force: false });
    }
    let output = "";
    const recorded = await recordRun({
      command: runner.command(from),
      folder,
      target: { kind: "embedded", major: options.major },
      setup: { path: "setup.sql", text: setup },
      timeLimitMs: options.timeLimitMs,
      network: false,
      environment: { ...process.env, NODE_PATH: join(from, "node_modules") },
      onOutput: (chunk) => (output += chunk.toString()),
      onStart: () => undefined,
    });
    const { statements, tables, end, log } = recorded;
    const really = recordedMigrations(statements, tables, 18).flatMap((migration) => ranFiles(migration));
    return {
      exitCode: end.exitCode,
      timedOut: end.timedOut,
      output,
      really,
      ours: runner.framework === undefined ? undefined : oursOf(folder, runner),
      log: { agreed: log?.agreed ?? 0, differences: log?.differences.length ?? 0 },
      connections: recorded.connections,
      how: [
        ...new Set(
          statements
            .filter(({ sql }) => sql.includes("probe.txlog"))
            .map(({ how }) => (how === "simple" ? "simple" : "extended")),
        ),
      ],
      recorded,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const namesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/txlog \(name\) VALUES \('([^']+)'\)/g)].map(([, name = ""]) => name)),
];

function ranFiles({ lines, transaction }: RecordedMigration): RanFile[] {
  return namesIn(lines.map(({ text }) => text).join("\n")).map((name) => ({ name, transaction }));
}

/** What we read of the same files: those that run upwards, in order, with their transactions. */
function oursOf(folder: string, { migrations, framework, apart = [] }: Runner): RanFile[] {
  const policy = existsSync(join(folder, "release-gate.yaml"));
  const project = policy ? loadProject(folder) : bareProject(folder);
  const report = lintProject(project, policy ? {} : { paths: [join(folder, migrations)] });
  return report.files.flatMap((file) =>
    file.migrations.flatMap(({ migration }): RanFile[] => {
      if (migration.direction !== "up") return [];
      if (file.framework !== framework)
        return [{ name: `${file.source.path} is read as ${file.framework}`, transaction: "none" }];
      const text = migration.source.text.slice(migration.span.start, migration.span.end);
      const byItself = migration.multiStatementQuery ? "query" : "none";
      const own = /^\s*BEGIN;[\s\S]*\bCOMMIT;\s*$/i.test(text) ? "file" : byItself;
      const transaction = migration.transaction === "none" ? own : migration.transaction;
      return namesIn(text).flatMap((name) => (apart.includes(name) ? [] : [{ name, transaction }]));
    }),
  );
}

/** What differs, in words; nothing where both agree. */
export function differencesOf({ really, ours, log, timedOut }: Outcome): string[] {
  const shown = (files: readonly RanFile[]): string =>
    files.map(({ name, transaction }) => `${name} (${transaction})`).join(", ");
  return [
    ...(timedOut ? ["it did not end"] : []),
    ...(log.differences > 0 ? [`the server's log differs in ${log.differences} statements`] : []),
    ...(ours !== undefined && shown(ours) !== shown(really) ? [`really ${shown(really)}; ours ${shown(ours)}`] : []),
    ...(really.length === 0 ? ["it ran nothing"] : []),
  ];
}

export const readResults = (path: string): Record<string, unknown> =>
  existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : {};
