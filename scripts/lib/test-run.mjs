// What `npm test` is told, and the table of times that it prints.

/** Splits the options of ours from those of vitest. */
export function readOptions(args) {
  const forVitest = [];
  let installPackages = false;
  let limit;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--install-packages") installPackages = true;
    else if (args[i] === "--limit") limit = minutes(args[++i]);
    else forVitest.push(args[i]);
  }
  return { installPackages, limit, forVitest };
}

function minutes(text) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--limit takes minutes, not ${text}`);
  return number;
}

/** Minutes of each step, and of all. */
export function timeTable(times, whole) {
  const rows = [...times, { name: "all", milliseconds: whole }].map(
    ({ name, milliseconds }) => `${(milliseconds / 60_000).toFixed(1).padStart(6)}  ${name}`,
  );
  return ["minutes", ...rows].join("\n");
}
