import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  before,
  configDuration,
  dayBounds,
  dayOf,
  formatInstant,
  isZone,
  localTime,
  openSloDuration,
  parseInstant,
  periodAt,
  prometheusDuration,
  proseDuration,
  roundDuration,
  shortDuration,
} from "../../src/time/index.js";

const at = (text: string): number => {
  const moment = parseInstant(text);
  if (moment === undefined) throw new Error(text);
  return moment;
};

describe("durations", () => {
  it.each([
    ["28d", "P28D"],
    ["1M", "P1M"],
    ["1m", "PT1M"],
    ["1Q", "P3M"],
    ["1Y", "P1Y"],
    ["4w", "P4W"],
    ["5h", "PT5H"],
  ])("OpenSLO %s is %s: M is a month, m a minute", (text, iso) => {
    expect(openSloDuration(text)?.toString()).toBe(iso);
  });

  it.each(["0d", "-1d", "1.5d", "d", "28", "1h30m", "28D", " 28d", "1s", ""])("OpenSLO has no duration %j", (text) => {
    expect(openSloDuration(text)).toBeUndefined();
  });

  it.each([
    ["1h30m", 5_400_000],
    ["5m", 300_000],
    ["1y2w3d4h5m6s7ms", 365 * 86_400_000 + 17 * 86_400_000 + 14_706_007],
    ["250ms", 250],
    ["0", 0],
  ])("Prometheus %s is %d ms", (text, expected) => {
    expect(prometheusDuration(text)).toBe(expected);
  });

  it.each(["", "30m1h", "1M", "5", "1h 30m", "1.5h", "1h1h"])("Prometheus has no duration %j", (text) => {
    expect(prometheusDuration(text)).toBeUndefined();
  });

  it.each([
    ["5 minutes", 300_000],
    ["1 hour 30 minutes", 5_400_000],
    ["1 hour and 30 min", 5_400_000],
    ["2.5 s", 2500],
    ["24時間", 86_400_000],
    ["15 分", 900_000],
    ["7 days", 604_800_000],
  ])("prose %s is %d ms", (text, expected) => {
    expect(proseDuration(text)).toBe(expected);
  });

  it.each(["", "five minutes", "5", "5 lightyears", "minutes", "5 minutes later"])(
    "there is no duration in %j",
    (text) => {
      expect(configDuration(text)).toBeUndefined();
    },
  );

  it("writes what Prometheus reads back, whatever the length", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e12 }), (ms) => prometheusDuration(shortDuration(ms)) === ms));
  });

  it.each([
    [2_592_000, "43.2m"],
    [73_800_000, "20.5h"],
    [259_200_000, "3d"],
    [30_000, "30s"],
  ])("writes %d ms as %s in tables", (milliseconds, expected) => {
    expect(roundDuration(milliseconds)).toBe(expected);
  });
});

describe("zones", () => {
  it("knows IANA names and nothing else", () => {
    expect(["Asia/Tokyo", "America/New_York", "UTC"].every(isZone)).toBe(true);
    expect(["Asia/Edo", "+09:00", "JSTT", ""].some(isZone)).toBe(false);
  });

  it("takes no moment without an offset", () => {
    expect(parseInstant("2026-11-22T10:00:00")).toBeUndefined();
    expect(parseInstant("2026-11-22T10:00:00+09:00")).toBe(Date.UTC(2026, 10, 22, 1));
    expect(formatInstant(Date.UTC(2026, 10, 22, 1))).toBe("2026-11-22T01:00:00Z");
  });

  it("reads what ISO 8601 allows and nothing else, as fast as collectors need it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        (at) => parseInstant(new Date(at).toISOString()) === at && parseInstant(formatInstant(at)) === at,
      ),
    );
    expect(parseInstant("2026-11-22T01:00:00.5Z")).toBe(Date.UTC(2026, 10, 22, 1, 0, 0, 500));
    for (const wrong of [
      "2026-02-30T00:00:00Z",
      "2026-11-22T24:00:00Z",
      "2026-11-22T01:60:00Z",
      "2026-11-22T01-00-00Z",
      "2026-11-22T01:00:0xZ",
      "2026-11-22X01:00:00Z",
      "20261122T01:00:00.Z",
    ]) {
      expect(parseInstant(wrong), wrong).toBeUndefined();
    }
  });

  it("goes a month back by the calendar", () => {
    expect(formatInstant(before(at("2026-03-31T12:00:00Z"), openSloDuration("1M")!))).toBe("2026-02-28T12:00:00Z");
  });

  it("counts calendar months from the start itself, so that the 31st does not drift", () => {
    const start = localTime("2026-01-31 00:00:00", "UTC")!;
    const month = openSloDuration("1M")!;
    const period = periodAt(at("2026-04-15T00:00:00Z"), start, month, "UTC");
    expect([formatInstant(period.start), formatInstant(period.end)]).toEqual([
      "2026-03-31T00:00:00Z",
      "2026-04-30T00:00:00Z",
    ]);
  });

  it("counts calendar days on the wall clock: the day in which clocks change has 23 hours", () => {
    const start = localTime("2026-03-01 00:00:00", "America/New_York")!;
    const period = periodAt(at("2026-03-08T20:00:00Z"), start, openSloDuration("1d")!, "America/New_York");
    expect((period.end - period.start) / 3_600_000).toBe(23);
    expect(dayBounds("2026-03-08", "America/New_York")).toEqual(period);
  });

  it("gives a moment on the border to the period that ends there, as ranges hold their end", () => {
    const period = periodAt(at("2026-02-01T00:00:00Z"), at("2026-01-01T00:00:00Z"), openSloDuration("1M")!, "UTC");
    expect(formatInstant(period.start)).toBe("2026-01-01T00:00:00Z");
  });

  it("tells the day of a zone, not of UTC", () => {
    expect(dayOf(at("2026-11-21T16:00:00Z"), "Asia/Tokyo")).toBe("2026-11-22");
  });
});
