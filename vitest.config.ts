import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string) => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      "@release-gate/core": source("core"),
      "@release-gate/adapters": source("adapters"),
      "eslint-plugin-release-gate": source("lint"),
    },
  },
  test: {
    globalSetup: ["test/support/bundle.ts"],
    setupFiles: ["test/support/property-tests.ts"],
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
