// `node scripts/time-check.mjs`: how long `npm run check` takes after one file of core was edited, in wall and CPU time. Cold: no
// compiled output and no cache, as after a clone. Warm: with them, for a rule and for a file that nearly all others import.
// Then all unit tests, format and lint of all files. Two cores of more: taskset -c 0,1 node scripts/time-check.mjs
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { root } from "./steps.mjs";

function time(name, ...args) {
  const [cpuBefore, begun] = [childrenCpu(), Date.now()];
  const { status } = spawnSync(process.execPath, [join(root, "scripts/check.mjs"), ...args], { stdio: "inherit" });
  const wall = (Date.now() - begun) / 1000;
  const cpu = childrenCpu() - cpuBefore;
  return `${name}: ${wall.toFixed(0)} s, of ${cpu.toFixed(0)} s CPU time${status === 0 ? "" : ` (FAILED with ${status})`}`;
}

/** CPU seconds of the children that have ended, as Linux counts them; 0 elsewhere. */
function childrenCpu() {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

const load = loadavg()[0].toFixed(1);
for (const name of readdirSync(join(root, "packages"))) {
  rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
  rmSync(join(root, "packages", name, "tsconfig.tsbuildinfo"), { force: true });
}
for (const cache of [
  ".cache",
  "node_modules/.cache",
  "node_modules/.vite",
  "node_modules/.vite-temp",
  "node_modules/.experimental-vitest-cache",
])
  rmSync(join(root, cache), { recursive: true, force: true });
const rule = "packages/core/src/rules/no-truncate.ts";
const times = [
  ["cold, after an edit of a rule", rule],
  ["warm, after an edit of a rule", rule],
  ["warm, after an edit of what nearly all import", "packages/core/src/catalog/names.ts"],
].map(([name, path]) => {
  const text = readFileSync(join(root, path), "utf8");
  try {
    writeFileSync(join(root, path), `${text}// edited\n`);
    return time(name, "--base", "HEAD");
  } finally {
    writeFileSync(join(root, path), text);
  }
});
times.push(time("all unit tests, all files", "--all"));
console.log(
  `\n${times.join("\n")}\n${availableParallelism()} cores, Node ${process.versions.node}, load ${load} before`,
);
