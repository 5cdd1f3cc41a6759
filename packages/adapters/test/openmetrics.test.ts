import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { noNumber, parseSnapshotLine, UserError, type SnapshotRow } from "@release-gate/core";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { appendSnapshot, expositionReader, prometheus, readSnapshots, snapshotName } from "../src/index.js";
import { findPrometheus, startPrometheus } from "./support/prometheus-server.js";

const folder = mkdtempSync(join(tmpdir(), "openmetrics-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = Date.UTC(2026, 10, 22, 1);
const place = { path: "m.om", line: 4, column: 1 };
const read = (text: string): (SnapshotRow | typeof noNumber)[] => {
  const reader = expositionReader(at);
  return text.split("\n").flatMap((line) => reader(line, place) ?? []);
};

describe("OpenMetrics text", () => {
  it("gives counters, gauges and the parts of histograms, with their times", () => {
    const rows = read(`# HELP http_requests Requests.
# TYPE http_requests counter
http_requests_total{code="200",path="/a\\"b\\\\c,d}"} 1027 ${at / 1000} # {trace="x"} 1
# TYPE seconds histogram
seconds_bucket{le="0.5"} 3 ${at / 1000 + 0.25}
seconds_count 4
# TYPE queue gauge
queue -2.5e1
# EOF`);
    expect(rows).toMatchObject([
      { kind: "counter", name: "http_requests_total", value: 1027, at, labels: { code: "200", path: '/a"b\\c,d}' } },
      { kind: "counter", name: "seconds_bucket", value: 3, at: at + 250, labels: { le: "0.5" } },
      { kind: "counter", name: "seconds_count", value: 4, at },
      { kind: "gauge", name: "queue", value: -25 },
    ]);
  });

  it("of Prometheus's older format has milliseconds and the counter's full name as its family", () => {
    expect(read(`# TYPE x_total counter\nx_total 5 ${at}`)).toMatchObject([{ kind: "counter", value: 5, at }]);
  });

  it("without a number is a missing sample", () => {
    expect(read("a NaN\nb +Inf\nc -Inf")).toEqual([noNumber, noNumber, noNumber]);
  });

  it.each(["<html>", "a", "a{b=c} 1", 'a{b="c} 1', "a one", '{"ts": 1}'])("%j is refused with its line", (line) => {
    expect(() => read(line)).toThrow(UserError);
  });

  it("is read from files by their name, errors with their line", async () => {
    const file = join(folder, "scrape.prom");
    writeFileSync(file, "# TYPE up gauge\nup 1\nup one\n");
    await expect(readSnapshots([{ file, shown: "scrape.prom" }], () => undefined)).rejects.toMatchObject({
      place: { path: "scrape.prom", line: 3 },
    });
  });
});

describe("a file that was cut off", () => {
  const whole = "# TYPE req counter\nreq_total 1 100\nreq_total 25 200\n";
  const readAs = (name: string, text: string | Uint8Array): Promise<unknown> => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return readSnapshots([{ file, shown: name }], () => undefined);
  };

  it.each(["a.om", "a.openmetrics"])("is refused where it does not end with # EOF: %s", async (name) => {
    for (const text of [whole, gzipSync(whole), whole.slice(0, -6), `${whole}# EO`, `# EOF\n${whole}`])
      await expect(readAs(name, text)).rejects.toMatchObject({
        text: { pattern: 'This file ends without "# EOF": it was cut off.' },
        place: { path: name },
      });
    for (const text of [`${whole}# EOF\n`, `${whole}# EOF`, ""])
      await expect(readAs(name, text)).resolves.toBeDefined();
  });

  it("is refused where the last line of a .prom has no end: its number may have been longer", async () => {
    await expect(readAs("a.prom", whole.slice(0, -1))).rejects.toMatchObject({
      text: { pattern: "The last line has no end: it was cut off." },
      place: { path: "a.prom", line: 3 },
    });
    for (const text of [whole, ""]) await expect(readAs("a.prom", text)).resolves.toBeDefined();
  });
});

const programs = findPrometheus();
describe.skipIf(programs === undefined && process.env["REQUIRE_ALL"] !== "1")("what a real Prometheus exposes", () => {
  it.each(["text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0"])(
    "is read completely as %s",
    async (accept) => {
      if (programs === undefined)
        throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
      const running = await startPrometheus(programs, "");
      try {
        const text = await (await fetch(`${running.url}/metrics`, { headers: { accept } })).text();
        const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
        const rows = read(text);
        expect(rows).toHaveLength(lines.length);
        const build = rows.find((row) => row !== noNumber && row.name === "prometheus_build_info");
        expect(build).toMatchObject({ kind: "gauge", value: 1 });
        expect(rows.filter((row) => row !== noNumber && row.kind === "counter").length).toBeGreaterThan(50);
        await expect(prometheus({ url: running.url }).instant("vector(1)", Date.now())).resolves.toHaveLength(1);
      } finally {
        await running.stop();
      }
    },
  );
});

describe("collected snapshots", () => {
  const number = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value));
  const base = {
    at: fc.integer({ min: 1e12, max: 2e12 }),
    span: fc.constantFrom(0, 60_000, 900_000),
    name: fc.string({ minLength: 1 }),
    labels: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      fc.string(),
    ),
  };
  const row = fc.oneof(
    fc.record({ kind: fc.constant("gauge" as const), ...base, value: number }),
    fc.record({ kind: fc.constant("counter" as const), ...base, value: number }),
    fc.record({ kind: fc.constant("counts" as const), ...base, total: number }),
    fc.record({ kind: fc.constant("count" as const), ...base, value: number }),
    fc.record({ kind: fc.constant("event" as const), ...base, duration: number }),
    fc
      .record({ kind: fc.constant("counts" as const), ...base, good: fc.nat(1000), more: fc.nat(1000) })
      .map(({ more, ...rest }) => ({ ...rest, bad: more, total: rest.good + more })),
  );

  it("read back as what was written, whatever is in it", async () => {
    const file = join(folder, "deep/down", snapshotName(at));
    expect(file).toMatch(/202611220100\.jsonl$/);
    const rows = fc.sample(row, 200);
    await appendSnapshot(file, rows.slice(0, 100));
    await appendSnapshot(file, rows.slice(100));
    const back: SnapshotRow[] = [];
    await readSnapshots([{ file, shown: "x" }], (each) => back.push(each));
    expect(back).toEqual(rows);
  });

  it("end a line that a crash left unfinished instead of making the next one unreadable", async () => {
    const file = join(folder, "crashed.jsonl");
    writeFileSync(file, '{"ts":"2026-');
    await appendSnapshot(file, [{ kind: "gauge", at, span: 0, name: "m", labels: {}, value: 1 }]);
    const [broken, whole = ""] = readFileSync(file, "utf8").split("\n");
    expect(broken).toBe('{"ts":"2026-');
    expect(parseSnapshotLine(whole, place)).toMatchObject({ kind: "gauge", value: 1 });
  });

  it("of several collectors at once keep every line whole", async () => {
    const file = join(folder, "together.jsonl");
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        appendSnapshot(
          file,
          Array.from({ length: 50 }, (_, j) => ({
            kind: "gauge" as const,
            at: at + j,
            span: 0,
            name: `m${i}`,
            labels: {},
            value: j,
          })),
        ),
      ),
    );
    let rows = 0;
    await readSnapshots([{ file, shown: "x" }], () => rows++);
    expect(rows).toBe(1000);
  });
});
