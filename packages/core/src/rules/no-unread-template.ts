import { includesFile } from "../sql/psql-command.js";
import { isUnread } from "../sql/unread.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-unread-template",
  title: "Disallow templates and includes whose SQL is not read",
  severity: "error",
  covers: [],
  down: true,
  why: msg`What a template writes, or what another file contains, is known only when the runner runs it. Nothing is said about that SQL: it may lock, fail or lose data.`,
  instead: msg`Write the SQL into the migration, or lint what the runner makes of the template.`,
  examples: [
    {
      bad: "{{ if .postgres }} SELECT 1; {{ end }}",
      badFails: "42601",
      good: "SELECT 1;",
    },
  ],
  check({ statement }) {
    if (!isUnread(statement)) return [];
    const span = statement.error?.span ?? statement.span;
    if (statement.text.startsWith("\\") && !includesFile(statement.text))
      return [{ span, message: msg`What this command of psql does is known only when it runs: it is not judged.` }];
    if (includesFile(statement.text))
      return [{ span, message: msg`The file that is included here is not read: its statements are not judged.` }];
    return [{ span, message: msg`This template is not evaluated: the statements it writes are not judged.` }];
  },
});
