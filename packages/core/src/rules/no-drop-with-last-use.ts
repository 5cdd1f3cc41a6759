import type { Break } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUsePart, relationPart, type ApplicationChange, type Step } from "./step.js";
import { mentions } from "./mentions.js";

export default defineRule({
  id: "no-drop-with-last-use",
  title: "Disallow dropping what the application stops using in the same deployment",
  severity: "error",
  covers: [78, 79, 80, 81, 140],
  why: msg`Migration and application do not change at the same moment: while the new application starts, and after a rollback to the one before, instances that still use the dropped column or table fail.`,
  instead: msg`Deploy the application that no longer uses it first (step 5 of 6), and drop it in a later deployment (step 6).`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, is_verified boolean);",
      application: [
        { path: "src/users.ts", removed: "SELECT id, is_verified FROM users", added: "SELECT id FROM users" },
      ],
      bad: "ALTER TABLE users DROP COLUMN is_verified;",
      good: "ALTER TABLE users ALTER COLUMN is_verified DROP NOT NULL;",
    },
    {
      history: "CREATE TABLE coupons (id bigint PRIMARY KEY); CREATE TABLE carts (id bigint PRIMARY KEY);",
      application: [{ path: "src/cart.ts", removed: "await db.from('coupons').select();", added: "" }],
      bad: "DROP TABLE coupons;",
      good: "DROP TABLE carts;",
    },
  ],
  check(step) {
    const { application } = step.deployment;
    if (!application) return [];
    const seen = new Set<string>();
    return step.facts.breaks.flatMap(({ of, why, span }) => {
      if (!gone.has(why) || seen.has(of) || !inUsePart(step, of)) return [];
      seen.add(of);
      return usesOf(step, of, application).map(({ path, how }) => ({
        span,
        message:
          how === "stops"
            ? msg`${of} is removed in the deployment in which ${path} stops using it: the application that runs until then fails.`
            : msg`${of} is removed, and ${path}, as changed in this deployment, still names it.`,
      }));
    });
  },
});

const gone: ReadonlySet<Break["why"]> = new Set(["dropped", "renamed", "moved"]);

/** The files whose changed lines name what is gone; the first one of each kind. */
function usesOf(step: Step, of: string, application: readonly ApplicationChange[]) {
  const relation = relationPart(of);
  const table = relation.slice(relation.indexOf(".") + 1);
  const column = of.slice(relation.length + 1);
  const found = application.flatMap(({ path, removed, added }) => {
    if (mentions(added, path, table, column)) return [{ path, how: "names" }];
    return mentions(removed, path, table, column) ? [{ path, how: "stops" }] : [];
  });
  return ["stops", "names"].flatMap((how) => found.find((each) => each.how === how) ?? []);
}
