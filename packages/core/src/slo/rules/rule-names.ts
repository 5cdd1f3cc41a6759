import type { Labels } from "../slo.js";

/** Names of labels and annotations as Prometheus allows them; others (`example.com/team`) with "_" for each character that it does not. */
export const ruleNames = (labels: Labels = {}): Labels =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [ruleName(name), value]));

/** Those that begin with two of them are Prometheus's own. */
export const ruleName = (name: string): string =>
  name
    .replace(/[^a-zA-Z0-9_]/g, "_")
    .replace(/^(?=\d)/, "_")
    .replace(/^__+/, "_");
