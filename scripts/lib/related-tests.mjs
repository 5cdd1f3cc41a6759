// Which tests import a file, through others too. Read from the text: vitest's own `related` transforms every file to know it.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** What an import by name leads to, as vitest.config.ts has it. */
export const doors = {
  "@release-gate/core": "packages/core/src/index.ts",
  "@release-gate/adapters": "packages/adapters/src/index.ts",
  "eslint-plugin-release-gate": "packages/lint/src/index.ts",
};

const statement = /^\s*(?:import|export)\s+(?!type\s)(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/**
 * The tests that are among the changed files or import one of them. An import of a type is none: it is gone when code runs.
 * @param changed paths of changed files
 * @param tests the paths of all test files
 */
export function relatedTests(root, changed, tests) {
  const touched = new Set(changed);
  const known = new Map();
  return tests.filter((test) => reaches(root, test, touched, known));
}

/** Whether a file is touched or imports one that is, directly or not. */
function reaches(root, start, touched, known) {
  const seen = new Set([start]);
  for (const path of seen) {
    if (touched.has(path)) return true;
    if (!known.has(path)) known.set(path, importsOf(root, path));
    for (const next of known.get(path)) seen.add(next);
  }
  return false;
}

function importsOf(root, path) {
  const file = join(root, path);
  if (!existsSync(file)) return [];
  return [...readFileSync(file, "utf8").matchAll(statement)].flatMap(([, first, second]) => {
    const specifier = first ?? second;
    if (doors[specifier] !== undefined) return [doors[specifier]];
    if (!specifier.startsWith(".")) return [];
    const target = relative(root, resolve(dirname(file), specifier)).replaceAll("\\", "/");
    return [existsSync(join(root, target)) ? target : target.replace(/\.js$/, ".ts")];
  });
}
