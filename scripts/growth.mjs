// How the time of the CLI grows with hostile input: a line for each kind with the time at n and at 2n, and how it grew. Work
// that grows in step with its input takes twice as long at 2n; start-up, measured first, is taken off. Exit 1 where one grew
// more than `worst` times, which only work that is worse than linear does. `node scripts/growth.mjs [NAME]`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./steps.mjs";

/** Twice is linear, four times is quadratic. */
const worst = 3.2;
/** What takes no longer than this is too short to be measured, in milliseconds. */
const short = 250;
/** The longest that one run may take, in milliseconds. */
const longest = 60_000;

const slo = `apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec: { ratioMetric: { counter: true, good: { metricSource: { type: snapshot, spec: { metric: good } } }, total: { metricSource: { type: snapshot, spec: { metric: total } } } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;
const sloPolicy = "version: 1\nslo: { files: [slo.yaml], metrics: [m] }\n";
const check = ["check", "--now", "2026-11-22T01:00:00Z"];
const row = (i) =>
  `{"ts":"2026-11-21T23:59:00Z","window":"1m","metric":"${i % 2 ? "good" : "total"}","labels":{"pod":"p${i}"},"value":1}\n`;
const rows = (n) => Array.from({ length: n }, (_, i) => row(i)).join("");
const flyway = (conf) => ({ "V1__a.sql": "SELECT 1;", "V1__a.sql.conf": conf });

/** What a table of a long history goes through. */
const table = (_, i) => `CREATE TABLE t${i} (id serial PRIMARY KEY, a int NOT NULL, b text DEFAULT 'x', CHECK (a > 0));
ALTER TABLE t${i} ADD COLUMN c timestamptz DEFAULT now();
CREATE INDEX ON t${i} (a);
ALTER TABLE t${i} ADD FOREIGN KEY (a) REFERENCES t${Math.max(0, i - 1)} (id);
CREATE VIEW v${i} AS SELECT id, b FROM t${i};
INSERT INTO t${i} VALUES (1, 2, 'y');
`;

const lines = (n, line) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join("");
const policyWith = (text) => ({ "release-gate.yaml": `version: 1\n${text}`, "a.sql": "SELECT 1;" });
const datadog = (query) => ({
  "release-gate.yaml": "version: 1\nslo: { files: [slo.yaml] }\n",
  "slo.yaml": slo.replaceAll("type: snapshot, spec: { metric: good }", `type: Datadog, spec: { query: "${query}" }`),
});

/** Name -> size at n, the files of that size, the command line. */
const kinds = {
  "line ends in Flyway's conf": [200_000, (n) => flyway("\n".repeat(n)), ["lint", "."]],
  "blanks in Flyway's conf": [200_000, (n) => flyway(`executeInTransaction${" ".repeat(n)}x`), ["lint", "."]],
  "line ends in metadata.toml": [
    200_000,
    (n) => ({ "2020_a/up.sql": "SELECT 1;", "2020_a/metadata.toml": "\n".repeat(n) }),
    ["lint", "."],
  ],
  "line ends in Cargo.toml": [
    200_000,
    (n) => ({ "Cargo.toml": "\n".repeat(n), "migrations/1_a.sql": "SELECT 1;" }),
    ["lint", "."],
  ],
  "blanks in a comment that allows": [
    200_000,
    (n) => ({ "a.sql": `-- release-gate: allow no-x -- a${" ".repeat(n)}b\nSELECT 1;` }),
    ["lint", "."],
  ],
  "brackets in a comment that allows": [
    50_000,
    (n) => ({ "a.sql": `-- release-gate: allow no-x -- ${"(owner a) ".repeat(n)}\nSELECT 1;` }),
    ["lint", "."],
  ],
  "blanks in a comment of squawk": [
    200_000,
    (n) => ({ "a.sql": `-- squawk-ignore a${" ".repeat(n)}\u2028b\nSELECT 1;` }),
    ["lint", "."],
  ],
  "names in a comment of squawk": [
    100_000,
    (n) => ({ "a.sql": `-- squawk-ignore ${"a, ".repeat(n)}\nSELECT 1;` }),
    ["lint", "."],
  ],
  "comments of pgls that ignore all": [
    10_000,
    (n) => ({ "a.sql": `${"-- pgls-ignore-all lint: x\n".repeat(n)}SELECT 1;` }),
    ["lint", "."],
  ],
  "ranges of comments of pgls": [
    3_000,
    (n) => ({
      "a.sql": "-- pgls-ignore-start lint: x\n".repeat(n) + "-- pgls-ignore-end lint: x\n".repeat(n) + "SELECT 1;",
    }),
    ["lint", "."],
  ],
  "comments of squawk behind statements": [
    1_500,
    (n) => ({ "a.sql": "SELECT 1; -- squawk-ignore ban-drop-table\n".repeat(n) }),
    ["lint", "."],
  ],
  "blanks in a comment of Atlas": [
    200_000,
    (n) => ({ "a.sql": `-- atlas:nolint${" ".repeat(n)}\u2028b\nSELECT 1;` }),
    ["lint", "."],
  ],
  "tables of a history": [1_000, (n) => ({ "a.sql": Array.from({ length: n }, table).join("") }), ["lint", "."]],
  "statements of a file": [25_000, (n) => ({ "a.sql": "SELECT 1;\n".repeat(n) }), ["lint", "."]],
  "loops in a DO block": [
    20_000,
    (n) => ({ "a.sql": `DO $$ BEGIN NULL; /*${" loop begin ".repeat(n)}*/ END $$;` }),
    ["lint", "."],
  ],
  "blanks before a line": [200_000, (n) => ({ "a.sql": `${" \n".repeat(n)}SELECT 1;` }), ["lint", "."]],
  "control characters": [200_000, (n) => ({ "a.sql": `DROP TABLE "${"\u001b".repeat(n)}";` }), ["lint", "."]],
  "comments for a file, with findings": [
    4_000,
    (n) => ({ "a.sql": "-- release-gate: allow-file no-rename -- x\nDROP TABLE t;\n".repeat(n) }),
    ["lint", "a.sql"],
  ],
  "nested ranges of comments of pgls, with findings": [
    4_000,
    (n) => ({ "a.sql": "-- pgls-ignore-start lint/safety/banTruncate: x\nDROP TABLE t;\n".repeat(n) }),
    ["lint", "a.sql"],
  ],
  "fixes of a file": [
    3_000,
    (n) => ({
      "0.sql": "CREATE TABLE t (a int);",
      "1.sql": Array.from({ length: n }, (_, i) => `ALTER TABLE t ADD CHECK (a > ${i});\n`).join(""),
    }),
    ["lint", "1.sql", "--fix"],
  ],
  "keys of YAML": [150_000, (n) => policyWith(lines(n, (i) => `k${i}: 1`)), ["lint", "a.sql"]],
  "keys of an SLO": [
    150_000,
    (n) => ({ "release-gate.yaml": sloPolicy, "slo.yaml": `${slo}labels:\n${lines(n, (i) => `  k${i}: 1`)}` }),
    check,
  ],
  "a key of YAML, many times": [150_000, (n) => policyWith("k: 1\n".repeat(n)), ["lint", "a.sql"]],
  "aliases of aliases in YAML": [
    30,
    (n) => policyWith(`a0: &a0 [1, 1]\n${lines(n, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)}`),
    ["lint", "a.sql"],
  ],
  "anchors and aliases in YAML": [
    30_000,
    (n) => policyWith(`${lines(n, (i) => `a${i}: &a${i} 1`)}${lines(n, (i) => `b${i}: *a${i}`)}`),
    ["lint", "a.sql"],
  ],
  "brackets in YAML": [20_000, (n) => policyWith(`a: ${"[".repeat(n)}`), ["lint", "a.sql"]],
  "entries of a baseline": [
    50_000,
    (n) => ({
      "release-gate.yaml": "version: 1\nmigrations: { path: m, baseline: b.json }\n",
      "m/1.sql": "SELECT 1;",
      "b.json": JSON.stringify({
        version: 1,
        findings: Array.from({ length: n }, (_, i) => ({ rule: "no-drop-table", migration: "1", statement: `${i}` })),
      }),
    }),
    ["lint"],
  ],
  "stars in a path": [
    20,
    (n) => ({
      "release-gate.yaml": `version: 1\nmigrations: { path: "m/${"*a".repeat(n)}b.sql" }\n`,
      [`m/${"a".repeat(2 * n)}.sql`]: "SELECT 1;",
    }),
    ["lint"],
  ],
  "braces in a path": [
    8,
    (n) => ({
      "release-gate.yaml": `version: 1\nmigrations: { path: "m/${"{a,b,c}".repeat(n)}.sql" }\n`,
      "m/1.sql": "SELECT 1;",
    }),
    ["lint"],
  ],
  "parentheses of a query for Datadog": [50_000, (n) => datadog(`${"(".repeat(n)}sum:a{*}.as_count()`), check],
  "blanks of a query for Datadog": [200_000, (n) => datadog(`sum:a{${" ".repeat(n)}}x.as_count()`), check],
  "names of a query for Datadog": [50_000, (n) => datadog(`${"a_.".repeat(n)}(`), check],
  "series of a metric": [
    500_000,
    (n) => ({ "release-gate.yaml": sloPolicy, "slo.yaml": slo, "m/a.jsonl": rows(n) }),
    check,
  ],
  "a line of metrics": [
    8_000_000,
    (n) => ({ "release-gate.yaml": sloPolicy, "slo.yaml": slo, "m/a.jsonl": "x".repeat(n) }),
    check,
  ],
  "gzip of blank lines": [
    40_000_000,
    (n) => ({ "release-gate.yaml": sloPolicy, "slo.yaml": slo, "m/a.jsonl.gz": gzipSync("\n".repeat(n)) }),
    check,
  ],
  "marks in a sample of OpenMetrics": [
    400_000,
    (n) => ({
      "release-gate.yaml": sloPolicy.replace("[m]", "[m/a.prom]"),
      "slo.yaml": slo,
      "m/a.prom": `a ${"#".repeat(n)}\u2028x\n`,
    }),
    check,
  ],
};

const [only] = process.argv.slice(2);
const chosen = Object.entries(kinds).filter(([name]) => only === undefined || name.includes(only));
const start = timeOf({ "a.sql": "SELECT 1;" }, ["lint", "a.sql"]).milliseconds;
console.log(`start-up: ${start} ms; times without it\n`);
console.log("| input | n | at n, ms | at 2n, ms | grew | ends |\n| - | -: | -: | -: | -: | - |");
let failed = false;
for (const [name, [n, files, args]] of chosen) {
  const once = timeOf(files(n), args);
  const twice = timeOf(files(2 * n), args);
  const [a, b] = [once, twice].map(({ milliseconds }) => Math.max(0, milliseconds - start));
  const grew = b / Math.max(a, short);
  const bad = (b > short && grew > worst) || twice.ends === "out of time";
  failed ||= bad;
  console.log(
    `| ${name} | ${n} | ${a} | ${b} | ${b <= short ? "" : grew.toFixed(1)}${bad ? " WORSE" : ""} | ${twice.ends} |`,
  );
}
process.exit(failed ? 1 : 0);

/** How long a run takes, and how it ends: its exit code, or the first line of what it says where it is refused. */
function timeOf(files, args) {
  const folder = mkdtempSync(join(tmpdir(), "growth-"));
  try {
    for (const [path, content] of Object.entries({ ".git/HEAD": "", ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const began = Date.now();
    const program = join(root, "packages/cli/dist/main.js");
    const { status, stderr, error } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: "utf8",
      timeout: longest,
      maxBuffer: 1 << 30,
    });
    const milliseconds = Date.now() - began;
    if (error?.code === "ETIMEDOUT") return { milliseconds, ends: "out of time" };
    return { milliseconds, ends: status === 2 ? `2: ${stderr.split("\n")[0].slice(0, 100)}` : String(status) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
