import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  english,
  lintSources,
  loadParser,
  rules,
  sourceOf,
  startingState,
  type Catalog,
  type Facts,
  type PostgresMajor,
  type Source,
  type Step,
  type TransactionMode,
} from "../../packages/core/src/index.js";
import { linesOfCatalog } from "../../test/catalog/catalog-lines.js";
import type { Case } from "../../test/postgres/case.js";
import { groundwork, statements } from "../../test/postgres/random-statements.js";
import { commitOf, gitDirectory, histories, readHistory } from "./histories/sources.js";

export interface RecordOptions {
  readonly major: PostgresMajor;
  /** The folder of the clones of public histories; none are recorded where it is not given. */
  readonly from?: string;
  /** How many random statements, at least. */
  readonly statements: number;
  /** Which of "cases", "examples", "histories" and "random" are recorded. */
  readonly parts: readonly string[];
  readonly note: (text: string) => void;
}

/** One line for each statement, and one for the schema at the end of each text: where it stands, a tab, what is said. */
export async function* record(options: RecordOptions): AsyncGenerator<string> {
  await loadParser();
  let count = 0;
  const counted = function* (title: string, lines: Iterable<string>): Generator<string> {
    const before = count;
    for (const line of lines) {
      count++;
      yield line;
    }
    options.note(`PostgreSQL ${options.major}, ${title}: ${count - before} lines`);
  };
  const { parts, major } = options;
  if (parts.includes("cases")) yield* counted("cases", ofCases(await allCases(), major));
  if (parts.includes("examples")) yield* counted("examples of rules", ofExamples(major));
  if (parts.includes("histories")) yield* counted("histories", ofHistories(options));
  if (parts.includes("random")) yield* counted("random statements", ofRandom(options));
}

async function allCases(): Promise<readonly (Case & { readonly file: string })[]> {
  const files = readdirSync(join(process.cwd(), "test/postgres/cases")).filter((file) => file.endsWith(".ts"));
  const loaded: (Case & { readonly file: string })[] = [];
  for (const name of files.sort()) {
    const file = name.replace(/\.ts$/, "");
    const { default: rows } = (await import(`../../test/postgres/cases/${file}.ts`)) as { default: readonly Case[] };
    for (const row of rows) loaded.push({ ...row, file });
  }
  return loaded;
}

function* ofCases(cases: Awaited<ReturnType<typeof allCases>>, major: PostgresMajor): Generator<string> {
  for (const { file, name, setup, run, transaction, versions } of cases) {
    if (versions && !versions.includes(major)) continue;
    yield* told(`${major} case ${file} | ${name}`, major, [
      { text: setup, transaction: "none" },
      { text: run, transaction: transaction ? "file" : "none" },
    ]);
  }
}

function* ofExamples(major: PostgresMajor): Generator<string> {
  for (const { id, examples } of rules) {
    for (const [at, { history = "", bad, good }] of examples.entries()) {
      yield* told(`${major} example ${id} ${at} bad`, major, [{ text: history }, { text: bad }]);
      yield* told(`${major} example ${id} ${at} good`, major, [{ text: history }, { text: good }]);
    }
  }
}

function* ofHistories({ major, from, note }: RecordOptions): Generator<string> {
  if (from === undefined) return;
  for (const history of histories) {
    const git = gitDirectory(from, history);
    if (!git) continue;
    const pieces = readHistory(git, history);
    note(`${history.repository} ${commitOf(git).slice(0, 12)}: ${pieces.length} files`);
    yield* told(`${major} history ${history.repository}`, major, pieces);
  }
}

/** The same sequences in every recording. */
function* ofRandom({ major, statements: wanted }: RecordOptions): Generator<string> {
  let count = 0;
  for (let seed = 1; count < wanted; seed++) {
    for (const [at, sequence] of fc.sample(statements, { numRuns: 50, seed }).entries()) {
      count += sequence.length;
      yield* told(`${major} random ${seed}.${at}`, major, [
        { text: [...groundwork, ...sequence].map((sql) => `${sql};`).join("\n"), transaction: "none" },
      ]);
    }
  }
}

interface Text {
  readonly text: string;
  readonly transaction?: TransactionMode;
}

function* told(where: string, postgres: PostgresMajor, texts: readonly Text[]): Generator<string> {
  let catalog: Catalog | undefined;
  for (const [file, { text, transaction }] of texts.entries()) {
    if (text.trim() === "") continue;
    const sources: Source[] = [sourceOf(`${file}.sql`, text)];
    const report = lintSources(sources, {
      migrations: { framework: "plain", ...(transaction ? { transaction } : {}) },
      state: startingState({ postgres, complete: true, ...(catalog ? { catalog } : {}) }),
      judging: { rules: [] },
    });
    ({ catalog } = report);
    const steps = report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.steps));
    for (const [at, step] of steps.entries()) yield `${where} ${file}.${at}\t${shown(step)}`;
  }
  if (catalog) yield `${where} schema\t${hashOf(linesOfCatalog(catalog).join("\n"))}`;
}

function shown(step: Step): string {
  const inner = (step.ran ?? []).map(
    (each) => `<${[...(each.inner?.via ?? []), each.inner?.path].join(" ")}> ${own(each)}`,
  );
  return [own(step), ...inner].join(" || ");
}

function own({ statement, facts }: Step): string {
  return `${statement.text.replace(/\s+/g, " ").slice(0, 160)} => ${JSON.stringify(plain(facts))}`;
}

function plain({ error, certainty, within: _, ...facts }: Facts): object {
  const rest = Object.entries(facts).filter(([, value]) => (value as readonly unknown[]).length > 0);
  const texts = certainty === "exact" ? [] : "assumed" in certainty ? certainty.assumed : certainty.dynamic;
  return {
    ...Object.fromEntries(rest),
    ...(error ? { error: `${error.sqlstate} ${english(error.message)}` } : {}),
    ...(texts.length > 0 ? { uncertain: texts.map(english) } : {}),
  };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** What differs between two recordings, by place: what was said, and what is said now. */
export function differences(before: readonly string[], now: readonly string[]): string[] {
  const split = (line: string): [string, string] => [
    line.slice(0, line.indexOf("\t")),
    line.slice(line.indexOf("\t") + 1),
  ];
  const old = new Map(before.map(split));
  const found: string[] = [];
  for (const [place, text] of now.map(split)) {
    const was = old.get(place);
    old.delete(place);
    if (was !== text) found.push(`${place}\n  was ${was ?? "not there"}\n  now ${text}`);
  }
  for (const [place, text] of old) found.push(`${place}\n  was ${text}\n  now not there`);
  return found;
}
