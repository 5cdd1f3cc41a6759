import { terminalText, visibleHtml, visibleJson, visibleLines } from "@release-gate/core";
import type { Format, Output } from "./flags.js";
import type { CommandResult, ExitCode } from "./outcome.js";

/**
 * The door of each format: what somebody else wrote (names, SQL, words of servers) has no way to a terminal's controls or a CI
 * runner's commands but through it. Markdown keeps the zero-width space with which we part what would be a link.
 */
const doors: Readonly<Record<Format, (text: string) => string>> = {
  pretty: terminalText,
  json: visibleJson,
  // Made of commands, each on one line; what stands in them went through `visible`.
  github: (text) => text,
  markdown: (text) => visibleLines(text, "\u200B"),
  html: visibleHtml,
};

/** A command's result: its report in every format asked for, to the terminal and to files. */
export async function resultOf(
  outputs: readonly Output[],
  exitCode: ExitCode,
  show: (format: Format) => string | Promise<string>,
): Promise<CommandResult> {
  const shown = await Promise.all(
    outputs.map(async ({ format, path }) => ({ path, text: doors[format](await show(format)) })),
  );
  return {
    output: shown.flatMap(({ path, text }) => (path === undefined ? [text] : [])).join(""),
    files: shown.flatMap(({ path, text }) => (path === undefined ? [] : [{ path, text }])),
    exitCode,
    format: outputs.find(({ path }) => path === undefined)?.format,
  };
}
