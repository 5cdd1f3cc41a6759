// `npm run new-rule no-something`: writes the file of a rule from a template and says what to do next. A rule that exists is refused; rules with near ids, titles and reasons are shown.
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadTypeScript, root } from "./lib/load-typescript.mjs";
import { nearRules, newRule, wrongId } from "./lib/new-rule.mjs";

const usage = `Usage: npm run new-rule -- ID [--title TITLE] [--kind KIND]...
  ID       no-..., require-... or prefer-..., as in no-truncate
  --title  "Disallow ...", "Require ..." or "Prefer ...": what it finds, without a period
  --kind   the kind of statement that it is asked about, as in IndexStmt; may be repeated
  --folder where to write the file, if not to packages/core/src/rules`;

const { values, positionals } = parse();
const [id = "", ...more] = positionals;
if (id === "" || more.length > 0) stop(usage);

const { rules, english } = await loadTypeScript("packages/core/src/index.ts");
const path = join(values.folder, `${id}.ts`);
const wrong = wrongId(id, rules) ?? (existsSync(resolve(root, path)) ? `${path} exists already.` : undefined);
if (wrong) stop(wrong);

const near = nearRules(
  id,
  values.title,
  values.kind,
  rules.map((rule) => ({ ...rule, why: english(rule.why) })),
);
if (near.length > 0) {
  console.log("Near rules; a finding that one of them could have belongs there:\n");
  for (const rule of near) console.log(`  ${rule.id}\n    ${rule.title}. docs/rules/${rule.id}.md`);
  console.log("");
}
writeFileSync(resolve(root, path), newRule(id, values.title, values.kind), { flag: "wx" });
console.log(`Wrote ${path}. Next:

  1. Fill in what is marked TODO. Ask real servers first what they do:
     node scripts/measure.mjs --postgres 14,18 --setup "CREATE TABLE t (id int)" --run "TRUNCATE t"
  2. npm run generate                the index of rules, its page, the lists in README and docs, the schema
  3. npm run check                   its examples without a server, types, format, lint
  4. RULES=${id} npx vitest run test/rules/examples.test.ts
                                     its examples on PostgreSQL 14 to 18
  5. Its Japanese texts: packages/core/src/messages/ja/rules.ts. npm run check warns while they are missing, npm test fails.
     If you write no Japanese, say so in the pull request.`);

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        title: { type: "string" },
        kind: { type: "string", multiple: true, default: [] },
        folder: { type: "string", default: "packages/core/src/rules" },
      },
    });
  } catch (error) {
    stop(`${error.message}\n\n${usage}`);
  }
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
