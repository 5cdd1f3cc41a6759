// Compares the facts with real servers, tersely: one line for each difference and the versions that have it.
//   node scripts/differential.mjs [--cases alter-column,alter-type] [--name TEXT] [--postgres 14,15,16,17,18]
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadTypeScript, root } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    cases: { type: "string" },
    name: { type: "string" },
    postgres: { type: "string", default: "14,15,16,17,18" },
  },
});
const { differences } = await loadTypeScript("scripts/lib/differential.ts");
const files = readdirSync(join(root, "test/postgres/cases"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((file) => !values.cases || values.cases.split(",").includes(file));
const cases = [];
for (const file of files) {
  const { default: rows } = await loadTypeScript(`test/postgres/cases/${file}.ts`);
  for (const row of rows)
    if (!values.name || row.name.includes(values.name)) cases.push({ ...row, name: `${file} | ${row.name}` });
}
const majors = values.postgres.split(",").map(Number);
const byLine = new Map();
const results = await Promise.all(majors.map(async (major) => ({ major, ...(await differences(major, cases)) })));
for (const { major, failed } of results) {
  for (const { name, lines } of failed) {
    for (const line of lines) byLine.set(`${name} | ${line}`, [...(byLine.get(`${name} | ${line}`) ?? []), major]);
  }
}
for (const [line, having] of byLine)
  console.log(`${having.length === majors.length ? "all" : having.join(",")} | ${line}`);
for (const { major, ran, failed } of results)
  console.log(`PostgreSQL ${major}: ${ran - failed.length} of ${ran} cases agree`);
process.exitCode = byLine.size > 0 ? 1 : 0;
