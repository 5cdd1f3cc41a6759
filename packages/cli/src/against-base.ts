import { againstBase, type Project } from "@release-gate/adapters";
import type { AgainstBase } from "@release-gate/core";
import type { VersionFlags } from "./flags.js";

/** What of a project's gate is weaker than at the base ref; undefined where git tells no base. */
export function baseOfProject(project: Project, { since, policyFrom }: VersionFlags): AgainstBase | undefined {
  return againstBase(project, {
    ...(since === undefined ? {} : { since }),
    ...(policyFrom === undefined ? {} : { policyFrom }),
  });
}
