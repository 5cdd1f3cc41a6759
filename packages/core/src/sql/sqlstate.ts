/**
 * The SQLSTATE of an error of PostgreSQL's parser, which libpg-query gives only by its words. Seen on servers; anything else that
 * the parser raises is a syntax error.
 */
export function sqlstateOf(message: string): string {
  return known.find(([pattern]) => pattern.test(message))?.[1] ?? "42601";
}

const known: readonly (readonly [RegExp, string])[] = [
  [/not (?:yet )?implemented|cannot be marked|cannot be changed/, "0A000"],
];
