// Running the steps of the scripts: plain Node, because they run before anything is installed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The version of pnpm that the lockfile was made with; brought by npm, so that nothing has to be installed by hand. */
const pnpmVersion = "12.21.0";

/** Runs a program in the checkout; true when it ended with 0. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (error) console.error(`${program}: ${error.message}`);
  return status === 0;
}

/** Installs the workspace exactly as the lockfile says. */
export function install() {
  return run("npm", [
    "exec",
    "--yes",
    `--package=pnpm@${pnpmVersion}`,
    "--",
    "pnpm",
    "install",
    "--frozen-lockfile",
    "--reporter=silent",
  ]);
}

/** Runs a program of a development dependency. */
export function tool(name, args, options = {}) {
  return run(process.execPath, [`${root}node_modules/${name}`, ...args], options);
}
