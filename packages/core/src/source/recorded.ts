import { numbered, wholeFile, type Framework } from "./framework.js";

/** Begins the first line of a recorded file, and is what it is known by. */
export const recordedMark = "-- Recorded by release-gate";

const firstLine = new RegExp(`^${recordedMark}, transaction: (file|batch|none|query)\\b`);

/** What `trace --run --write` wrote: the SQL that a runner was seen to send, with its transactions in the first line of each file. */
export const recorded: Framework = {
  name: "recorded",
  profile: {
    files: `\`<n>_name.sql\` that begin with \`${recordedMark}\`, as \`trace --run --write\` writes them`,
    order: "by number",
    transaction: "what the first line of a file says: as it was recorded",
    outside: "what ran so",
  },
  recognise: (path) => {
    const named = numbered(path);
    return named && { ...named, direction: "up" };
  },
  seen: (around) => (around.holds(new RegExp(`^${recordedMark}`)) === undefined ? undefined : recordedMark),
  sections: (source) => {
    const mode = firstLine.exec(source.text)?.[1] ?? "none";
    return wholeFile(source, {
      direction: "up",
      transaction: mode === "file" || mode === "batch" ? mode : "none",
      multiStatementQuery: mode === "query",
    });
  },
};
