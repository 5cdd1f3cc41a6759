// What `npm run check` runs for the files that a change touches.
import { stripVTControlCharacters } from "node:util";
import { projectOf } from "./test-projects.mjs";

/** These read the sources as text, so no import leads from a changed file to them. */
const readsSources = ["test/architecture.test.ts", "test/messages.test.ts", "packages/core/test/rules/format.test.ts"];

/** Pages and schemas, and the tests that read them. What no row has, like a fixture or a configuration, any test may read. */
const pages = [
  { path: /^docs\/architecture\.md$/, tests: ["test/architecture.test.ts"] },
  { path: /^docs\/cli\.md$/, tests: ["packages/cli/test/cli-page.test.ts"] },
  { path: /^SECURITY\.md$/, tests: ["test/trust/security-page.test.ts"] },
  { path: /^docs\/release-gate\.schema\.json$/, tests: ["test/policy-schema.test.ts"] },
  { path: /^docs\/slo\.schema\.json$/, tests: ["packages/core/test/slo/slo-schema.test.ts"] },
  { path: /^(?:docs\/.*|[A-Z]+)\.md$/, tests: [] },
];

/** One file, one rule. Each example is judged by its rule alone, but for comments, which are judged by what all rules find. */
const ruleFile = /^packages\/core\/src\/rules\/((?:no|require|prefer)-[\w-]+|syntax-error)\.ts$/;
/** Lists and translations: no example depends on them. */
const besideRules = /^packages\/core\/src\/(?:rules\/index|messages\/ja\/[\w-]+)\.ts$/;
/** These tell in `bodies.test.ts` what a server refuses, for all rules. */
const refusing = ["no-failing-statement", "no-concurrent-in-transaction"];

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
 * tests that the change touches and that only the full run has time for. `rules`: the only rules whose examples need a look.
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
  const pageOf = (path) => pages.find((page) => page.path.test(path));
  const readsPages = changed.flatMap((path) => pageOf(path)?.tests ?? []);
  const named = new Set([...others, ...readsPages.filter((path) => projectOf(path) !== "unit")]);
  return {
    unit: changed.every((path) => code.includes(path) || pageOf(path))
      ? [...code, ...readsPages, ...readsSources]
      : "all",
    named: [...named].filter((path) => !isLong(path)),
    left: [...named].filter(isLong),
    rules: rulesOf(changed.filter((path) => !pageOf(path) && !besideRules.test(path))),
  };
}

/** The rules that the files define, where they define nothing else that examples depend on. */
function rulesOf(changed) {
  const ids = changed.map((path) => ruleFile.exec(path)?.[1]);
  const narrow = ids.length > 0 && ids.every((id) => id !== undefined && !refusing.includes(id));
  return narrow ? ids : undefined;
}

/** Whether what is generated may no longer be what is derived from the code. */
export function touchesGenerated(changed) {
  return changed.some((path) => /^(?:packages\/core\/src\/rules\/|docs\/|README\.md$)/.test(path));
}

/** The warnings among the lines that a step printed, which vitest colours even where nobody asks for colours. */
export function warningsIn(output) {
  return stripVTControlCharacters(output).match(/^warning: .*$/gm) ?? [];
}
