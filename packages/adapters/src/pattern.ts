import { msg, UserError } from "@release-gate/core";
import picomatch from "picomatch";

/** The longest pattern, the most wildcards that may stand in one name of it, and the most `**` in all, ours behind a glob too. */
const longest = 1000;
const mostInName = 3;
const mostDeep = 3;

/**
 * Whether a path fits one of some patterns with `*`, `**`, `?`, `[...]` and `{...}`. A parenthesis is a character like any other.
 * @throws UserError for a pattern with so many wildcards that a path could be tried in more ways than there is time for.
 */
export function matcherOf(
  patterns: readonly string[],
  options: { readonly dot?: boolean; readonly nocase?: boolean } = {},
): (path: string) => boolean {
  for (const pattern of patterns) refuseEndless(pattern);
  return picomatch(
    patterns.map((each) => each.replace(/\\[()]|[()]/g, (found) => (found.length === 1 ? `\\${found}` : found))),
    { ...options, noextglob: true },
  );
}

function refuseEndless(pattern: string): void {
  const names = namesOf(pattern);
  const wildcards = Math.max(...names.map((name) => (name === "**" ? 0 : (name.match(/\*+|\{/g) ?? []).length)));
  const deep = pattern.match(/\*{2,}/g)?.length ?? 0;
  const limit =
    pattern.length > longest
      ? msg`it is longer than ${longest} characters`
      : deep > mostDeep
        ? msg`it has more than ${mostDeep} "**"`
        : wildcards > mostInName
          ? msg`one name in it has more than ${mostInName} wildcards`
          : undefined;
  if (limit === undefined) return;
  throw new UserError(msg`The pattern ${shortened(pattern)} is not used: ${limit}.`, {
    hint: msg`Name a folder above its files, or write several patterns.`,
  });
}

const shortened = (pattern: string): string => (pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);

/** The parts of a pattern between slashes; one within braces parts nothing. */
function namesOf(pattern: string): string[] {
  const names = [""];
  let depth = 0;
  for (const char of pattern) {
    if (char === "{") depth++;
    else if (char === "}") depth--;
    if (char === "/" && depth <= 0) names.push("");
    else names[names.length - 1] += char;
  }
  return names;
}
