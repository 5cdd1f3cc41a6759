import type { RecordedRun } from "@release-gate/adapters";
import {
  exactText,
  msg,
  render,
  shownFindings,
  visible,
  type LintReport,
  type Message,
  type RecordedMigration,
  type Source,
} from "@release-gate/core";
import type { OutputOptions } from "../flags.js";
import { paintOf, wrapped } from "../layout.js";
import { findingJson } from "./lint-json.js";
import { lintPretty } from "./lint-pretty.js";
import { traceJson, tracePretty, type TraceReport } from "./trace.js";

/** What a command sent, what it means, and what the server did with it. */
export interface TraceRunReport {
  readonly command: string;
  readonly run: RecordedRun;
  readonly migrations: readonly RecordedMigration[];
  /** The migrations as files, one for one. */
  readonly files: readonly Source[];
  readonly lint: LintReport;
  /** Undefined where nothing was sent. */
  readonly trace: TraceReport | undefined;
  /** The folder that the files were written to. */
  readonly written?: string;
}

/** So many lines of what is wrong are told. */
const most = 10;

/** The report of `trace --run` for a terminal. */
export function traceRunPretty(report: TraceRunReport, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const say = (message: Message): string => wrapped(render(message, options.language), options.width, "");
  const { run, migrations, files } = report;
  const told = [
    say(endText(run)),
    ...problems(run).map((text) => paint.red(say(text))),
    say(
      msg`${run.statements.length} {0, plural, one {statement} other {statements}} recorded on ${run.connections} {1, plural, one {connection} other {connections}}, ${run.server}.`,
    ),
    ...(run.log
      ? [
          run.log.differences.length === 0
            ? say(msg`The server's own log has the same.`)
            : paint.red(say(msg`The server's own log has others: ${firstLine(run.log.differences[0]?.sql ?? "")}`)),
        ]
      : []),
  ];
  const list = migrations.map((migration, index) => migrationText(migration, files[index]?.path ?? "", options));
  const empty =
    migrations.length === 0 ? [paint.red(say(msg`It sent no migration: nothing can be said about it.`))] : [];
  const parts = [
    told.join("\n"),
    [...list, ...empty].join("\n"),
    ...(report.trace ? [tracePretty(report.trace, options).trimEnd()] : []),
    ...(migrations.length === 0 ? [] : [lintPretty(report.lint, options).trimEnd()]),
    ...(report.written === undefined
      ? []
      : [say(msg`Written to ${report.written}: release-gate lint judges it without running anything.`)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function endText({ end }: RecordedRun): Message {
  if (end.timedOut) return msg`The command did not end in its time, and was ended.`;
  if (end.exitCode === undefined) return msg`The command was ended by ${end.signal ?? "a signal"}.`;
  return msg`The command ended with exit code ${end.exitCode}.`;
}

function problems(run: RecordedRun): Message[] {
  return [
    ...run.waiting.map(({ sql, for: holder }) => msg`"${firstLine(sql)}" waits for "${firstLine(holder)}".`),
    ...run.refused.map(
      ({ database, message }) => msg`A connection to the database "${database}" was refused: ${message}`,
    ),
    ...run.notUnderstood.map((text) => msg`Not understood: ${text}`),
  ].slice(0, most);
}

function migrationText(migration: RecordedMigration, path: string, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const say = (message: Message): string => render(message, options.language);
  const { transaction, lines, name, written, tool } = migration;
  const head = `${paint.bold(visible(path))} ${visible(name ?? "")}`.trimEnd();
  const how = say(transactions[transaction]);
  const count = say(msg`${lines.length} {0, plural, one {statement} other {statements}}`);
  const last = written || tool === undefined ? [] : [paint.red(say(msg`its runner did not write that it has run`))];
  const failures = lines.flatMap(({ text, error, unknown }) => [
    ...(error ? [msg`${error.sqlstate} ${error.message}: ${firstLine(text)}`] : []),
    ...(unknown === true ? [msg`Not known as a whole: ${firstLine(text)}`] : []),
  ]);
  return [
    `${head}: ${[count, how, ...last].join(", ")}`,
    ...failures.slice(0, most).map((text) => paint.red(wrapped(`✗ ${say(text)}`, options.width, "  "))),
  ].join("\n");
}

const transactions: Readonly<Record<RecordedMigration["transaction"], Message>> = {
  file: msg`in a transaction of its own`,
  batch: msg`in one transaction with others`,
  none: msg`each by itself, but for what is between BEGIN and COMMIT`,
  query: msg`as one query`,
};

const firstLine = (sql: string): string => sql.trim().split(/\r?\n/)[0]?.slice(0, 200) ?? "";

/** The report of `trace --run --format json`. */
export function traceRunJson(report: TraceRunReport, options: OutputOptions): string {
  const { run, migrations, files, lint, trace } = report;
  const traced = trace
    ? (JSON.parse(traceJson(trace, options)) as Readonly<Record<string, unknown>>)
    : { schemaVersion: 1, server: run.server, statements: [], notRun: 0, historyErrors: [] };
  const recorded = {
    command: report.command,
    exitCode: run.end.exitCode ?? null,
    signal: run.end.signal ?? null,
    timedOut: run.end.timedOut,
    connections: run.connections,
    recorded: run.statements.length,
    log: run.log ? { agreed: run.log.agreed, differences: run.log.differences } : null,
    waiting: run.waiting,
    refused: run.refused,
    notUnderstood: run.notUnderstood,
    migrations: migrations.map(({ name, tool, transaction, lines, written }, index) => ({
      path: files[index]?.path ?? null,
      name: name ?? null,
      tool: tool ?? null,
      transaction,
      written,
      statements: lines.map(({ text, error, unknown, undone, connection }) => ({
        text,
        connection,
        unknown: unknown === true,
        undone: undone === true,
        error: error ?? null,
      })),
    })),
    written: report.written ?? null,
  };
  const findings = shownFindings(lint).map((placed) => ({
    path: placed.path,
    ...findingJson(placed, options.language),
  }));
  const notJudged = lint.notJudged.map(({ text, ...rest }) => ({ ...rest, text: exactText(text, options.language) }));
  return `${JSON.stringify({ ...traced, run: recorded, findings, notJudged }, null, 2)}\n`;
}
