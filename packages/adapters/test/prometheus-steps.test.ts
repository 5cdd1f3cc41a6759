import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gatherTallies, loadPromQl, parseDocument, readSlos, stepQuery, UserError, type Slo } from "@release-gate/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { collectSlo, prometheus, type Prometheus, type Stretch } from "../src/index.js";
import { nativeHistogram, protobufType } from "./support/native-histogram.js";
import { findPrometheus, startPrometheus, type RunningPrometheus } from "./support/prometheus-server.js";

await loadPromQl();

const programs = findPrometheus();
const required = process.env["REQUIRE_ALL"] === "1";
const minute = 60_000;
const hour = 60 * minute;
const end = Math.floor(Date.now() / hour) * hour - hour;
const begin = end - 2 * hour;

const source = (query: string) => ({
  type: "prometheus",
  spec: { query },
  place: { path: "s.yaml", line: 3, column: 5 },
});

/** A counter as a process keeps it: scraped every `every` milliseconds, `phase` after the hour; a restart starts from zero. */
interface Counter {
  readonly every: number;
  readonly phase: number;
  /** What is counted before each scrape, and whether the process started again before that. */
  readonly scrapes: readonly { readonly counted: number; readonly restarted: boolean }[];
}

const counters = fc.sample(
  fc.record({
    every: fc.constantFrom(15_000, 30_000, 60_000),
    phase: fc.integer({ min: 0, max: 14_999 }),
    scrapes: fc.array(
      fc.record({
        counted: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1000) }),
        restarted: fc.integer({ min: 0, max: 40 }).map((n) => n === 0),
      }),
      { minLength: 510, maxLength: 510 },
    ),
  }),
  { numRuns: 20, seed: 5 },
);

/** The readings of a counter: the moment, its value, and the true count since the first of them. */
function readings({ every, phase, scrapes }: Counter): { at: number; value: number; counted: number }[] {
  let value = 50;
  let counted = 0;
  const out: { at: number; value: number; counted: number }[] = [];
  for (const [i, scrape] of scrapes.entries()) {
    const at = begin - 5 * minute + i * every + phase;
    if (at > end) break;
    // What a process counted before its first scrape after a restart is seen; what it counted unseen before it is gone.
    value = scrape.restarted ? scrape.counted : value + scrape.counted;
    counted += i === 0 ? 0 : scrape.counted;
    out.push({ at, value, counted });
  }
  return out;
}

/** Every failure falls between the last scrape of a 5-minute window and the first of the next. */
const atTheBorder: Counter = {
  every: 15_000,
  phase: 7000,
  scrapes: Array.from({ length: 501 }, (_, i) => ({ counted: i % 20 === 0 ? 100 : 0, restarted: false })),
};

function history(): string {
  const lines = ["# TYPE events counter"];
  for (const [i, counter] of [...counters, atTheBorder].entries()) {
    for (const { at, value } of readings(counter))
      lines.push(`events_total{counter="${i === counters.length ? "border" : i}"} ${value} ${at / 1000}`);
  }
  // A service whose first errors come in one burst, an hour before the end: the series of errors begins with it.
  const labels = 'instance="a",job="api"';
  lines.push("# TYPE late counter");
  for (let at = begin; at <= end; at += 15_000) lines.push(`late_total{code="200",${labels}} 7 ${at / 1000}`);
  for (let at = end - hour + 7000; at <= end; at += 15_000) {
    for (const [code, instance] of [
      ["500", "a"],
      ["501", "new"],
    ])
      lines.push(`late_total{code="${code}",instance="${instance}",job="api"} 30 ${at / 1000}`);
  }
  lines.push("# TYPE up gauge");
  for (let at = begin; at <= end; at += 15_000) lines.push(`up{${labels}} 1 ${at / 1000}`);
  return [...lines, "# EOF", ""].join("\n");
}

const sum = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

describe.skipIf(programs === undefined && !required)("counts of steps from a real Prometheus", () => {
  let running: RunningPrometheus;
  let server: Prometheus;
  beforeAll(async () => {
    if (programs === undefined)
      throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
    running = await startPrometheus(programs, history());
    server = prometheus({ url: running.url });
  });
  afterAll(() => running?.stop());

  const whole: Stretch = { start: begin + 5 * minute, end, step: 5 * minute };

  it("keep the failures that fall between two windows, which increase() over each window loses", async () => {
    const border = 'events_total{counter="border"}';
    const plain = await server.range(`increase(${border}[5m])`, whole);
    expect(plain[0]?.samples.reduce((all, { value }) => all + value, 0)).toBe(0);
    expect(sum(await server.counts(source(border), true, whole))).toBe(2400);
    expect(sum(await server.counts(source(`sum(increase(${border}[{{.window}}]))`), false, whole))).toBe(2400);
    expect(sum(await server.counts(source(`sum(rate(${border}[{{.window}}]))`), false, whole))).toBeCloseTo(2400, 6);
  });

  it.each([
    ["5 minutes", whole],
    ["1 minute at an odd second", { start: begin + 67_300, end: end - 52_700, step: minute }],
    ["half an hour", { start: begin + 30 * minute, end, step: 30 * minute }],
    ["one step of two hours", { start: end, end, step: 2 * hour }],
  ])("add up to what was counted over all of them, whatever the restarts: steps of %s", async (_what, stretch) => {
    const [from, to] = [stretch.start - stretch.step, stretch.end];
    for (const [i, counter] of counters.entries()) {
      const all = readings(counter);
      const newest = (moment: number): number => all.findLast(({ at }) => at <= moment)?.counted ?? 0;
      // Readings are up to so much older than the end of their step.
      const { every } = stepQuery(source("x"), true, stretch.step);
      const readAt = (moment: number): number => Math.floor(moment / every) * every;
      const counted = sum(await server.counts(source(`events_total{counter="${i}"}`), true, stretch));
      const truth = newest(readAt(to)) - newest(readAt(from));
      // What is counted between two readings with a restart between them may be unseen, and nothing else.
      const hidden = new Set(
        all.flatMap(({ at }, j) => (counter.scrapes[j]?.restarted === true ? [Math.ceil(at / every) * every] : [])),
      );
      const unseen = [...hidden]
        .filter((reading) => reading > readAt(from) && reading <= readAt(to))
        .reduce((most, reading) => most + newest(reading) - newest(reading - every), 0);
      expect(counted, `counter ${i}`).toBeLessThanOrEqual(truth);
      expect(counted, `counter ${i}`).toBeGreaterThanOrEqual(truth - unseen);
      if (unseen === 0) expect(counted).toBe(truth);
    }
  });

  it("keep the first errors of a service that had none before, which increase() leaves out", async () => {
    const errors = 'late_total{code=~"50."}';
    const plain = await server.range(`sum(increase(${errors}[5m]))`, whole);
    expect(plain[0]?.samples.reduce((all, { value }) => all + value, 0)).toBe(0);
    // Of an instance that was not scraped before, nobody knows since when it counts.
    const counts = await server.counts(source(errors), true, whole);
    expect([...counts].filter(([, count]) => count > 0)).toEqual([[end - 55 * minute, 30]]);
    const odd = { ...whole, start: whole.start + 4321, end: whole.end - 5 * minute + 4321 };
    expect(sum(await server.counts(source(errors), true, odd))).toBe(30);
    expect(sum(await server.counts(source(`sum(rate(${errors}[{{.window}}]))`), true, whole))).toBe(30);
    expect(
      sum(await server.counts(source("sum(late_total)"), true, { ...whole, step: hour, start: begin + hour })),
    ).toBe(30);
  });

  it("lose in coarse steps no more than what restarts hide", async () => {
    const fine = sum(await server.counts(source("sum(events_total)"), true, { ...whole, step: 5 * minute }));
    const coarse = sum(
      await server.counts(source("sum(events_total)"), true, { start: begin + hour, end, step: hour }),
    );
    expect(coarse / fine).toBeGreaterThan(0.9);
    expect(coarse).toBeLessThanOrEqual(fine);
  });
});

describe("the query of steps", () => {
  const increase = (series: string, window: string, step: string): string =>
    `(((${series} unless ${series} offset ${step}) and on (instance, job) (up offset ${step} == 1)) or increase(${series}[${window}]))`;
  it.each([
    ["x_total", 5 * minute, `sum(${increase("x_total", "5m1ms:15s", "5m")})`, 300_000 / 300_001, 15_000],
    ["x_total", hour, `sum(${increase("x_total", "1h1ms:1m", "1h")})`, 3_600_000 / 3_600_001, minute],
    ["x_total", 4000, `sum(${increase("x_total", "4s1ms:1s", "4s")})`, 4000 / 4001, 1000],
    [
      'sum(rate(x{a="b"}[{{.window}}]))',
      5 * minute,
      `sum(${increase('x{a="b"}', "5m1ms:15s", "5m")})`,
      300_000 / 300_001,
      15_000,
    ],
    ["sum(avg_over_time(x[{{.window}}]))", 5 * minute, "sum(avg_over_time(x[5m]))", 1, 5 * minute],
    [
      "sum(increase(a[{{.window}}])) + sum(rate(b[{{.window}}]))",
      5 * minute,
      "sum(increase(a[5m])) + sum(rate(b[5m]))",
      1,
      5 * minute,
    ],
  ])("%s in steps of %i", (query, step, expected, factor, every) => {
    expect(stepQuery(source(query), true, step)).toEqual({ query: expected, factor, every });
  });

  it("is refused where a counter's query cannot be turned into counts", () => {
    expect(() => stepQuery(source("a_total - b_total"), true, minute)).toThrow(UserError);
  });
});

describe("a server that finds the readings too many", () => {
  it("is asked for each window's own increase instead", async () => {
    const asked: string[] = [];
    const http = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const query = new URLSearchParams(body).get("query") ?? "";
        asked.push(query);
        response.writeHead(query.includes(":") ? 422 : 200).end(
          JSON.stringify(
            query.includes(":")
              ? {
                  status: "error",
                  errorType: "execution",
                  error: "query processing would load too many samples into memory in query execution",
                }
              : { status: "success", data: { resultType: "matrix", result: [{ metric: {}, values: [[300, "10"]] }] } },
          ),
        );
      });
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void http.close());
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const stretch = { start: 300_000, end: 300_000, step: 300_000 };
    expect([...(await prometheus({ url }).counts(source("x_total"), true, stretch))]).toEqual([[300_000, 10]]);
    expect(asked).toEqual([stepQuery(source("x_total"), true, 300_000).query, "sum(increase(x_total[5m]))"]);
  });
});

const latencySlo = (indicator: string, objective: string): Slo => {
  const [slo] = readSlos(
    parseDocument(
      `apiVersion: openslo/v1
kind: SLO
metadata: { name: latency }
spec:
  service: s
  indicator: { metadata: { name: i }, spec: { ${indicator} } }
  timeWindow: [{ duration: 1h, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9, ${objective} }]
`,
      "slo.yaml",
    ),
  );
  if (slo === undefined) throw new Error("no SLO");
  return slo;
};

describe.skipIf(programs === undefined && !required)("native histograms of a real Prometheus", () => {
  it("are read as they are, and through histogram_count, histogram_fraction and histogram_quantile", async () => {
    if (programs === undefined)
      throw new Error("REQUIRE_ALL=1, and there is no prometheus: apt-get install prometheus");
    // With each scrape 6 observations up to 0.5 s, 3 up to 1 s, 1 up to 2 s.
    let scrapes = 0;
    const exporter = createServer((_request, response) => {
      scrapes++;
      response.writeHead(200, { "content-type": protobufType });
      response.end(
        nativeHistogram(
          "http_seconds",
          10 * scrapes,
          -1,
          [6, 3, 1].map((count) => count * scrapes),
        ),
      );
    });
    await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      exporter.closeAllConnections();
      exporter.close();
    });
    const running = await startPrometheus(programs, "", [`127.0.0.1:${(exporter.address() as AddressInfo).port}`]);
    onTestFinished(running.stop);
    for (let tries = 0; tries < 100 && scrapes < 9; tries++) await wait(250);
    const server = prometheus({ url: running.url });
    const now = Date.now();
    await wait(1000); // a scrape that began before that is stored a moment later, and two queries would differ by it

    const [read] = await server.instant("http_seconds", now);
    const [histogram] = read?.histograms ?? [];
    expect(histogram?.bounds).toEqual([0.5, 1, 2, Infinity]);
    const all = histogram?.counts.at(-1) ?? 0;
    expect(all).toBeGreaterThanOrEqual(60);
    expect(histogram?.counts).toEqual([0.6 * all, 0.9 * all, all, all]);
    expect(histogram?.sum).toBe(all);

    const goodShare = async (slo: Slo): Promise<[number, number]> => {
      const gathering = gatherTallies([slo], { now });
      for (const row of await collectSlo(slo, server, [{ start: now, end: now, step: 5000 }])) gathering.add(row);
      const [tallies = []] = gathering.tallies().get("latency") ?? [];
      const total = tallies.reduce((sofar, tally) => sofar + tally.total, 0);
      return [tallies.reduce((sofar, tally) => sofar + tally.good, 0) / total, total];
    };
    const query = (text: string): string => `{ metricSource: { type: Prometheus, spec: { query: '${text}' } } }`;
    for (const text of [
      "http_seconds",
      "sum(increase(http_seconds[{{.window}}]))",
      "sum(rate(http_seconds[{{.window}}]))",
    ]) {
      const [share, total] = await goodShare(latencySlo(`thresholdMetric: ${query(text)}`, "op: lte, value: 1"));
      expect(share, text).toBeCloseTo(0.9, 9);
      expect(total, text).toBeGreaterThan(30);
    }
    // A bound within a bucket: what is certainly below it.
    const [coarse] = await goodShare(latencySlo(`thresholdMetric: ${query("http_seconds")}`, "op: lte, value: 1.5"));
    expect(coarse).toBeCloseTo(0.9, 9);
    const ratio = latencySlo(
      `ratioMetric: { counter: true, good: ${query("sum(histogram_fraction(0, 1, rate(http_seconds[{{.window}}])) * histogram_count(increase(http_seconds[{{.window}}])))")}, total: ${query("sum(histogram_count(increase(http_seconds[{{.window}}])))")} }`,
      "",
    );
    expect((await goodShare(ratio))[0]).toBeCloseTo(0.9, 6);
    const counted = latencySlo(
      `ratioMetric: { counter: true, good: ${query("http_seconds")}, total: ${query("http_seconds")} }`,
      "",
    );
    expect((await goodShare(counted))[0]).toBe(1);
    const [quantile] = await server.instant("histogram_quantile(0.9, rate(http_seconds[1m]))", now);
    expect(quantile?.samples[0]?.value).toBeCloseTo(1, 9);
  });
});
