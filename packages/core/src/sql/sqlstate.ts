/**
 * The SQLSTATE of an error of PostgreSQL's parser, which libpg-query gives only by its words: those that its grammar and scanner
 * do not call a syntax error (42601). `token` is the text at the error's place. The real-server test compares them.
 */
export function sqlstateOf(message: string, token: string): string {
  if (message === "invalid Unicode escape" && /^e'/i.test(token)) return "22025";
  if (message === "LIMIT #,# syntax is not supported") return "42601";
  return known.find(([pattern]) => pattern.test(message))?.[1] ?? "42601";
}

const known: readonly (readonly [RegExp, string])[] = [
  [
    / (?:is not|is not yet|not yet) implemented$|(?:is|are) (?:no longer|not) supported|is only supported for|is no longer required/,
    "0A000",
  ],
  [
    /^only string constants are supported in|cannot be marked|cannot be altered to be|cannot be changed$|not supported on recursive views|cannot have output arguments|VARIADIC direct argument/,
    "0A000",
  ],
  [/cannot include schema elements$/, "0A000"],
  [/^unrecognized (?:partitioning strategy|JSON encoding)|must be in range|^precision for type float/, "22023"],
  [/provided more than once$/, "42710"],
  [/^frame (?:start|end)/, "42P20"],
  [/cannot be used as a role name here$|^role name .* is reserved$/, "42939"],
];
