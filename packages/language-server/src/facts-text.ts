import {
  blocksReads,
  blocksWrites,
  msg,
  render,
  type Facts,
  type Language,
  type Lock,
  type Message,
} from "@release-gate/core";

/** What PostgreSQL does to run a statement, as a Markdown list; one line for each fact. */
export function factsText(facts: Facts, language: Language): string {
  const lines = [
    ...facts.locks.map(lockText),
    ...facts.rewrites.map((relation) => msg`Writes ${code(relation)} anew.`),
    ...facts.scans.map(({ relation }) => msg`Reads all of ${code(relation)}.`),
    ...facts.indexBuilds.map(({ table }) => msg`Builds an index on ${code(table)}.`),
    ...facts.losses.map(({ name }) => msg`Data of ${code(name)} is gone afterwards.`),
    ...facts.breaks.map(breakText),
    ...(facts.error ? [msg`Fails: ${facts.error.message}`] : []),
    ...certaintyText(facts),
  ];
  const shown = lines.length > 0 ? lines : [msg`Locks no table.`];
  return shown.map((line) => `- ${render(line, language)}`).join("\n");
}

function lockText({ relation, mode }: Lock): Message {
  if (blocksReads(mode)) return msg`Locks ${code(relation)} in ${mode} mode: reads and writes wait.`;
  if (blocksWrites(mode)) return msg`Locks ${code(relation)} in ${mode} mode: writes wait, reads go on.`;
  return msg`Locks ${code(relation)} in ${mode} mode: reads and writes go on.`;
}

function breakText({ who, of }: Facts["breaks"][number]): Message {
  if (who === "readers") return msg`The deployed application can no longer read ${code(of)}.`;
  if (who === "writers") return msg`The deployed application can no longer write ${code(of)}.`;
  return msg`The deployed application can no longer use ${code(of)}.`;
}

function certaintyText({ certainty }: Facts): Message[] {
  if (certainty === "exact") return [];
  if ("assumed" in certainty) return certainty.assumed.map((what) => msg`Assumed: ${what}`);
  return certainty.dynamic.map((what) => msg`Known only when it runs: ${what}`);
}

function code(name: string): string {
  return `\`${name}\``;
}
