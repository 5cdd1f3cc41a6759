import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { msg, UserError } from "@release-gate/core";
import writeFileAtomic from "write-file-atomic";
import { reasonOf } from "./reason.js";

/**
 * Writes a file whole or not at all; its folder is made where it is missing.
 * @param mode permissions, where not the usual ones.
 * @throws UserError where it cannot be written.
 */
export function writeWhole(path: string, text: string, mode?: number): void {
  try {
    if (mode !== undefined) mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, text, mode === undefined ? {} : { mode });
  } catch (error) {
    throw new UserError(msg`Cannot write ${path}: ${reasonOf(error)}.`, {
      hint: msg`Check the path and its permissions.`,
    });
  }
}
