import { parseStatements } from "../sql/parse.js";
import type { PostgresMajor, Statement } from "../sql/statement.js";
import { ourBug, tooDeep } from "../sql/syntax-error.js";
import { unread } from "../sql/unread.js";
import { msg, type Message } from "../text/message.js";
import type { Span } from "../text/span.js";
import { UserError } from "../text/user-error.js";
import { lookAround, type Around } from "./around.js";
import { accountFor, type Account, type LeftFile, type OtherFile } from "./account.js";
import { pathParts, type Framework, type Recognised, type Section } from "./framework.js";
import { leavingBy, outsideAt, withMarks, type Marks, type MarkedSection } from "./marks.js";
import type { Comment, Migration, Source, TransactionMode } from "./migration.js";
import { guessedOrder, inOrder, type Ordered, type OrderOptions } from "./order.js";
import { fillPlaceholders, type Filled, type PlaceholderValues } from "./placeholders.js";
import { plain } from "./plain.js";
import { sameVersions } from "./same-version.js";
import { frameworks, tellFramework } from "./tell-framework.js";

export interface ReadOptions extends OrderOptions {
  readonly postgres: PostgresMajor;
  /** Name of the framework; told from the files where not given. */
  readonly framework?: string | undefined;
  /** Overrides who opens the transaction. */
  readonly transaction?: TransactionMode | undefined;
  /** Paths that are read whatever they are called: somebody asked for them. As plain SQL after all others, if need be. */
  readonly given?: ReadonlySet<string> | undefined;
  /** Other files from which frameworks are told and by which they are configured (`sidecarPaths`, `manifestNames`). */
  readonly sidecars?: readonly Source[] | undefined;
  /** Values of placeholders, by name. */
  readonly placeholders?: Readonly<Record<string, string>> | undefined;
  /** What the comments of the files say to a runner of the project's own. */
  readonly marks?: Marks | undefined;
  /** The files among them that are no SQL, to be accounted for. */
  readonly others?: readonly OtherFile[] | undefined;
}

/** A source with the framework it is of. */
export interface Placed extends Ordered {
  readonly source: Source;
  readonly around: Around;
}

/** Migrations, where every other file is, and what of their order is a guess. */
export interface ReadResult extends Account {
  readonly migrations: readonly Migration[];
  readonly guess: Message | undefined;
}

/**
 * The migrations of some files, in the order in which the framework runs them; a down migration follows its up one.
 * Files that are none of the framework's are left out.
 * @throws UserError for an unknown framework, one that cannot be told, or a placeholder without value.
 */
export function readMigrations(sources: readonly Source[], options: ReadOptions): readonly Migration[] {
  return readAll(sources, options).migrations;
}

/** As `readMigrations`, with what is to be told of how they were read. */
export function readAll(sources: readonly Source[], options: ReadOptions): ReadResult {
  const found = place(sources, options);
  const placed = inOrder(found.placed, options);
  const same = sameVersions(placed);
  const values = new Map(Object.entries(options.placeholders ?? {}));
  return {
    migrations: placed.flatMap((each) => {
      try {
        return migrationsOf(each, values, options, same.get(each));
      } catch (error) {
        if (error instanceof UserError) throw error;
        // One file that we cannot read must not keep the others from being judged.
        return [unreadable(each, error)];
      }
    }),
    guess: guessedOrder(placed, options),
    ...accountFor(placed, found.left, options.others ?? []),
  };
}

/** A migration that stands for a file of which we cannot tell the statements. */
function unreadable({ source, framework, what }: Placed, error: unknown): Migration {
  const span = { start: 0, end: source.text.length };
  const refused = error instanceof RangeError ? tooDeep(span) : ourBug(error, span);
  const statement: Statement = { index: 0, span, text: source.text, kind: "", error: refused, at: () => 0 };
  return {
    source,
    name: what.name,
    version: what.version,
    framework: framework.name,
    direction: "up",
    transaction: "none",
    multiStatementQuery: false,
    span,
    statements: [statement],
    comments: [],
  };
}

/** Each source with its framework; without those that are none of it. */
export function placeSources(sources: readonly Source[], options: Omit<ReadOptions, "postgres">): readonly Placed[] {
  return place(sources, options).placed;
}

interface Places {
  readonly placed: readonly Placed[];
  readonly left: readonly LeftFile[];
}

function place(sources: readonly Source[], options: Omit<ReadOptions, "postgres">): Places {
  const named = options.framework === undefined ? undefined : frameworkNamed(options.framework);
  const look = lookAround(sources, options.sidecars ?? []);
  const placed: Placed[] = [];
  const left: LeftFile[] = [];
  const unnamed: Source[] = [];
  for (const source of sources) {
    const around = look(source.path);
    const told = named
      ? { framework: named, what: named.recognise(source.path, around) }
      : tellFramework(source.path, around);
    if (typeof told?.what === "object") placed.push(placedAs(told.framework, told.what, source, around));
    else if (told?.what === undefined) unnamed.push(source);
    else {
      const { name, list } = told.framework;
      left.push({ source, framework: name, why: told.what, ...(list === undefined ? {} : { list }) });
    }
  }
  const main = mainFrameworks(placed);
  for (const source of unnamed) {
    const around = look(source.path);
    const runner = main.get(around.folder);
    // A file that was asked for and that lies apart from the migrations is read as it is.
    if (runner === undefined && options.given?.has(source.path)) {
      placed.push(placedAs(plain, { name: pathParts(source.path).file, version: undefined }, source, around));
    } else left.push({ source, framework: (runner ?? named ?? plain).name, why: "unnamed" });
  }
  // What no name tells lies in a folder whose runner takes other names: it never runs.
  const strays = new Set(placed.filter((each) => isStray(each, main)));
  for (const { source, around } of strays)
    left.push({ source, framework: main.get(around.folder)?.name ?? "", why: "unnamed" });
  return { placed: placed.filter((each) => !strays.has(each)), left };
}

/** Folder -> the framework that most of its files are of, where it is a known one. */
function mainFrameworks(placed: readonly Placed[]): ReadonlyMap<string, Framework> {
  const counts = new Map<string, Map<Framework, number>>();
  for (const { framework, around, home } of placed) {
    for (const folder of new Set([around.folder, home])) {
      const known = counts.get(folder) ?? new Map<Framework, number>();
      counts.set(folder, known.set(framework, (known.get(framework) ?? 0) + 1));
    }
  }
  const main = new Map<string, Framework>();
  for (const [folder, frameworks] of counts) {
    const [first, second] = [...frameworks].toSorted(([, a], [, b]) => b - a);
    if (first && first[0] !== plain && first[1] > (second?.[1] ?? 0)) main.set(folder, first[0]);
  }
  return main;
}

/** Whether the runner of a file's folder takes other files than this one. */
function isStray({ framework, around, path }: Placed, main: ReadonlyMap<string, Framework>): boolean {
  const runner = main.get(around.folder);
  return runner !== undefined && runner !== framework && runner.recognise(path, around) === undefined;
}

function placedAs(framework: Framework, what: Recognised, source: Source, around: Around): Placed {
  const { path } = source;
  return { source, path, framework, what, around, home: framework.home?.(path, around) ?? around.folder };
}

function migrationsOf(
  placed: Placed,
  values: PlaceholderValues,
  options: ReadOptions,
  sameVersion: string | undefined,
): Migration[] {
  const { source, framework, what, around } = placed;
  const filled = fillPlaceholders(source, values, framework.colonVariables);
  const leaving = leavingBy(options.marks, framework.leaving);
  return framework.sections({ ...source, text: filled.text }, what, around).map((whole): Migration => {
    const asked = asTold(whole, options);
    const section = withMarks(filled.text, asked, options.marks);
    const { statements, comments } = parseSection(filled, section, options.postgres);
    const allOutside = statements.length > 0 && statements.every(({ span }) => outsideAt(section, span.start));
    const isGuess = asked.transactionIsGuess === true && !allOutside;
    const transaction = options.transaction ?? framework.transactionFor?.(statements) ?? section.transaction;
    return {
      source,
      name: what.name,
      version: what.version,
      framework: framework.name,
      direction: section.direction,
      transaction: allOutside ? "none" : transaction,
      ...(isGuess ? { transactionIsGuess: true } : {}),
      multiStatementQuery: section.multiStatementQuery,
      span: section.span,
      statements,
      comments,
      ...(leaving ? { leaving } : {}),
      ...(section.pipeline && options.transaction === undefined ? { pipeline: true } : {}),
      ...(section.blocks ? { blocks: section.blocks } : {}),
      ...(section.outside && !allOutside ? { outside: section.outside } : {}),
      ...(sameVersion === undefined ? {} : { sameVersion }),
      ...(filled.substitution ? { substitution: filled.substitution } : {}),
    };
  });
}

/** A section as the policy says that it runs. A mark that leaves the transaction says that there is one. */
function asTold(section: Section, { transaction, marks }: ReadOptions): Section {
  const { transactionIsGuess: isGuess, ...rest } = section;
  if (transaction !== undefined) return { ...rest, multiStatementQuery: false };
  return isGuess === true && marks?.outside !== undefined ? { ...rest, transaction: "file" } : section;
}

/** The statements and comments of a section; no statement reaches over the end of a block or a part. */
function parseSection(
  { text, directive }: Filled,
  { span, blocks = [], cuts = [] }: MarkedSection,
  postgres: PostgresMajor,
): { readonly statements: readonly Statement[]; readonly comments: readonly Comment[] } {
  if (directive && span.start <= directive.start && directive.start < span.end)
    return { statements: [unread(text, directive, 0)], comments: [] };
  const parts = cutAt(span, blocks, cuts).map((part) => parseStatements(text, { postgres, span: part }));
  if (parts.length === 1 && parts[0]) return parts[0];
  const statements = parts.flatMap((part) => part.statements);
  return {
    statements: statements.map((statement, index) => (statement.index === index ? statement : { ...statement, index })),
    comments: parts.flatMap((part) => part.comments),
  };
}

/** A span in parts that begin and end where blocks do, and at the cuts. */
function cutAt(span: Span, blocks: readonly Span[], cuts: readonly number[]): Span[] {
  const places = new Set([...blocks.flatMap(({ start, end }) => [start, end]), ...cuts]);
  const bounds = [span.start, ...[...places].filter((at) => span.start < at && at < span.end), span.end];
  bounds.sort((a, b) => a - b);
  return bounds.slice(0, -1).map((start, at) => ({ start, end: bounds[at + 1] ?? span.end }));
}

export function frameworkNamed(name: string): Framework {
  const found = frameworks.find((framework) => framework.name === name);
  if (found) return found;
  const known = frameworks.map((framework) => framework.name).join(", ");
  throw new UserError(msg`Unknown migration framework "${name}".`, { hint: msg`Use one of: ${known}.` });
}
