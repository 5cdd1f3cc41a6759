import { msg, type Message } from "../text/message.js";

/** Ways to write an SLO that nobody here reads. */
const sloKinds = /\.(?:json[5c]?|jsonnet|libsonnet|cue|dhall|pkl|ya?ml\.[\w.]+|(?:tmpl|tpl|j2|gotmpl))$/i;
/** Configuration of tools that lies anywhere. */
const tools = /(?:^|\/)(?:package(?:-lock)?|composer|deno|tsconfig[^/]*|jsconfig[^/]*)\.jsonc?$/i;
/** Ways to keep measurements that nobody here reads. */
const dataKinds = /\.(?:csv|tsv|json|ndjson|parquet|avro|arrow|(?:jsonl|om|prom|openmetrics)\.\w+)$/i;

/** A file among those of the SLOs, or of the metrics, that is not read. */
export interface SloFileNotRead {
  readonly path: string;
  readonly of: "slo" | "metrics";
  readonly text: Message;
}

/** What is told of a file that lies among SLO files or snapshots and is none that is read; undefined for one beside them. */
export function sloFileNotRead(path: string, of: SloFileNotRead["of"]): SloFileNotRead | undefined {
  if (/(?:^|\/)\./.test(path) || tools.test(path)) return undefined;
  if (of === "slo" && sloKinds.test(path))
    return { path, of, text: msg`SLOs are read from YAML: what this file asks for is not known.` };
  if (of === "metrics" && dataKinds.test(path))
    return {
      path,
      of,
      text: msg`Metrics are read from JSONL and OpenMetrics text: what this file says is not counted.`,
    };
  return undefined;
}
