import { formatInstant, shortDuration } from "../time/index.js";
import type { Row } from "./row.js";

/** The line of a JSONL snapshot that reads back as this row; without its line end. */
export function snapshotLine(row: Row): string {
  const { at, span, name, labels } = row;
  const head = { ts: formatInstant(at), ...(span > 0 ? { window: shortDuration(span) } : {}) };
  const tail = Object.keys(labels).length > 0 ? { labels } : {};
  switch (row.kind) {
    case "event":
      return JSON.stringify({
        ...head,
        event: name,
        ...(row.duration === undefined ? {} : { durationMs: row.duration }),
        ...tail,
      });
    case "counts": {
      const { good, bad, total } = row;
      const part = good === undefined ? { bad } : { good };
      return JSON.stringify({ ...head, metric: name, ...part, total, ...tail });
    }
    case "count":
      return JSON.stringify({ ...head, metric: name, value: row.value, type: "count", ...tail });
    case "gauge":
      return JSON.stringify({
        ...head,
        metric: name,
        value: row.value,
        ...(row.unit === undefined ? {} : { unit: row.unit }),
        ...tail,
      });
    case "counter":
      return JSON.stringify({ ...head, metric: name, value: row.value, type: "counter", ...tail });
    case "histogram": {
      const buckets = Object.fromEntries(
        row.bounds.map((bound, i) => [bound === Infinity ? "+Inf" : String(bound), row.counts[i]]),
      );
      return JSON.stringify({
        ...head,
        metric: name,
        buckets,
        ...(row.sum === undefined ? {} : { sum: row.sum }),
        ...tail,
      });
    }
  }
}
