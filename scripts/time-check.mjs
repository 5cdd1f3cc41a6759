// `node scripts/time-check.mjs`: how long `npm run check` takes, cold and warm, in wall and CPU time. Cold: no compiled output,
// no cache, all unit tests. Warm: after one file of core was edited: a rule, then one that nearly all others import. Two cores: taskset -c 0,1 node scripts/time-check.mjs
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { root } from "./steps.mjs";

const edited = ["packages/core/src/rules/no-truncate.ts", "packages/core/src/catalog/names.ts"];

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
const cold = time("cold", "--all");
const warm = edited.map((path) => {
  const text = readFileSync(join(root, path), "utf8");
  try {
    writeFileSync(join(root, path), `${text}// edited\n`);
    return time(`warm, after an edit of ${path}`, "--base", "HEAD");
  } finally {
    writeFileSync(join(root, path), text);
  }
});
console.log(
  `\n${[cold, ...warm].join("\n")}\n${availableParallelism()} cores, Node ${process.versions.node}, load ${load} before`,
);
