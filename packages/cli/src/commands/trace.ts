import { GateSession, traceOn, type TraceTarget } from "@release-gate/adapters";
import {
  emptyCatalog,
  lintEvidence,
  msg,
  postgresMajors,
  render,
  UserError,
  type Catalog,
  type LintOptions,
  type StateOptions,
  type LintReport,
  type MigrationEvidence,
  type Message,
  type PostgresMajor,
} from "@release-gate/core";
import { outputsOf, postgresOf, type OutputOptions } from "../flags.js";
import { folderOfOnlyPolicy, openProject } from "../open-project.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { traceJson, tracePretty } from "../reporters/trace.js";
import type { CommandEnvironment } from "../environment.js";
import { scratchOf, tellInClear, timeLimitMs } from "./trace-flags.js";
import { failed, reportOf, upsOf } from "./trace-rows.js";
import type { TraceFlags } from "./trace-command.js";

/**
 * `release-gate trace`: runs the history and then the files on a real PostgreSQL and shows what it did beside what was
 * predicted. 0 when they agree and every statement ran, else 1.
 */
export async function runTrace(
  paths: readonly string[],
  flags: TraceFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const other = outputs.find(({ format }) => format !== "pretty" && format !== "json");
  if (other !== undefined) {
    throw new UserError(msg`--format cannot be "${other.format}".`, { hint: msg`Use one of: ${"pretty, json"}.` });
  }
  const asked = postgresOf(flags.postgres);
  refuseTogether(paths, flags);
  const near = flags.config === undefined ? folderOfOnlyPolicy(env.folder, "trace", paths) : env.folder;
  const project = await openProject(near, flags.config, undefined, env.folder);
  if (flags.run !== undefined) {
    const { traceRun } = await import("./trace-run.js");
    return traceRun(flags.run, flags, outputs, project, options, env);
  }
  const target: TraceTarget =
    scratchOf(flags) ?? (asked === undefined ? { kind: "pglite" } : { kind: "embedded", major: asked });
  if (paths.length === 0 && !project.policy.migrations) {
    throw new UserError(msg`There is nothing to trace: no files were named and no release-gate.yaml was found.`, {
      hint: msg`Name files, folders or globs.`,
    });
  }
  await loadParserForOnce();
  const session = new GateSession();
  const lintOn = (postgres: PostgresMajor, settings: ReadonlyMap<string, string> = new Map()): LintReport => {
    const input = session.migrations(project, { paths, folder: env.folder, postgres });
    const catalog = emptyCatalog({ postgres, complete: input.options.state.complete ?? false, settings });
    return lintEvidence(
      asOneDeployment({ ...input, options: withoutRules(input.options, catalog) }, paths),
      project.policy,
    );
  };
  // Read for the newest grammar first: which statements there are does not depend on the server that is not known yet.
  const first = lintOn(asked ?? 18);
  const ups = upsOf(first);
  tellInClear(target, env, options);
  if (!options.quiet) env.tell(`${render(warningOf(target), options.language)}\n`);
  const trace = await traceOn(target, {
    history: ups.filter((each) => !each.deployment).map((each) => each.migration),
    deployment: ups.filter((each) => each.deployment).map((each) => each.migration),
    ...(flags.timeLimit === undefined ? {} : { timeLimitMs: timeLimitMs(flags.timeLimit) }),
  });
  const major = postgresMajors.find((known) => known === trace.major);
  const report = reportOf(trace, lintOn(major ?? asked ?? 18, new Map([["timezone", trace.timeZone]])));
  const show = (format: string): string =>
    format === "json" ? traceJson(report, options) : tracePretty(report, options);
  const wrong = report.rows.some(failed) || trace.historyErrors.length > 0;
  return resultOf(outputs, wrong ? exitCodes.hold : exitCodes.promote, show);
}

/** Flags that mean something only beside another one. */
function refuseTogether(paths: readonly string[], { run, setup, write, network }: TraceFlags): void {
  if (run !== undefined && paths.length > 0)
    throw new UserError(msg`--run and files cannot be given together.`, {
      hint: msg`What the command sends is traced; leave the files out.`,
    });
  if (run !== undefined) return;
  const [alone] = [
    setup !== undefined && "--setup",
    write !== undefined && "--write",
    network === true && "--network",
  ].filter((flag) => flag !== false);
  if (alone !== undefined)
    throw new UserError(msg`${alone} needs --run.`, { hint: msg`Name the command: --run "npx knex migrate:latest".` });
}

/** Said before anything runs: a migration may start programs and read files as its server may. */
function warningOf({ kind }: TraceTarget): Message {
  if (kind === "pglite") return msg`This runs the code of the migrations, in a PGlite process of its own.`;
  if (kind === "url") return msg`This runs the code of the migrations on the server of --url.`;
  return process.getuid?.() === 0
    ? msg`This runs the code of the migrations on this machine, as the user "nobody".`
    : msg`This runs the code of the migrations on this machine, as you: trace only migrations that you trust.`;
}

/** Facts are compared, and no rule is asked. */
function withoutRules(options: LintOptions<StateOptions>, catalog: Catalog): LintOptions<StateOptions> {
  return { ...options, state: { ...options.state, catalog }, judging: { ...options.judging, rules: [] } };
}

/** What is run is what was named, as one deployment; where nothing is, and nothing tells what was released, everything. */
function asOneDeployment({ apart, ...input }: MigrationEvidence, paths: readonly string[]): MigrationEvidence {
  const { options } = input;
  const { changes, released, given, ...deployment } = options.deployment ?? {};
  const { statistics } = options.state;
  if (paths.length === 0) {
    const isTold = changes !== undefined || released !== undefined || statistics !== undefined;
    return isTold ? input : { ...input, options: { ...options, deployment: { ...deployment, released: "none" } } };
  }
  const others = apart?.options.deployment?.given;
  const files = [...(given ?? []), ...(others ?? [])];
  return {
    ...input,
    sources: [...input.sources, ...(apart?.sources.filter(({ path }) => others?.has(path)) ?? [])],
    options: {
      ...options,
      deployment: { ...deployment, given: new Set(files), added: new Set(files) },
      state: statistics ? { ...options.state, statistics: { ...statistics, runners: [] } } : options.state,
    },
  };
}
