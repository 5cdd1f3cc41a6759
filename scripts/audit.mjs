// Asks the registry whether what is shipped depends on something with a known vulnerability. 1 where it does. A registry that
// does not answer such questions is told as skipped, with its reason; with REQUIRE_AUDIT=1 that is a failure.
import { spawnSync } from "node:child_process";
import { root } from "./steps.mjs";

const { stdout, stderr, error } = spawnSync("npm", ["run", "-s", "pnpm", "--", "audit", "--prod", "--json"], {
  cwd: root,
  encoding: "utf8",
  timeout: 120_000,
});

const answer = parsed(stdout);
const advisories = answer?.advisories === undefined ? undefined : Object.values(answer.advisories);

if (advisories === undefined) {
  const why = error?.message ?? answer?.error?.message ?? inOneLine(`${stdout}\n${stderr}`) ?? "no answer";
  console.log(`audit: skipped, because the registry gave no audit: ${why}`);
  process.exit(process.env.REQUIRE_AUDIT === "1" ? 1 : 0);
}
for (const { severity, module_name: name, title, url } of advisories)
  console.log(`${severity}: ${name}: ${title} (${url})`);
console.log(`audit: ${advisories.length} known vulnerabilities in what is shipped`);
process.exit(advisories.length > 0 ? 1 : 0);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words of a program on one line, without the frame that it draws around them. */
function inOneLine(text) {
  const words = text
    .replace(/[│×╭╮╰╯─]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return words === "" ? undefined : words;
}
