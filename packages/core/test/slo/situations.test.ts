import { describe, expect, it } from "vitest";
import { sloChecks } from "../../src/gate/slo/checks.js";
import { burnPicture, budgetPicture } from "../../src/gate/slo/pictures.js";
import { exact, gatherTallies, statusOf } from "../../src/slo/index.js";
import { english } from "../../src/text/message.js";
import { at, judge, ratio, read, rowOf, rows, source, T0 } from "./judge-rows.js";
import { day, hour, minute } from "./slo-fixture.js";

const req = ratio("good", "{ metric: req }", "{ metric: req }");
const pair = { long: hour, short: 5 * minute, factor: exact(13.44), urgency: "page" } as const;
const errors = ratio("bad", "{ metric: err }", "{ metric: req }");

describe("what paused or stopped", () => {
  const total = rows(7 * day, 5 * minute, () => ({ window: "5m", metric: "req", value: 1000, type: "count" }));
  const bad = (value: number) => total.map((row) => ({ ...row, metric: "err", value }));

  it("is told of errors that have a row at all times, as their exporter may be gone", () => {
    const { worst, text } = judge(errors, [...total, ...bad(0).slice(0, -72)]);
    expect(worst).toBe("warn");
    expect(text).toContain(
      'a: "bad" had no row in 72 rows of the total, the last of 2026-11-22T00:00:00Z; there it was taken as zero (err).',
    );
  });

  it("is ordinary of errors that have a row only when they happen", () => {
    const { worst, text, checks } = judge(errors, [...total, ...bad(1).filter((_, i) => i % 100 === 0)]);
    expect(worst).toBe("pass");
    expect(text).not.toContain("taken as zero");
    // The evidence names them all the same.
    expect(checks[0]!.evidence["paused"]).toEqual([
      { what: "bad", query: "err", rows: 1995, newest: "2026-11-22T00:00:00Z" },
    ]);
    expect(judge(errors, [...total, ...bad(0)]).checks[0]!.evidence).not.toHaveProperty("paused");
  });

  it("is told of a region that all is silent about, but not of a code that only errors have", () => {
    const regions = (from: string, until: number) =>
      rows(7 * day, 5 * minute, (end) =>
        end > T0 - until ? {} : { window: "5m", metric: "req", good: 500, total: 500, labels: { region: from } },
      ).filter((row) => "metric" in row);
    const { worst, text } = judge(req, [...regions("us", 0), ...regions("eu", hour)]);
    expect(worst).toBe("warn");
    expect(text).toContain('a: region="eu" has had no row since 2026-11-21T23:00:00Z, while others go on (req).');
    const code = (value: string, until: number) =>
      rows(
        7 * day - until,
        5 * minute,
        (end) => ({ metric: "http", value: (end - T0) / minute + 1e5, type: "counter", labels: { code: value } }),
        T0 - until,
      );
    const coded = ratio("bad", "{ metric: http, labels: { code: '500' } }", "{ metric: http }");
    expect(judge(coded, [...code("200", 0), ...code("500", 0), ...code("404", hour)]).text).not.toContain(
      "has had no row",
    );
  });
});

describe("a hold names its cause", () => {
  const hourly = (make: (end: number) => object) => rows(7 * day, hour, make);

  it("impossible numbers, with the metric, in the line that holds", () => {
    const given = hourly(() => ({ window: "1h", metric: "all", value: 100, type: "count" })).flatMap((row) => [
      row,
      { ...row, metric: "ok", value: 150 },
    ]);
    const { checks } = judge(ratio("good", "{ metric: ok }", "{ metric: all }"), given);
    const holds = checks.filter(({ outcome }) => outcome === "hold").map(({ summary }) => english(summary));
    expect(holds).toHaveLength(5);
    for (const each of holds) expect(each).toContain('"good" is more than the total in 168 rows (ok)');
  });

  it("a histogram's bounds, in the line that holds", () => {
    const latency = read(`thresholdMetric: ${source("{ metric: lat }")}`, "target: 0.5, op: lte, value: 0.3");
    const given = hourly(() => ({ window: "1h", metric: "lat", buckets: { "0.1": 24, "0.5": 90, "+Inf": 100 } }));
    expect(english(judge(latency, given).checks[0]!.summary)).toBe(
      'a: there are no data: "value" has no row that counts (lat): 168 histograms of lat were not used: the objective\'s value 0.3 is none of their bounds (0.1, 0.5).',
    );
  });

  it("each objective's limit where several ask one histogram", () => {
    const given = hourly(() => ({ window: "1h", metric: "lat", buckets: { "0.1": 24, "0.5": 90, "+Inf": 100 } }));
    const slos = [0.2, 0.3, 0.3].map((value, i) => ({
      ...read(`thresholdMetric: ${source("{ metric: lat }")}`, `target: 0.5, op: lte, value: ${value}`),
      id: `a${i}`,
    }));
    const gathering = gatherTallies(slos, { now: T0 });
    for (const row of given) gathering.add(rowOf(row), "m.jsonl", 1);
    const sightings = gathering.sightings();
    const holds = sloChecks({ slos, tallies: gathering.tallies(), sightings, now: T0 }).map(({ summary }) =>
      english(summary),
    );
    for (const [i, value] of [0.2, 0.3, 0.3].entries())
      expect(holds.find((text) => text.startsWith(`a${i}:`))).toContain(`the objective's value ${value} is none of`);
    expect(gathering.notes().odd.map(({ asked, count }) => [asked, count])).toEqual([
      [0.2, 168],
      [0.3, 168],
    ]);
  });

  it("a name that is nearly the same as one that was read, other labels, and nothing where no name is close", () => {
    const given = hourly(() => ({ window: "1h", metric: "http_errors", value: 1, type: "count" }));
    const of = (name: string, labels = ""): string =>
      judge(ratio("good", `{ metric: ${name}${labels} }`, "{ metric: http_errors }"), given).text;
    expect(of("http_erors")).toContain('"good" never had a row (http_erors; was "http_errors" meant?).');
    expect(of("logins")).toContain('"good" never had a row (logins).');
    expect(of("http_errors", ", labels: { code: '200' }")).toContain(
      '"good" never had a row (http_errors{code="200"}), only rows with other labels.',
    );
    const once = [{ ts: at(T0), metric: "http_errors", value: 7, type: "counter", labels: { code: "200" } }];
    const coded = ratio("good", "{ metric: http_errors, labels: { code: '200' } }", "{ metric: http_errors }");
    expect(judge(coded, once).text).toContain('"total" has no counter that was read twice (http_errors).');
  });

  it("too few events with their window, no data and old data with their metric", () => {
    const few = judge(
      req,
      hourly((end) => ({ window: "1h", metric: "req", good: end === T0 ? 3 : 0, total: end === T0 ? 3 : 0 })),
      { options: { minimumEvents: 100 } },
    );
    expect(few.text).toContain("a: 3 events within 30d are too few to judge (at least 100 are needed).");
    expect(few.text).toContain("a: 3 events within 6h are too few to judge (at least 100 are needed).");
    const old = judge(
      req,
      hourly(() => ({ window: "1h", metric: "req", good: 1, total: 1 })),
      { now: T0 + 5 * hour },
    );
    expect(old.text).toContain("the newest data are of 2026-11-22T00:00:00Z, 5h ago (stale after 2h; req).");
    const none = judge(
      req,
      rows(day, hour, () => ({ window: "1h", metric: "req", good: 1, total: 1 }), T0 - 40 * day),
    );
    expect(none.text).toContain("a: there are no data since 2026-10-23T00:00:00Z (req).");
  });

  it("no check that holds is without a reason, a bound or window, and a text that names its SLO", () => {
    for (const given of [[], hourly(() => ({ window: "1h", metric: "req", good: 0, total: 9 }))]) {
      for (const check of sloChecks({
        slos: [req],
        tallies: judge(req, given).tallies.length > 0 ? new Map([["a", judge(req, given).tallies]]) : new Map(),
        now: T0,
      })) {
        expect(check.outcome).not.toBe("pass");
        expect(check.reason).not.toBe("ok");
        expect(check.bound).toBeDefined();
        expect(check.window).toMatch(/\d/);
        expect(check.samples).toBeGreaterThanOrEqual(0);
        expect(check.source).toMatchObject({ file: "slo.yaml" });
        expect(english(check.summary)).toMatch(/^a: .*\d/);
      }
    }
  });
});

describe("what a budget rests on", () => {
  const given = rows(30 * day, hour, (end) => ({
    window: "1h",
    metric: "req",
    good: end === T0 - 2 * hour ? 0 : 1000,
    total: 1000,
  }));

  it("is said with it: what does not count and why, and since when it counts; also where it is overspent", () => {
    const exclusions = [
      { start: T0 - 5 * hour, end: T0 - 4 * hour, why: "backup" },
      { start: T0 - 4.5 * hour, end: T0 - 3.5 * hour, why: "load test" },
      { start: T0 - 90 * day, end: T0 - 80 * day, why: "long ago" },
    ];
    const resets = [{ at: T0 - day, why: "CTO" }];
    const { checks } = judge(req, given, { options: { exclusions, resets } });
    expect(english(checks[0]!.summary)).toMatch(
      /^a: the error budget of 30d is overspent by .* \(since the budget was reset at 2026-11-21T00:00:00Z: CTO; 90m not counted: backup, load test\)\.$/,
    );
    expect(checks[0]!.evidence["excluded"]).toEqual({
      times: 1,
      minutes: 90,
      newest: [{ from: at(T0 - 5 * hour).replace(".000", ""), to: "2026-11-21T20:30:00Z", why: "backup, load test" }],
    });
  });
});

describe("numbers in texts", () => {
  const failing = (every: number, value = 1000) =>
    rows(7 * day, 5 * minute, (end) => ({
      window: "5m",
      metric: "req",
      good: (end - T0) % every === 0 ? 0 : value,
      total: value,
    }));

  it('are whole, with "about" where a window shares a row', () => {
    const { text } = judge(req, failing(5 * minute), { now: T0 + 31_000, options: { pairs: [pair] } });
    expect(text).toMatch(/over 1h \(about 11897 of 11897 events bad\)/);
    expect(judge(req, failing(5 * minute), { options: { pairs: [pair] } }).text).toMatch(
      /over 1h \(12000 of 12000 events bad\)/,
    );
  });

  it("never say that all or none were bad where some were not", () => {
    const one = (good: number, total: number): string =>
      judge(
        req,
        rows(hour, hour, () => ({ window: "1h", metric: "req", good, total })),
        { options: { pairs: [pair] } },
      ).text;
    expect(one(0.6, 12.7)).toContain("about 12 of 13 events");
    expect(one(0.1, 12.7)).toContain("about 12.6 of 12.7 events");
    expect(one(12.4, 12.7)).toContain("about 0.3 of 12.7 events");
    expect(one(0, 12.7)).toContain("about 13 of 13 events");
  });

  it("are values where values were measured, in every text", () => {
    const scores = (value: number, length = 7 * day) => rows(length, 5 * minute, () => ({ metric: "csat", value }));
    const score = read(`thresholdMetric: ${source("{ metric: csat }")}`, "target: 0.9, op: gte, value: 3.5");
    const texts = [4, 1].map((value) => judge(score, scores(value)).text);
    texts.push(judge(score, scores(4, hour), { options: { minimumEvents: 100 } }).text);
    for (const text of texts) expect(text).not.toContain("event");
    expect(texts[0]).toContain("0 of 2016 values were bad");
    expect(texts[1]).toContain("2016 of 2016 values were bad");
    expect(texts[2]).toContain("12 values within 30d are too few to judge (at least 100 are needed)");
  });
});

describe("too few events", () => {
  const given = rows(7 * day, hour, (end) => ({
    window: "1h",
    metric: "req",
    good: 0,
    total: end === T0 - 50 * hour ? 3 : 0,
  }));
  const { tallies, checks } = judge(req, given, { options: { minimumEvents: 100 } });
  const status = statusOf(req, tallies, T0, { neededBy: () => 100 });

  it("give no share, no rate and no history to any picture", () => {
    expect(status).toMatchObject({ tooFew: true, worst: undefined });
    expect(status.history.every(({ remaining }) => remaining === undefined)).toBe(true);
    const words = { noData: "too few events" };
    expect(budgetPicture(status, "a", "en")).toMatchObject({
      words: { ...words, description: "There are too few events to judge." },
    });
    const { words: said, rows: pairs } = burnPicture(status, "a", "en");
    expect(said).toMatchObject(words);
    for (const { rates } of pairs) expect(rates[0]!.rate).toBeUndefined();
  });

  it("give no share to the evidence", () => {
    expect(checks[0]).toMatchObject({ reason: "insufficient-samples" });
    expect(checks[0]).not.toHaveProperty("value");
    expect(checks[0]!.evidence["remaining"]).toEqual({ ratio: null, minutes: null, events: null });
  });

  it("are judged where the policy needs no more", () => {
    expect(statusOf(req, tallies, T0, { neededBy: () => 3 })).toMatchObject({ tooFew: false });
    expect(statusOf(req, [[]], T0, { neededBy: () => 3 })).toMatchObject({ tooFew: false });
  });
});
