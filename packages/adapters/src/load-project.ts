import { dirname, resolve } from "node:path";
import { parsePolicy } from "@release-gate/core";
import { findPolicy, readText, shownPath } from "./files.js";
import { bareProject, type Project } from "./project.js";

/**
 * The project of a folder.
 * @param config the policy file, where one is named; else the nearest one, upward from the folder.
 * @throws UserError where the policy cannot be read.
 */
export function loadProject(folder: string, config?: string): Project {
  const path = config === undefined ? findPolicy(folder) : resolve(folder, config);
  if (path === undefined) return bareProject(folder);
  const root = dirname(path);
  const shown = shownPath(root, path);
  return { root, policy: parsePolicy(readText(root, path), shown), policyPath: path };
}
