import {
  codeBlock,
  lintSummary,
  msg,
  plainMarkdown,
  render,
  shownFindings,
  type Check,
  type Finding,
  type Language,
  type ReportData,
  type Message,
  type PlacedFinding,
  type Report,
  type SloStatus,
} from "@release-gate/core";
import { causesOf, othersText, wouldText } from "./causes.js";
import { contextOf, decisionWords, nextText, outcomeWords } from "./check-pretty.js";
import { unknownLines } from "./not-known.js";
import { olderLines } from "./shown.js";
import { barOf, lineLegend, lineOf } from "./slo-table.js";
import { excludedWords, leftWords, resetWords, shareWords, targetOf, worstWords } from "./slo-words.js";

/** A comment on GitHub has at most 65,536 characters; more findings than these are counted only. */
const mostFindings = 40;
/** A finding's lines of SQL are cut here. */
const mostSql = 600;

/** The report of `check` in GitHub's Markdown: the verdict, a table of checks, the error budgets, the findings. */
export function checkMarkdown(report: Report, language: Language): string {
  const say = sayIn(language);
  const { verdict, details } = report;
  const { migrations: lint, slo: statuses = [] } = details;
  const context = contextOf(report).map((part) => (typeof part === "string" ? plainMarkdown(part) : say(part)));
  const parts = [
    `## ${say(decisionWords[verdict.decision])}`,
    context.join(" · "),
    ...(report.reportOnly ? [say(msg`The policy says "enforce: report", so this exits 0 whatever the verdict.`)] : []),
    ...(report.next ? [say(nextText(report))] : []),
    ...(verdict.checks.length > 0 ? [checkTable(verdict.checks, language)] : []),
    ...(statuses.length > 0 ? [`### ${say(msg`Error budgets`)}`, budgetTable(statuses, language)] : []),
    ...(lint ? [...olderParts(lint, language), ...unknownParts(lint, language), ...findingParts(lint, language)] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The report of `lint` in GitHub's Markdown. */
export function lintMarkdown(report: ReportData, language: Language): string {
  const say = sayIn(language);
  const { files, statements, errors, warnings } = lintSummary(report);
  const counts = [
    msg`${errors} {0, plural, one {error} other {errors}}`,
    msg`${warnings} {0, plural, one {warning} other {warnings}}`,
  ]
    .map(say)
    .join(", ");
  const where = say(
    msg`in ${files} {0, plural, one {file} other {files}}, ${statements} {1, plural, one {statement} other {statements}} (PostgreSQL ${report.postgres}).`,
  );
  const notes = report.notes.map(({ text }) => say(text));
  return `${[`## ${counts}`, where, ...notes, ...olderParts(report, language), ...unknownParts(report, language), ...findingParts(report, language)].join("\n\n")}\n`;
}

const sayIn =
  (language: Language) =>
  (message: Message): string =>
    plainMarkdown(render(message, language));

/** A row for each cause of what does not pass, and for each check that does. */
function checkTable(checks: readonly Check[], language: Language): string {
  const say = sayIn(language);
  const passing = checks.filter(({ outcome }) => outcome === "pass").map((check) => ({ check, others: [] }));
  const rows = [...causesOf(checks), ...passing].map((cause) => {
    const { id, outcome, source, summary } = cause.check;
    const word = say(outcomeWords[outcome]);
    const texts = [summary, wouldText(cause.check), othersText(cause)].filter((text) => text !== undefined);
    return [
      outcome === "pass" ? word : `**${word}**`,
      plainMarkdown(id),
      texts.map(say).join(" "),
      plainMarkdown(source ? `${source.file}:${source.line}` : ""),
    ];
  });
  return table([msg`outcome`, msg`check`, msg`reason`, msg`place`].map(say), rows);
}

function budgetTable(statuses: readonly SloStatus[], language: Language): string {
  const say = sayIn(language);
  const rows = statuses.map((each) => {
    const left = leftWords(each);
    return [
      plainMarkdown(each.slo.id),
      say(msg`${targetOf(each)} within ${each.slo.window.text}`),
      `\`${barOf(each)}\` ${say(shareWords(each))}`,
      left === undefined ? "" : say(left),
      say(worstWords(each)),
      `\`${lineOf(each)}\``,
    ];
  });
  const marks = statuses.flatMap((each) =>
    [excludedWords(each), resetWords(each)].flatMap((words) =>
      words === undefined ? [] : [`- ${plainMarkdown(each.slo.id)}: ${say(words)}`],
    ),
  );
  const heads = [msg`target`, msg`error budget left`, msg`as time and count`, msg`worst burn`, msg`over the period`];
  const legend = plainMarkdown(render(lineLegend(statuses), language));
  return [table(["SLO", ...heads.map(say)], rows), ...(marks.length === 0 ? [] : [marks.join("\n")]), legend].join(
    "\n\n",
  );
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "-"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** What ships and nobody knows, as a list. */
function unknownParts(lint: ReportData, language: Language): string[] {
  const { shown, more } = unknownLines(lint, language);
  if (shown.length === 0) return [];
  const lines = shown.map(
    ({ place, word, why, text }) =>
      `- ${plainMarkdown(place)} · **${word}** ${plainMarkdown(why)}: ${plainMarkdown(text)}`,
  );
  return [[...lines, ...(more === undefined ? [] : [`- ${plainMarkdown(more)}`])].join("\n")];
}

/** Of the files that are only counted: how many findings each rule has there. */
function olderParts(lint: ReportData, language: Language): string[] {
  const older = olderLines(lint, language);
  if (!older) return [];
  const rules = older.rules.map(([rule, count]) => `- ${plainMarkdown(rule)}: ${count}`).join("\n");
  return [plainMarkdown(older.title), ...(rules === "" ? [] : [rules])];
}

function findingParts(lint: ReportData, language: Language): string[] {
  const say = sayIn(language);
  const all = shownFindings(lint);
  if (all.length === 0) return [];
  const more = all.length - mostFindings;
  return [
    `### ${say(msg`Findings`)}`,
    ...all.slice(0, mostFindings).map((placed) => findingPart(placed, language)),
    ...(more > 0 ? [say(msg`${more} more {0, plural, one {finding is} other {findings are}} not shown here.`)] : []),
  ];
}

function findingPart({ finding, file, path, line, column }: PlacedFinding, language: Language): string {
  const say = sayIn(language);
  const severity = say(finding.severity === "error" ? msg`error` : msg`warning`);
  const place = `${plainMarkdown(`${path}:${line}:${column}`)} · ${plainMarkdown(finding.rule)}`;
  return `**${severity}** ${place}\n\n${say(finding.message)}\n\n${codeBlock(linesOf(file.source.text, finding), "sql")}\n\n→ ${say(finding.advice)}`;
}

function linesOf(source: string, { span }: Finding): string {
  const from = source.lastIndexOf("\n", span.start - 1) + 1;
  const end = source.indexOf("\n", Math.max(span.end - 1, span.start));
  const text = source.slice(from, end === -1 ? source.length : end);
  return text.length > mostSql ? `${text.slice(0, mostSql)}…` : text;
}
