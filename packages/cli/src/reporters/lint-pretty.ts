import {
  lintSummary,
  msg,
  render,
  rules,
  shownFindings,
  visible,
  type ReportData,
  type Message,
  type Note,
  type PlacedFinding,
} from "@release-gate/core";
import type { OutputOptions } from "../flags.js";
import { paintOf, wrapped } from "../layout.js";
import { codeFrame } from "./code-frame.js";
import { unknownLines } from "./not-known.js";
import { olderLines } from "./shown.js";

/** The report of `lint` for a terminal: every finding with its place, what it does to users and what to do instead. */
export function lintPretty(report: ReportData, options: OutputOptions): string {
  const explained = new Set<string>();
  const findings = shownFindings(report).map((placed) => `${findingPretty(placed, options, explained)}\n`);
  const isFirst = ({ reason }: Note): boolean => saidFirst.has(reason);
  const first = options.quiet ? "" : paintOf(options.color).yellow(noteLines(report.notes.filter(isFirst), options));
  const last = report.notes.filter((note) => !isFirst(note));
  const summary = options.quiet ? "" : `${summaryLine(report, options)}\n${noteLines(last, options)}`;
  return [first, olderPretty(report, options), ...findings, unknownPretty(report, options), summary]
    .filter((part) => part !== "")
    .join("\n");
}

/** One finding. Why it matters and what to do is told at the first finding of each rule. */
export function findingPretty(placed: PlacedFinding, options: OutputOptions, explained: Set<string>): string {
  const { finding, file, path, line, column } = placed;
  const paint = paintOf(options.color);
  const say = (message: Message): string => render(message, options.language);
  const severity = finding.severity === "error" ? paint.red(say(msg`error`)) : paint.yellow(say(msg`warning`));
  const head = `${paint.bold(`${visible(path)}:${line}:${column}`)} ${severity} ${paint.dim(visible(finding.rule))}`;
  const parts = [head, wrapped(say(finding.message), options.width, "  ")];
  parts.push(codeFrame(file.source.text, finding.span, line, { width: options.width, paint }));
  if (!explained.has(finding.rule)) {
    explained.add(finding.rule);
    const rule = rules.find((each) => each.id === finding.rule);
    if (rule) parts.push(paint.dim(wrapped(say(rule.why), options.width, "  ")));
    parts.push(wrapped(`→ ${say(finding.advice)}`, options.width, "  "));
  }
  return parts.join("\n");
}

/** What ships and nobody knows: the place, the word for it, and what it means. */
export function unknownPretty(report: ReportData, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const { shown, more } = unknownLines(report, options.language);
  const lines = shown.map(({ place, word, why, holds, text }) => {
    const head = `${paint.bold(visible(place))} ${holds ? paint.red(word) : paint.yellow(word)} ${paint.dim(visible(why))}`;
    return `${head}\n${wrapped(text, options.width, "  ")}\n`;
  });
  return [...lines, ...(more === undefined ? [] : [`${wrapped(more, options.width, "")}\n`])].join("\n");
}

/** Of the files that are only counted: how many findings each rule has there. */
export function olderPretty(report: ReportData, options: OutputOptions): string {
  const older = options.quiet ? undefined : olderLines(report, options.language);
  if (!older) return "";
  const rules = older.rules.map(([rule, count]) => `${String(count).padStart(6)}  ${rule}`);
  return [wrapped(older.title, options.width, ""), ...rules, ""].join("\n");
}

/** What the reader must know before the findings: which of the files were judged, and as what. */
const saidFirst: ReadonlySet<Note["reason"]> = new Set<Note["reason"]>(["released-unknown", "released", "outside"]);

/** What makes the judgment less sure than it could be, and what of the baseline is gone. */
function noteLines(notes: readonly Note[], options: OutputOptions): string {
  return notes.map(({ text }) => `${wrapped(render(text, options.language), options.width, "")}\n`).join("");
}

function summaryLine(report: ReportData, options: OutputOptions): string {
  const { files, statements, notRead, notJudged, errors, warnings, suppressed } = lintSummary(report);
  const parts = [
    msg`${errors} {0, plural, one {error} other {errors}}`,
    msg`${warnings} {0, plural, one {warning} other {warnings}}`,
    ...(suppressed > 0 ? [msg`${suppressed} suppressed`] : []),
    ...(notRead > 0 ? [msg`${notRead} {0, plural, one {file} other {files}} not read`] : []),
    ...(notJudged > 0 ? [msg`${notJudged} {0, plural, one {statement} other {statements}} not judged`] : []),
  ].map((part) => render(part, options.language));
  const where = render(
    msg`in ${files} {0, plural, one {file} other {files}}, ${statements} {1, plural, one {statement} other {statements}} (PostgreSQL ${report.postgres}).`,
    options.language,
  );
  return wrapped(`${parts.join(", ")} ${where}`, options.width, "");
}
