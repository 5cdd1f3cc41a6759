import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { english, gatherTallies, parseDocument, readSlos, sloChecks, UserError, type Slo } from "@release-gate/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  datadog,
  endpointOf,
  querySlos,
  retrying,
  SourceError,
  stretchesOf,
  type DatadogEndpoint,
} from "../src/index.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Not at a whole step: Datadog's steps begin at whole multiples of themselves. */
const now = Date.parse("2026-11-22T01:07:23.456Z");

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), "datadog-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  vi.stubEnv("DD_API_KEY", "secret-api");
  vi.stubEnv("DD_APP_KEY", "secret-app");
  // The servers of these tests are allowed to be given them.
  vi.stubEnv("RELEASE_GATE_HOSTS", "127.0.0.1");
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
type Answering = (asked: Asked, response: ServerResponse) => void;

async function serve(answer: Answering): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const each = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
      asked.push(each);
      answer(each, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
const always =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answering =>
  (_asked, response) => {
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** Counts of one step: `bad` and `all` for a moment at which the step begins; undefined where nothing was reported. */
type Counts = (begin: number, step: number) => { bad: number; all: number } | undefined;

/**
 * A Datadog with two count metrics, answering as the recorded answers of Datadog's own client do: v1 with pairs of
 * milliseconds, v2 with times and values. Points stand at the beginning of steps, which are whole multiples since 1970; it
 * takes longer steps where more than 1500 points of a series would be needed.
 */
function likeDatadog(counts: Counts): Answering {
  const points = (query: string, from: number, to: number, wanted: number) => {
    const step = (to - from) / wanted > 1500 ? Math.ceil((to - from) / 1500 / minute) * minute : wanted;
    const pairs: [number, number | null][] = [];
    for (let begin = Math.ceil(from / step) * step; begin < to; begin += step) {
      const found = counts(begin, step);
      pairs.push([begin, found === undefined ? null : query.includes("code:5xx") ? found.bad : found.all]);
    }
    return { step, pairs };
  };
  return ({ method, path, body }, response) => {
    const url = new URL(path, "http://x");
    if (method === "GET" && url.pathname === "/api/v1/query") {
      const query = url.searchParams.get("query") ?? "";
      const [from, to] = [Number(url.searchParams.get("from")) * 1000, Number(url.searchParams.get("to")) * 1000];
      const rollup = Number(/\.rollup\(sum, (\d+)\)$/.exec(query)?.[1]) * 1000;
      const { step, pairs } = points(query, from, to, rollup);
      const series = [{ ...meta, interval: step / 1000, length: pairs.length, expression: query, pointlist: pairs }];
      return always(200, { status: "ok", resp_version: 1, series })({ method, path, headers: {}, body }, response);
    }
    if (method !== "POST" || url.pathname !== "/api/v2/query/timeseries") return void response.writeHead(404).end();
    const { data } = JSON.parse(body) as {
      data: {
        type: string;
        attributes: { from: number; to: number; interval: number; queries: { query: string; name: string }[] };
      };
    };
    const { from, to, interval, queries } = data.attributes;
    const { pairs } = points(queries[0]?.query ?? "", from, to, interval);
    const attributes = {
      series: [{ group_tags: [], query_index: 0, unit: null }],
      times: pairs.map(([at]) => at),
      values: [pairs.map(([, value]) => value)],
    };
    response
      .writeHead(200, { "content-type": "application/vnd.api+json" })
      .end(JSON.stringify({ data: { id: "0", type: "timeseries_response", attributes } }));
  };
}
const meta = {
  end: 0,
  attributes: {},
  metric: "http.requests",
  tag_set: [],
  start: 0,
  query_index: 0,
  aggr: "sum",
  scope: "*",
};

const sloText = (details: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { metricSourceRef: dog, type: Datadog, spec: { query: 'sum:http.requests{code:5xx}.as_count()' } } }
        total: { metricSource: { metricSourceRef: dog, type: Datadog, spec: { query: 'sum:http.requests{*}.as_count()' } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
---
apiVersion: openslo/v1
kind: DataSource
metadata: { name: dog }
spec: { type: Datadog, connectionDetails: { ${details} } }
`;
function sloOf(details: string, text = sloText(details)): Slo {
  const [slo] = readSlos(parseDocument(text, "slo.yaml"));
  if (slo === undefined) throw new Error("no SLO");
  return slo;
}
const source = (query: unknown, more = {}) => ({
  type: "datadog",
  spec: { query, ...more },
  place: { path: "slo.yaml", line: 3, column: 5 },
});
const stretch = { start: 1_711_977_600_000 + 5 * minute, end: 1_711_977_600_000 + 15 * minute, step: 5 * minute };
const counting = source("sum:http.requests{*}.as_count()");

async function failure(endpoint: DatadogEndpoint): Promise<SourceError> {
  try {
    await datadog(endpoint).counts(counting, true, stretch);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("it answered");
}

describe("what Datadog is asked", () => {
  it("in v2: milliseconds from the first to before the last, in steps, with each metric summed over them", async () => {
    const { url, asked } = await serve(likeDatadog(() => ({ bad: 1, all: 10 })));
    await datadog({ url }).counts(counting, true, stretch);
    const [first] = asked;
    expect([first?.method, first?.path]).toEqual(["POST", "/api/v2/query/timeseries"]);
    expect(first?.headers).toMatchObject({
      "content-type": "application/json",
      "dd-api-key": "secret-api",
      "dd-application-key": "secret-app",
    });
    expect(JSON.parse(first?.body ?? "")).toEqual({
      data: {
        type: "timeseries_request",
        attributes: {
          from: 1_711_977_600_000,
          to: 1_711_978_500_000,
          interval: 300_000,
          formulas: [{ formula: "a" }],
          queries: [{ data_source: "metrics", name: "a", query: "sum:http.requests{*}.as_count().rollup(sum, 300)" }],
        },
      },
    });
  });

  it("in v1: seconds and one query", async () => {
    const { url, asked } = await serve(likeDatadog(() => ({ bad: 1, all: 10 })));
    await datadog({ url, apiVersion: "v1" }).counts(counting, true, stretch);
    const address = new URL(asked[0]?.path ?? "", url);
    expect([asked[0]?.method, address.pathname]).toEqual(["GET", "/api/v1/query"]);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      from: "1711977600",
      to: "1711978499",
      query: "sum:http.requests{*}.as_count().rollup(sum, 300)",
    });
  });

  it.each([
    [
      "sum:a.b{env:prod} by {host}.as_count() - sum:a.c{env:prod, !x:y}.as_count()",
      "sum:a.b{env:prod} by {host}.as_count().rollup(sum, 300) - sum:a.c{env:prod, !x:y}.as_count().rollup(sum, 300)",
    ],
    [
      "default_zero(sum:trace.http.request.hits.by_http_status{http.status_code:200}.as_count())",
      "default_zero(sum:trace.http.request.hits.by_http_status{http.status_code:200}.as_count().rollup(sum, 300))",
    ],
    ["count(v: v<=0.5):web.latency{*}", "count(v: v<=0.5):web.latency{*}.rollup(sum, 300)"],
  ])("sums every term: %s", async (query, expected) => {
    const { url, asked } = await serve(likeDatadog(() => undefined));
    await datadog({ url }).counts(source(query), true, stretch);
    expect(asked[0]?.body).toContain(JSON.stringify(expected).slice(1, -1));
  });

  it("rates are multiplied by their step's seconds", async () => {
    const { url } = await serve(likeDatadog(() => ({ bad: 0, all: 2 })));
    const counts = await datadog({ url }).counts(source("sum:http.requests{*}.as_rate()"), true, stretch);
    expect([...counts.values()]).toEqual([600, 600, 600]);
  });

  it("formulas over named queries are asked of v2, and refused for v1", async () => {
    const { url, asked } = await serve(likeDatadog(() => ({ bad: 0, all: 2 })));
    const formula = source(undefined, {
      queries: { ok: "sum:a{*}.as_count()", slow: "sum:b{*}.as_count()" },
      formula: "ok - slow",
    });
    await datadog({ url }).counts(formula, true, stretch);
    expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({
      data: { attributes: { formulas: [{ formula: "ok - slow" }], queries: [{ name: "ok" }, { name: "slow" }] } },
    });
    await expect(datadog({ url, apiVersion: "v1" }).counts(formula, true, stretch)).rejects.toThrow(/no formulas/);
  });

  it.each([
    "avg:http.requests{*}",
    "sum:http.requests{*}.as_count().rollup(avg, 60)",
    "up",
    "sum:a{*}.as_count() + sum:b{*}.as_rate()",
  ])("%s does not count events and is refused at its place", async (query) => {
    await expect(datadog({ url: "http://127.0.0.1:9" }).counts(source(query), true, stretch)).rejects.toMatchObject({
      name: "UserError",
      place: { line: 3, column: 5 },
    });
  });
});

describe("what Datadog answers", () => {
  it("v2's times and values, as its client recorded them: a point begins at its time", async () => {
    const recorded = {
      data: {
        id: "0",
        type: "timeseries_response",
        attributes: {
          series: [{ group_tags: [], query_index: 0, unit: null }],
          times: [1711977645000, 1711977705000, 1711980225000],
          values: [[1, 1, 87]],
        },
      },
    };
    const { url } = await serve(always(200, recorded, { "content-type": "application/vnd.api+json" }));
    const range = { start: 1711977605000, end: 1711981200000, step: 5000 };
    expect(await datadog({ url }).values(source("avg:m{*}"), range)).toEqual([
      {
        labels: { tags: "", query: "0" },
        samples: [
          { at: 1711977650000, value: 1, span: 5000 },
          { at: 1711977710000, value: 1, span: 5000 },
          { at: 1711980230000, value: 87, span: 5000 },
        ],
      },
    ]);
  });

  it("v1's pairs, as its client recorded them: the interval is in seconds, and the step that is not over is left out", async () => {
    const recorded = {
      status: "ok",
      resp_version: 1,
      series: [
        {
          ...{ ...meta, aggr: null, metric: "system.cpu.idle", interval: 300, length: 3 },
          start: 1641344100000,
          end: 1641344999000,
          pointlist: [
            [1641344100000, 91.4583840476142],
            [1641344400000, null],
            [1641344700000, 91.5031727472941],
          ],
        },
      ],
    };
    const { url } = await serve(always(200, recorded));
    const range = { start: 1641344400000, end: 1641344700000, step: 300_000 };
    const [series] = await datadog({ url, apiVersion: "v1" }).values(source("system.cpu.idle{*}"), range);
    expect(series?.samples).toEqual([{ at: 1641344400000, value: 91.4583840476142, span: 300_000 }]);
  });

  it("counts of longer steps than asked for are refused, not taken for those of a shorter time", async () => {
    const pointlist = [[stretch.start - 5 * minute, 10]];
    const { url } = await serve(always(200, { status: "ok", series: [{ ...meta, interval: 900, pointlist }] }));
    expect((await failure({ url, apiVersion: "v1" })).message).toMatch(/answers in steps of 900 seconds, not of 300/);
  });

  it("series of several groups are added up; null is a missing sample, not zero", async () => {
    const [first = 0, second = 0, third = 0] = [0, 1, 2].map((i) => stretch.start + (i - 1) * stretch.step);
    const attributes = {
      series: [{ group_tags: ["host:a"] }, { group_tags: ["host:b"] }],
      times: [first, second, third],
      values: [
        [1, null, null],
        [2, 5, null],
      ],
    };
    const { url } = await serve(always(200, { data: { attributes } }));
    expect([...(await datadog({ url }).counts(counting, true, stretch))]).toEqual([
      [stretch.start, 3],
      [stretch.start + stretch.step, 5],
    ]);
  });
});

describe.each(["v1", "v2"] as const)("an SLO over Datadog's %s", (version) => {
  /** A request a second; 0.05 % fail, in the last hour 2 %; nothing at all is known of ten hours a week ago. */
  const counts: Counts = (begin, step) => {
    if (begin >= now - 7 * day && begin < now - 7 * day + 10 * hour) return undefined;
    return { all: step / 1000, bad: (step / 1000) * (begin >= now - hour ? 0.02 : 0.0005) };
  };

  it("is judged over its whole period, in parts of at most 1000 steps", async () => {
    const { url, asked } = await serve(likeDatadog(counts));
    const slo = sloOf(`url: "${url}", apiVersion: ${version}`);
    const gathering = gatherTallies([slo], { now });
    expect((await querySlos([slo], now, gathering.add)).down).toEqual(new Map());
    expect(asked.length).toBeLessThan(10);
    const checks = sloChecks({ slos: [slo], tallies: gathering.tallies(), now });
    const outcomes = Object.fromEntries(checks.map(({ id, outcome, reason }) => [id, `${outcome} ${reason}`]));
    expect(outcomes).toMatchObject({ "slo/api/burn/1h-5m": "rollback burn-rate", "slo/api/budget": "pass ok" });
    const budget = checks.find(({ id }) => id === "slo/api/budget");
    const seconds = (28 * day - 10 * hour) / 1000;
    expect((budget?.samples ?? 0) / seconds).toBeCloseTo(1, 2);
  });

  it("whose Datadog is silent now is stale", async () => {
    const { url } = await serve(
      likeDatadog((begin, step) => (begin > now - 3 * hour ? undefined : counts(begin, step))),
    );
    const slo = sloOf(`url: "${url}", apiVersion: ${version}`);
    const gathering = gatherTallies([slo], { now });
    await querySlos([slo], now, gathering.add);
    const [budget] = sloChecks({ slos: [slo], tallies: gathering.tallies(), now });
    expect([budget?.outcome, budget?.reason]).toEqual(["hold", "stale"]);
  });
});

describe("the stretches that a source with steps of its own is asked for", () => {
  it.each(["28d", "30d", "7d", "1h", "90d"])("cover %s without overlap or gap, in whole steps since 1970", (window) => {
    const slo = sloOf("", sloText("").replace("28d", window));
    const stretches = stretchesOf(slo, now, undefined, true);
    expect(stretches.length).toBeGreaterThan(0);
    for (const [i, { start, end, step }] of stretches.entries()) {
      expect([start % step, end % step]).toEqual([0, 0]);
      if (i > 0) expect(start - step).toBe(stretches[i - 1]?.end);
    }
    const last = stretches.at(-1);
    expect(now - (last?.end ?? 0)).toBeLessThan(last?.step ?? 0);
  });
});

describe("a Datadog that does not answer as it should", () => {
  it.each<[string, number, unknown, Record<string, string>, boolean, RegExp]>([
    ["403", 403, { errors: ["Forbidden"] }, {}, false, /refuses the keys \(status 403\)\. Check both keys, the site/],
    ["401", 401, { errors: ["Unauthorized"] }, {}, false, /refuses the keys \(status 401\)/],
    [
      "429",
      429,
      { errors: ["Rate limit"] },
      { "x-ratelimit-reset": "7" },
      true,
      /not able to answer now \(status 429\)/,
    ],
    ["503", 503, "", {}, true, /not able to answer now \(status 503\)/],
    [
      "a refused query",
      400,
      { errors: ['API input validation failed: Invalid type. Expected "timeseries_request".'] },
      {},
      false,
      /Datadog refuses the query: API input validation failed: Invalid type\. Expected "timeseries_request"\.$/,
    ],
    ["HTML", 200, "<html>", {}, true, /did not answer with JSON/],
    ["other JSON", 200, { data: {} }, {}, false, /does not answer as Datadog does/],
    [
      "a redirect",
      301,
      "",
      { location: "https://elsewhere.example/secret" },
      false,
      /redirects to https:\/\/elsewhere\.example /,
    ],
  ])("%s", async (_what, status, body, headers, retryable, text) => {
    const { url } = await serve(always(status, body, headers));
    const error = await failure({ url });
    expect(error.message).toMatch(text);
    expect(error.message).not.toContain("secret");
    expect(error.retryable).toBe(retryable);
  });

  it("refuses a query in v1 with the status 200", async () => {
    const { url } = await serve(always(200, { status: "error", error: "Invalid query." }));
    expect((await failure({ url, apiVersion: "v1" })).message).toMatch(/refuses the query: Invalid query\.$/);
  });

  it("is asked again when its limit says so", async () => {
    let tries = 0;
    const { url } = await serve((asked, response) =>
      tries++ === 0
        ? always(429, { errors: [] }, { "x-ratelimit-reset": "7", "x-ratelimit-limit": "100" })(asked, response)
        : likeDatadog(() => ({ bad: 0, all: 1 }))(asked, response),
    );
    const waits: number[] = [];
    const counts = await retrying(() => datadog({ url }).counts(counting, true, stretch), {
      wait: async (delay) => void waits.push(delay),
    });
    expect([waits, counts.size]).toEqual([[7000], 3]);
  });
});

describe("Datadog's keys", () => {
  it("may stand in files, which go before the environment", async () => {
    const { url, asked } = await serve(likeDatadog(() => undefined));
    const files = { apiKeyFile: join(folder, "api"), applicationKeyFile: join(folder, "app") };
    writeFileSync(files.apiKeyFile, "file-api\n");
    writeFileSync(files.applicationKeyFile, "file-app\n");
    await datadog({ url, ...files }).counts(counting, true, stretch);
    expect(asked[0]?.headers).toMatchObject({ "dd-api-key": "file-api", "dd-application-key": "file-app" });
  });

  it("that are missing hold the SLO and say where to put them", async () => {
    vi.stubEnv("DD_APP_KEY", "");
    const slo = sloOf("site: datadoghq.eu");
    const { down } = await querySlos([slo], now, () => undefined);
    const [check] = sloChecks({ slos: [slo], tallies: new Map(), now, down });
    expect([check?.outcome, check?.reason]).toEqual(["hold", "source-down"]);
    expect(check === undefined ? "" : english(check.summary)).toBe(
      "api: the metrics could not be read: There is no key for Datadog: set DD_APP_KEY, or name its file in applicationKeyFile.",
    );
  });
});

describe("the DataSource of Datadog", () => {
  it.each([
    ["site: us5.datadoghq.com", "https://api.us5.datadoghq.com", "v2"],
    ["site: datadoghq.eu, apiVersion: v1", "https://api.datadoghq.eu", "v1"],
    ["timeout: 5", "https://api.datadoghq.com", "v2"],
  ])("%s is %s", (details, url, apiVersion) => {
    vi.stubEnv("DD_SITE", undefined);
    expect(endpointOf(sloOf(details))).toMatchObject({ url, apiVersion, type: "datadog" });
  });

  it("takes its site from the environment", () => {
    vi.stubEnv("DD_SITE", "ap1.datadoghq.com");
    expect(endpointOf(sloOf("timeout: 5"))).toMatchObject({ url: "https://api.ap1.datadoghq.com" });
  });

  it.each(["site: 'https://x/'", "apiVersion: v3", "apiKey: secret", "certFile: x", "timeout: soon"])(
    "%s is refused at the metric source",
    (details) => {
      expect(() => endpointOf(sloOf(details))).toThrow(UserError);
    },
  );
});
