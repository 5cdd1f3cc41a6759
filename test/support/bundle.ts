import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Before all tests: the bundles that users start are made from the present sources. */
export default function bundle(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/bundle.mjs", import.meta.url))], { stdio: "inherit" });
}
