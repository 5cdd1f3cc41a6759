/** The only file of this package that asks the core and the adapters for a judgment. */
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import {
  findPolicy,
  lintProject,
  loadProject,
  needsGit,
  policyFiles,
  policyNames,
  readPolicy,
  shownPath,
  type Project,
} from "@release-gate/adapters";
import {
  rules,
  sourceOf,
  toldOfFile,
  UserError,
  type LintedFile,
  type Rule,
  type ToldOfFile,
} from "@release-gate/core";

const rulesById = new Map(rules.map((rule) => [rule.id, rule]));

/** The judgment of a text, and whether it lacks what git would have told: the folder is not trusted. */
export interface Judged {
  readonly file: LintedFile | undefined;
  readonly gitUnasked: boolean;
  /** What holds, or was guessed, and is no finding of a rule. */
  readonly told?: ToldOfFile;
}

/**
 * Judges a text as the file `path` (absolute) of its project, whether or not it is saved. No file for one that is
 * none of the project's migrations.
 * @throws UserError for a project that cannot be read, such as an unknown key in release-gate.yaml.
 */
export function judge(path: string, text: string, trusted: boolean): Judged {
  const project = loadProject(dirname(path));
  if (existsSync(path) && !isMigration(project, path)) return { file: undefined, gitUnasked: false };
  const unsaved = sourceOf(shownPath(project.root, path), text);
  const report = lintProject(project, {
    unsaved,
    today: new Date().toISOString().slice(0, 10),
    ...(trusted ? {} : { git: false }),
  });
  const file = report.files.find(({ source }) => source.path === unsaved.path);
  return { file, gitUnasked: !trusted && needsGit(project), told: toldOfFile(report, unsaved.path) };
}

/** Whether the policy counts a file among the migrations; every SQL file where no policy says which are. */
function isMigration({ root, policy }: Project, path: string): boolean {
  return policy.migrations === undefined || policyFiles(root, policy.migrations.path).includes(path);
}

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
