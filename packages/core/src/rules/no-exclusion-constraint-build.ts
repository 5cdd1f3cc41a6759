import { msg } from "../text/message.js";
import { isNewIndex } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "no-exclusion-constraint-build",
  title: "Disallow adding an exclusion constraint to an existing table",
  severity: "error",
  covers: [52],
  why: msg`An exclusion constraint builds its index under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until it is built. PostgreSQL has no way to build it without that lock.`,
  instead: msg`Create a new table with the constraint and move the rows over in small batches, or check for overlaps in a trigger.`,
  examples: [
    {
      history: "CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange);",
      bad: "ALTER TABLE bookings ADD CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&);",
      good: "CREATE TABLE stays (id bigint PRIMARY KEY, during tstzrange, EXCLUDE USING gist (during WITH &&));",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    return step.facts.indexBuilds
      .filter((build) => build.blocksReads && mayBeLarge(step, build.table))
      .filter(({ index }) => isNewIndex(step, index))
      .filter(({ index }) => index !== undefined && relationNamed(step.after, index)?.index?.exclusion === true)
      .map((build) => ({
        span: wordsOf(step.statement, "EXCLUDE"),
        message: msg`Reads and writes of ${build.table} wait until the index of the exclusion constraint is built.`,
      }));
  },
});
