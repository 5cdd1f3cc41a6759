// Measures the facts on public migration histories, run in order on a real server.
//   node scripts/histories.mjs --from FOLDER [--postgres 18] [--only kratos,hydra] [--disagreements FOLDER] [--observe]
// FOLDER holds clones: git clone --bare https://github.com/<owner>/<name> FOLDER/<owner>+<name> (the list of projects is in
// scripts/lib/histories/sources.ts; what is not there is skipped and said). --observe only runs them and keeps the answers.
//   node scripts/histories.mjs --files FOLDER ...
// measures a folder of .sql files instead, as PostgreSQL's own regression tests are: each file a history of its own, in a new
// database, after test_setup.sql where that is there; what only psql can run is left out and counted.
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    files: { type: "string" },
    postgres: { type: "string", default: "18" },
    only: { type: "string", default: "" },
    disagreements: { type: "string" },
    observe: { type: "boolean", default: false },
  },
});
if (!values.from === !values.files) throw new Error("--from FOLDER is needed, where the clones are, or --files FOLDER");
// What the answers that are kept were made by: to be raised when observing (packages/adapters/src/observe*.ts) tells something else.
const key = "observing 1";
const { run } = await loadTypeScript("scripts/lib/histories/run.ts");
await run({
  from: values.from,
  files: values.files,
  major: Number(values.postgres),
  key,
  only: values.only.split(",").filter(Boolean),
  disagreements: values.disagreements,
  observeOnly: values.observe,
});
