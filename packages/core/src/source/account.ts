import { msg, type Message } from "../text/message.js";
import { folderOf } from "./around.js";
import type { LeftOut } from "./framework.js";
import { couldRun, isSqlPath, kindOf, languageNames, type NotReadReason } from "./kinds.js";
import type { Source } from "./migration.js";
import type { Ordered } from "./order.js";

/** A SQL file that is none of the migrations, and why. */
export interface LeftFile {
  readonly source: Source;
  readonly framework: string;
  readonly why: LeftOut | "unnamed";
  /** The list of the framework in which it is missing. */
  readonly list?: string;
}

/** A file that is no SQL. */
export interface OtherFile {
  readonly path: string;
  /** Somebody named this file. */
  readonly named?: boolean;
  /** A submodule whose files are not there. */
  readonly submodule?: boolean;
}

/** A file that is not read. */
export interface NotReadFile {
  readonly path: string;
  readonly why: NotReadReason;
  readonly text: Message;
  /** A note that was named: nothing in it can ship. */
  readonly note?: boolean;
}

/** Where each file is that is no migration: beside them, or not read. */
export interface Account {
  /** The runner's own files, notes, and what else no runner runs. */
  readonly beside: readonly string[];
  readonly notRead: readonly NotReadFile[];
}

/** Accounts for every file that is none of the migrations. */
export function accountFor(
  placed: readonly Ordered[],
  left: readonly LeftFile[],
  others: readonly OtherFile[],
): Account {
  const frameworks = new Set(placed.map(({ framework }) => framework.name));
  const folders = new Set(placed.flatMap(({ path, home }) => [folderOf(path), home]));
  const beside: string[] = [];
  const notRead: NotReadFile[] = [];
  for (const file of left) {
    if (file.why === "foreign") beside.push(file.source.path);
    else notRead.push(leftOut(file));
  }
  for (const { path, named, submodule } of others) {
    if (submodule === true) {
      notRead.push({ path, why: "other", text: msg`The files of this submodule are not there, so they are not read.` });
      continue;
    }
    // SQL beside what a glob takes: the policy says that it is none of the migrations.
    if (isSqlPath(path)) {
      beside.push(path);
      continue;
    }
    const why = couldRun(path, folders.has(folderOf(path)), frameworks);
    if (why !== undefined) notRead.push({ path, why, text: textOf(why) });
    else if (named === true) {
      const kind = kindOf(path) ?? "other";
      notRead.push({ path, why: kind, text: textOf(kind), note: true });
    } else beside.push(path);
  }
  return { beside, notRead };
}

function leftOut({ source, framework, why, list }: LeftFile): NotReadFile {
  const { path } = source;
  if (why === "callback") {
    return { path, why: "callback", text: msg`${framework} runs this file around its migrations; it is not read.` };
  }
  const text =
    why === "unlisted" && list !== undefined
      ? msg`${framework} never runs this file: ${list} does not name it.`
      : msg`${framework} never runs this file: its migrations have other names. Rename it, move it away, or say with "migrations.framework" which runner runs it.`;
  return { path, why: "never-run", text };
}

function textOf(why: NotReadReason): Message {
  const language = languageNames[why];
  if (language !== undefined) return msg`${language} is not read: what this file does to the database is not known.`;
  if (why === "template") return msg`A program generates the SQL of this file: it is not read.`;
  if (why === "archive") return msg`Compressed files are not read.`;
  return msg`This kind of file is not read: SQL is read from files that end in .sql.`;
}
