// Compares what our grammar accepts and refuses with what real servers do, on all .sql files below a folder. Nothing is run.
//   node scripts/grammar.mjs --from FOLDER [--postgres 14,15,16,17,18] [--show N] [--refused N]
//     [--broken SEED | --commented SEED]
// --show prints the first N disagreements of each kind, --refused N of those that both refuse, taken evenly from all of them.
// --broken compares each statement with one small mistake in it instead: where and how a mistake is told is compared too.
// --commented compares each statement with comments between all of its tokens instead.
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    postgres: { type: "string", default: "14,15,16,17,18" },
    show: { type: "string", default: "0" },
    refused: { type: "string", default: "0" },
    broken: { type: "string" },
    commented: { type: "string" },
  },
});
if (!values.from) throw new Error("--from FOLDER is needed: where the .sql files are");
const { broken, commented, compare, kinds, samplesOf } = await loadTypeScript("scripts/lib/grammar/index.ts");
const { files, all, withVariables, different } = samplesOf(values.from);
const samples =
  values.broken !== undefined
    ? broken(different, Number(values.broken))
    : values.commented !== undefined
      ? commented(different, Number(values.commented))
      : different;
console.log(
  `${files} files, ${all} statements, ${withVariables} with variables of psql left out, ${different.length} different ones`,
);
if (values.broken !== undefined) console.log(`${samples.length} with a mistake in them, seed ${values.broken}`);
if (values.commented !== undefined) console.log(`${samples.length} with comments between their tokens`);

const show = (sample, lines) => {
  console.log(`\n${sample.place}\n  ${sample.text.slice(0, 1000).replaceAll("\n", "\n  ")}`);
  for (const line of lines) console.log(`  ${line}`);
};
const rows = [];
let disagreeing = 0;
for (const major of values.postgres.split(",").map(Number)) {
  const { accepted, refused, disagreements } = await compare(major, samples);
  disagreeing += disagreements.length;
  const of = (kind) => disagreements.filter((each) => each.kind === kind);
  rows.push([major, samples.length, accepted, refused.length, ...kinds.map((kind) => of(kind).length)]);
  for (const kind of kinds) {
    const shown = of(kind).slice(0, Number(values.show));
    if (shown.length > 0) console.log(`\n== PostgreSQL ${major}: ${kind} (${of(kind).length})`);
    for (const { sample, ours, theirs } of shown) show(sample, [`ours:   ${ours}`, `theirs: ${theirs}`]);
  }
  const step = Math.max(1, refused.length / Number(values.refused));
  if (Number(values.refused) > 0) console.log(`\n== PostgreSQL ${major}: refused by both (${refused.length})`);
  for (let at = 0; Number(values.refused) > 0 && at < refused.length; at += step) {
    const { sample, message } = refused[Math.floor(at)];
    show(sample, [message]);
  }
}
console.log("");
const heads = ["PostgreSQL", "statements", "accepted by both", "refused by both", ...kinds];
console.log(`| ${heads.join(" | ")} |\n| ${heads.map(() => "-").join(" | ")} |`);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
process.exitCode = disagreeing > 0 ? 1 : 0;
