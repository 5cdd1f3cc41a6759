import { closestTo, msg, render, rules, UserError, type Rule } from "@release-gate/core";
import type { OutputOptions } from "../flags.js";
import { paintOf, wrapped } from "../layout.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import type { ExplainFlags } from "./explain-command.js";

/** `release-gate explain ID` and `explain --all`. */
export function runExplain(id: string | undefined, flags: ExplainFlags, options: OutputOptions): CommandResult {
  const format = flags.format ?? "pretty";
  if (format !== "pretty" && format !== "json") {
    throw new UserError(msg`--format cannot be "${format}".`, { hint: msg`Use one of: ${"pretty, json"}.` });
  }
  if (flags.all === true) {
    const output =
      format === "json"
        ? `${JSON.stringify(
            rules.map((rule) => ruleJson(rule, options)),
            null,
            2,
          )}\n`
        : rules.map((rule) => ruleLine(rule, options)).join("");
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
  const output = format === "json" ? `${JSON.stringify(ruleJson(rule, options), null, 2)}\n` : rulePage(rule, options);
  return { output, exitCode: exitCodes.promote };
}

function ruleJson(rule: Rule, options: OutputOptions) {
  return {
    id: rule.id,
    title: titleOf(rule, options),
    severity: rule.severity,
    default: rule.default,
    covers: rule.covers,
    fixable: rule.fixable,
    docs: `docs/rules/${rule.id}.md`,
    why: render(rule.why, options.language),
    instead: render(rule.instead, options.language),
    options: Object.entries(rule.options ?? {}).map(([name, option]) => ({
      name,
      type: option.type,
      default: option.default,
      about: render(option.about, options.language),
    })),
    examples: rule.examples,
  };
}

function ruleLine(rule: Rule, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const level = rule.default ? rule.severity : "off";
  return `${paint.bold(rule.id.padEnd(38))} ${level.padEnd(8)} ${titleOf(rule, options)}\n`;
}

function rulePage(rule: Rule, options: OutputOptions): string {
  const paint = paintOf(options.color);
  const examples = rule.examples.flatMap((example) => [
    paint.red(render(msg`Incorrect:`, options.language)),
    indented(example.bad),
    paint.green(render(msg`Correct:`, options.language)),
    indented(example.good),
  ]);
  const parts = [
    paint.bold(`${rule.id}: ${titleOf(rule, options)}`),
    "",
    wrapped(render(rule.why, options.language), options.width, ""),
    wrapped(render(rule.instead, options.language), options.width, ""),
    ...optionLines(rule, options),
    "",
    ...examples,
  ];
  return `${parts.join("\n")}\n`;
}

/** "most (2): how many ..." */
function optionLines(rule: Rule, options: OutputOptions): string[] {
  return Object.entries(rule.options ?? {}).map(([name, option]) => {
    const about = render(option.about, options.language);
    return wrapped(`${paintOf(options.color).bold(name)} (${String(option.default)}): ${about}`, options.width, "  ");
  });
}

const titleOf = (rule: Rule, options: OutputOptions): string =>
  render({ pattern: rule.title, values: [] }, options.language);

const indented = (sql: string): string =>
  sql
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
