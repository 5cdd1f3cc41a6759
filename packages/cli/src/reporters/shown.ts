import { msg, olderCounts, render, type Language, type ReportData } from "@release-gate/core";

/** Of the files that are only counted: the sentence about them, and for each rule its findings there, the most first. */
export function olderLines(
  report: ReportData,
  language: Language,
): { readonly title: string; readonly rules: readonly (readonly [rule: string, count: number])[] } | undefined {
  const older = olderCounts(report);
  if (!older) return undefined;
  const { files, errors, warnings, rules } = older;
  const counts = [
    msg`${errors} {0, plural, one {error} other {errors}}`,
    msg`${warnings} {0, plural, one {warning} other {warnings}}`,
  ]
    .map((part) => render(part, language))
    .join(", ");
  const title = msg`The ${files} older files have ${counts}, which do not count:`;
  return { title: render(title, language), rules: Object.entries(rules) };
}
