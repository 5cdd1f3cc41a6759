import { spawnSync } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program and tells the CPU time that it and its threads took, as the shell's `time` does: Node tells that of itself
 * only. Its output is left out. `seconds` is the most CPU time that it may take.
 */
export function cpuTimeOf(program, args, { cwd, seconds = "unlimited" } = {}) {
  const script = 'TIMEFORMAT="cpu %U %S"; ulimit -S -t "$1"; time "${@:2}" >/dev/null';
  const { status, stderr, error } = spawnSync("bash", ["-c", script, "bash", String(seconds), program, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  if (user === undefined) throw new Error(`bash told no time: ${stderr.slice(-300)}`);
  return {
    milliseconds: 1000 * (Number(user) + Number(system)),
    status,
    stderr,
    outOfTime: status === 128 + constants.signals.SIGXCPU,
  };
}
