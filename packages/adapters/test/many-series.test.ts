import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseDocument, readSlos } from "@release-gate/core";
import { expect, it, onTestFinished } from "vitest";
import { collectSlo, prometheus } from "../src/index.js";

/** More than a function takes as arguments. */
const many = 300_000;

const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: latency } } } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999, op: lte, value: 1 }]
`;

it("reads and collects an answer of more series than a function takes as arguments", async () => {
  const result = Array.from({ length: many }, (_, i) => `{"metric":{"pod":"${i}"},"values":[[60,"1"]]}`).join();
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(`{"status":"success","data":{"resultType":"matrix","result":[${result}]}}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const client = prometheus({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const [slo] = readSlos(parseDocument(text, "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  const rows = await collectSlo(slo, client, [{ start: 60_000, end: 60_000, step: 60_000 }]);
  expect(rows).toHaveLength(many);
  expect(rows.at(-1)).toMatchObject({ kind: "gauge", value: 1, labels: { series: String(many - 1) } });
});
