import { describe, expect, it } from "vitest";
import { gather, type Comparison, type Row } from "../../src/metrics/index.js";

const minute = 60_000;
const now = Date.UTC(2026, 10, 22);

/** Scrapes of a histogram each minute of an hour: at each 10 observations more, 5 within 0.1 s and 9 within 0.5 s. */
function scrapes(bounds: Readonly<Record<string, number>>, labels: Record<string, string> = {}): Row[] {
  return Array.from({ length: 61 }, (_, i) =>
    Object.entries(bounds).map(([le, each]): Row => {
      const at = now - (60 - i) * minute;
      return { kind: "counter", at, span: 0, name: "lat_bucket", labels: { ...labels, le }, value: each * i };
    }),
  ).flat();
}
const all = { "0.1": 5, "0.5": 9, "+Inf": 10 };
function judged(rows: readonly Row[], op: Comparison, value: number, labels: Record<string, string> = {}) {
  const selector = { name: "lat", take: "value", when: { op, value }, labels } as const;
  const gathering = gather(new Map([["lat", selector]]), { now });
  for (const row of rows) gathering.add(row, "a.prom", 7);
  const { points } = gathering.seriesOf("lat");
  return {
    good: points.reduce((sum, point) => sum + point.sum, 0),
    all: points.reduce((sum, { samples }) => sum + samples, 0),
    rows: gathering.sightOf("lat").rows,
    odd: gathering.notes().odd,
  };
}

describe("a histogram of scrapes", () => {
  it("counts what is within the bound that an objective asks for, or above it", () => {
    expect(judged(scrapes(all), "lte", 0.5)).toMatchObject({ good: 540, all: 600, odd: [] });
    expect(judged(scrapes(all), "lt", 0.1)).toMatchObject({ good: 300, all: 600, odd: [] });
    expect(judged(scrapes(all), "gt", 0.1)).toMatchObject({ good: 300, all: 600, odd: [] });
  });

  it("adds up under all labels, or under those asked for", () => {
    const both = [...scrapes(all, { pod: "a" }), ...scrapes({ "0.5": 1, "+Inf": 10 }, { pod: "b" })];
    expect(judged(both, "lte", 0.5)).toMatchObject({ good: 600, all: 1200 });
    expect(judged(both, "lte", 0.5, { pod: "b" })).toMatchObject({ good: 60, all: 600 });
  });

  it("without the bound asked for counts nothing, and says which it has and where it stands", () => {
    const { odd, ...counted } = judged(scrapes(all), "lte", 0.3);
    expect(counted).toEqual({ good: 0, all: 0, rows: 0 });
    expect(odd).toEqual([
      { kind: "no-bound", name: "lat", count: 60, file: "a.prom", line: 7, bounds: [0.1, 0.5, Infinity], asked: 0.3 },
    ]);
  });

  it("of one process without the bound does not make those of the others bad", () => {
    const mixed = [...scrapes(all, { pod: "a" }), ...scrapes({ "0.2": 10, "+Inf": 10 }, { pod: "b" })];
    expect(judged(mixed, "lte", 0.5)).toMatchObject({ good: 540, all: 600, odd: [{ kind: "no-bound", count: 60 }] });
  });

  it("counts from zero after a restart", () => {
    const restarted = scrapes(all).map((row) =>
      row.kind === "counter" && row.at > now - 30 * minute ? { ...row, value: row.value / 31 } : row,
    );
    const { good, all: whole } = judged(restarted, "lte", 0.5);
    expect(good).toBeLessThanOrEqual(whole);
    expect(good / whole).toBeCloseTo(0.9, 6);
  });
});
