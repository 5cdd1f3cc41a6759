// Findings per rule over public migration histories, each migration a deployment of its own, and a random sample to read.
//   node scripts/findings.mjs --from FOLDER [--postgres 18] [--complete] [--only kratos,hydra] [--sample 100] [--per-rule 10] [--seed 1]
// FOLDER holds clones as for scripts/histories.mjs; what is not there is skipped and said.
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({
  options: {
    from: { type: "string" },
    postgres: { type: "string", default: "18" },
    complete: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    sample: { type: "string", default: "100" },
    "per-rule": { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
  },
});
if (!values.from) throw new Error("--from FOLDER is needed: where the clones are");
const { printFindings } = await loadTypeScript("scripts/lib/histories/findings.ts");
await printFindings({
  from: values.from,
  major: Number(values.postgres),
  complete: values.complete,
  only: values.only.split(",").filter(Boolean),
  sample: Number(values.sample),
  perRule: Number(values["per-rule"]),
  seed: Number(values.seed),
});
