// Which vitest project a test file belongs to: what it needs to run decides.
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** The first that claims a file has it; what nobody claims is a unit test. */
const projects = {
  /** Real servers: PostgreSQL (also the embedded one), Prometheus, promtool. */
  servers: [
    /^test\/(?:postgres|catalog|rules)\//,
    /^test\/cli\/(?:collect|prometheus|slo-pages|trace|trace-run|watch)\.test/,
    /^packages\/adapters\/test\/(?:openmetrics|prometheus|prometheus-steps)\.test/,
    /^packages\/core\/test\/slo\/(?:agreement|prometheus-rules)\.test/,
  ],
  /** What shows findings beside the text: VS Code, a browser, the language server as a process. */
  editor: [/^test\/vscode\//, /^test\/cli\/html\.test/, /^packages\/language-server\/test\//],
  /** Programs as users start them: the bundled CLI, ESLint, the packed packages, our own scripts. */
  cli: [/^test\/[^/]+\//, /^test\/(?:packages|surfaces)\.test/, /^packages\/(?:cli\/test\/|lint\/test\/cli\.test)/],
  /** Random texts for some seconds, texts of many megabytes or levels: a process each, since limits are those of a fresh one. */
  fuzz: [
    /\/(?:fuzz|large-input|many-series|persistent-map|not-judged|visible)\.test/,
    /^packages\/core\/test\/sql\/(?:parse|real-grammar|bad-input|split)\.test/,
  ],
};

export const projectNames = ["unit", ...Object.keys(projects)];

export function projectOf(path) {
  const found = Object.entries(projects).find(([, patterns]) => patterns.some((pattern) => pattern.test(path)));
  return found?.[0] ?? "unit";
}

/** The paths of all test files in a checkout. */
export function testFiles(root) {
  const packages = readdirSync(join(root, "packages"));
  return ["test", ...packages.map((name) => `packages/${name}/test`)].flatMap((folder) => below(root, folder)).sort();
}

function below(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts") && !entry.parentPath.includes("node_modules"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}
