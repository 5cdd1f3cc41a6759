// `npm run check`: types, format, lint and the tests that a change touches, within half a minute. The change is what differs
// from where this branch left main, committed or not. `--base REF` takes another ref; `--all` all unit tests, as CI's first look.
import { spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { planOf, touchesGenerated, warningsIn } from "./lib/check-plan.mjs";
import { relatedTests } from "./lib/related-tests.mjs";
import { testFiles } from "./lib/test-projects.mjs";
import { root } from "./steps.mjs";

const { values } = parseArgs({ options: { base: { type: "string" }, all: { type: "boolean", default: false } } });
const started = Date.now();
const failed = [];

/** Runs a step and prints it when it has ended: what it says where it failed, else how long it took. */
async function step(name, program, args, variables = {}) {
  const from = Date.now();
  // While a change is made a missing translation is a warning and examples and properties are tried in fewer ways than by `npm test`.
  const env = {
    ...process.env,
    MISSING_JAPANESE: "warn",
    QUICK: "1",
    FORCE_COLOR: process.stdout.isTTY ? "1" : "0",
    ...variables,
  };
  const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], { cwd: root, env });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) failed.push(name);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log(output);
  else for (const line of warningsIn(output)) console.log(`       ${line}`);
}

function git(...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}

/** The paths that differ from the base, of files that are there; undefined where git does not know. */
function changedFiles() {
  if (values.all) return undefined;
  const base = values.base ?? ["main", "origin/main"].find((ref) => git("rev-parse", "--verify", "--quiet", ref));
  const from = base && git("merge-base", "HEAD", base)?.trim();
  if (values.base !== undefined && !from) {
    console.error(`git knows no ${values.base} that this branch comes from.`);
    process.exit(2);
  }
  const differing = git("diff", "--name-only", "-z", from || "HEAD");
  const untracked = git("ls-files", "--others", "--exclude-standard", "-z");
  if (differing === undefined || untracked === undefined) return undefined;
  const paths = new Set([...differing.split("\0"), ...untracked.split("\0")]);
  return [...paths].filter((path) => path !== "" && existsSync(join(root, path)));
}

const vitest = (...args) => [
  "vitest/vitest.mjs",
  ["run", ...args, `--maxWorkers=${availableParallelism()}`, "--passWithNoTests"],
];

const changed = changedFiles();
if (changed?.length === 0) {
  console.log("Nothing has changed. All unit tests: npm run check -- --all");
  process.exit(0);
}
const tests = testFiles(root);
const plan = planOf(changed ?? ["package.json"], tests);

/** What is formatted is known by its content, as `npm run format` keeps it. */
const keptFormat = ["--cache", "--cache-strategy", "content"];

async function look() {
  await step("types", "typescript/bin/tsc", ["-b", "tsconfig.json", "tsconfig.test.json"]);
  const scripts = changed?.filter((path) => /\.(?:ts|mts|mjs|cjs|js)$/.test(path)) ?? ["."];
  if (scripts.length > 0) await step("eslint", "eslint/bin/eslint.js", ["--no-warn-ignored", ...scripts]);
  await step("prettier", "prettier/bin/prettier.cjs", [
    "--check",
    ...keptFormat,
    "--ignore-unknown",
    "--log-level",
    "warn",
    ...(changed ?? ["."]),
  ]);
  if (changed === undefined || touchesGenerated(changed))
    await step("generated files are up to date", "../scripts/generate.mjs", ["--check"]);
}

async function test() {
  const files = plan.unit === "all" ? [] : relatedTests(root, plan.unit, tests);
  const variables = plan.rules === undefined ? {} : { RULES: plan.rules.join() };
  await step("unit tests", ...vitest("--project", "unit", ...files), variables);
  if (plan.named.length > 0) await step(`tests of ${plan.named.length} other files`, ...vitest(...plan.named));
}

await Promise.all([look(), test()]);
if (plan.left.length > 0) console.log(`Left to the full run: npx vitest run ${plan.left.join(" ")}`);
console.log(
  `${failed.length === 0 ? "passed" : `failed: ${failed.join(", ")}`} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
);
process.exit(failed.length === 0 ? 0 : 1);
