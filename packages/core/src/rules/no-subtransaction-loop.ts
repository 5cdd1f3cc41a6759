import { inOrder } from "../text/in-order.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-subtransaction-loop",
  title: "Disallow exception blocks in a loop",
  severity: "warning",
  covers: [136],
  why: msg`Each pass through a block with EXCEPTION is a subtransaction. Beyond 64 in one transaction, every other session must look them up on disk, and the whole server slows down.`,
  instead: msg`Commit after each batch, and skip what would fail with a condition or ON CONFLICT instead of an exception.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DO $$ BEGIN FOR i IN 1..1000 LOOP BEGIN INSERT INTO users VALUES (i); EXCEPTION WHEN unique_violation THEN NULL; END; END LOOP; END $$;",
      good: "INSERT INTO users SELECT generate_series(1, 1000) ON CONFLICT DO NOTHING;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DO $$ BEGIN WHILE false LOOP BEGIN PERFORM 1; EXCEPTION WHEN others THEN NULL; END; END LOOP; END $$;",
      good: "DO $$ BEGIN INSERT INTO users VALUES (1); EXCEPTION WHEN unique_violation THEN NULL; END $$;",
    },
  ],
  kinds: ["DoStmt"],
  check({ statement }) {
    const words = [/\bloop\b/gi, /\bbegin\b/gi, /\bexception\s+when\b/gi, /\bend\s+loop\b/gi];
    if (!inOrder(withoutComments(statement.text), words)) return [];
    return [{ span: wordsOf(statement, "DO"), message: msg`Each pass of the loop is a subtransaction.` }];
  },
});

/** A program's text with a blank for each comment; one that does not end is left as it is. */
function withoutComments(text: string): string {
  let result = "";
  let done = 0;
  const begin = /--|\/\*/g;
  for (let found = begin.exec(text); found; found = begin.exec(text)) {
    const line = found[0] === "--";
    const end = text.indexOf(line ? "\n" : "*/", found.index + 2);
    if (end < 0 && !line) break;
    result += `${text.slice(done, found.index)} `;
    done = end < 0 ? text.length : line ? end : end + 2;
    begin.lastIndex = done;
  }
  return result + text.slice(done);
}
