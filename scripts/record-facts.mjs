// Records what we say of the statements of all cases, of the rules' examples, of the public histories that are at hand and of
// random sequences, and prints where two recordings differ. Each difference is for a server to judge (scripts/measure.mjs).
//   node scripts/record-facts.mjs --to FILE [--from FOLDER] [--statements 100000] [--postgres 14,18]
//   node scripts/record-facts.mjs --against FILE [--to FILE] [the same options] [--most 50]
// --parts cases,examples,histories,random narrows both; what the other recording has besides is then not compared.
// FOLDER holds clones, as for scripts/histories.mjs. 1 where something differs.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    to: { type: "string" },
    against: { type: "string" },
    from: { type: "string" },
    statements: { type: "string", default: "100000" },
    postgres: { type: "string", default: "14,18" },
    parts: { type: "string", default: "cases,examples,histories,random" },
    most: { type: "string", default: "50" },
  },
});
if (!values.to && !values.against) throw new Error("--to FILE or --against FILE is needed");
const { record, differences } = await loadTypeScript("scripts/lib/record-facts.ts");
const lines = [];
for (const major of values.postgres.split(",").map(Number)) {
  const parts = values.parts.split(",");
  const options = { major, from: values.from, statements: Number(values.statements), parts, note: console.log };
  for await (const line of record(options)) lines.push(line);
}
if (values.to) writeFileSync(values.to, lines.map((line) => `${line}\n`).join(""));
if (values.against) {
  const kinds = new Set(lines.map(kindOf));
  const before = readFileSync(values.against, "utf8")
    .split("\n")
    .filter((line) => kinds.has(kindOf(line)));
  const found = differences(before, lines);
  console.log(found.slice(0, Number(values.most)).join("\n"));
  console.log(`${found.length} of ${lines.length} statements differ`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

/** "18 case": the version and the part that a line belongs to. */
function kindOf(line) {
  return line.split(" ", 2).join(" ");
}
