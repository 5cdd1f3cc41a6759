import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-duplicate-version",
  title: "Disallow two migrations with one version",
  severity: "error",
  covers: [],
  why: msg`A runner accepts each version once: it stops when two files have the same version, its history table refuses the second, or it runs only one of them. The deployment stops there. This happens when two branches choose the same number.`,
  instead: msg`Give the later migration a version of its own.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN email text;",
      badVersion: "1",
      good: "ALTER TABLE users ADD COLUMN email text;",
    },
  ],
  atEnd({ of, migration }) {
    if (of !== "migration" || migration?.sameVersion === undefined) return [];
    const { version = "", sameVersion, framework, statements, span } = migration;
    const words = statements[0] ? wordsOf(statements[0]) : { start: span.start, end: span.start };
    return [
      {
        span: words,
        message: msg`${framework} accepts each version once, and ${sameVersion} has version ${version} too.`,
      },
    ];
  },
});
