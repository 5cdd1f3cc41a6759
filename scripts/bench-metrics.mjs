// `node scripts/bench-metrics.mjs [--rows N]` (1e6): release-gate check over a generated JSONL snapshot, beside DuckDB that does the
// same aggregate on the same file in the same run. Prints peak memory and the ratio of throughputs; fails where the sums
// differ or memory passes 300 MB. Needs the bundle (`node scripts/bundle.mjs`).
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./steps.mjs";

const at = process.argv.indexOf("--rows");
const rows = at < 0 ? 1e6 : Number(process.argv[at + 1]);
const mostMemory = 300;
const metrics = ["checkout", "search", "login", "booking"];
const now = Date.UTC(2026, 10, 22, 1);
const minute = 60_000;
const period = 28 * 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "release-gate-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "metrics.jsonl");

/** Rows of four services with a label each, evenly over 28 days, none cut by their start: whole counts, so that sums are exact in both. */
async function writeRows() {
  const out = createWriteStream(file);
  let text = "";
  for (let i = 0; i < rows; i++) {
    const ts = new Date(now - period + minute + Math.floor(((i + 1) * (period - minute)) / rows)).toISOString();
    const total = 50 + (i % 101);
    const good = total - (i % 997 === 0 ? 3 : 0);
    text += `{"ts":"${ts}","window":"1m","metric":"${metrics[i % 4]}","labels":{"pod":"p${i % 20}"},"good":${good},"total":${total}}\n`;
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "close");
}

const slo = (metric) => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${metric} }
spec:
  service: s
  indicator:
    metadata: { name: ${metric} }
    spec:
      ratioMetric:
        good: { metricSource: { type: jsonl, spec: { metric: ${metric} } } }
        total: { metricSource: { type: jsonl, spec: { metric: ${metric} } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
`;

/** Wall time in seconds, peak memory in MB and output of a Node program. */
function run(args) {
  const tell =
    'data:text/javascript,process.on("exit",()=>process.stderr.write("maxRSS "+process.resourceUsage().maxRSS))';
  const start = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", tell, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const memory = Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? NaN) / 1024;
  if (Number.isNaN(memory) || status === null || status > 1) throw new Error(stderr);
  return { seconds, memory, stdout };
}

function releaseGate() {
  const result = run([
    join(root, "packages/cli/dist/main.js"),
    "check",
    "--format",
    "json",
    "--now",
    new Date(now).toISOString(),
  ]);
  const { checks } = JSON.parse(result.stdout);
  const sums = checks
    .filter(({ id }) => id.endsWith("/budget"))
    .map(({ id, evidence }) => `${id.split("/")[1]} ${evidence.bad} ${evidence.total}`);
  return { ...result, sums: sums.toSorted().join("\n") };
}

function duckdb() {
  const script = join(root, "scripts", "lib", "duckdb-sums.mjs");
  const result = run([script, file, String((now - period) / 1000), String(now / 1000)]);
  return { ...result, sums: result.stdout.trim().split("\n").toSorted().join("\n") };
}

await writeRows();
writeFileSync(join(folder, "slo.yaml"), metrics.map(slo).join("---\n"));
writeFileSync(join(folder, "release-gate.yaml"), "version: 1\nslo: { files: slo.yaml, metrics: metrics.jsonl }\n");
const peer = duckdb();
const own = releaseGate();
const line = (name, { seconds, memory }) =>
  console.log(
    `${name.padEnd(20)} ${seconds.toFixed(2).padStart(7)} s  ${(rows / seconds / 1e3).toFixed(0).padStart(6)} k rows/s  ${memory.toFixed(0).padStart(5)} MB at most`,
  );
console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
line("DuckDB", peer);
line("release-gate check", own);
console.log(`throughput as a ratio to DuckDB: ${(peer.seconds / own.seconds).toFixed(2)}`);
if (own.sums !== peer.sums) {
  console.error(`The sums differ:\n${own.sums}\n${peer.sums}`);
  process.exitCode = 1;
}
if (own.memory > mostMemory) {
  console.error(`More than ${mostMemory} MB.`);
  process.exitCode = 1;
}
