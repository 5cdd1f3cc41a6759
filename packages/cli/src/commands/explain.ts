import { closestTo, msg, render, rules, UserError, type Rule } from "@release-gate/core";
import type { Look } from "../flags.js";
import { paintOf, wrapped } from "../layout.js";
import { exitCodes, type CommandResult } from "../outcome.js";

export interface ExplainFlags {
  readonly all?: boolean;
  readonly format?: string;
  readonly lang?: string;
  readonly color?: boolean;
}

/** `release-gate explain ID` and `explain --all`. */
export function runExplain(id: string | undefined, flags: ExplainFlags, look: Look): CommandResult {
  const format = flags.format ?? "pretty";
  if (format !== "pretty" && format !== "json") {
    throw new UserError(msg`--format cannot be "${format}".`, { hint: msg`Use one of: ${"pretty, json"}.` });
  }
  if (flags.all === true) {
    const output =
      format === "json"
        ? `${JSON.stringify(
            rules.map((rule) => ruleJson(rule, look)),
            null,
            2,
          )}\n`
        : rules.map((rule) => ruleLine(rule, look)).join("");
    return { output, exitCode: exitCodes.promote };
  }
  if (id === undefined)
    throw new UserError(msg`Name a rule to explain.`, { hint: msg`"release-gate explain --all" lists them.` });
  const rule = rules.find((each) => each.id === id);
  if (!rule) {
    const close = closestTo(
      id,
      rules.map((each) => each.id),
    );
    throw new UserError(msg`There is no rule "${id}".`, {
      hint: close === undefined ? msg`See "release-gate explain --all" for the rules.` : msg`Did you mean "${close}"?`,
    });
  }
  const output = format === "json" ? `${JSON.stringify(ruleJson(rule, look), null, 2)}\n` : rulePage(rule, look);
  return { output, exitCode: exitCodes.promote };
}

function ruleJson(rule: Rule, look: Look) {
  return {
    id: rule.id,
    title: titleOf(rule, look),
    severity: rule.severity,
    default: rule.default,
    covers: rule.covers,
    fixable: rule.fixable,
    docs: `docs/rules/${rule.id}.md`,
    why: render(rule.why, look.language),
    instead: render(rule.instead, look.language),
    options: Object.entries(rule.options ?? {}).map(([name, option]) => ({
      name,
      type: option.type,
      default: option.default,
      about: render(option.about, look.language),
    })),
    examples: rule.examples,
  };
}

function ruleLine(rule: Rule, look: Look): string {
  const paint = paintOf(look.color);
  const level = rule.default ? rule.severity : "off";
  return `${paint.bold(rule.id.padEnd(38))} ${level.padEnd(8)} ${titleOf(rule, look)}\n`;
}

function rulePage(rule: Rule, look: Look): string {
  const paint = paintOf(look.color);
  const examples = rule.examples.flatMap((example) => [
    paint.red(render(msg`Not so:`, look.language)),
    indented(example.bad),
    paint.green(render(msg`But so:`, look.language)),
    indented(example.good),
  ]);
  const parts = [
    paint.bold(`${rule.id}: ${titleOf(rule, look)}`),
    "",
    wrapped(render(rule.why, look.language), look.width, ""),
    wrapped(render(rule.instead, look.language), look.width, ""),
    ...optionLines(rule, look),
    "",
    ...examples,
  ];
  return `${parts.join("\n")}\n`;
}

/** "most (2): how many ..." */
function optionLines(rule: Rule, look: Look): string[] {
  return Object.entries(rule.options ?? {}).map(([name, option]) => {
    const about = render(option.about, look.language);
    return wrapped(`${paintOf(look.color).bold(name)} (${String(option.default)}): ${about}`, look.width, "  ");
  });
}

const titleOf = (rule: Rule, look: Look): string => render({ pattern: rule.title, values: [] }, look.language);

const indented = (sql: string): string =>
  sql
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
