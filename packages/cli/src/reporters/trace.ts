import {
  exactText,
  SourceLines,
  msg,
  render,
  visible,
  type Disagreement,
  type Message,
  type Observed,
  type Source,
  type Step,
} from "@release-gate/core";
import type { NotRun } from "@release-gate/adapters";
import type { OutputOptions } from "../flags.js";
import { cut, paintOf, wrapped } from "../layout.js";

/** One statement: what was predicted, what the server did, and where they differ. */
export interface TraceRow {
  readonly source: Source;
  readonly step: Step;
  readonly observed: Observed | undefined;
  readonly locksSeen: boolean;
  readonly notRun: NotRun | undefined;
  readonly disagreements: readonly Disagreement[];
}

export interface TraceReport {
  readonly server: string;
  readonly rows: readonly TraceRow[];
  readonly notRun: number;
  readonly historyErrors: readonly { readonly sql: string; readonly sqlstate: string; readonly message: string }[];
}

/** The report of `trace` for a terminal: what the server did, and in what it differs from what was predicted. */
export function tracePretty(report: TraceReport, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const say = (message: Message): string => render(message, options.language);
  const refused = report.historyErrors.map(({ sql, sqlstate, message }) =>
    wrapped(paint.red(say(msg`The history was refused: ${sqlstate} ${message}: ${firstLine(sql)}`)), options.width, ""),
  );
  const rows = report.rows.map((row) => rowPretty(row, options));
  const differing = report.rows.filter((row) => row.disagreements.length > 0).length;
  const summary = msg`${report.rows.length} {0, plural, one {statement} other {statements}} on ${report.server}: ${differing} {2, plural, one {differs} other {differ}} from what was predicted, ${report.notRun} {3, plural, one {was} other {were}} not run.`;
  return `${[...refused, ...rows, wrapped(say(summary), options.width, "")].join("\n\n")}\n`;
}

function rowPretty(row: TraceRow, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const say = (message: Message): string => render(message, options.language);
  const line = new SourceLines(row.source).position(row.step.statement.span.start).line;
  const { observed } = row;
  const time = observed ? paint.dim(` ${observed.durationMs.toFixed(1)} ms`) : "";
  const head = `${paint.bold(`${visible(row.source.path)}:${line}`)}${time}\n  ${cut(visible(firstLine(row.step.statement.text)), options.width - 2)}`;
  if (row.notRun) return `${head}\n${wrapped(paint.yellow(say(row.notRun.text)), options.width, "    ")}`;
  const facts = observed
    ? observedLines(observed, row.locksSeen).map((text) => wrapped(say(text), options.width, "    "))
    : [];
  const wrong = row.disagreements.map((each) =>
    paint.red(`  ✗ ${wrapped(say(disagreementText(each)), options.width, "    ").trimStart()}`),
  );
  const nothing =
    row.step.transaction.locks.length > 0
      ? msg`takes no lock that its transaction does not hold already`
      : msg`locks no existing relation`;
  return [head, ...(facts.length > 0 ? facts : [wrapped(say(nothing), options.width, "    ")]), ...wrong].join("\n");
}

function observedLines(observed: Observed, locksSeen: boolean): Message[] {
  return [
    ...(locksSeen ? [] : [msg`Its locks could not be seen: only one session is there.`]),
    ...observed.locks.map(({ relation, mode }) => msg`${mode} on ${relation}`),
    ...observed.rewrites.map((relation) => msg`rewrites ${relation}`),
    ...observed.scans
      .filter(({ why }) => why !== "rewrite")
      .map(({ relation, why }) => msg`reads ${relation} (${why})`),
    ...observed.indexBuilds.map(({ index, table }) => msg`builds ${index} on ${table}`),
    ...(observed.error ? [msg`error ${observed.error.sqlstate}: ${observed.error.message}`] : []),
  ];
}

function disagreementText({ about, kind, relation, predicted, observed }: Disagreement): Message {
  const what = relation === undefined ? about : `${about} ${relation}`;
  if (kind === "wrong") return msg`${what}: predicted ${predicted ?? ""}, the server did ${observed ?? ""}.`;
  return kind === "missed"
    ? msg`${what}: the server did it${observed === undefined ? "" : ` (${observed})`}, and the prediction does not have it.`
    : msg`${what}: predicted${predicted === undefined ? "" : ` (${predicted})`}, and the server did not do it.`;
}

const firstLine = (sql: string): string => sql.trim().split(/\r?\n/)[0] ?? "";

/** The report of `trace --format json`. */
export function traceJson(report: TraceReport, options: OutputOptions): string {
  const statements = report.rows.map((row) => {
    const { facts, statement } = row.step;
    return {
      path: row.source.path,
      index: statement.index,
      kind: statement.kind,
      ...new SourceLines(row.source).position(statement.span.start),
      predicted: {
        locks: facts.locks.map(({ relation, mode }) => ({ relation, mode })),
        rewrites: facts.rewrites,
        scans: facts.scans.map(({ relation, why }) => ({ relation, why })),
        indexBuilds: facts.indexBuilds.map(({ table }) => table),
        error: facts.error?.sqlstate ?? null,
      },
      observed: row.observed ?? null,
      notRun: row.notRun ? { why: row.notRun.why, text: exactText(row.notRun.text, options.language) } : null,
      disagreements: row.disagreements,
    };
  });
  return `${JSON.stringify({ schemaVersion: 1, server: report.server, statements, notRun: report.notRun, historyErrors: report.historyErrors }, null, 2)}\n`;
}
