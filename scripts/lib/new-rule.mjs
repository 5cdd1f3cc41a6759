// What `npm run new-rule` decides, apart from reading and writing files.

const verbs = { no: "Disallow", require: "Require", prefer: "Prefer" };

/** What is wrong with the id of a rule that is to be; undefined where it can be taken. */
export function wrongId(id, rules) {
  if (!/^(?:no|require|prefer)(?:-[a-z]+)+$/.test(id))
    return `"${id}" is not the id of a rule: no-, require- or prefer-, then small letters and single hyphens, as in no-truncate.`;
  if (rules.some((rule) => rule.id === id))
    return `The rule ${id} exists: packages/core/src/rules/${id}.ts, docs/rules/${id}.md.`;
  return undefined;
}

/** Words that say nothing about what a rule is about. */
const common = new Set(
  "a an the of in on to for with without and or by is are its it no not from that when while where".split(" "),
);
const generic = new Set(["disallow", "require", "prefer", "existing", "table", "column", "new", "migration"]);

/**
 * The rules that may find the same already, nearest first: by the words of ids, titles and, at half weight, of why, and by
 * the kinds of statements that they are asked about.
 * @param rules their ids, titles, kinds, and `why` as English text
 */
export function nearRules(id, title = "", kinds = [], rules) {
  const sought = wordsOf(`${id} ${title}`);
  const nearness = (rule) => {
    const name = wordsOf(`${rule.id} ${rule.title}`);
    const why = wordsOf(rule.why ?? "");
    const words = [...sought].map((word) => (name.has(word) ? 2 : begins(word, name) ? 1.5 : why.has(word) ? 1 : 0));
    return (
      words.reduce((sum, each) => sum + each, 0) + (rule.kinds ?? []).filter((kind) => kinds.includes(kind)).length
    );
  };
  return rules
    .map((rule) => ({ rule, near: nearness(rule) }))
    .filter(({ near }) => near >= 1.5)
    .toSorted((a, b) => b.near - a.near || (a.rule.id < b.rule.id ? -1 : 1))
    .slice(0, 8)
    .map(({ rule }) => rule);
}

/** Whether one of the words begins as this one does: "time" and "timestamptz". */
function begins(word, words) {
  return word.length >= 4 && [...words].some((other) => other.startsWith(word));
}

/** The telling words of a text, without endings of plurals. */
function wordsOf(text) {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return new Set(
    words
      .filter((word) => !common.has(word) && !generic.has(word) && !(word in verbs))
      .map((word) => word.replace(/(?:e?s|ing|ed)$/, "")),
  );
}

/** The text of a rule's file, to be filled in where it says TODO. */
export function newRule(id, title, kinds = []) {
  const about = id.split("-").slice(1).join(" ");
  const named = title ?? `${verbs[id.split("-")[0]]} TODO ${about}`;
  return `import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse } from "./step.js";

export default defineRule({
  id: ${JSON.stringify(id)},
  title: ${JSON.stringify(named)},
  severity: "error",
  covers: [],
  // What happens to readers and writers of the table, and when. Measured on a server, not remembered.
  why: msg\`TODO.\`,
  // What to do instead: an order that begins with a verb.
  instead: msg\`TODO.\`,
  // \`bad\` is found and \`good\` is silent; both run on PostgreSQL 14 to 18, after \`history\`.
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "TODO;",
      good: "TODO;",
    },
  ],
  kinds: ${JSON.stringify(kinds.length > 0 ? kinds : ["AlterTableStmt"])},
  check(step) {
    // Another rule reports what the server refuses.
    if (step.facts.error) return [];
    return step.facts.rewrites
      .filter((table) => inUse(step, table))
      .map((table) => ({ span: step.statement.span, message: msg\`\${table} TODO.\` }));
  },
});
`;
}
