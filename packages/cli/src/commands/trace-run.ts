import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  readText,
  recordRun,
  refuseLinkOut,
  shownPath,
  traceOn,
  writeWhole,
  type Project,
  type RecordedRun,
  type RecordTarget,
} from "@release-gate/adapters";
import {
  emptyCatalog,
  lintEvidence,
  lintOutcome,
  msg,
  postgresMajors,
  recordedFiles,
  recordedMark,
  recordedMigrations,
  render,
  sourceOf,
  UserError,
  type LintReport,
  type Message,
  type MigrationEvidence,
  type PostgresMajor,
  type RecordedMigration,
  type Source,
} from "@release-gate/core";
import type { CommandEnvironment } from "../environment.js";
import { failsOnWarning, postgresOf, type Output, type OutputOptions } from "../flags.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { traceRunJson, traceRunPretty, type TraceRunReport } from "../reporters/trace-run.js";
import { scratchOf, tellInClear, timeLimitMs } from "./trace-flags.js";
import { failed, reportOf, upsOf } from "./trace-rows.js";
import type { TraceFlags } from "./trace-command.js";

type Deployment = NonNullable<MigrationEvidence["options"]["deployment"]>;

/** Milliseconds that a command may take where nothing is said, and the most that a timer takes. */
const usual = 600_000;
const longest = 2 ** 31 - 1;

/**
 * `release-gate trace --run`: runs the user's own command against a fresh server behind a recorder; what it sent is judged as
 * migrations, and run once more on another fresh server where what each statement does is seen.
 */
export async function traceRun(
  command: string,
  flags: TraceFlags,
  outputs: readonly Output[],
  project: Project,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const tell = (message: Message): void => env.tell(`${render(message, options.language)}\n`);
  if (command.trim() === "")
    throw new UserError(msg`--run has no command.`, { hint: msg`Write it as --run "npx knex migrate:latest".` });
  const target: RecordTarget = scratchOf(flags) ?? {
    kind: "embedded",
    major: postgresOf(flags.postgres) ?? project.policy.postgres,
  };
  const folder = flags.write === undefined ? undefined : writableFolder(resolve(env.folder, flags.write));
  const setup = flags.setup === undefined ? undefined : setupOf(flags.setup, env.folder);
  const limit = flags.timeLimit === undefined ? usual : Math.min(timeLimitMs(flags.timeLimit), longest);
  tellInClear(target, env, options);
  const run = await recordRun({
    command,
    folder: env.folder,
    target,
    ...(setup ? { setup } : {}),
    timeLimitMs: limit,
    network: flags.network === true,
    environment: env.variables,
    onOutput: (chunk) => env.tell(chunk.toString()),
    onStart: ({ apart, removed }) => {
      if (options.quiet) return;
      tell(msg`This runs on this machine, as you: ${command}`);
      tell(
        apart
          ? msg`It reaches the recorder's database and no other machine; --network lets it.`
          : msg`It can reach other machines, and other databases that its own files name.`,
      );
      if (removed.length > 0) tell(msg`Taken out of its environment: ${removed.join(", ")}.`);
    },
  });
  await loadParserForOnce();
  const major = postgresMajors.find((known) => known === run.major) ?? 18;
  const migrations = recordedMigrations(run.statements, run.tables, major);
  const files = recordedFiles(migrations);
  const all = setup ? [setupFile(setup), ...files] : files;
  // What the server does is compared as it ran, all in one deployment; each file is judged as lint judges it.
  const lintAs = (deployment: Deployment, timezone?: string): LintReport =>
    lintEvidence(evidenceOf(all, deployment, project, major, timezone), project.policy);
  const given = new Set(files.map(({ path }) => path));
  const together: Deployment = { given, added: given };
  const first = lintAs(together);
  const ups = upsOf(first);
  const trace =
    files.length === 0
      ? undefined
      : await traceOn(
          // A scratch database is used up by the command: what its statements do is seen on a server of our own.
          { kind: "embedded", major },
          {
            history: ups.filter(({ deployment }) => !deployment).map(({ migration }) => migration),
            deployment: ups.filter(({ deployment }) => deployment).map(({ migration }) => migration),
          },
        );
  const judged = lintAs({ given }, trace?.timeZone);
  // What was released is not the matter of a run on an empty database.
  const lint = { ...judged, notes: judged.notes.filter(({ reason }) => reason !== "released-unknown") };
  if (folder !== undefined) writeFiles(folder, all);
  const report: TraceRunReport = {
    command,
    run,
    migrations,
    files,
    lint,
    trace: trace ? reportOf(trace, lintAs(together, trace.timeZone)) : undefined,
    ...(folder === undefined ? {} : { written: shownPath(env.folder, folder) }),
  };
  const outcome = lintOutcome(lint);
  const holds =
    isWrong(run, migrations) ||
    report.trace?.rows.some(failed) === true ||
    outcome === "hold" ||
    (outcome === "warn" && failsOnWarning(flags.failOn));
  return resultOf(outputs, holds ? exitCodes.hold : exitCodes.promote, (format) =>
    format === "json" ? traceRunJson(report, options) : traceRunPretty(report, options),
  );
}

/** A command that failed, and a recording that is not whole or holds a failure, are no answer that anything is safe. */
function isWrong({ end, log, notUnderstood }: RecordedRun, migrations: readonly RecordedMigration[]): boolean {
  return (
    end.exitCode !== 0 ||
    end.timedOut ||
    notUnderstood.length > 0 ||
    (log?.differences.length ?? 0) > 0 ||
    migrations.length === 0 ||
    migrations.some(({ lines }) => lines.some(({ error, unknown }) => error !== undefined || unknown === true))
  );
}

function evidenceOf(
  all: readonly Source[],
  deployment: Deployment,
  { policy }: Project,
  postgres: PostgresMajor,
  timezone: string | undefined,
): MigrationEvidence {
  const settings = new Map(timezone === undefined ? [] : [["timezone", timezone]]);
  return {
    sources: all,
    mayBeEmpty: true,
    options: {
      migrations: { framework: "recorded" },
      deployment,
      state: { postgres, complete: true, catalog: emptyCatalog({ postgres, complete: true, settings }) },
      judging: { settings: policy.ruleSettings },
    },
  };
}

const setupOf = (path: string, folder: string): { readonly path: string; readonly text: string } => ({
  path: shownPath(folder, resolve(folder, path)),
  text: readText(folder, path),
});

/** Before the recorded files, as one query, which is how it was run. */
const setupFile = ({ text }: { readonly text: string }): Source =>
  sourceOf("0000_setup.sql", `${recordedMark}, transaction: query, as the setup\n\n${text}`);

const isOurs = (folder: string, name: string): boolean => {
  try {
    return readText(folder, name).startsWith(recordedMark);
  } catch {
    return false;
  }
};

/** Refused before anything runs: a folder that has files of others. */
function writableFolder(folder: string): string {
  refuseLinkOut(folder);
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => !isOurs(folder, name)) : [];
  if (others.length === 0) return folder;
  throw new UserError(msg`--write: ${folder} has files that no recording wrote, ${others[0] ?? ""} among them.`, {
    hint: msg`Nothing was run. Name a new folder, an empty one, or one of an earlier recording.`,
  });
}

/** What an earlier recording wrote goes, so that the folder holds one recording. */
function writeFiles(folder: string, files: readonly Source[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeWhole(join(folder, path), text);
  const kept = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(folder)) if (!kept.has(name) && isOurs(folder, name)) rmSync(join(folder, name));
}
