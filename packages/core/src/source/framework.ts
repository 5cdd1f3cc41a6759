import type { Span } from "../text/span.js";
import type { Statement } from "../sql/statement.js";
import type { Around } from "./around.js";
import type { Direction, Leaving, Source, TransactionMode } from "./migration.js";

/** What the path of a file tells a framework. */
export interface Recognised {
  readonly name: string;
  /** What it orders by; undefined for files that run after all versions (repeatable ones), or have no order. */
  readonly version: string | undefined;
  /** Set where the path decides it; else the sections of the file do. */
  readonly direction?: Direction;
  /** Position in the list that the framework keeps of its migrations; counts before the version. */
  readonly order?: number;
  /** What the framework compares as text; where not given it compares versions, number by number. */
  readonly sorted?: string;
  /** Position among the migrations of one version. */
  readonly within?: number;
}

/**
 * A file that lies among a framework's migrations and is none. "foreign": the framework does not run it on PostgreSQL when it
 * migrates. "callback": it runs it around the migrations. "unlisted": it would run it if its list named it.
 */
export type LeftOut = "foreign" | "callback" | "unlisted";

/** A part of a file that runs as one migration. */
export interface Section {
  readonly direction: Direction;
  readonly span: Span;
  readonly transaction: TransactionMode;
  /** Set where nobody said who opens the transaction. */
  readonly transactionIsGuess?: boolean;
  /** The whole section goes to the server as one query. */
  readonly multiStatementQuery: boolean;
  /** The query is a pipeline of single statements. */
  readonly pipeline?: boolean;
  /** Parts that markers enclose: each goes to the server as one query, and no statement reaches over its ends. */
  readonly blocks?: readonly Span[];
}

/** What a reader of the documentation is told about a framework. */
export interface Profile {
  /** How its files are named, and how it is told from others. */
  readonly files: string;
  readonly order: string;
  /** What runs in one transaction. */
  readonly transaction: string;
  /** What leaves the transaction; "" where nothing does. */
  readonly outside: string;
}

export type ColonVariables = "psql" | "everywhere";

/** How one migration framework names, orders, splits and runs its files. One small module each. */
export interface Framework {
  readonly name: string;
  readonly profile: Profile;
  /** What a file says to be run without the runner's transaction, and whether it is then still one query. */
  readonly leaving?: Leaving;
  /**
   * Set where it stops, its history table refuses the row, or it runs one only, when two files have one version: as numbers (1
   * and 001), as texts, or as texts without dashes.
   */
  readonly oncePer?: "number" | "text" | "digits";
  /**
   * What it does with a file whose version is before one that has run: it passes over it without a word, or stops, unless it is
   * told otherwise. Undefined where it runs it, or where nobody looked.
   */
  readonly late?: "skipped" | "refused";
  /** How it compares what `sorted` gives; character by character where not given. */
  readonly compare?: (a: string, b: string) => number;
  /** The file in which it lists its migrations. */
  readonly list?: string;
  /** It reads the folders below as well, so that all its files are one list wherever they lie. */
  readonly readsSubfolders?: boolean;
  /** Nobody knows how its runner orders the files. */
  readonly orderIsGuess?: boolean;
  /** `:NAME` in its files is a variable: as psql has them, outside of quotes, or everywhere. */
  readonly colonVariables?: ColonVariables;
  /** Undefined for a file that is none of its migrations. */
  recognise(path: string, around: Around): Recognised | LeftOut | undefined;
  /** For frameworks that share their names with others: what in a folder shows that it is this one; undefined if nothing. */
  seen?(around: Around): string | undefined;
  /** The folder that holds all its migrations; the file's own where not given. */
  home?(path: string, around: Around): string;
  sections(source: Source, recognised: Recognised, around: Around): readonly Section[];
  /** Who opens the transaction, where the statements decide it; undefined for what the section says. */
  transactionFor?(statements: readonly Statement[]): TransactionMode | undefined;
}

/** The whole file as one section. */
export function wholeFile(source: Source, section: Omit<Section, "span">): readonly Section[] {
  return [{ ...section, span: { start: 0, end: source.text.length } }];
}

/** The whole file in the runner's transaction. */
export function inTransaction(source: Source, direction: Direction = "up"): readonly Section[] {
  return wholeFile(source, { direction, transaction: "file", multiStatementQuery: false });
}

/** The whole file as one query outside a transaction; the server makes one of several statements. */
export function asOneQuery(source: Source, direction: Direction = "up"): readonly Section[] {
  return wholeFile(source, { direction, transaction: "none", multiStatementQuery: true });
}

/** The last part of a path, and the folder before it. */
export function pathParts(path: string): { readonly folder: string; readonly file: string } {
  const parts = path.split("/");
  return { file: parts.at(-1) ?? "", folder: parts.at(-2) ?? "" };
}

/** `<digits>_name.sql` and `<digits>-name.sql`, as many frameworks name their files. */
export function numbered(path: string): Recognised | undefined {
  const match = /^(\d+)[_-].*\.sql$/i.exec(pathParts(path).file);
  return match ? { name: match[0].slice(0, -".sql".length), version: match[1] } : undefined;
}

/** `<digits>_name.up.sql` and `.down.sql`. */
export function suffixed(path: string): Recognised | undefined {
  const match = /^(\d+)_(.*)\.(up|down)\.sql$/.exec(pathParts(path).file);
  if (!match) return undefined;
  return { name: `${match[1]}_${match[2]}`, version: match[1], direction: match[3] === "down" ? "down" : "up" };
}
