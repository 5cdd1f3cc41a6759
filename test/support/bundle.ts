import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Before all tests: makes the bundles that users start, where there are none. `npm test` makes them anew each time. */
export default function bundle(): void {
  if (existsSync(at("packages/cli/dist/main.js"))) return;
  execFileSync(process.execPath, [at("scripts/bundle.mjs")], { stdio: "inherit" });
}
