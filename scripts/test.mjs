// `npm test`: installs what the tests need, runs everything that is then available, and says what was skipped. With
// REQUIRE_ALL=1 a skipped test is a failure. Prints the minutes of every step and vitest project; with --limit MINUTES more
// than that in all is a failure. The last line is "N passed, N failed". What else is given goes to vitest.
// Debian's packages are installed as root only: with --install-packages, or where a person says yes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline/promises";
import { packagesToInstall } from "./lib/system-packages.mjs";
import { projectNames, projectOf } from "./lib/test-projects.mjs";
import { readOptions, timeTable } from "./lib/test-run.mjs";
import { install, root, run, tool } from "./steps.mjs";

const requireAll = process.env.REQUIRE_ALL === "1";
const { installPackages, limit, forVitest } = readOptions(process.argv.slice(2));
const results = [];
const times = [];
const begun = Date.now();

function step(name, work) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const passed = work();
  results.push({ name, passed });
  times.push({ name, milliseconds: Date.now() - started });
  console.log(`== ${name}: ${passed ? "passed" : "FAILED"} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return passed;
}

function end() {
  const whole = Date.now() - begun;
  console.log(`\n${timeTable(times, whole)}`);
  if (limit !== undefined && whole > limit * 60_000)
    results.push({ name: `all within ${limit} minutes (${(whole / 60_000).toFixed(1)})`, passed: false });
  const failed = results.filter((result) => !result.passed);
  for (const { name } of failed) console.log(`failed: ${name}`);
  console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
  process.exit(failed.length > 0 ? 1 : 0);
}

async function systemPackages() {
  const answer = await packagesToInstall({
    flag: installPackages,
    isRoot: process.getuid?.() === 0,
    isDebian: existsSync("/usr/bin/apt-get") && existsSync("/usr/bin/dpkg"),
    isInstalled: (name) => spawnSync("dpkg", ["-s", name], { stdio: "ignore" }).status === 0,
    ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
  });
  if (answer.say !== undefined) console.log(answer.say);
  if (answer.install.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const installed =
    run("apt-get", ["update", "-qq"], { env }) &&
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...answer.install], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
  if (!installed) console.log("Some system packages could not be installed; tests that need them are skipped.");
}

async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

if (!step("install", install)) end();
await systemPackages();
if (!run(process.execPath, ["scripts/setup-vscode-test.mjs"]))
  console.log("No VS Code for the editor test; it is skipped.");
step("types", () => tool("typescript/bin/tsc", ["-b", "tsconfig.json", "tsconfig.test.json"]));
step("bundle", () => run(process.execPath, ["scripts/bundle.mjs"]));
step("generated files are up to date", () => run(process.execPath, ["scripts/generate.mjs", "--check"]));
step("eslint", () => tool("eslint/bin/eslint.js", ["."]));
step("prettier", () => tool("prettier/bin/prettier.cjs", ["--check", "--log-level", "warn", "."]));

const output = `${root}test-results/vitest.json`;
rmSync(output, { force: true });
mkdirSync(`${root}test-results`, { recursive: true });
const started = Date.now();
tool("vitest/vitest.mjs", [
  "run",
  // Of two cores vitest would leave one idle.
  `--maxWorkers=${availableParallelism()}`,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${output}`,
  ...forVitest,
]);
times.push({ name: "vitest, all projects at once", milliseconds: Date.now() - started });
if (!existsSync(output)) {
  results.push({ name: "vitest", passed: false });
  end();
}
const report = JSON.parse(readFileSync(output, "utf8"));
for (const name of projectNames) {
  const files = report.testResults.filter((file) => projectOf(file.name.slice(root.length)) === name);
  const milliseconds = files.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0);
  if (files.length > 0) times.push({ name: `  its ${name} tests, summed over ${files.length} files`, milliseconds });
}
for (const file of report.testResults) {
  if (file.status === "failed" && file.assertionResults.length === 0) results.push({ name: file.name, passed: false });
  for (const test of file.assertionResults) {
    const skipped = test.status !== "passed" && test.status !== "failed";
    if (skipped) console.log(`skipped: ${test.fullName}`);
    if (!skipped || requireAll) results.push({ name: test.fullName, passed: test.status === "passed" });
  }
}
end();
