import { readSlosOf } from "@release-gate/adapters";
import { prometheusRules, sloOptionsOf } from "@release-gate/core";
import { resolve } from "node:path";
import type { OutputOptions } from "../flags.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { sloProject } from "../slo-project.js";
import type { CommandEnvironment } from "../environment.js";
import type { GenerateFlags } from "./generate-command.js";

/** `release-gate generate prometheus-rules`: recording and alerting rules of the policy's SLOs, to the output or a file. */
export async function runPrometheusRules(
  flags: GenerateFlags,
  _options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const project = sloProject(env.folder, flags.config, "generate");
  const { pairs } = sloOptionsOf(project.policy);
  const text = prometheusRules(readSlosOf(project), pairs === undefined ? {} : { pairs });
  if (flags.output === undefined) return { output: text, exitCode: exitCodes.promote };
  return { output: "", files: [{ path: resolve(env.folder, flags.output), text }], exitCode: exitCodes.promote };
}
