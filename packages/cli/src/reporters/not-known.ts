import { holding, msg, render, untold, type Language, type Unknowns } from "@release-gate/core";

/** A file or statement that ships and that nobody knows, as every reporter shows it. */
export interface UnknownLine {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The path, for a statement with line and column. */
  readonly place: string;
  readonly word: "not-read" | "not-judged" | "weaker";
  readonly why: string;
  /** False where the policy lets it pass. */
  readonly holds: boolean;
  readonly text: string;
}

/** So many are shown; more are counted. */
const most = 20;

/** What ships and nobody knows: the first ones, and a sentence about the others. */
export function unknownLines(
  report: Unknowns,
  language: Language,
): { readonly shown: readonly UnknownLine[]; readonly more: string | undefined } {
  const held = holding(report);
  const { notRead, notJudged } = untold(report);
  const files = notRead.map((each): UnknownLine => ({
    path: each.path,
    line: 1,
    column: 1,
    place: each.path,
    word: "not-read",
    why: each.why,
    holds: held.notRead.includes(each),
    text: render(each.text, language),
  }));
  const statements = notJudged.map((each): UnknownLine => ({
    path: each.path,
    line: each.line,
    column: each.column,
    place: `${each.path}:${each.line}:${each.column}`,
    word: "not-judged",
    why: each.why,
    holds: held.notJudged.includes(each),
    text: render(each.text, language),
  }));
  const weaker = (report.weakened ?? []).map(({ place, text }): UnknownLine => {
    const { path, line = 1, column = 1 } = place;
    const said = render(text, language);
    return {
      path,
      line,
      column,
      place: `${path}:${line}:${column}`,
      word: "weaker",
      why: "base",
      holds: true,
      text: said,
    };
  });
  const all = [...weaker, ...statements, ...files].toSorted((a, b) => Number(b.holds) - Number(a.holds));
  const rest = all.length - most;
  const more =
    rest > 0
      ? render(
          msg`${rest} more {0, plural, one {is} other {are}} not shown here; --format json has them all.`,
          language,
        )
      : undefined;
  return { shown: all.slice(0, most), more };
}
