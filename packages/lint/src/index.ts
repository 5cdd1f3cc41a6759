/**
 * The ESLint plugin: `plugins: { "release-gate": plugin }`, `language: "release-gate/sql"`. ESLint parses synchronously, so
 * the SQL parser is loaded before this module has loaded.
 */
import { loadParser } from "@release-gate/core";
import { sql } from "./language.js";
import { recommended, rules } from "./rules.js";

await loadParser();

const meta = { name: "eslint-plugin-release-gate", version: "0.1.0", namespace: "release-gate" };
const languages = { sql };
const plugin = { meta, languages, rules };

/** `export default [...releaseGate.configs.recommended]` in eslint.config.js is all that a project needs. */
const configs = {
  recommended: [
    {
      name: "release-gate/recommended",
      files: ["**/*.sql"],
      plugins: { "release-gate": plugin },
      language: "release-gate/sql",
      rules: recommended,
    },
  ],
};

export default { ...plugin, configs };
