// `npm run demo`: sets everything up and does the product's main job on the bundled example. Ends with 0 when the verdict
// could be shown, whatever it is.
import { spawnSync } from "node:child_process";
import { install, root, run } from "./steps.mjs";

if (!install() || !run(process.execPath, ["scripts/bundle.mjs"])) process.exit(1);

const project = `${root}fixtures/projects/trip`;
const args = ["check", "--now", "2026-11-22T01:00:00Z", ...process.argv.slice(2)];
console.log(`\n$ cd fixtures/projects/trip && release-gate ${args.join(" ")}\n`);
const { status } = spawnSync(process.execPath, [`${root}packages/cli/dist/main.js`, ...args], {
  cwd: project,
  stdio: "inherit",
});
console.log(`\nExit code ${status}: ${{ 0: "promote", 1: "hold", 3: "roll back" }[status ?? 2] ?? "could not run"}.`);
process.exit(status === 0 || status === 1 || status === 3 ? 0 : 1);
