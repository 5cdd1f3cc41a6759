import {
  blocksReads,
  blocksWrites,
  codeSpan,
  exactText,
  msg,
  plainMarkdown,
  render,
  type Facts,
  type Language,
  type Lock,
  type Message,
} from "@release-gate/core";

/** What PostgreSQL does to run a statement, as a Markdown list; one line for each fact. */
export function factsText(facts: Facts, language: Language): string {
  const words = (message: Message): string => plainMarkdown(render(message, language));
  const lines = [
    ...facts.locks.map(lockText),
    ...facts.rewrites.map((relation) => msg`Rewrites ${codeSpan(relation)}.`),
    ...facts.scans.map(({ relation }) => msg`Reads all of ${codeSpan(relation)}.`),
    ...facts.indexBuilds.map(({ table }) => msg`Builds an index on ${codeSpan(table)}.`),
    ...facts.losses.map(({ name }) => msg`The data of ${codeSpan(name)} is lost.`),
    ...facts.breaks.map(breakText),
    ...(facts.error ? [msg`Fails: ${words(facts.error.message)}`] : []),
    ...certaintyText(facts, words),
  ];
  const shown = lines.length > 0 ? lines : [msg`Locks no table.`];
  return shown.map((line) => `- ${exactText(line, language)}`).join("\n");
}

function lockText({ relation, mode }: Lock): Message {
  if (blocksReads(mode)) return msg`Locks ${codeSpan(relation)} in ${mode} mode: reads and writes wait.`;
  if (blocksWrites(mode)) return msg`Locks ${codeSpan(relation)} in ${mode} mode: writes wait, reads go on.`;
  return msg`Locks ${codeSpan(relation)} in ${mode} mode: reads and writes go on.`;
}

function breakText({ who, of }: Facts["breaks"][number]): Message {
  if (who === "readers") return msg`The deployed application can no longer read ${codeSpan(of)}.`;
  if (who === "writers") return msg`The deployed application can no longer write ${codeSpan(of)}.`;
  return msg`The deployed application can no longer use ${codeSpan(of)}.`;
}

/** `words` makes Markdown of a text in which names stand. */
function certaintyText({ certainty }: Facts, words: (message: Message) => string): Message[] {
  if (certainty === "exact") return [];
  if ("assumed" in certainty) return certainty.assumed.map((what) => msg`Assumed: ${words(what)}`);
  return certainty.dynamic.map((what) => msg`Known only when it runs: ${words(what)}`);
}
