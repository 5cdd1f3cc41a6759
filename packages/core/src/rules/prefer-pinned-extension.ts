import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-pinned-extension",
  title: "Prefer CREATE EXTENSION with a version",
  severity: "warning",
  default: false,
  covers: [115],
  why: msg`Without VERSION each server installs its own default version, so that development and production differ unnoticed; many extensions also need a superuser.`,
  instead: msg`Name the VERSION, or create extensions outside the migrations, where the server is set up.`,
  examples: [
    {
      bad: "CREATE EXTENSION IF NOT EXISTS plpgsql;",
      good: "CREATE EXTENSION IF NOT EXISTS plpgsql VERSION '1.0';",
    },
  ],
  kinds: ["CreateExtensionStmt"],
  check({ statement }) {
    if (summaryOf(statement).options.has("new_version")) return [];
    return [
      { span: wordsOf(statement, "EXTENSION"), message: msg`The version of the extension depends on the server.` },
    ];
  },
});
