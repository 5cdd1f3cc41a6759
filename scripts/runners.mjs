// Runs real migration runners on tricky files against an embedded PostgreSQL behind the recorder, and compares what they do with
// what we say: `node scripts/runners.mjs [NAME ...] [--show] [--keep]`. With --keep what was found goes into
// scripts/lib/runners/results.json, of which `npm run generate` makes the table in docs/frameworks.md.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { loadTypeScript, root } from "./lib/load-typescript.mjs";
import { runners } from "./lib/runners/all.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    show: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    postgres: { type: "string", default: "18" },
  },
});
const cache = join(process.env.RELEASE_GATE_CACHE ?? join(tmpdir(), "release-gate-cache"), "runners");
mkdirSync(cache, { recursive: true });
const { runOnce, differencesOf } = await loadTypeScript("scripts/lib/runners/harness.ts");
const unknown = positionals.filter((name) => !runners.some((runner) => runner.name === name));
if (unknown.length > 0) {
  console.error(`No runner is called ${unknown.join(", ")}. There are: ${runners.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const resultsPath = join(root, "scripts/lib/runners/results.json");
const results = JSON.parse(readFileSync(resultsPath, "utf8"));
let proven = 0;
let different = 0;
for (const runner of runners.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  let outcome;
  try {
    outcome = await runOnce(runner, cache, { major: Number(values.postgres), timeLimitMs: 60_000 });
  } catch (error) {
    console.log(
      `not at hand  ${runner.name} ${runner.version}: ${String(error.message).trim().split("\n").slice(-3).join(" ")}`,
    );
    continue;
  }
  const differences = differencesOf(outcome);
  if (differences.length === 0) proven++;
  else different++;
  const { really, log, exitCode, connections, how } = outcome;
  console.log(
    `${differences.length === 0 ? "proven      " : "DIFFERENT   "} ${runner.name} ${runner.version}: ${really.length} files, ${log.agreed} statements as in the server's log, ${connections} connections, ${how.join(" and ")}, exit code ${exitCode}`,
  );
  for (const each of differences) console.log(`  ${each}`);
  if (values.show) console.log(really.map(({ name, transaction }) => `  ${name} (${transaction})`).join("\n"));
  if (values.show || really.length === 0) console.log(outcome.output.slice(-3000));
  results[runner.name] = {
    version: runner.version,
    language: runner.language,
    framework: runner.framework ?? null,
    files: really.map(({ name, transaction }) => `${name}: ${transaction}`),
    statements: log.agreed,
    proven: differences.length === 0,
    ...(differences.length > 0 ? { differences } : {}),
    ...(runner.remark ? { remark: runner.remark } : {}),
  };
}
if (values.keep) {
  const sorted = Object.fromEntries(Object.entries(results).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(
    resultsPath,
    await format(JSON.stringify(sorted), { ...(await resolveConfig(resultsPath)), parser: "json" }),
  );
}
console.log(`${proven} proven, ${different} different`);
process.exit(different > 0 ? 1 : 0);
