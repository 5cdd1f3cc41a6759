import {
  render,
  shownFindings,
  visible,
  type Check,
  type Language,
  type ReportData,
  type Report,
} from "@release-gate/core";
import { causesOf, othersText, wouldText } from "./causes.js";
import { unknownLines } from "./not-known.js";
import { olderLines } from "./shown.js";

/** Workflow commands of GitHub Actions: an annotation on the line of every finding, and one for each note on the report. */
export function lintGithub(report: ReportData, language: Language): string {
  const lines = shownFindings(report).map(({ finding, path, line, column, endLine, endColumn }) => {
    const place = `file=${property(path)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn}`;
    const text = `${render(finding.message, language)} ${render(finding.advice, language)}`;
    return `::${finding.severity} ${place},title=${property(finding.rule)}::${data(text)}`;
  });
  const { shown, more } = unknownLines(report, language);
  const unknown = shown.map(({ path, line, column, word, why, holds, text }) => {
    const place = `file=${property(path)},line=${line},col=${column},title=${property(`${word}: ${why}`)}`;
    return `::${holds ? "error" : "warning"} ${place}::${data(text)}`;
  });
  if (more !== undefined) unknown.push(`::error title=not-read::${data(more)}`);
  const notes = report.notes.map(
    ({ reason, text }) => `::warning title=${property(reason)}::${data(render(text, language))}`,
  );
  const older = olderLines(report, language);
  const rules = older?.rules.map(([rule, count]) => `${rule}: ${count}`).join(", ");
  if (older) notes.push(`::notice title=released-unknown::${data(`${older.title} ${rules}`)}`);
  // A step shows ten annotations: what all the others rest on comes first.
  return [...notes, ...lines, ...unknown].map((line) => `${line}\n`).join("");
}

/** The report of `check`: its checks, and the findings of its migrations. */
export function checkGithub({ verdict, details }: Report, language: Language): string {
  return checksGithub(verdict.checks, language) + (details.migrations ? lintGithub(details.migrations, language) : "");
}

/** Every cause of what does not pass, on the line of the configuration that decided. */
function checksGithub(checks: readonly Check[], language: Language): string {
  return causesOf(checks)
    .map((cause) => {
      const { id, outcome, source, summary } = cause.check;
      const place = source
        ? ` file=${property(source.file)},line=${source.line},col=${source.column},title=${property(id)}`
        : ` title=${property(id)}`;
      const texts = [summary, wouldText(cause.check), othersText(cause)].filter((text) => text !== undefined);
      const said = texts.map((text) => render(text, language)).join(" ");
      return `::${outcome === "warn" ? "warning" : "error"}${place}::${data(said)}\n`;
    })
    .join("");
}

const data = (text: string): string => visible(text).replaceAll("%", "%25");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
