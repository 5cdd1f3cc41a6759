import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
// @ts-expect-error -- a script without types
import { projectNames, projectOf, testFiles } from "./scripts/lib/test-projects.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const source = (name: string) => `${root}packages/${name}/src/index.ts`;
const files = (testFiles as (root: string) => string[])(root);

const project = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: files.filter((path) => (projectOf as (path: string) => string)(path) === name),
    // One load of core for all unit tests of a worker: it takes longer than most of these tests.
    isolate: name !== "unit",
    // The others start bundles, but for the random ones.
    globalSetup: name === "unit" || name === "fuzz" ? [] : ["test/support/bundle.ts"],
  },
});

export default defineConfig({
  resolve: {
    alias: {
      "@release-gate/core": source("core"),
      "@release-gate/adapters": source("adapters"),
      "eslint-plugin-release-gate": source("lint"),
    },
  },
  test: {
    // Compiled sources are kept from run to run, in node_modules.
    experimental: { fsModuleCache: true },
    setupFiles: ["test/support/property-tests.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: (projectNames as string[]).map(project),
  },
});
