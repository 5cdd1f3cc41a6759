// How the time of the CLI grows with hostile input: a line for each kind with the CPU time at n, at 2n and at 4n, and how it
// grew from each to the next. Work that grows in step with its input takes twice as long at 2n; start-up, measured first, is
// taken off. CPU time, since what else runs on the machine does not change it much. Exit 1 where one grew more than `worst`
// times, which only work that is worse than linear does. `node scripts/growth.mjs [NAME]`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { cpuTimeOf } from "./lib/cpu-time.mjs";
import { root } from "./steps.mjs";

/** Twice is linear, four times is quadratic. Garbage is collected more often in a large heap, and caches of the CPU miss. */
const worst = 2.6;
/** What takes no longer than this is too short to be measured, in milliseconds. */
const short = 250;
/** Each time is the least of so many runs: what else runs only adds to it. */
const tries = 2;
/** The longest that one run may take, in seconds. */
const longest = 60;

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

/** One file of SQL: `first`, a line for each i below n, and `last`. */
const sql = (line, first = "", last = () => "") => [
  (n) => ({ "a.sql": `${first}\n${lines(n, line)}${last(n)}` }),
  ["lint", "a.sql"],
];
const names = (n, name) => Array.from({ length: n }, (_, i) => name(i)).join(", ");

/** Schemas whose objects hang on one another, as attacks and long histories have them. */
const schemas = {
  // A server takes 1,664 columns of a view, and refuses the next one.
  "views of two views each": [
    12,
    ...sql((i) => `CREATE VIEW v${i + 1} AS SELECT x.a FROM v${i} x, v${i} y;`, "CREATE VIEW v0 AS SELECT 1 AS a;"),
  ],
  "views that double their columns": [
    12,
    ...sql(
      (i) => `CREATE VIEW v${i + 1} AS SELECT x.*, y.* FROM v${i} x, v${i} y;`,
      "CREATE VIEW v0 AS SELECT 1 AS a;",
    ),
  ],
  "views, each of the one before": [
    1_000,
    ...sql((i) => `CREATE VIEW v${i + 1} AS SELECT a FROM v${i};`, "CREATE VIEW v0 AS SELECT 1 AS a;"),
  ],
  "views of a table": [2_000, ...sql((i) => `CREATE VIEW v${i} AS SELECT a FROM t;`, "CREATE TABLE t (a int);")],
  "diamonds of INHERITS": [
    30,
    ...sql(
      (i) =>
        `CREATE TABLE l${i} () INHERITS (t${i}); CREATE TABLE r${i} () INHERITS (t${i}); CREATE TABLE t${i + 1} () INHERITS (l${i}, r${i});`,
      "CREATE TABLE t0 (a int);",
      () => "ALTER TABLE t0 ALTER COLUMN a TYPE bigint;",
    ),
  ],
  "drops of unknown tables": [4_000, ...sql((i) => `DROP TABLE x${i};`)],
  "drops of tables": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE x${i} (a int);`,
      "",
      (n) => lines(n, (i) => `DROP TABLE x${i};`),
    ),
  ],
  "a drop of many tables": [
    4_000,
    ...sql(
      (i) => `CREATE TABLE x${i} (a int);`,
      "",
      (n) => `DROP TABLE ${names(n, (i) => `x${i}`)};`,
    ),
  ],
  "indexes of a table": [2_000, ...sql((i) => `CREATE INDEX i${i} ON t (a);`, "CREATE TABLE t (a int);")],
  "indexes without a name": [2_000, ...sql(() => "CREATE INDEX ON t (a);", "CREATE TABLE t (a int);")],
  "drops of indexes": [
    2_000,
    ...sql(
      (i) => `CREATE INDEX i${i} ON t (a);`,
      "CREATE TABLE t (a int);",
      (n) => lines(n, (i) => `DROP INDEX i${i};`),
    ),
  ],
  "partitions, and an ALTER": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE p${i} PARTITION OF t FOR VALUES IN (${i});`,
      "CREATE TABLE t (a int, b int) PARTITION BY LIST (a);",
      () => "ALTER TABLE t ALTER COLUMN b TYPE bigint;",
    ),
  ],
  "partitions, and a DROP": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE p${i} PARTITION OF t FOR VALUES IN (${i});`,
      "CREATE TABLE t (a int, b int) PARTITION BY LIST (a);",
      () => "DROP TABLE t;",
    ),
  ],
  "partitions of ranges": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE p${i} PARTITION OF t FOR VALUES FROM (${i}) TO (${i + 1});`,
      "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);",
    ),
  ],
  "keys to a table, and an ALTER": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE u${i} (a int REFERENCES t);`,
      "CREATE TABLE t (a int PRIMARY KEY);",
      () => "ALTER TABLE t ALTER COLUMN a TYPE bigint;",
    ),
  ],
  "keys to a table, and a DROP": [
    2_000,
    ...sql(
      (i) => `CREATE TABLE u${i} (a int REFERENCES t);`,
      "CREATE TABLE t (a int PRIMARY KEY);",
      () => "DROP TABLE t CASCADE;",
    ),
  ],
  "keys of a table": [
    2_000,
    ...sql(
      (i) => `ALTER TABLE t ADD CONSTRAINT f${i} FOREIGN KEY (a) REFERENCES u;`,
      "CREATE TABLE u (a int PRIMARY KEY); CREATE TABLE t (a int);",
    ),
  ],
  "columns of a table": [1_000, ...sql((i) => `ALTER TABLE t ADD COLUMN c${i} int;`, "CREATE TABLE t (a int);")],
  "commands of an ALTER": [
    700,
    (n) => ({ "a.sql": `CREATE TABLE t (a int);\nALTER TABLE t ${names(n, (i) => `ADD COLUMN c${i} int`)};` }),
    ["lint", "a.sql"],
  ],
  "CTEs, each of the one before": [
    2_000,
    (n) => ({
      "a.sql": `WITH c0 AS (SELECT 1 AS a), ${names(n, (i) => `c${i + 1} AS (SELECT a FROM c${i})`)} SELECT * FROM c${n};`,
    }),
    ["lint", "a.sql"],
  ],
  "CTEs of two CTEs each": [
    12,
    (n) => ({
      "a.sql": `WITH c0 AS (SELECT 1 AS a), ${names(n, (i) => `c${i + 1} AS (SELECT x.a FROM c${i} x, c${i} y)`)} SELECT * FROM c${n};`,
    }),
    ["lint", "a.sql"],
  ],
};

/** Name -> size at n, the files of that size, the command line. */
const kinds = {
  ...schemas,
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
console.log(`start-up: ${start} ms; CPU times without it\n`);
console.log("| input | n | at n, ms | at 2n, ms | at 4n, ms | grew | ends |\n| - | -: | -: | -: | -: | -: | - |");
let failed = false;
for (const [name, [n, files, args]] of chosen) {
  const measured = [];
  for (const size of [n, 2 * n, 4 * n]) {
    measured.push(timeOf(files(size), args));
    if (measured.at(-1).ends === "out of time") break;
  }
  const times = measured.map(({ milliseconds }) => Math.max(0, milliseconds - start));
  const grew = times.slice(1).map((time, at) => (time <= short ? 0 : time / Math.max(times[at], short)));
  const { ends } = measured.at(-1);
  const bad = grew.some((each) => each > worst) || ends === "out of time";
  failed ||= bad;
  const shown = grew.map((each) => (each === 0 ? "-" : each.toFixed(1))).join(", ");
  console.log(`| ${name} | ${n} | ${times.join(" | ")} | ${shown}${bad ? " WORSE" : ""} | ${ends} |`);
}
process.exit(failed ? 1 : 0);

/** The CPU time of a run, and how it ends: its exit code, or the first line of what it says where it is refused. */
function timeOf(files, args) {
  const folder = mkdtempSync(join(tmpdir(), "growth-"));
  try {
    for (const [path, content] of Object.entries({ ".git/HEAD": "", ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const program = [join(root, "packages/cli/dist/main.js"), ...args];
    let milliseconds = Infinity;
    let ends = "";
    for (let i = 0; i < tries; i++) {
      const run = cpuTimeOf(process.execPath, program, { cwd: folder, seconds: longest });
      milliseconds = Math.min(milliseconds, Math.round(run.milliseconds));
      ends = run.outOfTime ? "out of time" : String(run.status);
      if (run.status === 2) ends = `2: ${run.stderr.split("\n")[0].slice(0, 100)}`;
      if (run.outOfTime) break;
    }
    return { milliseconds, ends };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
