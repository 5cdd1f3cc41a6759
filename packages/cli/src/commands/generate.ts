import { readSlosOf } from "@release-gate/adapters";
import { msg, prometheusRules, render, sloOptionsOf, UserError, type RuleMetadata } from "@release-gate/core";
import { resolve } from "node:path";
import type { OutputOptions } from "../flags.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { sloProject } from "../slo-project.js";
import type { CommandEnvironment } from "../environment.js";
import type { GenerateFlags } from "./generate-command.js";

/**
 * `release-gate generate prometheus-rules`: recording and alerting rules of the policy's SLOs, to the output or a file. What of
 * the SLOs they do not have is told, and makes it exit 1.
 */
export async function runPrometheusRules(
  flags: GenerateFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const resource = resourceOf(flags);
  const project = sloProject(env.folder, flags.config, "generate");
  const { pairs } = sloOptionsOf(project.policy);
  const { text, notes } = await prometheusRules(readSlosOf(project), {
    ...(pairs === undefined ? {} : { pairs }),
    ...(resource === undefined ? {} : { resource }),
  });
  for (const { text: note, place } of notes)
    env.tell(`${place.path}:${place.line}:${place.column}: ${render(note, options.language)}\n`);
  const exitCode = notes.length === 0 ? exitCodes.promote : exitCodes.hold;
  if (flags.output === undefined) return { output: text, exitCode };
  return { output: "", files: [{ path: resolve(env.folder, flags.output), text }], exitCode };
}

/** The metadata of the PrometheusRule asked for; undefined for a file of rules. */
function resourceOf({ kind = "rules", name, namespace, label }: GenerateFlags): RuleMetadata | undefined {
  if (kind !== "rules" && kind !== "PrometheusRule") {
    throw new UserError(msg`There is no kind "${kind}" of rules.`, { hint: msg`Use one of: rules, PrometheusRule.` });
  }
  if (kind === "rules") {
    if (name === undefined && namespace === undefined && label === undefined) return undefined;
    throw new UserError(msg`A file of rules has no name, namespace or labels.`, {
      hint: msg`Add --kind PrometheusRule, or leave out --name, --namespace and --label.`,
    });
  }
  for (const [flag, given] of [
    ["--name", name],
    ["--namespace", namespace],
  ] as const) {
    if (given !== undefined && !resourceName.test(given))
      throw new UserError(msg`${flag} "${given}" is no name of Kubernetes.`, {
        hint: msg`Use at most 253 small letters, digits, "-" and ".", with a letter or digit at both ends.`,
      });
  }
  const labels = (label ?? []).map((each) => {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/.exec(each) ?? [];
    if (labelKey.test(key) && labelValue.test(value)) return [key, value] as const;
    throw new UserError(msg`--label "${each}" is no label of Kubernetes.`, {
      hint: msg`Write it as name=value: release=prometheus.`,
    });
  });
  return {
    name: name ?? "release-gate-slos",
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  };
}

const resourceName = /^(?=.{1,253}$)[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;
const labelKey = /^(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
