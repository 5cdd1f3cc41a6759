import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Before tests that start our programs: makes the bundles anew where the sources have changed since they were made. */
export default function bundle(): void {
  const script = fileURLToPath(new URL("../../scripts/bundle.mjs", import.meta.url));
  execFileSync(process.execPath, [script, "--if-changed"], { stdio: "inherit" });
}
