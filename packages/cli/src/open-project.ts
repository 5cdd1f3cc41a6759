import {
  bareProject,
  findPolicy,
  policiesToCheck,
  policiesToLint,
  shownPath,
  type PolicyPart,
  type Project,
} from "@release-gate/adapters";
import { msg, UserError } from "@release-gate/core";
import { dirname } from "node:path";

/**
 * The project of a folder. What reads a policy (YAML, schemas) is loaded only where there is one.
 * @param from the git ref whose policy counts, where one is named.
 * @param here the folder that a named policy is relative to, and that counts where there is none.
 * @param staged whether the policy counts as it is staged.
 */
export async function openProject(
  folder: string,
  config: string | undefined,
  from?: string,
  here = folder,
  staged = false,
): Promise<Project> {
  if (config === undefined && from === undefined && !staged && findPolicy(folder) === undefined)
    return bareProject(here);
  const { loadProject } = await import("./load-project.js");
  return loadProject(config === undefined ? folder : here, config, {
    ...(staged ? { staged } : {}),
    ...(from === undefined ? {} : { policyFrom: from }),
  });
}

/**
 * The folder of the one policy that a command is about: the nearest above what is named, else above the folder, else the only
 * one below; the folder itself where there is none.
 * @throws UserError where there are several.
 */
export function folderOfOnlyPolicy(folder: string, command: string, paths: readonly string[] = []): string {
  const own = paths.length === 0 ? findPolicy(folder) : undefined;
  if (own !== undefined) return folder;
  const parts = paths.length > 0 ? policiesToLint(folder, { paths }) : policiesToCheck(folder);
  const [first, ...others] = new Set(parts.map(({ policy }) => policy));
  if (others.length === 0) return first === undefined ? folder : dirname(first);
  const names = [first, ...others].map((each) => (each === undefined ? "-" : shownPath(folder, each))).toSorted();
  throw new UserError(msg`${command} works with one policy, and this is about several: ${names.join(", ")}.`, {
    hint: msg`Name one of them with --config.`,
  });
}

/** Whether a command is about several policies, or about another than the folder's own. */
export function areSeveral(parts: readonly PolicyPart[], folder: string): boolean {
  return parts.length > 1 || parts.some(({ policy }) => policy !== findPolicy(folder));
}
