import { readRecording, recordingFile, type Project } from "@release-gate/adapters";
import { exitCodeOf, msg, render, replayed, UserError, type Recording } from "@release-gate/core";
import { resolve } from "node:path";
import type { CommandEnvironment } from "../environment.js";
import { failsOnWarning, outputsOf, type OutputOptions } from "../flags.js";
import type { CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { version } from "../version.js";
import type { CheckFlags } from "./check-command.js";
import { showReport } from "../reporters/check-report.js";

/** The flags that say how a report is shown; all others say what is gathered, and a recording has that already. */
const aboutShowing = new Set(["replay", "format", "failOn", "color", "quiet", "lang"]);

/** `check --replay FILE`: the report of a recording, as it was; nothing else is read. */
export async function runReplay(
  file: string,
  flags: CheckFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const other = Object.keys(flags).find((flag) => !aboutShowing.has(flag));
  if (other !== undefined) {
    const name = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UserError(msg`--replay and ${name} cannot be given together.`, {
      hint: msg`A recording has all that was gathered; only how it is shown can be chosen.`,
    });
  }
  const outputs = outputsOf(flags.format);
  const { recording, program } = readRecording(resolve(env.folder, file), file);
  if (program !== version) {
    env.tell(
      `${render(msg`Recorded by version ${program}, replayed by ${version}: they may judge differently.`, options.language)}\n`,
    );
  }
  await loadParserForOnce();
  const report = replayed(recording);
  const exitCode = exitCodeOf(report, { warning: recording.failsOnWarning || failsOnWarning(flags.failOn) });
  return resultOf(outputs, exitCode, (format) => showReport(report, format, exitCode, options));
}

/** The text of the file of a recording. */
export function recordingOf({ project, ...rest }: Omit<Recording, "policy"> & { readonly project: Project }): string {
  const [own, ...extended] = project.policy.texts;
  if (!own) throw new UserError(msg`There is no policy to record.`, { hint: msg`Begin with "release-gate init".` });
  return recordingFile({ ...rest, policy: [own, ...extended] }, version);
}
