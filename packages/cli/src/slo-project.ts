import { loadProject, type Project } from "@release-gate/adapters";
import { msg, UserError } from "@release-gate/core";

/**
 * The project of a folder, for a command that needs its SLOs.
 * @throws UserError where there is no policy, or it names no SLO files.
 */
export function sloProject(folder: string, config: string | undefined): Project {
  const project = loadProject(folder, config);
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
