import { dirname, resolve } from "node:path";
import {
  msg,
  parseBaseline,
  parsePolicy,
  UserError,
  type Baseline,
  type Policy,
  type PolicyText,
} from "@release-gate/core";
import { existsSync } from "node:fs";
import { asStaged, stagedPolicy, withPolicyFrom } from "./base-gate.js";
import { extendedPolicies, type ReadPolicy } from "./extended-policies.js";
import { findPolicy, policyNames, readText, shownPath } from "./files.js";
import { refuseElsewhere } from "./trusted.js";
import { readProduction, type Production } from "./production.js";
import { bareProject, type Project } from "./project.js";

export interface LoadOptions {
  /** Whether the baseline that the policy names may be missing. */
  readonly baseline?: "if-there";
  /** A git ref whose policy and baseline count instead of those of the work tree. */
  readonly policyFrom?: string;
  /** The policy and the baseline count as they are staged, where they are. */
  readonly staged?: boolean;
}

/**
 * The project of a folder.
 * @param config the policy file, where one is named; else the nearest one, upward from the folder.
 * @throws UserError where the policy, or the baseline that it names, cannot be read.
 */
export function loadProject(folder: string, config?: string, options: LoadOptions = {}): Project {
  const found = config === undefined ? findPolicy(folder) : resolve(folder, config);
  if (options.policyFrom !== undefined) return fromRef(found ?? resolve(folder, policyNames[0]), options.policyFrom);
  const path = options.staged === true ? nearer(found, stagedPolicy(folder), config) : found;
  if (path === undefined) return bareProject(folder);
  const root = dirname(path);
  const shown = shownPath(root, path);
  const staged = options.staged === true ? asStaged({ ...bareProject(root), policyPath: path }, shown) : undefined;
  if (staged) return { ...staged, production: () => readProduction(root, staged.policy) };
  // A policy that was found, not named, is text of the repository.
  if (config === undefined) refuseElsewhere(root, [path]);
  const policy = readPolicy(root, { text: readText(root, path), path: shown });
  const baseline = readBaseline(root, policy, options);
  const production = (): Production => readProduction(root, policy);
  return { root, policy, policyPath: path, production, ...(baseline ? { baseline } : {}) };
}

/** Of the policy in the work tree and the one in the index the nearer one, unless it was named. */
function nearer(found: string | undefined, staged: string | undefined, config: string | undefined): string | undefined {
  if (config !== undefined || staged === undefined) return found;
  return found === undefined || dirname(staged).length > dirname(found).length ? staged : found;
}

/**
 * A policy with those that it extends.
 * @throws UserError where one of them cannot be read.
 */
export function readPolicy(root: string, { text, path }: PolicyText): Policy {
  const read: ReadPolicy = (file, place) => {
    refuseElsewhere(root, [file], place);
    return existsSync(resolve(root, file)) ? readText(root, file) : undefined;
  };
  return parsePolicy(text, path, extendedPolicies(root, { text, path }, read));
}

/** The head's own policy is not even read: it may be broken, or gone. */
function fromRef(path: string, ref: string): Project {
  const root = dirname(path);
  const project = withPolicyFrom({ ...bareProject(root), policyPath: path }, ref, shownPath(root, path));
  return { ...project, production: () => readProduction(root, project.policy) };
}

function readBaseline(root: string, policy: Policy, options: LoadOptions): Baseline | undefined {
  const path = policy.migrations?.baseline;
  if (path === undefined) return undefined;
  refuseElsewhere(root, [path], policy.placeOf(["migrations", "baseline"]));
  if (!existsSync(resolve(root, path))) {
    if (options.baseline === "if-there") return undefined;
    const place = policy.placeOf(["migrations", "baseline"]);
    throw new UserError(msg`The baseline ${path} does not exist.`, {
      ...(place ? { place } : {}),
      hint: msg`"release-gate init" writes it; remove the key "baseline" where none is wanted.`,
    });
  }
  const shown = shownPath(root, path);
  return parseBaseline(readText(root, path), shown);
}
