import { msg, noNumber, UserError, type Place, type SnapshotRow } from "@release-gate/core";

const name = /[a-zA-Z_:][a-zA-Z0-9_:]*/.source;
const sampleForm = new RegExp(
  `^(${name})(?:\\{((?:[^"}]|"(?:[^"\\\\]|\\\\.)*")*)\\})?\\s+(\\S+)(?!\\S)(?:\\s+(-?[\\d.eE+]+))?\\s*(?:#.*)?$`,
);
const labelForm = /([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?\s*/y;

/** Reads the lines of one OpenMetrics or Prometheus text file, in order. */
export type ExpositionReader = (line: string, place: Place) => SnapshotRow | typeof noNumber | undefined;

/**
 * A reader of OpenMetrics text (and Prometheus's older text format). Counters, and the buckets, counts and sums of
 * histograms and summaries, become readings of counters under their own names (`http_seconds_bucket` with the label `le`);
 * everything else is a gauge.
 * @param at milliseconds since 1970 for samples without a timestamp: when the text was scraped.
 */
export function expositionReader(at: number): ExpositionReader {
  const types = new Map<string, string>();
  return (line, place) => {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text.trim() === "") return undefined;
    if (text.startsWith("#")) {
      const [, family, type] = /^#\s*TYPE\s+(\S+)\s+(\S+)/.exec(text) ?? [];
      if (family !== undefined && type !== undefined) types.set(family, type);
      return undefined;
    }
    const match = sampleForm.exec(text);
    const labels = match === null ? undefined : labelsOf(match[2] ?? "");
    const value = Number(match?.[3]?.replace(/^([+-]?)Inf(?:inity)?$/i, "$1Infinity"));
    if (match === null || labels === undefined || (Number.isNaN(value) && !/^[+-]?nan$/i.test(match[3] ?? ""))) {
      throw new UserError(msg`This line is not a sample of OpenMetrics.`, {
        place,
        hint: msg`A line is: name{label="value"} number timestamp.`,
      });
    }
    const sample = match[1] ?? "";
    if (!Number.isFinite(value)) return noNumber;
    const base = { at: momentOf(match[4], at), span: 0, name: sample, labels, value };
    return { kind: isCounter(sample, types) ? "counter" : "gauge", ...base };
  };
}

/** OpenMetrics gives seconds, Prometheus's text format milliseconds. */
function momentOf(text: string | undefined, at: number): number {
  if (text === undefined) return at;
  const given = Number(text);
  return Math.round(given < 1e11 ? given * 1000 : given);
}

function isCounter(sample: string, types: ReadonlyMap<string, string>): boolean {
  const own = types.get(sample);
  if (own !== undefined) return own === "counter";
  const [, family = "", suffix = ""] = /^(.*)_(total|bucket|count|sum)$/.exec(sample) ?? [];
  const type = types.get(family);
  return suffix === "total" ? type === "counter" || type === undefined : type === "histogram" || type === "summary";
}

function labelsOf(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  let end = text.length - text.trimStart().length;
  labelForm.lastIndex = end;
  for (let match = labelForm.exec(text); match !== null; match = labelForm.exec(text)) {
    labels[match[1] ?? ""] = (match[2] ?? "").replace(/\\(.)/g, (_whole, escaped: string) =>
      escaped === "n" ? "\n" : escaped,
    );
    end = labelForm.lastIndex;
  }
  return end === text.length || text.trim() === "" ? labels : undefined;
}
