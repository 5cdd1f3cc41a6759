/**
 * The only file of this package that asks the core and the adapters for a judgment. A file is judged in its place in its
 * project's history; everything that ESLint then shows comes from this one answer.
 */
import { dirname, resolve } from "node:path";
import { lintProject, loadProject, shownPath, type Project } from "@release-gate/adapters";
import {
  isSqlPath,
  isUnread,
  render,
  rules,
  sourceOf,
  toldOfFile,
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
export function judge(path: string, text: string): JudgedFile {
  // The configuration says what is SQL, not the name: a text in no file is called "<input>" or "__placeholder__.js".
  const full = resolve(isSqlPath(path) ? path : `${path}.sql`);
  const project = withStyleRules(loadProject(dirname(full)));
  const unsaved = sourceOf(shownPath(project.root, full), text);
  const report = lintProject(project, { unsaved, today: new Date().toISOString().slice(0, 10) });
  const migrations = report.files.find(({ source }) => source.path === unsaved.path)?.migrations ?? [];
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
    told: toldOfFile(report, unsaved.path),
  };
}

/** ESLint's configuration decides which rules are shown, so those of style run as well, where no policy says otherwise. */
function withStyleRules(project: Project): Project {
  const style = rules
    .filter((rule) => !rule.default)
    .map(({ id, severity }) => [id, { severity, options: {}, unasked: true }] as const);
  const ruleSettings = new Map([...style, ...project.policy.ruleSettings]);
  return { ...project, policy: { ...project.policy, ruleSettings } };
}
