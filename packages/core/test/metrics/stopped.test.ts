import { describe, expect, it } from "vitest";
import { gather, type Row } from "../../src/metrics/index.js";

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.UTC(2026, 10, 22);

/** Rows of a counter under some labels each five minutes, between two moments that are as long ago as said. */
const readings = (labels: Record<string, string>, from: number, until: number): Row[] => {
  const rows: Row[] = [];
  for (let at = now - from; at <= now - until; at += 5 * minute)
    rows.push({ kind: "counter", at, span: 0, name: "req", labels, value: (at - now + 9 * day) / minute });
  return rows;
};
const stopped = (...rows: Row[][]) => {
  const gathering = gather(new Map([["all", { name: "req", take: "total" }]]), { now });
  for (const row of rows.flat()) gathering.add(row);
  return gathering.sightOf("all").stopped.map(({ label, at }) => [label, now - at]);
};

describe("a series that stopped", () => {
  const us = readings({ region: "us" }, day, 0);

  it("is a value of a label all of whose rows ended while there are others", () => {
    expect(stopped(us, readings({ region: "eu" }, day, 60 * minute))).toEqual([['region="eu"', 60 * minute]]);
    expect(stopped(us, readings({ region: "eu" }, day, 0))).toEqual([]);
  });

  it("is told whatever else the rows are called", () => {
    const eu = ["a", "b"].flatMap((pod) => readings({ region: "eu", pod }, day, 60 * minute));
    const others = ["c", "d"].flatMap((pod) => readings({ region: "us", pod }, day, 0));
    expect(stopped(eu, others)).toContainEqual(['region="eu"', 60 * minute]);
  });

  it("is none where another took its place, as pods do in a deployment", () => {
    const old = readings({ pod: "a1" }, day, 60 * minute);
    const fresh = readings({ pod: "a2" }, 55 * minute, 0);
    expect(stopped(readings({ pod: "b1" }, day, 0), old, fresh)).toEqual([]);
  });

  it("is none where all stopped, where it was rare or short, and where it is long ago", () => {
    expect(stopped(us.slice(0, -12), readings({ region: "eu" }, day, 60 * minute))).toEqual([]);
    const rare = readings({ region: "eu" }, day, 60 * minute).filter((_, i) => i % 7 === 0);
    expect(stopped(us, rare)).toEqual([]);
    expect(stopped(us, readings({ region: "eu" }, 3 * 60 * minute, 60 * minute))).toEqual([]);
    expect(stopped(readings({ region: "us" }, 9 * day, 0), readings({ region: "eu" }, 9 * day, 2 * day))).toEqual([]);
  });
});
