import { msg, UserError } from "@release-gate/core";
import { git, type Repository } from "./git.js";

/**
 * The contents of blobs by their ids, by one process for all of them; as they are stored, without any filter.
 * @throws UserError for one that is not there (a partial clone, a broken one).
 */
export function blobs(repository: Repository, ids: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Buffer>();
  if (wanted.length === 0) return found;
  const output = git(repository, ["cat-file", "--batch"], { input: wanted.map((id) => `${id}\n`).join("") });
  let at = 0;
  for (const id of wanted) {
    const end = output.indexOf(10, at);
    const head = output.subarray(at, end === -1 ? undefined : end).toString("utf8");
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) {
      throw new UserError(msg`git cannot read the object ${id}: ${head === "" ? msg`it said nothing` : head}.`, {
        hint: msg`Fetch the whole repository: a clone that is partial or damaged lacks files of its history.`,
      });
    }
    at = end + 1;
    found.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}
