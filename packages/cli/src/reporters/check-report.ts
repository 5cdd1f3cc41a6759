import type { ExitCode, Report } from "@release-gate/core";
import type { Format, OutputOptions } from "../flags.js";
import { checkJson } from "./check-json.js";
import { checkPretty } from "./check-pretty.js";
import { checkGithub } from "./github.js";

/** A report in a format. */
export async function showReport(
  report: Report,
  format: Format,
  exitCode: ExitCode,
  options: OutputOptions,
): Promise<string> {
  switch (format) {
    // Loaded only where they are asked for: they cost every other start.
    case "html":
      return (await import("./html.js")).checkHtml(report, options.language);
    case "markdown":
      return (await import("./markdown.js")).checkMarkdown(report, options.language);
    case "json":
      return checkJson(report, exitCode, options.language);
    case "pretty":
      return checkPretty(report, options);
    case "github":
      return checkGithub(report, options.language);
  }
}
