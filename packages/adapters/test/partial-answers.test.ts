import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { english, gatherTallies, parseDocument, readSlos, sloChecks, type Slo } from "@release-gate/core";
import { expect, it, onTestFinished } from "vitest";
import { expandPaths, querySlos, readSnapshots, snapshotEndings } from "../src/index.js";

/** A server that answers 100 at every step, nothing for queries of errors, and warns as it is told. */
async function answering(warnings: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const form = new URLSearchParams(body);
      const [start, end, step] = ["start", "end", "step"].map((key) => Number(form.get(key)));
      const values: [number, string][] = [];
      for (let at = start ?? 0; at <= (end ?? 0); at += step || 1) values.push([at, "100"]);
      const result = form.get("query")?.includes("err") === true ? [] : [{ metric: {}, values }];
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ status: "success", warnings, data: { resultType: "matrix", result } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function slo(url: string, bad: string): Slo {
  const source = (query: string): string =>
    `{ metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: '${query}' } } }`;
  const text = `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: Prometheus, connectionDetails: { url: "${url}" } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  indicator: { metadata: { name: i }, spec: { ratioMetric: { counter: true, bad: ${source(bad)}, total: ${source("req")} } } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
`;
  const [read] = readSlos(text.split("---").flatMap((part) => parseDocument(part, "slo.yaml")));
  if (read === undefined) throw new Error("no SLO");
  return read;
}

async function judged(warnings: readonly string[], bad: string) {
  const one = slo(await answering(warnings), bad);
  const now = Date.UTC(2026, 10, 22);
  const gathering = gatherTallies([one], { now });
  const { partial } = await querySlos([one], now, gathering.add);
  const tallies = gathering.tallies();
  const checks = sloChecks({ slos: [one], tallies, sightings: gathering.sightings(), partial, now });
  return {
    outcomes: new Set(checks.map(({ outcome }) => outcome)),
    text: english(checks[0]?.summary ?? { pattern: "", values: [] }),
    gathering,
  };
}

it("case 14: a partial answer holds, with what the server said; a hint about a name does not", async () => {
  const { outcomes, text } = await judged(["store down: partial response"], 'req{code="err"}');
  expect(outcomes).toEqual(new Set(["hold"]));
  expect(text).toBe("a: the server answered in part only: store down: partial response");
  const hint = await judged(["PromQL info: metric might not be a counter"], 'req{code="err"}');
  expect(hint.outcomes).toEqual(new Set(["pass"]));
});

it("case 1: errors that the server never had are no data, by their query; of the same metric they are zero", async () => {
  const never = await judged([], "errors_total");
  expect(never.outcomes).toEqual(new Set(["hold"]));
  expect(never.text).toBe('a: there are no data: "bad" never had a row (errors_total).');
  const zero = await judged([], 'sum(increase(req{code=~"err.*"}[{{.window}}]))');
  expect(zero.outcomes).toEqual(new Set(["pass"]));
  expect(zero.gathering.sightings().get("a")).toMatchObject([{ what: "bad", kind: "zero" }]);
  expect(zero.gathering.notes().odd).toEqual([]);
});

it("a folder of scrapes is read as they are, and a file with the same bytes as another once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scrapes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [i, ending] of ["prom", "om", "openmetrics"].entries()) {
    const file = join(folder, `${i}.${ending}`);
    writeFileSync(file, `# TYPE req_total counter\nreq_total ${1000 + 100 * i}\n${i === 0 ? "" : "# EOF\n"}`);
    utimesSync(file, 1e9 + 60 * i, 1e9 + 60 * i);
  }
  const row = '{"ts":"2026-11-22T00:00:00Z","window":"5m","metric":"m","good":1,"total":1}\n';
  for (const name of ["a.jsonl", "b.jsonl"]) writeFileSync(join(folder, name), row);
  const files = expandPaths(folder, [folder], snapshotEndings).map((file) => ({ file, shown: file }));
  const values: unknown[] = [];
  const notes = await readSnapshots(files, (each) => values.push(each.kind === "counter" ? each.value : each.kind));
  expect(values).toEqual([1000, 1100, 1200, "counts"]);
  expect(notes).toEqual({ copies: 1, rows: 4, withoutNumber: 0 });
});
