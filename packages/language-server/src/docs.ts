import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Beside the bundle; in the packed package; in the repository.
const folders = ["./rules/", "../rules/", "../../../docs/rules/"];

/** The address of a rule's page, which comes with the server so that it opens offline; undefined where it is missing. */
export function docsOf(rule: string): string | undefined {
  return folders
    .map((folder) => new URL(`${folder}${rule}.md`, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)))?.href;
}
