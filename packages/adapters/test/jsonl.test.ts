import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { readSlos, sloChecks, gatherTallies, parseDocument, UserError, type SnapshotRow } from "@release-gate/core";
import { afterAll, describe, expect, it } from "vitest";
import { readSnapshots, type SnapshotNotes } from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "snapshots-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const row = (i: number): string =>
  JSON.stringify({
    ts: Date.UTC(2026, 10, 22) + i * 60_000,
    metric: "m",
    good: 9,
    total: 10,
    labels: { city: "東京" },
  });
const read = async (...files: string[]): Promise<{ rows: SnapshotRow[]; notes: SnapshotNotes }> => {
  const rows: SnapshotRow[] = [];
  const notes = await readSnapshots(
    files.map((file) => ({ file, shown: file.slice(folder.length + 1) })),
    (each) => rows.push(each),
  );
  return { rows, notes };
};
async function failure(...files: string[]): Promise<UserError> {
  try {
    await read(...files);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("reading JSONL snapshots", () => {
  it("gives every row of every file, with and without a last line end, CRLF, BOM and blank lines", async () => {
    const one = write("one.jsonl", `\uFEFF${row(0)}\r\n\r\n${row(1)}\n`);
    const two = write("two.jsonl", `${row(2)}\n${row(3)}`);
    const { rows, notes } = await read(one, two);
    expect(rows.map(({ at }) => at)).toEqual([0, 1, 2, 3].map((i) => Date.UTC(2026, 10, 22) + i * 60_000));
    expect(rows[0]?.labels).toEqual({ city: "東京" });
    expect(notes).toEqual({ copies: 0, rows: 4, withoutNumber: 0 });
  });

  it("reads gzip whatever the name, also of several members as appending makes them", async () => {
    const file = write("packed.jsonl", Buffer.concat([gzipSync(`${row(0)}\n`), gzipSync(`${row(1)}\n`)]));
    expect((await read(file)).rows).toHaveLength(2);
  });

  it("reads rows that lie across the borders of what is read at once, in characters of several bytes", async () => {
    const file = write("long.jsonl", Array.from({ length: 40_000 }, (_, i) => row(i)).join("\n"));
    expect((await read(file)).notes.rows).toBe(40_000);
  });

  it("an empty file is no data, not an error", async () => {
    expect((await read(write("empty.jsonl", ""))).notes).toEqual({ copies: 0, rows: 0, withoutNumber: 0 });
  });

  it("counts samples without a number", async () => {
    const file = write("nan.jsonl", `${row(0)}\n${JSON.stringify({ ts: 1e12, metric: "m", value: "NaN" })}\n`);
    expect((await read(file)).notes).toEqual({ copies: 0, rows: 1, withoutNumber: 1 });
  });

  it("a line that is no JSON is an error with its file and line, not skipped", async () => {
    const error = await failure(write("bad.jsonl", `${row(0)}\n\n<html>\n${row(1)}\n`));
    expect(error.place).toEqual({ path: "bad.jsonl", line: 3, column: 1 });
    expect((await failure(write("cut.jsonl", `${row(0)}\n${row(1).slice(0, 20)}`))).place).toMatchObject({ line: 2 });
  });

  it("a binary file and a missing file are errors that name them", async () => {
    expect((await failure(write("binary.jsonl", Buffer.from([0, 1, 2, 255, 254])))).place).toMatchObject({
      path: "binary.jsonl",
      line: 1,
    });
    expect((await failure(join(folder, "none.jsonl"))).place).toEqual({ path: "none.jsonl" });
    expect((await failure(write("broken.gz", gzipSync(row(0).repeat(50)).subarray(0, 60)))).place).toEqual({
      path: "broken.gz",
    });
  });

  it("stops at a line that is far too long instead of taking it into memory", async () => {
    const file = join(folder, "huge.jsonl");
    const stream = createWriteStream(file);
    stream.write(`${row(0)}\n`);
    for (let i = 0; i < 20; i++) if (!stream.write("x".repeat(1 << 20))) await once(stream, "drain");
    stream.end();
    await once(stream, "finish");
    const error = await failure(file);
    expect(error.place).toMatchObject({ path: "huge.jsonl", line: 2 });
  });

  it("stops within a line of a gigabyte that is gzipped to a megabyte", async () => {
    // Gzip files may be appended to each other: a line of 1024 times the same mebibyte.
    const piece = gzipSync(Buffer.alloc(1 << 20, "x"));
    const file = write(
      "bomb.jsonl.gz",
      Buffer.concat([gzipSync(`${row(0)}\n`), ...Array.from({ length: 1024 }, () => piece)]),
    );
    const before = process.memoryUsage().rss;
    const error = await failure(file);
    expect(error.place).toMatchObject({ path: "bomb.jsonl.gz", line: 2 });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it("takes durations in different units for the same when they are", async () => {
    const ts = "2026-11-22T00:30:00Z";
    const given: readonly object[] = [
      { durationMs: 2500 },
      { duration_ms: 2500 },
      { duration: "2.5 s" },
      { duration: "2500 ms" },
      { durationMs: 2501 },
      { duration: "2.501 seconds" },
      { duration: "1m" },
    ];
    const file = write("units.jsonl", given.map((each) => JSON.stringify({ ts, event: "save", ...each })).join("\n"));
    const [slo] = readSlos(
      parseDocument(
        `apiVersion: openslo/v1
kind: SLO
metadata: { name: save }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec: { thresholdMetric: { metricSource: { type: jsonl, spec: { event: save, unit: s } } } }
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ op: lte, value: 2.5, target: 0.5 }]
`,
        "slo.yaml",
      ),
    );
    if (slo === undefined) throw new Error("no SLO");
    const gathering = gatherTallies([slo], { now: Date.parse("2026-11-22T01:00:00Z") });
    for (const each of (await read(file)).rows) gathering.add(each);
    const [tallies] = gathering.tallies().get("save") ?? [];
    expect(tallies).toMatchObject([{ good: 4, total: 7 }]);
  });
});

describe("the example project's snapshots", () => {
  const project = fileURLToPath(new URL("../../../fixtures/projects/trip/", import.meta.url));

  it("are what their generator writes", () => {
    const before = readFileSync(join(project, "metrics/search.jsonl"), "utf8");
    execFileSync(process.execPath, [fileURLToPath(new URL("../../../fixtures/make-metrics.mjs", import.meta.url))]);
    expect(readFileSync(join(project, "metrics/search.jsonl"), "utf8")).toBe(before);
  });

  it("show a healthy checkout, and a search that overspent its budget and burns", async () => {
    const slos = readSlos(
      ["slo/checkout.yaml", "slo/search.yaml"].flatMap((path) =>
        parseDocument(readFileSync(join(project, path), "utf8"), path),
      ),
    );
    const now = Date.UTC(2026, 10, 22, 1);
    const gathering = gatherTallies(slos, { now });
    await readSnapshots(
      ["checkout", "search"].map((name) => ({
        file: join(project, `metrics/${name}.jsonl`),
        shown: `metrics/${name}.jsonl`,
      })),
      gathering.add,
    );
    const checks = sloChecks({ slos, tallies: gathering.tallies(), now });
    const said = Object.fromEntries(checks.map(({ id, outcome, reason }) => [id, `${outcome} ${reason}`]));
    expect(said).toMatchObject({
      "slo/checkout-availability/budget": "pass ok",
      "slo/checkout-availability/burn/1h-5m": "pass ok",
      "slo/search-availability/budget": "hold budget-exhausted",
      "slo/search-availability/burn/1h-5m": "rollback burn-rate",
    });
    expect(gathering.notes()).toEqual({
      future: 0,
      duplicates: 0,
      contradictions: 0,
      outOfOrder: 0,
      resets: 0,
      odd: [],
    });
  });
});
