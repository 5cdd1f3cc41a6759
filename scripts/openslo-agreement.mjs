// Which documents of OpenSLO's own repositories are read here and which are refused, beside what the specification says of them.
//   node scripts/openslo-agreement.mjs --from FOLDER
// FOLDER holds checkouts of github.com/OpenSLO/OpenSLO and github.com/OpenSLO/go-sdk. Its YAML and JSON files, the blocks of the
// specification's README and the documents within the SDK's Go examples are read. Exits 1 where a difference has no reason.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { loadTypeScript } from "./lib/load-typescript.mjs";

const { values } = parseArgs({ options: { from: { type: "string" } } });
if (!values.from || !existsSync(values.from)) {
  console.error(
    values.from ? `There is no folder ${values.from}.` : "Name the folder with the checkouts: --from FOLDER.",
  );
  process.exit(2);
}
const { english, findSlos, parseDocument } = await loadTypeScript("packages/core/src/index.ts");

/** What the specification says where it and we, or it and its SDK, differ; by what is said here. */
const reasons = [
  [/^The key "(\w+)" is missing/, (key) => `README: "${key}", "required field"; the example leaves it out`],
  [/^OpenSLO v2alpha is work in progress/, () => 'README: "Check work in progress for v2"'],
  [
    /^OpenSLO v1alpha does not say how long a time slice is/,
    () => 'README: "timeSliceWindow ... Denotes the size of a time slice"; v1alpha has no such key',
  ],
  [/^The key "op" is missing/, () => 'README: "op ... conditional operator used to compare the SLI against the value"'],
  [/is not an annotation's name/, () => "README: the grammar of metadata.annotations"],
];

/** A block that shows the grammar, or a piece of a document, is none. */
const isGrammar = (text) =>
  /:\s+(?:string|numeric|duration-shorthand|boolean|enum|number)\b|\s\|\s\w+\s*(?:\||$)/m.test(text);

const documents = filesIn(values.from).flatMap(documentsOf);
if (documents.length === 0) {
  console.error(`${values.from} has no documents of OpenSLO.`);
  process.exit(2);
}
const rows = documents.map(judged);
const columns = ["document", "the specification", "here", "why they differ"];
const shown = rows.filter((row) => row.differs || row.open > 0);
const groups = new Map(rows.map(({ group }) => [group, rows.filter((row) => row.group === group)]));
console.log("| documents | | agree | differ, with a reason | differ, without |\n| - | -: | -: | -: | -: |");
for (const [group, all] of groups) {
  const differing = all.filter(({ differs }) => differs);
  const unexplained = differing.filter(({ reason }) => reason === undefined).length;
  console.log(
    `| ${group} | ${all.length} | ${all.length - differing.length} | ${differing.length - unexplained} | ${unexplained} |`,
  );
}
console.log(`\n| ${columns.join(" | ")} |\n|${" - |".repeat(columns.length)}`);
for (const { name, expected, here, reason, differs } of shown) {
  console.log(`| ${name} | ${expected} | ${here} | ${differs ? (reason ?? "NO REASON") : ""} |`);
}
process.exitCode = rows.some(({ differs, reason }) => differs && reason === undefined) ? 1 : 0;

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?:\.ya?ml|\.json|README\.md|_example_test\.go)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(?:node_modules|internal|\.github)\//.test(path))
    .toSorted();
}

/** The documents of a file, each with its place: all of a YAML file together, blocks and Go's raw strings by themselves. */
function documentsOf(path) {
  const text = readFileSync(path, "utf8");
  const name = relative(values.from, path);
  if (/\.(?:ya?ml|json)$/.test(path)) return /apiVersion"?: "?openslo(?:\.com)?\//.test(text) ? [{ name, text }] : [];
  const blocks = path.endsWith(".md")
    ? text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)
    : text.matchAll(/= `\n([\s\S]*?)`/g);
  return [...blocks]
    .filter(([, block]) => /^(?:- )?apiVersion: openslo\//m.test(block))
    .map((match) => ({ name: `${name}:${text.slice(0, match.index).split("\n").length}`, text: match[1] }))
    .filter((each) => !isGrammar(each.text));
}

function judged({ name, text }) {
  const [group] = name.split("/").slice(0, 1);
  const kind = /v1alpha/.test(text) ? "v1alpha" : /v2alpha/.test(text) ? "v2alpha" : "v1";
  const expected = /invalid/.test(name) ? "refused" : "read";
  const problems = problemsOf(name, text);
  // The SDK reads a document whose references lead to other files, and refuses them only where it puts them inline.
  const open = problems.filter((problem) => problem.startsWith("There is no ")).length;
  const wrong = problems.filter((problem) => !problem.startsWith("There is no "));
  const verdict = wrong.length > 0 || (expected === "refused" && open > 0) ? "refused" : "read";
  const differs = verdict !== expected;
  const said =
    verdict === "refused"
      ? `refused: ${wrong[0] ?? problems[0]}`
      : open > 0
        ? `read; ${open} references to other files`
        : "read";
  const [pattern, reason] = reasons.find(([form]) => form.test(wrong[0] ?? "")) ?? [];
  return {
    ...{ name, group: `${group}, ${kind}`, expected, differs, open, here: said },
    reason: reason?.(...(pattern.exec(wrong[0]) ?? []).slice(1)),
  };
}

function problemsOf(name, text) {
  try {
    return findSlos(parseDocument(text, name)).problems.map(({ problem }) => english(problem.text));
  } catch (error) {
    return [error.message];
  }
}
