/** The nouns that our texts count, and their singular. */
const nouns: Readonly<Record<string, string>> = {
  days: "day",
  errors: "error",
  events: "event",
  files: "file",
  findings: "finding",
  migrations: "migration",
  minutes: "minute",
  readings: "reading",
  rows: "row",
  samples: "sample",
  seconds: "second",
  slices: "slice",
  SLOs: "SLO",
  statements: "statement",
  warnings: "warning",
};

/** The verbs that follow a number in them. */
const verbs: Readonly<Record<string, string>> = {
  are: "is",
  were: "was",
  have: "has",
  repeat: "repeats",
  pass: "passes",
};

/** A place for a value, with the noun and the verb that follow where it is a number: "{0} more samples are". */
export const countedForm = new RegExp(
  `\\{(\\d+)\\}((?: more)?)((?: (?:${Object.keys(nouns).join("|")})\\b)?)((?: of counters)?)((?: (?:${Object.keys(verbs).join("|")})\\b)?)`,
  "g",
);

/** What follows the number one in English, of what `countedForm` found: "1 more sample is". */
export function afterOne(more: string, noun: string, of: string, verb: string): string {
  const own = noun === "" ? "" : ` ${nouns[noun.trim()] ?? ""}`;
  return `${more}${own}${of}${verb === "" ? "" : ` ${verbs[verb.trim()] ?? ""}`}`;
}
