import { parseStatements } from "../sql/parse.js";
import type { PostgresMajor } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { pathParts, type Framework, type Recognised } from "./framework.js";
import { golangMigrate } from "./golang-migrate.js";
import type { Migration, Source, TransactionMode } from "./migration.js";
import { plain } from "./plain.js";
import { prisma } from "./prisma.js";
import { upDownFolder } from "./up-down-folder.js";

/** The frameworks, the most telling names first; `plain` takes every .sql file, so it is last. */
export const frameworks: readonly Framework[] = [prisma, golangMigrate, upDownFolder, plain];

export interface ReadOptions {
  readonly postgres: PostgresMajor;
  /** Name of the framework; told from the paths where not given. */
  readonly framework?: string;
  /** Overrides who opens the transaction. */
  readonly transaction?: TransactionMode;
  /** Paths that are read whatever they are called: somebody asked for them. As plain SQL after all others, if need be. */
  readonly given?: ReadonlySet<string>;
}

/**
 * The migrations of some files, in the order in which the framework runs them; a down migration follows its up one.
 * Files that are none of the framework's are left out.
 */
export function readMigrations(sources: readonly Source[], options: ReadOptions): Migration[] {
  const named = options.framework === undefined ? undefined : frameworkNamed(options.framework);
  const recognised = sources.flatMap((source) => {
    const framework = named ?? frameworks.find((each) => each.recognise(source.path));
    const what = framework?.recognise(source.path);
    if (framework && what) return [{ source, framework, what }];
    const name = pathParts(source.path).file;
    return options.given?.has(source.path) ? [{ source, framework: plain, what: { name, version: undefined } }] : [];
  });
  recognised.sort(
    (a, b) =>
      compareVersions(a.what, b.what) ||
      compareText(a.what.name, b.what.name) ||
      Number(a.what.direction === "down") - Number(b.what.direction === "down") ||
      compareText(a.source.path, b.source.path),
  );
  return recognised.flatMap(({ source, framework, what }) => migrationsOf(source, framework, what, options));
}

function migrationsOf(source: Source, framework: Framework, what: Recognised, options: ReadOptions): Migration[] {
  return framework.sections(source, what).map((section): Migration => {
    const { statements, comments } = parseStatements(source.text, { postgres: options.postgres, span: section.span });
    return {
      source,
      name: what.name,
      version: what.version,
      framework: framework.name,
      direction: section.direction,
      transaction: options.transaction ?? section.transaction,
      multiStatementQuery: options.transaction === undefined && section.multiStatementQuery,
      span: section.span,
      statements,
      comments,
    };
  });
}

function frameworkNamed(name: string): Framework {
  const found = frameworks.find((framework) => framework.name === name);
  if (found) return found;
  const known = frameworks.map((framework) => framework.name).join(", ");
  throw new UserError(msg`Unknown migration framework "${name}".`, { hint: msg`Use one of: ${known}.` });
}

/** By version, number by number; what has none comes last, by name. */
function compareVersions(a: Recognised, b: Recognised): number {
  if (a.version === undefined || b.version === undefined) {
    return Number(a.version === undefined) - Number(b.version === undefined);
  }
  const left = a.version.split(/[._-]/);
  const right = b.version.split(/[._-]/);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareNumbers(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** Digits of any length as numbers, without rounding; anything else as text. */
function compareNumbers(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return compareText(a, b);
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return left.length - right.length || compareText(left, right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The framework whose naming a path follows; undefined for a plain SQL file, whose neighbours may be anything. */
export function recognisedFramework(path: string): Framework | undefined {
  return frameworks.find((framework) => framework !== plain && framework.recognise(path) !== undefined);
}
