/**
 * The only file of this package that asks the core and the adapters for a judgment. A file is judged in its place in its
 * project's history; everything that ESLint then shows comes from this one answer.
 */
import { resolve } from "node:path";
import type { GateSession } from "@release-gate/adapters";
import {
  isSqlPath,
  isUnread,
  render,
  type Comment,
  type Finding,
  type Statement,
  type ToldOfFile,
} from "@release-gate/core";

/** Why a text is no SQL, and where: a UTF-16 offset from 0. */
export interface SyntaxFault {
  readonly message: string;
  readonly offset: number;
}

/** What Release Gate knows about one file. Offsets are those of the text without its byte order mark. */
export interface JudgedFile {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly errors: readonly SyntaxFault[];
  readonly findings: readonly Finding[];
  /** What holds, or was guessed, and is no finding of a rule. */
  readonly told: ToldOfFile;
}

/**
 * Judges a text as the file `path` (absolute) of its project. Reads synchronously, as ESLint asks for.
 * @throws UserError for a project that cannot be read, such as an unknown key in release-gate.yaml.
 */
export function judge(session: GateSession, path: string, text: string): JudgedFile {
  // The configuration says what is SQL, not the name: a text in no file is called "<input>" or "__placeholder__.js".
  const full = resolve(isSqlPath(path) ? path : `${path}.sql`);
  const today = new Date().toISOString().slice(0, 10);
  const { file, told } = session.judge(full, text, { today, strangers: true, style: true });
  const migrations = file?.migrations ?? [];
  const statements = migrations.flatMap(({ migration }) => migration.statements);
  return {
    statements,
    comments: migrations.flatMap(({ migration }) => migration.comments),
    // What was not read is the finding of a rule, and does not hide the rest of the file. What was released nobody mends.
    errors: migrations
      .filter(({ deployment }) => deployment)
      .flatMap(({ migration }) => migration.statements)
      .flatMap((statement) =>
        statement.error && !isUnread(statement)
          ? [{ message: render(statement.error.message, "en"), offset: statement.error.span.start }]
          : [],
      ),
    findings: migrations.flatMap(({ findings }) => findings),
    told: told ?? { unknown: [], guesses: [] },
  };
}
