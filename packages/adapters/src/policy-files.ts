import { relative, resolve } from "node:path";
import type { Place } from "@release-gate/core";
import { expandPaths, expandPresent } from "./files.js";
import { fixedPart } from "./glob.js";
import { refuseElsewhere, repositoryOf } from "./trusted.js";

interface PolicyFilesOptions {
  /** What the files of a folder end with; ".sql" where left out. */
  readonly extension?: string;
  /** The key of the policy, for errors. */
  readonly place?: Place | undefined;
  /** What is not there may be missing. */
  readonly missing?: boolean;
  /** Where the root is in the work tree, when what is read is a copy of a part of it. */
  readonly workTree?: string | undefined;
}

/**
 * The files that the paths of a policy mean, sorted. A policy is text of the repository: it names files of the repository, and
 * of folders that the environment allows; nothing else is listed or read.
 * @throws UserError for a path or a link that leads elsewhere, for one that does not exist, or a glob that matches nothing.
 */
export function policyFiles(
  root: string,
  paths: readonly string[],
  { extension, place, missing = false, workTree }: PolicyFilesOptions = {},
): string[] {
  const top = workTree === undefined ? repositoryOf(root) : resolve(root, relative(workTree, repositoryOf(workTree)));
  // First the folders, so that none elsewhere is walked through.
  refuseElsewhere(root, paths.map(fixedPart), place, top);
  const files = missing ? expandPresent(root, paths, extension) : expandPaths(root, paths, extension, place);
  refuseElsewhere(root, files, place, top);
  return files;
}
