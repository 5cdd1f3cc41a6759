import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { LintFlags, Surroundings } from "./commands/lint.js";
import type { CheckFlags } from "./commands/check.js";
import type { CollectDatabaseFlags } from "./commands/collect-database.js";
import type { CollectFlags } from "./commands/collect.js";
import type { GenerateFlags } from "./commands/generate.js";
import type { TraceFlags } from "./commands/trace.js";
import type { ExplainFlags } from "./commands/explain.js";
import type { InitFlags } from "./commands/init.js";
import type { CommonFlags, Look } from "./flags.js";
import { exitCodes, type CommandResult } from "./outcome.js";
import { isTerminal, print } from "./standard-output.js";
import { version } from "./version.js";

/** A command's own work, loaded when it is asked for: each file's weight is paid only by who needs it. */
type Run = (look: Look, around: Surroundings) => Promise<CommandResult>;

const around: Surroundings = {
  folder: process.cwd(),
  clock: () => Date.now(),
  readStdin: () => readFileSync(0, "utf8"),
  tell: (text) => void process.stderr.write(text),
  get terminal() {
    return isTerminal(2);
  },
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  interruption: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => {
          interrupted = true;
          resolve();
        });
      }
    }),
};

let interrupted = false;

async function look(flags: CommonFlags): Promise<Look> {
  const { languageOf } = await import("./flags.js");
  const terminal = isTerminal(1);
  const plain = flags.color === false || process.env["NO_COLOR"] !== undefined || !terminal;
  const columns = Number(process.env["COLUMNS"]) || (terminal && process.stdout.columns) || 80;
  return {
    language: languageOf(flags.lang),
    color: !plain || process.env["FORCE_COLOR"] !== undefined,
    width: Math.max(columns, 40),
    quiet: flags.quiet === true,
  };
}

async function perform(flags: CommonFlags, run: Run): Promise<void> {
  try {
    const result = await run(await look(flags), around);
    if ((result.files ?? []).length > 0) {
      const { writeWhole } = await import("@release-gate/adapters");
      for (const { path, text, mode } of result.files ?? []) writeWhole(path, text, mode);
    }
    print(result.output);
    process.exitCode = result.exitCode;
    // Requests that are under way would keep the process for as long as their servers take.
    if (interrupted) process.stdout.write("", () => process.exit());
  } catch (error) {
    const { failureText } = await import("./failure.js");
    process.stderr.write(failureText(error, flags.lang === "ja" ? "ja" : "en"));
    process.exitCode = exitCodes.failed;
  }
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

function common(command: Command): Command {
  return command
    .option("--config <file>", "the policy; release-gate.yaml of this or the nearest parent folder if left out")
    .option(
      "--format <name[=file]>",
      "pretty, json, github, markdown or html; several may be given, all but one with a file",
      collect,
    )
    .option("--now <moment>", "judge at this moment (ISO 8601 with offset), for repeatable runs")
    .option("--postgres <version>", "major version of the server, 14 to 18")
    .option("--fail-on <severity>", "warn: warnings exit 1 as well")
    .option("--no-color", "no colours")
    .option("--quiet", "findings only, no summary")
    .option("--lang <language>", "en or ja");
}

const program = new Command("release-gate")
  .description("Is it safe to go on? PostgreSQL migrations and SLOs in one verdict: promote, hold or roll back.")
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

function versioned(command: Command): Command {
  return command
    .option("--since <ref>", "judge the migrations that changed since the merge base of this git ref and HEAD")
    .option("--staged", "judge the migrations that are staged for the next git commit, as they are staged");
}

versioned(common(program.command("check")))
  .description("run every gate of release-gate.yaml and print one verdict")
  .option("--only <kinds>", "only these, separated by commas: migrations, slo")
  .option("--stage <name>", "the stage that is judged; any other than `start` is live, so it can be rolled back")
  .option("--watch <duration>", "check again and again for this long; exits 3 at the first rollback of a live stage")
  .option("--every <duration>", "time from one check to the next while watching; 10s if left out")
  .action((flags: CheckFlags) =>
    perform(flags, async (...given) => (await import("./commands/check.js")).runCheck(flags, ...given)),
  );

versioned(common(program.command("lint")))
  .description("tell what PostgreSQL does with migrations, and what of it is dangerous")
  .argument("[files...]", "files, folders or globs; the policy's migrations if left out")
  .option("--stdin", "read SQL from standard input")
  .option("--stdin-filename <file>", "the file that the text would have")
  .option("--cache", "keep results and use them again while nothing that they depend on has changed")
  .option(
    "--cache-location <folder>",
    "where to keep them; node_modules/.cache/release-gate if left out; safe to delete",
  )
  .option("--fix", "make the statements safe that can be made safe in place")
  .option("--update-baseline", "take out of the baseline what is no longer found; it never takes in what is new")
  .action((files: string[], flags: LintFlags) =>
    perform(flags, async (...given) => (await import("./commands/lint.js")).runLint(files, flags, ...given)),
  );

common(program.command("trace"))
  .description("run migrations on an embedded or scratch PostgreSQL and show what it did beside what was predicted")
  .argument("[files...]", "files, folders or globs; the policy's migrations if left out")
  .option(
    "--url <url>",
    "an empty scratch database, instead of the embedded PGlite (or of PostgreSQL from npm with --postgres)",
  )
  .option("--scratch", "the database of --url may be written to")
  .option("--time-limit <seconds>", "the longest that one statement may take; 60 if left out")
  .action((files: string[], flags: TraceFlags) =>
    perform(flags, async (...given) => (await import("./commands/trace.js")).runTrace(files, flags, ...given)),
  );

program
  .command("collect")
  .description(
    "ask the servers of the SLOs' metrics and append the rows to a snapshot (JSONL); or read a database for the migrations",
  )
  .option("--statistics [url]", "read sizes and released migrations of a database instead; DATABASE_URL if left out")
  .option("--schema [url]", "read the schema of a database as SQL instead; DATABASE_URL if left out")
  .option(
    "--output <path>",
    "a folder, or a file that ends in .jsonl; the policy's first folder of metrics, or its file, if left out",
  )
  .option("--window <duration>", "the last whole 15m, or another length; run it once in each", "15m")
  .option("--config <file>", "the policy; release-gate.yaml of this or the nearest parent folder if left out")
  .option("--now <moment>", "collect as of this moment (ISO 8601 with offset)")
  .option("--quiet", "failures only")
  .option("--lang <language>", "en or ja")
  .action((flags: CollectFlags & CollectDatabaseFlags) =>
    perform(flags, async (...given) =>
      flags.statistics === undefined && flags.schema === undefined
        ? (await import("./commands/collect.js")).runCollect(flags, ...given)
        : (await import("./commands/collect-database.js")).runCollectDatabase(flags, ...given),
    ),
  );

program
  .command("generate")
  .description("write files for other tools")
  .command("prometheus-rules")
  .description("recording and alerting rules of the SLOs for Prometheus, Thanos or Mimir")
  .option("--output <file>", "where to write them; standard output if left out")
  .option("--config <file>", "the policy; release-gate.yaml of this or the nearest parent folder if left out")
  .option("--lang <language>", "en or ja")
  .action((flags: GenerateFlags) =>
    perform(flags, async (...given) => (await import("./commands/generate.js")).runPrometheusRules(flags, ...given)),
  );

program
  .command("init")
  .description("begin: a release-gate.yaml, a baseline of today's findings, and a git hook; what is there stays")
  .option("--path <folder>", "the folder with the migrations; looked for if left out")
  .option("--no-baseline", "no baseline: today's findings count")
  .option("--no-hook", "no git hook")
  .option("--lang <language>", "en or ja")
  .action((flags: InitFlags) =>
    perform(flags.lang === undefined ? {} : { lang: flags.lang }, async (...given) =>
      (await import("./commands/init.js")).runInit(flags, ...given),
    ),
  );

program
  .command("explain")
  .description("explain a rule, with examples")
  .argument("[id]", "a rule, as `require-concurrent-index`")
  .option("--all", "every rule")
  .option("--format <name>", "pretty or json")
  .option("--no-color", "no colours")
  .option("--lang <language>", "en or ja")
  .action((id: string | undefined, flags: ExplainFlags) =>
    perform({ ...flags, format: [] }, async (given) =>
      (await import("./commands/explain.js")).runExplain(id, flags, given),
    ),
  );

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : exitCodes.failed;
});
