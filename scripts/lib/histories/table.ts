import type { Refused, Scored } from "./score.js";

/** The figures of a list of statements. */
export interface Figures {
  readonly statements: number;
  readonly uncertain: number;
  /** Strongest lock right, or rightly none. */
  readonly right: number;
  readonly locking: number;
  readonly lockingRight: number;
  readonly exact: number;
  readonly missed: number;
  readonly extra: number;
  readonly wrong: number;
  /** Locks missed on relations that only dynamic SQL made. */
  readonly beyondText: number;
  readonly rewritesMissed: number;
  readonly rewritesFalse: number;
  readonly scansMissed: number;
  readonly scansFalse: number;
  readonly buildsMissed: number;
  readonly buildsFalse: number;
  readonly falseErrors: number;
}

export function figures(list: readonly Scored[]): Figures {
  const count = (about: string, kind: string): number =>
    list.reduce(
      (sum, one) => sum + one.disagreements.filter((each) => each.about === about && each.kind === kind).length,
      0,
    );
  const right = (one: Scored): boolean =>
    one.certain && one.predicted === one.observed && !one.disagreements.some((each) => each.about === "error");
  const locking = list.filter((one) => one.observed !== undefined);
  // An uncertain statement has no exact relation: those that it would have had count as missed.
  const uncertainRelations = list
    .filter((one) => !one.certain)
    .reduce(
      (sum, one) =>
        sum +
        (one.observedRelations -
          one.beyondText.filter((each) => each.about === "lock").length -
          one.disagreements.filter((each) => each.about === "lock" && each.kind !== "extra").length),
      0,
    );
  return {
    statements: list.length,
    uncertain: list.filter((one) => !one.certain).length,
    right: list.filter(right).length,
    locking: locking.length,
    lockingRight: locking.filter(right).length,
    exact: list.reduce((sum, one) => sum + one.exact, 0),
    missed: count("lock", "missed") + uncertainRelations,
    extra: count("lock", "extra"),
    wrong: count("lock", "wrong"),
    beyondText: list.reduce((sum, one) => sum + one.beyondText.filter((each) => each.about === "lock").length, 0),
    rewritesMissed: count("rewrite", "missed"),
    rewritesFalse: count("rewrite", "extra"),
    scansMissed: count("scan", "missed"),
    scansFalse: count("scan", "extra"),
    buildsMissed: count("index-build", "missed"),
    buildsFalse: count("index-build", "extra"),
    falseErrors: count("error", "extra"),
  };
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? "-" : `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;

/** The figures that are asked for, as lines. */
export function summary(title: string, list: readonly Scored[]): string {
  const f = figures(list);
  return [
    `${title}: ${f.statements} statements, ${f.uncertain} uncertain (counted as wrong)`,
    `  strongest lock right or rightly none     ${percent(f.right, f.statements)}  (${f.right} of ${f.statements})`,
    `  the same, of those that lock a relation  ${percent(f.lockingRight, f.locking)}  (${f.lockingRight} of ${f.locking})`,
    `  per relation                             ${percent(f.exact, f.exact + f.missed + f.extra + f.wrong)}  (exact ${f.exact}, missed ${f.missed}, extra ${f.extra}, wrong mode ${f.wrong})`,
    `  with what only dynamic SQL made          ${percent(f.exact, f.exact + f.missed + f.extra + f.wrong + f.beyondText)}  (missed ${f.beyondText} more)`,
    `  rewrites missed ${f.rewritesMissed}, false ${f.rewritesFalse}; scans missed ${f.scansMissed}, false ${f.scansFalse}; index builds missed ${f.buildsMissed}, false ${f.buildsFalse}; errors falsely predicted ${f.falseErrors}`,
  ].join("\n");
}

/** One line per family or history, the biggest first. */
export function breakdown(list: readonly Scored[], by: (one: Scored) => string): string {
  const groups = new Map<string, Scored[]>();
  for (const one of list) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  const rows = [...groups]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([name, members]) => {
      const f = figures(members);
      const relations = f.exact + f.missed + f.extra + f.wrong;
      return `${name.padEnd(46)} ${String(f.statements).padStart(6)} ${percent(f.right, f.statements).padStart(9)} ${percent(f.exact, relations).padStart(9)}  uncertain ${f.uncertain}, missed ${f.missed}, extra ${f.extra}, wrong ${f.wrong}, rewrites -${f.rewritesMissed} +${f.rewritesFalse}, scans -${f.scansMissed} +${f.scansFalse}, builds -${f.buildsMissed} +${f.buildsFalse}, errors +${f.falseErrors}`;
    });
  return [
    `${"".padEnd(46)} ${"count".padStart(6)} ${"strongest".padStart(9)} ${"relations".padStart(9)}`,
    ...rows,
  ].join("\n");
}

/** What is wrong with a statement, for the one who mends it; "" when nothing is. */
export function complaint(one: Scored): string {
  if (one.certain && one.disagreements.length === 0) return ""; // what is beyond the text cannot be mended
  const lines = one.disagreements.map(
    ({ about, kind, relation, predicted, observed }) =>
      `  ${kind} ${about} ${relation ?? ""}${predicted ? ` facts: ${predicted}` : ""}${observed ? ` server: ${observed}` : ""}`,
  );
  const assumed = one.assumed.map((text) => `  uncertain: ${text}`);
  const crash = one.crash ? [`  CRASH ${one.crash.split("\n").slice(0, 4).join(" ")}`] : [];
  return [
    `${one.history} ${one.path}`,
    ...crash,
    ...lines,
    ...assumed,
    one.sql.slice(0, 700).replace(/^/gm, "    | "),
    "",
  ].join("\n");
}

/** How often a refusal was foretold. */
export function refusals(list: readonly Refused[]): string {
  const foretold = list.filter((one) => one.predicted !== undefined && one.observed.startsWith(one.predicted)).length;
  return `${list.length} statements were refused by the server (left out above); of these ${foretold} were predicted with their SQLSTATE`;
}
