import type { Span } from "../text/span.js";
import type { Direction, Source, TransactionMode } from "./migration.js";

/** What the path of a file tells a framework. */
export interface Recognised {
  readonly name: string;
  /** What it orders by; undefined for files that run after all versions (repeatable ones), or have no order. */
  readonly version: string | undefined;
  /** Set where the path decides it; else the sections of the file do. */
  readonly direction?: Direction;
}

/** A part of a file that runs as one migration. */
export interface Section {
  readonly direction: Direction;
  readonly span: Span;
  readonly transaction: TransactionMode;
  readonly multiStatementQuery: boolean;
}

/** How one migration framework names, orders, splits and runs its files. One small module each. */
export interface Framework {
  readonly name: string;
  /** Each migration is a folder of its own, not a file. */
  readonly folderPerMigration?: boolean;
  /** Undefined for a file that is none of its migrations. */
  recognise(path: string): Recognised | undefined;
  sections(source: Source, recognised: Recognised): readonly Section[];
}

/** The whole file as one section. */
export function wholeFile(source: Source, section: Omit<Section, "span">): readonly Section[] {
  return [{ ...section, span: { start: 0, end: source.text.length } }];
}

/** The last part of a path, and the folder before it. */
export function pathParts(path: string): { readonly folder: string; readonly file: string } {
  const parts = path.split("/");
  return { file: parts.at(-1) ?? "", folder: parts.at(-2) ?? "" };
}
