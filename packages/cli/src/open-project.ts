import { bareProject, findPolicy, type Project } from "@release-gate/adapters";

/** The project of a folder. What reads a policy (YAML, schemas) is loaded only where there is one. */
export async function openProject(folder: string, config: string | undefined): Promise<Project> {
  if (config === undefined && findPolicy(folder) === undefined) return bareProject(folder);
  const { loadProject } = await import("./load-project.js");
  return loadProject(folder, config);
}
