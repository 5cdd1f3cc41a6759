import { loadProject, type Project } from "@release-gate/adapters";
import { msg, UserError } from "@release-gate/core";
import { folderOfOnlyPolicy } from "./open-project.js";

/**
 * The project of a folder, for a command that needs its SLOs.
 * @throws UserError where there is no policy, or it names no SLO files.
 */
export function sloProject(folder: string, config: string | undefined, command: string): Project {
  const project = loadProject(config === undefined ? folderOfOnlyPolicy(folder, command) : folder, config);
  if (project.policyPath === undefined) {
    throw new UserError(msg`No release-gate.yaml was found in this folder or above it.`, {
      hint: msg`Begin with "release-gate init", or name a policy with --config.`,
    });
  }
  if (project.policy.slo === undefined) {
    throw new UserError(msg`The policy does not configure "${"slo"}".`, {
      place: { path: project.policy.document?.path ?? project.policyPath },
      hint: msg`Add "slo:" with "files:", the folder of your SLOs.`,
    });
  }
  return project;
}
