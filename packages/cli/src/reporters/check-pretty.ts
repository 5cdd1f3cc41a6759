import {
  msg,
  releaseText,
  render,
  shownFindings,
  visible,
  type Check,
  type Decision,
  type ReportData,
  type Message,
  type Outcome,
  type Report,
} from "@release-gate/core";
import type { OutputOptions } from "../flags.js";
import { paintOf, padded, widthOf, wrapped } from "../layout.js";
import { causesOf, groupOf, othersText, wouldText } from "./causes.js";
import { findingPretty, olderPretty } from "./lint-pretty.js";
import { sloTable } from "./slo-table.js";

export const outcomeWords: Readonly<Record<Outcome, Message>> = {
  pass: msg`pass`,
  warn: msg`warn`,
  hold: msg`HOLD`,
  rollback: msg`ROLL BACK`,
};

export const decisionWords: Readonly<Record<Decision, Message>> = {
  promote: msg`PROMOTE: it is safe to go on.`,
  hold: msg`HOLD: do not go on.`,
  rollback: msg`ROLL BACK: users are being hurt now.`,
};

/** The report of `check` for a terminal: the verdict first, then every reason, worst first, then the findings. */
export function checkPretty(report: Report, options: OutputOptions): string {
  const say = (message: Message): string => render(message, options.language);
  const table = options.quiet ? [] : sloTable(report.details.slo ?? [], options);
  const parts = [
    verdictLine(report, options),
    contextLine(report, options),
    "",
    ...table,
    ...(table.length > 0 ? [""] : []),
    ...checkLines(report.verdict.checks, options),
  ];
  const findings =
    report.details.migrations && !options.quiet ? findingsPretty(report.details.migrations, options) : "";
  if (findings !== "") parts.push("", findings);
  if (report.next) parts.push("", wrapped(say(nextText(report)), options.width, ""));
  if (report.reportOnly)
    parts.push(
      "",
      wrapped(say(msg`The policy says "enforce: report", so this exits 0 whatever the verdict.`), options.width, ""),
    );
  return `${parts.join("\n").trimEnd()}\n`;
}

function verdictLine({ verdict }: Report, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const text = render(decisionWords[verdict.decision], options.language);
  const color = verdict.decision === "promote" ? paint.green : verdict.decision === "hold" ? paint.yellow : paint.red;
  return color(paint.bold(wrapped(text, options.width, "")));
}

function contextLine(report: Report, options: OutputOptions): string {
  const parts = contextOf(report).map((part) =>
    typeof part === "string" ? visible(part) : render(part, options.language),
  );
  return paintOf(options.color).dim(wrapped(parts.join(" · "), options.width, ""));
}

/** What was judged: its name, the release and where it goes, the stage, the moment. */
export function contextOf({ name, release, environment, stage, verdict, now }: Report): (string | Message)[] {
  const live = verdict.live ? msg`live` : msg`not live`;
  return [
    ...(name === undefined ? [] : [name]),
    ...(release ? [releaseText(release)] : []),
    ...(environment ? [msg`to ${environment.name}`] : []),
    msg`stage ${stage} (${live})`,
    now,
  ];
}

/** A line for every cause of what does not pass; of what passes one line for each SLO or migration. */
function checkLines(checks: readonly Check[], options: OutputOptions): string[] {
  const say = (message: Message): string => ` ${render(message, options.language)}`;
  const passing = new Map<string, Check[]>();
  for (const check of checks) {
    if (check.outcome === "pass") passing.set(groupOf(check), [...(passing.get(groupOf(check)) ?? []), check]);
  }
  const passes = [...passing.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const others = more.length === 0 ? "" : say(msg`(${more.length} more {0, plural, one {passes} other {pass}})`);
    return [checkLine(first, others, options)];
  });
  const told = causesOf(checks).map((cause) => {
    const parts = [wouldText(cause.check), othersText(cause)].filter((part) => part !== undefined);
    return checkLine(cause.check, parts.map(say).join(""), options);
  });
  return [...told, ...passes];
}

/** A check as a line; `others` is what follows its summary. */
function checkLine(check: Check, others: string, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const colors = { pass: paint.green, warn: paint.yellow, hold: paint.yellow, rollback: paint.red };
  const words = Object.values(outcomeWords).map((word) => widthOf(render(word, options.language)));
  const column = Math.max(...words);
  const word = padded(render(outcomeWords[check.outcome], options.language), column);
  // On a line of its own and whole, so that a terminal makes a link of it.
  const indent = " ".repeat(column + 2);
  const place =
    check.source && check.outcome !== "pass"
      ? `\n${indent}${paint.dim(`${visible(check.source.file)}:${check.source.line}`)}`
      : "";
  const lines = wrapped(`${render(check.summary, options.language)}${others}`, options.width, indent).trimStart();
  return `${colors[check.outcome](word)}  ${lines}${place}`;
}

function findingsPretty(lint: ReportData, options: OutputOptions): string {
  const explained = new Set<string>();
  const findings = shownFindings(lint)
    .map((placed) => `${findingPretty(placed, options, explained)}\n`)
    .join("\n");
  return [olderPretty(lint, options), findings].filter((part) => part !== "").join("\n");
}

/** What has to come before the held checks can pass. */
export function nextText(report: Report): Message {
  const { needs, earliest } = report.next ?? {};
  if (needs && earliest !== undefined)
    return msg`Next: ${needs.samples} more {0, plural, one {sample is} other {samples are}} needed, not before ${earliest}.`;
  return needs
    ? msg`Next: ${needs.samples} more {0, plural, one {sample is} other {samples are}} needed.`
    : msg`Next: not before ${earliest ?? ""}.`;
}
