// Runs random DDL on real servers and prints every kind of disagreement with the facts, each with a short example.
//   node scripts/explore.mjs [--postgres 18] [--seconds 60] [--seed N] [--errors]
// Errors that the facts did not predict, or predicted as another one, are only counted, unless --errors.
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    postgres: { type: "string", default: "18" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string" },
    errors: { type: "boolean", default: false },
  },
});
const { explore } = await loadTypeScript("scripts/lib/explore.ts");
const errorsOnly = /: (missed|wrong) error [^,]*$/;
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
for (const major of values.postgres.split(",").map(Number)) {
  const { statements, uncertain, refused, found } = await explore(major, Number(values.seconds), seed);
  const [errors, others] = [
    found.filter(({ key }) => errorsOnly.test(key)),
    found.filter(({ key }) => !errorsOnly.test(key)),
  ];
  console.log(
    `PostgreSQL ${major}, seed ${seed}: ${statements} statements, ${refused} refused by the server, ${uncertain} uncertain; ${others.length} kinds of disagreement, ${errors.length} kinds of errors that were not predicted, or as another\n`,
  );
  for (const { key, count, sequence, lines } of values.errors ? [...others, ...errors] : others) {
    console.log(
      `${count} times ${key}\n${sequence
        .slice(0, -1)
        .map((sql) => `    ${sql};\n`)
        .join("")}  > ${sequence.at(-1)};\n${lines.map((line) => `      ${line.replace(/ \[.*$/s, "")}`).join("\n")}\n`,
    );
  }
}
