import { basename, dirname } from "node:path";
import { findPolicy, policyNames, readPolicy } from "@release-gate/adapters";
import { rules, UserError, type Rule } from "@release-gate/core";

const rulesById = new Map(rules.map((rule) => [rule.id, rule]));

/** The folder that the paths of a file's project are relative to. */
export function rootOf(path: string): string {
  return dirname(findPolicy(dirname(path)) ?? path);
}

/** Whether a file is a policy, by its name. */
export function isPolicy(path: string): boolean {
  return policyNames.some((name) => name === basename(path));
}

/** What is wrong in the text of a release-gate.yaml, saved or not; undefined when nothing is. */
export function policyError(path: string, text: string): UserError | undefined {
  try {
    readPolicy(dirname(path), { text, path });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

export function ruleOf(id: string): Rule | undefined {
  return rulesById.get(id);
}
