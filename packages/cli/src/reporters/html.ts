import {
  loadCharts,
  lintSummary,
  msg,
  render,
  rules,
  shownFindings,
  visibleLines,
  type Check,
  type Finding,
  type Language,
  type ReportData,
  type Message,
  type PlacedFinding,
  type Report,
} from "@release-gate/core";
import { causesOf, othersText, wouldText, type Cause } from "./causes.js";
import { contextOf, decisionWords, nextText, outcomeWords } from "./check-pretty.js";
import { htmlPage } from "./html-page.js";
import { sloSection } from "./html-slo.js";
import { unknownLines } from "./not-known.js";
import { olderLines } from "./shown.js";

/** How a text becomes markup: `text` of a plain one, `say` of a message in the page's language. */
interface Writer {
  readonly language: Language;
  readonly text: (plain: string) => string;
  readonly say: (message: Message) => string;
}

const writerOf = (language: Language, escape: (text: string) => string): Writer => ({
  language,
  text: (plain) => escape(visibleLines(plain)),
  say: (message) => escape(render(message, language)),
});

/** The report of `check` as one page: the verdict, every check, how each SLO stands with pictures, the findings. */
export async function checkHtml(report: Report, language: Language): Promise<string> {
  const charts = await loadCharts();
  const writer = writerOf(language, charts.escapeXml);
  const { text, say } = writer;
  const { verdict, details } = report;
  const { slo: statuses = [] } = details;
  const context = contextOf(report).map((part) => (typeof part === "string" ? text(part) : say(part)));
  const decision = say(decisionWords[verdict.decision]);
  const slos = statuses.map((status, i) => sloSection(status, i + 1, charts, language)).join("\n");
  const body = [
    `<main>\n<h1 class="${verdict.outcome}">${decision}</h1>`,
    `<p class="faint">${context.join(" · ")}</p>`,
    ...(report.reportOnly
      ? [`<p>${say(msg`The policy says "enforce: report", so this exits 0 whatever the verdict.`)}</p>`]
      : []),
    ...(report.next ? [`<p>${say(nextText(report))}</p>`] : []),
    section(say(msg`Checks`), checkItems(verdict.checks, writer)),
    section(say(msg`Error budgets`), slos),
    ...(details.migrations ? [findingsSection(details.migrations, writer)] : []),
    "</main>",
  ];
  return htmlPage(language, `${context[0] ?? ""}: ${decision}`, body.filter((part) => part !== "").join("\n"));
}

/** The report of `lint` as one page. */
export async function lintHtml(report: ReportData, language: Language): Promise<string> {
  const { escapeXml } = await loadCharts();
  const writer = writerOf(language, escapeXml);
  const { files, statements, errors, warnings } = lintSummary(report);
  const counts = [
    msg`${errors} {0, plural, one {error} other {errors}}`,
    msg`${warnings} {0, plural, one {warning} other {warnings}}`,
  ]
    .map(writer.say)
    .join(", ");
  const where = writer.say(
    msg`in ${files} {0, plural, one {file} other {files}}, ${statements} {1, plural, one {statement} other {statements}} (PostgreSQL ${report.postgres}).`,
  );
  const outcome = errors > 0 ? "hold" : warnings > 0 ? "warn" : "pass";
  const notes = report.notes.map((note) => `<p>${writer.say(note.text)}</p>\n`).join("");
  const body = `<main>\n<h1 class="${outcome}">${counts}</h1>\n<p class="faint">${where}</p>\n${notes}${findingsSection(report, writer)}\n</main>`;
  return htmlPage(language, counts, body);
}

const section = (title: string, content: string): string =>
  content === "" ? "" : `<section>\n<h2>${title}</h2>\n${content}\n</section>`;

/** Every check, those of one cause together; those that pass are folded. */
function checkItems(checks: readonly Check[], writer: Writer): string {
  const list = (of: readonly Cause[]): string =>
    of.length === 0 ? "" : `<ul>\n${of.map((cause) => causeItem(cause, writer)).join("\n")}\n</ul>`;
  const passing = checks.filter(({ outcome }) => outcome === "pass").map((check) => ({ check, others: [] }));
  const others = list(causesOf(checks));
  if (passing.length === 0) return others;
  const summary = writer.say(msg`${passing.length} {0, plural, one {check passes} other {checks pass}}`);
  return `${others}\n<details>\n<summary>${summary}</summary>\n${list(passing)}\n</details>`;
}

function causeItem({ check, others }: Cause, { text, say }: Writer): string {
  const more = [wouldText(check), othersText({ check, others })].filter((part) => part !== undefined);
  const place = check.source ? [`${check.source.file}:${check.source.line}`] : [];
  const details = [check.id, ...others.map(({ id }) => id), check.reason, ...place].map(text).join(" · ");
  const word = `<span class="word ${check.outcome}">${say(outcomeWords[check.outcome])}</span>`;
  const said = [check.summary, ...more].map(say).join(" ");
  return `<li><p>${word}${said}</p><p class="faint">${details}</p></li>`;
}

function findingsSection(lint: ReportData, writer: Writer): string {
  const items = shownFindings(lint).map((placed) => findingItem(placed, writer));
  items.unshift(...olderItems(lint, writer), ...unknownItems(lint, writer));
  return section(writer.say(msg`Findings`), items.length === 0 ? "" : `<ul>\n${items.join("\n")}\n</ul>`);
}

/** Of the files that are only counted: how many findings each rule has there. */
function olderItems(lint: ReportData, { text, language }: Writer): string[] {
  const older = olderLines(lint, language);
  if (!older) return [];
  const rules = older.rules.map(([rule, count]) => `<li>${text(rule)}: ${count}</li>`).join("\n");
  return [`<li><p>${text(older.title)}</p>\n<ul>\n${rules}\n</ul></li>`];
}

/** What ships and nobody knows. */
function unknownItems(lint: ReportData, { text, language }: Writer): string[] {
  const { shown, more } = unknownLines(lint, language);
  const items = shown.map(({ place, word, why, holds, text: said }) => {
    const mark = `<span class="word ${holds ? "error" : "warning"}">${text(word)}</span>`;
    return `<li><p>${mark}${text(said)}</p>\n<p class="faint">${text(place)} · ${text(why)}</p></li>`;
  });
  return more === undefined ? items : [...items, `<li><p>${text(more)}</p></li>`];
}

function findingItem({ finding, file, path, line, column }: PlacedFinding, { text, say }: Writer): string {
  const severity = say(finding.severity === "error" ? msg`error` : msg`warning`);
  const rule = rules.find((each) => each.id === finding.rule);
  return [
    `<li><p><span class="word ${finding.severity}">${severity}</span>${say(finding.message)}</p>`,
    `<p class="faint">${text(`${path}:${line}:${column}`)} · ${text(finding.rule)}</p>`,
    `<pre><code>${guilty(file.source.text, finding, text)}</code></pre>`,
    ...(rule ? [`<p>${say(rule.why)}</p>`] : []),
    `<p>→ ${say(finding.advice)}</p></li>`,
  ].join("\n");
}

/** The lines of a finding, at most ten, with its words marked. */
function guilty(source: string, { span }: Finding, text: Writer["text"]): string {
  const from = source.lastIndexOf("\n", span.start - 1) + 1;
  const end = source.indexOf("\n", Math.max(span.end - 1, span.start));
  const parts = [
    source.slice(from, span.start),
    source.slice(span.start, span.end),
    source.slice(span.end, end === -1 ? source.length : end),
  ];
  const [before = "", words = "", after = ""] = parts;
  const lines = words.split("\n");
  if (lines.length > 10) return `${text(before)}<mark>${text(lines.slice(0, 10).join("\n"))}</mark>\n…`;
  return `${text(before)}<mark>${text(words)}</mark>${text(after)}`;
}
