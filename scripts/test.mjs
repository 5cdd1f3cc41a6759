// `npm test`: installs what the tests need, runs everything that is then available, and says what was skipped. With
// REQUIRE_ALL=1 a skipped test is a failure. The last line is "N passed, N failed".
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { install, root, run, tool } from "./steps.mjs";

const requireAll = process.env.REQUIRE_ALL === "1";
const results = [];

function step(name, work) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const passed = work();
  results.push({ name, passed });
  console.log(`== ${name}: ${passed ? "passed" : "FAILED"} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return passed;
}

function end() {
  const failed = results.filter((result) => !result.passed);
  for (const { name } of failed) console.log(`failed: ${name}`);
  console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
  process.exit(failed.length > 0 ? 1 : 0);
}

/** Debian's packages that tests use: a browser for the editor, Prometheus and promtool for the metrics. */
function systemPackages() {
  const wanted = ["chromium", "fonts-dejavu-core", "fonts-noto-cjk", "prometheus"];
  const missing = wanted.filter((name) => spawnSync("dpkg", ["-s", name], { stdio: "ignore" }).status !== 0);
  if (missing.length === 0) return true;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return (
    run("apt-get", ["update", "-qq"], { env }) &&
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    })
  );
}

const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/usr/bin/dpkg");

if (!step("install", install)) end();
if (isDebianRoot && !systemPackages())
  console.log("Some system packages could not be installed; tests that need them are skipped.");
if (!run(process.execPath, ["scripts/setup-vscode-test.mjs"]))
  console.log("No VS Code for the editor test; it is skipped.");
step("types", () => tool("typescript/bin/tsc", ["-b"]));
step("types of the tests", () => tool("typescript/bin/tsc", ["-p", "tsconfig.test.json"]));
step("bundle", () => run(process.execPath, ["scripts/bundle.mjs"]));
step("generated files are up to date", () => run(process.execPath, ["scripts/generate.mjs", "--check"]));
step("eslint", () => tool("eslint/bin/eslint.js", ["."]));
step("prettier", () => tool("prettier/bin/prettier.cjs", ["--check", "--log-level", "warn", "."]));

rmSync(`${root}test-results/vitest.json`, { force: true });
mkdirSync(`${root}test-results`, { recursive: true });
tool("vitest/vitest.mjs", [
  "run",
  "--reporter=default",
  "--reporter=json",
  "--outputFile.json=test-results/vitest.json",
  ...process.argv.slice(2),
]);
if (!existsSync(`${root}test-results/vitest.json`)) {
  results.push({ name: "vitest", passed: false });
  end();
}
const report = JSON.parse(readFileSync(`${root}test-results/vitest.json`, "utf8"));
for (const file of report.testResults) {
  if (file.status === "failed" && file.assertionResults.length === 0) results.push({ name: file.name, passed: false });
  for (const test of file.assertionResults) {
    const skipped = test.status !== "passed" && test.status !== "failed";
    if (skipped) console.log(`skipped: ${test.fullName}`);
    if (!skipped || requireAll) results.push({ name: test.fullName, passed: test.status === "passed" });
  }
}
end();
