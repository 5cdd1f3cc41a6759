import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSnapshotLine, quickReader, snapshotLine, UserError, type SnapshotRow } from "../../src/index.js";

const place = { path: "m.jsonl", line: 1, column: 1 };
const read = (line: string): SnapshotRow | undefined => quickReader()(line, 0, line.length);

/** What the careful reader makes of a line; "wrong" where it refuses it. */
function careful(line: string): unknown {
  try {
    return parseSnapshotLine(line, place);
  } catch (error) {
    if (error instanceof UserError) return "wrong";
    throw error;
  }
}

const number = fc.oneof(
  fc.nat(1000),
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 1e21, 0.1, 123456789012345.6, 1e15, 1234567890123456800),
);
const text = fc.oneof(
  fc.constantFrom(
    "api",
    "autosave.save.completed",
    "é日本🎉",
    'a"b',
    "a\\b",
    "",
    "}",
    "{",
    "counter",
    "gauge",
    "count",
  ),
  fc.string(),
);
const moment = fc.oneof(
  fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom("2026-11-22T01:00:00Z", "2026-02-30T01:00:00Z", "2026-11-22T25:00:00Z", "2026-11-22T10:00:00+09:00"),
  fc.constantFrom(0, 1700000000, 1700000000.5, 1700000000123, -5),
  text,
);
const row = fc.record(
  {
    ts: moment,
    window: fc.constantFrom("1m", "15m", "5 minutes", "0s", "soon"),
    metric: text,
    event: text,
    labels: fc.oneof(
      fc.dictionary(text, fc.oneof(text, fc.nat(), fc.boolean(), fc.constant(null), fc.constant({ a: "b" }))),
      fc.constantFrom({}, { pod: "p1" }, []),
    ),
    result: text,
    track: fc.constantFrom("canary", "stable"),
    type: text,
    good: number,
    bad: number,
    total: number,
    value: number,
    durationMs: number,
    other: number,
  },
  { requiredKeys: ["ts"] },
);

describe("the quick reader of a snapshot's lines", () => {
  it("gives what the careful one gives, or leaves the line to it", () => {
    fc.assert(
      fc.property(row, fc.boolean(), (fields, shuffled) => {
        const entries = Object.entries(fields);
        const line = JSON.stringify(Object.fromEntries(shuffled ? entries.toReversed() : entries));
        const quick = read(line);
        if (quick !== undefined) expect(quick).toEqual(careful(line));
      }),
    );
  });

  it("leaves a damaged line to the careful one, or reads the same in it", () => {
    const lines = fc.constantFrom(
      '{"ts":"2026-11-22T01:00:00Z","window":"1m","metric":"api","labels":{"pod":"p1"},"good":9,"total":10}',
      '{"ts":1795000000,"event":"save","durationMs":12.5,"result":"ok","labels":{"a":"b}"}}',
    );
    fc.assert(
      fc.property(
        lines,
        fc.nat(100),
        fc.constantFrom("", '"', "{", "}", ",", "0", "-", ".", " ", "e", "\\", "\n"),
        (line, at, put) => {
          const index = at % line.length;
          const damaged = line.slice(0, index) + put + line.slice(index + 1);
          const quick = read(damaged);
          if (quick !== undefined) expect(quick).toEqual(careful(damaged));
        },
      ),
    );
  });

  it.each<SnapshotRow>([
    { kind: "counts", at: 1795309200000, span: 300_000, name: "api", labels: {}, good: 9, bad: 1, total: 10 },
    { kind: "counts", at: 1795309200123, span: 0, name: "api", labels: { pod: "p1", region: "jp" }, total: 10 },
    { kind: "gauge", at: 1795309200000, span: 60_000, name: "p99", labels: {}, value: -0.25 },
    { kind: "counter", at: 1795309200000, span: 0, name: "n_total", labels: { code: "500" }, value: 123456 },
    { kind: "event", at: 1795309200000, span: 0, name: "save", labels: {}, duration: 1234.5 },
  ])("takes the lines that collect writes: $kind", (written) => {
    expect(read(snapshotLine(written))).toEqual(written);
    expect(read(`${snapshotLine(written)}\r`)).toEqual(written);
  });

  it("takes the events that applications write, their result as a label", () => {
    const line =
      '{"ts":"2026-11-22T01:00:00.5Z","event":"autosave.save.completed","durationMs":820,"result":"success"}';
    expect(read(line.replace(".5Z", ".500Z"))).toMatchObject({ kind: "event", labels: { result: "success" } });
  });

  it("gives rows with the same labels the same object, and tells texts apart that look alike", () => {
    const quick = quickReader();
    const labelsOf = (labels: string): unknown => {
      const line = `{"ts":1795000000,"metric":"m","labels":${labels},"value":1}`;
      return quick(line, 0, line.length)?.labels;
    };
    const first = labelsOf('{"pod":"a"}');
    expect(labelsOf('{"pod":"a"}')).toBe(first);
    expect(labelsOf('{"pod":"b"}')).toEqual({ pod: "b" });
    // "Aa" and "BB" have the same hash.
    expect([labelsOf('{"pod":"Aa"}'), labelsOf('{"pod":"BB"}')]).toEqual([{ pod: "Aa" }, { pod: "BB" }]);
  });
});
