// What `npm run check` runs for the files that a change touches.
import { projectOf } from "./test-projects.mjs";

/** These read the sources as text, so no import leads from a changed file to them. */
const readsSources = ["test/architecture.test.ts", "test/messages.test.ts", "packages/core/test/rules/format.test.ts"];

/** Programs of ours are bundled before they are tested: no import leads from their sources to their tests either. */
const programs = [
  { sources: "packages/cli/", tests: /^(?:test|packages)\/cli\/(?:test\/)?/ },
  { sources: "packages/lint/", tests: /^packages\/lint\/test\// },
  { sources: "packages/language-server/", tests: /^packages\/language-server\/test\// },
];

/** What takes minutes belongs to the full run. */
const isLong = (path) => ["servers", "fuzz"].includes(projectOf(path));

/**
 * `unit`: the files whose importing unit tests are run, or "all". `named`: test files of other projects that are run. `left`:
 * tests that the change touches and that only the full run has time for.
 * @param changed the paths of changed files, without deleted ones
 * @param tests the paths of all test files
 */
export function planOf(changed, tests) {
  const ofPrograms = programs
    .filter(({ sources }) => changed.some((path) => path.startsWith(sources)))
    .flatMap(({ tests: ofProgram }) => tests.filter((path) => ofProgram.test(path)));
  const touched = [...new Set([...changed.filter((path) => tests.includes(path)), ...ofPrograms])];
  const others = touched.filter((path) => projectOf(path) !== "unit");
  const code = changed.filter((path) => /^(?:packages\/[^/]+\/(?:src|test)|test)\/.*\.ts$/.test(path));
  return {
    // Fixtures, pages and configuration are read by tests that no import leads to.
    unit: code.length < changed.length ? "all" : [...code, ...readsSources],
    named: others.filter((path) => !isLong(path)),
    left: others.filter(isLong),
  };
}

/** Whether what is generated may no longer be what is derived from the code. */
export function touchesGenerated(changed) {
  return changed.some((path) => /^(?:packages\/core\/src\/rules\/|docs\/|README\.md$)/.test(path));
}
