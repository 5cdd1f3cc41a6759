// The table of real runners in docs/frameworks.md, of what `node scripts/runners.mjs --keep` has found.

const transactions = {
  file: "each file",
  batch: "all pending files",
  none: "none",
  query: "each file, as one query",
};

/** "each file; `5_x` as one query": what most files have, and those that differ. */
function transactionText(files) {
  const parts = files.map((each) => each.split(": "));
  const byMode = new Map();
  for (const [name, mode] of parts) byMode.set(mode, [...(byMode.get(mode) ?? []), name]);
  const [most, ...others] = [...byMode].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    transactions[most[0]],
    ...others.map(
      ([mode, names]) =>
        `${names.map((name) => `\`${name}\``).join(", ")} ${mode === "none" ? "none" : mode === "query" ? "as one query" : transactions[mode]}`,
    ),
  ].join("; ");
}

export function runnerTable(results) {
  return [
    "| runner | version | language | order of its files | transaction | statements as in the server's log |",
    "| - | - | - | - | - | - |",
    ...Object.entries(results).map(
      ([name, { version, language, files, statements, proven, differences, framework }]) => {
        const order = files.map((each) => `\`${each.split(": ")[0]}\``).join(" ");
        const read =
          framework === null ? "" : proven ? "; read alike" : `; **read otherwise**: ${differences.join("; ")}`;
        return `| ${name} | ${version} | ${language} | ${order}${read} | ${transactionText(files)} | ${statements} |`;
      },
    ),
  ].join("\n");
}
