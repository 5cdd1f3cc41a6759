import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PostgresMajor } from "../../../packages/core/src/sql/statement.js";
import { loadParser } from "../../../packages/core/src/sql/parse.js";
import { readFileHistories } from "./files.js";
import { measureHistory, timeZoneOf } from "./measure.js";
import { scoreHistory, type Refused, type Scored } from "./score.js";
import { commitOf, gitDirectory, histories, readHistory, type Piece } from "./sources.js";
import { breakdown, complaint, refusals, summary } from "./table.js";

export interface RunOptions {
  /** The folder of the clones of public histories. */
  readonly from?: string;
  /** A folder of .sql files, each a history of its own. */
  readonly files?: string;
  readonly major: PostgresMajor;
  /** Changes when observing changes, so that old answers are not used. */
  readonly key: string;
  readonly only: readonly string[];
  readonly disagreements: string | undefined;
  readonly observeOnly: boolean;
}

/** A history as it is measured. */
interface Subject {
  readonly name: string;
  readonly pieces: readonly Piece[];
  readonly makesRoles: boolean;
  /** What is said of it. */
  readonly note: string;
}

/** Measures and scores all histories that are at hand and prints the tables. */
export async function run(options: RunOptions): Promise<void> {
  const scored: Scored[] = [];
  const refused: Refused[] = [];
  const notes: string[] = [];
  const timeZone = options.observeOnly ? "" : await timeZoneOf(options.major);
  await loadParser();
  for (const subject of options.files === undefined ? ofProjects(options, notes) : ofFiles(options.files, options)) {
    const { name, pieces, makesRoles } = subject;
    const measured = await measureHistory(options.major, name, pieces, { key: options.key, makesRoles });
    const own = measured.filter(({ piece }) => !pieces[piece]?.setup);
    notes.push(
      `${subject.note}, ${own.length} statements, ${own.filter((each) => each.observed.error).length} refused by the server`,
    );
    if (options.observeOnly) {
      console.log(notes.at(-1));
      continue;
    }
    const result = await scoreHistory(options.major, name, pieces, measured, timeZone);
    for (const one of result.scored) scored.push(one);
    for (const one of result.refused) refused.push(one);
  }
  if (!options.observeOnly) print(options, scored, refused, notes);
}

function* ofProjects({ from = "", only }: RunOptions, notes: string[]): Generator<Subject> {
  for (const history of histories) {
    const name = history.repository;
    if (only.length > 0 && !only.some((each) => name.includes(each))) continue;
    const git = gitDirectory(from, history);
    if (!git) {
      notes.push(`${name}: not there, skipped`);
      continue;
    }
    const pieces = readHistory(git, history);
    yield { name, pieces, makesRoles: true, note: `${name} ${commitOf(git).slice(0, 12)}: ${pieces.length} files` };
  }
}

function* ofFiles(folder: string, { major, only }: RunOptions): Generator<Subject> {
  for (const { name, pieces, left } of readFileHistories(folder, major, only)) {
    const note = `${name}: left out ${left.commands} psql commands, ${left.copies} COPY FROM stdin, ${left.variables} with psql variables`;
    yield { name, pieces, makesRoles: false, note };
  }
}

function print(
  options: RunOptions,
  scored: readonly Scored[],
  refused: readonly Refused[],
  notes: readonly string[],
): void {
  const definitions = scored.filter((one) => one.definition);
  const doBlocks = scored.filter((one) => one.family === "Do");
  console.log(`PostgreSQL ${options.major}\n${notes.join("\n")}\n`);
  console.log(
    `${summary("DDL", definitions)}\n${summary("DO blocks", doBlocks)}\n${summary("everything", scored)}\n${refusals(refused)}\n`,
  );
  console.log(`${breakdown(scored, (one) => one.family)}\n`);
  console.log(breakdown(definitions, (one) => one.history));
  if (options.disagreements) writeDisagreements(options.disagreements, scored, refused);
}

function writeDisagreements(folder: string, scored: readonly Scored[], refused: readonly Refused[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const families = new Map<string, string[]>();
  for (const one of scored) {
    const text = complaint(one);
    if (text) families.set(one.family, [...(families.get(one.family) ?? []), text]);
  }
  for (const [family, texts] of families)
    writeFileSync(
      join(folder, `${family.replaceAll(/\W+/g, "-")}.txt`),
      `${texts.length} statements\n\n${texts.join("\n")}`,
    );
  const unforeseen = refused.filter((one) => one.predicted === undefined || !one.observed.startsWith(one.predicted));
  writeFileSync(
    join(folder, "_refused-by-the-server.txt"),
    unforeseen
      .map(
        (one) =>
          `${one.history} ${one.path}\n  server: ${one.observed}, facts: ${one.predicted ?? "no error"}\n${one.sql.slice(0, 400).replace(/^/gm, "    | ")}\n`,
      )
      .join("\n"),
  );
}
