// Measures the facts on public migration histories, run in order on a real server.
//   node scripts/histories.mjs --from FOLDER [--postgres 18] [--only kratos,hydra] [--disagreements FOLDER] [--observe]
// FOLDER holds clones: git clone --bare https://github.com/<owner>/<name> FOLDER/<owner>+<name> (the list of projects is in
// scripts/lib/histories/sources.ts; what is not there is skipped and said). --observe only runs them and keeps the answers.
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    postgres: { type: "string", default: "18" },
    only: { type: "string", default: "" },
    disagreements: { type: "string" },
    observe: { type: "boolean", default: false },
  },
});
if (!values.from) throw new Error("--from FOLDER is needed: where the clones are");
// What the answers that are kept were made by: to be raised when observing (packages/adapters/src/observe*.ts) tells something else.
const key = "observing 1";
const { run } = await loadTypeScript("scripts/lib/histories/run.ts");
await run({
  from: values.from,
  major: Number(values.postgres),
  key,
  only: values.only.split(",").filter(Boolean),
  disagreements: values.disagreements,
  observeOnly: values.observe,
});
