import { msg, UserError } from "@release-gate/core";
import writeFileAtomic from "write-file-atomic";
import { reasonOf } from "./reason.js";

/**
 * Writes a file whole or not at all.
 * @throws UserError where it cannot be written.
 */
export function writeWhole(path: string, text: string): void {
  try {
    writeFileAtomic.sync(path, text);
  } catch (error) {
    throw new UserError(msg`Cannot write ${path}: ${reasonOf(error)}.`, {
      hint: msg`Check the path and its permissions.`,
    });
  }
}
