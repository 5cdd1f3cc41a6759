import type { QueryOptions } from "@release-gate/adapters";
import { msg, render, UserError, type ExitCode, type Message, type Report } from "@release-gate/core";
import { durationFlag } from "../duration-flag.js";
import type { OutputOptions } from "../flags.js";
import { cut } from "../layout.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { overLine } from "../standard-output.js";
import type { CheckFlags } from "./check-command.js";
import type { CommandEnvironment } from "../environment.js";
import { endText, progressText, watch, type Progress, type Sample } from "./watch.js";

/** What `check` gives a watch: one report of a moment, and a report as the command's result. */
export interface Checking {
  readonly judge: (at: number, query: QueryOptions) => Promise<Report>;
  readonly result: (report: Report, exitCode: ExitCode) => Promise<CommandResult>;
}

/**
 * `check --watch 5m --every 10s`: the report of the last sample, with the exit code of the whole watch. What cannot be read
 * at the very start is an error of the command; later it is shown, and watching goes on.
 */
export async function watchChecks(
  flags: CheckFlags,
  options: OutputOptions,
  env: CommandEnvironment,
  { judge, result }: Checking,
): Promise<CommandResult> {
  const { length, every } = timesOf(flags);
  const tell = teller(options, env);
  let report: Report | undefined;
  const sample = async (at: number): Promise<Sample> => {
    try {
      // Another sample follows soon: asking again within this one would only delay it.
      report = await judge(at, { delays: [] });
      return { verdict: report.verdict };
    } catch (error) {
      if (report === undefined || !(error instanceof UserError)) throw error;
      return { error: error.text };
    }
  };
  const { clock, sleep } = env;
  const watched = await watch({
    length,
    every,
    clock,
    sleep,
    sample,
    interrupted: env.interruption(),
    tell: tell.progress,
  });
  tell.end(endText(watched));
  if (report === undefined) return { output: "", exitCode: watched.exitCode };
  return result(report, report.reportOnly ? exitCodes.promote : watched.exitCode);
}

function timesOf(flags: CheckFlags): { readonly length: number; readonly every: number } {
  if (flags.watch === undefined)
    throw new UserError(msg`--every needs --watch.`, { hint: msg`Write --watch 5m --every 10s.` });
  if (flags.now !== undefined)
    throw new UserError(msg`--watch and --now cannot be given together.`, {
      hint: msg`Leave out --now: watching judges the present.`,
    });
  const length = durationFlag("--watch", flags.watch);
  const every = durationFlag("--every", flags.every ?? "10s");
  if (every <= length) return { length, every };
  throw new UserError(msg`--every is longer than --watch.`, { hint: msg`Write --watch 5m --every 10s.` });
}

/** One line that is written over on a terminal; a line for each sample elsewhere, with its time. */
function teller(options: OutputOptions, { tell, terminal }: CommandEnvironment) {
  const say = (message: Message): string => render(message, options.language);
  return {
    progress: (progress: Progress): void => {
      const text = `${new Date(progress.at).toISOString().slice(0, 19)}Z ${say(progressText(progress))}`;
      if (terminal) tell(`${overLine}${cut(text, options.width - 1)}`);
      else if (!options.quiet) tell(`${text}\n`);
    },
    end: (message: Message): void => tell(`${terminal ? "\n" : ""}${say(message)}\n`),
  };
}
