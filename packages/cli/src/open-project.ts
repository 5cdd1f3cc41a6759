import { bareProject, findPolicy, type PolicyPart, type Project } from "@release-gate/adapters";

/**
 * The project of a folder. What reads a policy (YAML, schemas) is loaded only where there is one.
 * @param from the git ref whose policy counts, where one is named.
 */
export async function openProject(folder: string, config: string | undefined, from?: string): Promise<Project> {
  if (config === undefined && from === undefined && findPolicy(folder) === undefined) return bareProject(folder);
  const { loadProject } = await import("./load-project.js");
  return loadProject(folder, config, from === undefined ? {} : { policyFrom: from });
}

/** Whether a command is about several policies, or about another than the folder's own. */
export function areSeveral(parts: readonly PolicyPart[], folder: string): boolean {
  return parts.length > 1 || parts.some(({ policy }) => policy !== findPolicy(folder));
}
