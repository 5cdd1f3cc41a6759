import { joined, type Around } from "./around.js";
import { wholeFile, type Framework } from "./framework.js";

/**
 * Sqitch: changes in the order of `sqitch.plan`; `deploy/<change>.sql` is up, `revert/<change>.sql` down, `verify/` changes
 * nothing. psql reads each file, so its commands and variables work, and nobody opens a transaction but the file itself. In
 * sqitchers/sqitch: lib/App/Sqitch/Engine/pg.pm (psql --file, ON_ERROR_STOP), lib/sqitchtutorial.pod (plan, tags, rework).
 */
export const sqitch: Framework = {
  name: "sqitch",
  profile: {
    files: "`deploy/<change>.sql`, `revert/<change>.sql` below a `sqitch.plan`",
    order: "as in `sqitch.plan`",
    transaction: "what the file begins and commits itself",
    outside: "everything else",
  },
  list: "sqitch.plan",
  colonVariables: "psql",
  recognise(path, around) {
    const match = /(?:^|\/)(deploy|revert|verify)\/(.+)\.sql$/.exec(path);
    if (!match) return undefined;
    if (match[1] === "verify") return "foreign";
    const changes = changesOf(around);
    const order = changes?.indexOf(match[2] ?? "");
    if (order === -1) return "unlisted";
    return {
      name: match[2] ?? "",
      version: undefined,
      direction: match[1] === "revert" ? "down" : "up",
      ...(order === undefined ? {} : { order }),
    };
  },
  seen(around) {
    const plan = around.above("sqitch.plan");
    if (!plan) return undefined;
    const below = ["deploy", "revert", "verify"].some((each) =>
      `${around.folder}/`.startsWith(`${joined(plan.folder, each)}/`),
    );
    return below ? "sqitch.plan" : undefined;
  },
  home: (_, around) => around.above("sqitch.plan")?.folder ?? around.folder,
  sections: (source, { direction }) =>
    wholeFile(source, { direction: direction ?? "up", transaction: "none", multiStatementQuery: false }),
};

const read = new WeakMap<Around, readonly string[]>();

/** The scripts of a plan in order, undefined where there is none: a change that was reworked has its earlier script under `<change>@<next tag>`. */
function changesOf(around: Around): readonly string[] | undefined {
  const known = read.get(around);
  const plan = around.above("sqitch.plan");
  if (known || !plan) return known;
  const changes: string[] = [];
  const untagged = new Set<number>();
  const tagged = new Map<number, string>();
  for (const line of plan.text.split("\n")) {
    const word = /^\s*([^\s#%]\S*)/.exec(line)?.[1];
    if (word === undefined) continue;
    if (word.startsWith("@")) {
      for (const at of untagged) tagged.set(at, word);
      untagged.clear();
      continue;
    }
    const earlier = changes.lastIndexOf(word);
    if (earlier >= 0) changes[earlier] = `${word}${tagged.get(earlier) ?? ""}`;
    untagged.add(changes.push(word) - 1);
  }
  read.set(around, changes);
  return changes;
}
