import type { Format, Output } from "./flags.js";
import type { CommandResult, ExitCode } from "./outcome.js";

/** A command's result: its report in every format asked for, to the terminal and to files. */
export async function resultOf(
  outputs: readonly Output[],
  exitCode: ExitCode,
  show: (format: Format) => string | Promise<string>,
): Promise<CommandResult> {
  const shown = await Promise.all(outputs.map(async ({ format, path }) => ({ path, text: await show(format) })));
  return {
    output: shown.flatMap(({ path, text }) => (path === undefined ? [text] : [])).join(""),
    files: shown.flatMap(({ path, text }) => (path === undefined ? [] : [{ path, text }])),
    exitCode,
  };
}
