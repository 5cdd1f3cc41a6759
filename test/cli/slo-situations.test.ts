import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { project, releaseGate } from "../support/cli.js";

// What someone on call wants in situations that were thought out before anybody looked at the code. Each builds its files and
// says what it wants: the decision, why, and words that the reason must (or must never) have.

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const T0 = Date.UTC(2026, 10, 22);
const at = (moment: number): string => new Date(moment).toISOString();
const exitCodes = { promote: 0, hold: 1, refuse: 2, "roll back": 3 } as const;

interface Wanted {
  readonly decision: keyof typeof exitCodes;
  readonly says: readonly (string | RegExp)[];
  readonly never?: RegExp;
}
interface Situation extends Wanted {
  readonly name: string;
  readonly files: () => Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const steps = (length: number, step: number, end = T0): number[] =>
  Array.from({ length: Math.round(length / step) }, (_, i) => end - length + (i + 1) * step);
const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
/** Rows of five minutes (or another step) over a week (or another length). */
const rows = (
  make: (at: number) => object | readonly object[],
  { length = 7 * day, step = 5 * minute, end = T0 } = {},
): string =>
  jsonl(steps(length, step, end).flatMap((moment) => [make(moment)].flat().map((row) => ({ ts: at(moment), ...row }))));
/** Readings of counters in OpenMetrics: the count of each series after so many steps. */
const scrapes = (series: Readonly<Record<string, (n: number, at: number) => number | undefined>>, type = "counter") => {
  const lines = [7 * day, ...steps(7 * day, 5 * minute).map((moment) => T0 - moment)].flatMap((ago, n) =>
    Object.entries(series).flatMap(([name, count]) => {
      const value = count(n + 1, T0 - ago);
      return value === undefined ? [] : [`${name} ${value} ${(T0 - ago) / 1000}`];
    }),
  );
  return `# TYPE ${/^[a-z]+/.exec(Object.keys(series)[0] ?? "")?.[0]} ${type}\n${lines.join("\n")}\n`;
};
const source = (spec: string): string => `{ metricSource: { type: jsonl, spec: { ${spec} } } }`;
const ratio = (numerator: string, part: string, total: string, rest = ""): string =>
  `ratioMetric: { ${rest}${numerator}: ${source(part)}, total: ${source(total)} }`;
const inOne = ratio("good", "metric: req", "metric: req");
const slo = (
  indicator: string,
  { objective = "target: 0.999", window = "{ duration: 7d, isRolling: true }", method = "Occurrences" } = {},
): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: shop
  indicator: { metadata: { name: i }, spec: { ${indicator} } }
  timeWindow: [${window}]
  budgetingMethod: ${method}
  objectives: [{ ${objective} }]
`;
const policy = (rest = ""): string => `version: 1\nslo:\n  files: slo.yaml\n  metrics: metrics\n${rest}`;
const given = (of: string, metrics: string, rest = "", name = "a.jsonl"): Readonly<Record<string, string>> => ({
  "slo.yaml": of,
  [`metrics/${name}`]: metrics,
  "release-gate.yaml": policy(rest),
});
const live = ["--stage", "canary"];
const good = (): object => ({ window: "5m", metric: "req", good: 1000, total: 1000 });
const count = (metric: string, value: number, window = "5m"): object => ({ metric, window, value, type: "count" });
const coded = ratio("bad", "metric: r_total, labels: { code: '500' }", "metric: r_total");
const latency = (value: number): string =>
  slo(`thresholdMetric: ${source("metric: lat")}`, { objective: `target: 0.95, op: lte, value: ${value}` });
const sundays = (moment: number): number => {
  const into = (moment - Date.UTC(2026, 10, 1, 2)) % (7 * day);
  return into > 0 && into <= hour ? 0 : 1000;
};
const outages = (): string => rows((t) => ({ ...good(), good: sundays(t) }), { length: 28 * day });
const fourWeeks = slo(inOne, { window: "{ duration: 28d, isRolling: true }" });

const situations: readonly Situation[] = [
  {
    name: "1 scrapes of counters whose process restarts twice: what was counted counts, and a restart is no gap",
    files: () => ({
      ...given(slo(ratio("bad", "metric: http, labels: { code: '500' }", "metric: http")), ""),
      ...Object.fromEntries(
        [T0 - 7 * day, ...steps(7 * day, 5 * minute)].map((t, i) => {
          const n = 1 + (i < 500 ? i : i < 1200 ? i - 500 : i - 1200);
          const text = `# TYPE http counter\nhttp{code="200"} ${n * 9995} ${t}\nhttp{code="500"} ${n * 5} ${t}\n`;
          return [`metrics/${i}.prom`, text];
        }),
      ),
    }),
    decision: "promote",
    says: ["50 % of the error budget is left", "10080 of 20160000 events"],
    never: /gap|cover only/,
  },
  ...(["", "half a line"] as const).map((cut): Situation => ({
    name: `2 OpenMetrics that was cut off${cut === "" ? " after a line" : " within a line"} is not judged as if it were whole`,
    files: () =>
      given(slo(coded), scrapes({ r_total: (n) => 100 * n }).slice(0, cut === "" ? undefined : -9), "", "a.om"),
    decision: "refuse",
    says: [/^metrics\/a\.om:\d+:1: .*cut off/m],
  })),
  {
    name: "3 a misspelt bad metric holds, and the one that exists is suggested",
    files: () =>
      given(
        slo(ratio("bad", "metric: errr", "metric: req")),
        rows(() => [count("req", 1000), count("err", 5)]),
      ),
    decision: "hold",
    says: ['"bad" never had a row (errr; was "err" meant?)'],
  },
  {
    name: "4 a new service without any error yet promotes, and says that it took errors as zero",
    files: () => given(slo(coded), `${scrapes({ 'r_total{code="200"}': (n) => 100 * n })}# EOF\n`, "", "a.om"),
    decision: "promote",
    says: [/warn .*"bad" never had a row and was taken as zero.*r_total\{code="500"\}/, "100 % of the error budget"],
  },
  ...[live, []].map((args): Situation => ({
    // Thought of first: not live, only the budget counts. But a burn pair without data in its short window must hold, live or
    // not: nobody can say that the service is well now, and a start is the moment at which that is asked.
    name: `5 rows that come 12 minutes late hold, with the time that they end at${args.length > 0 ? ", live" : ", before the start too"}`,
    files: () => given(slo(inOne), rows(good, { end: T0 - 12 * minute })),
    args,
    decision: "hold",
    says: ["the newest data are of 2026-11-21T23:48:00Z, 12m ago (stale after 5m"],
  })),
  {
    name: "6 a month of the calendar with an hour more has no gap and nothing twice",
    files: () => {
      const length = 31 * day + hour;
      const metrics = rows(() => ({ ...good(), window: "1h", good: 100, total: 100 }), {
        length,
        step: hour,
        end: T0 - 21 * day - hour,
      });
      const start = "startTime: '2026-10-01 00:00:00', timeZone: Europe/Berlin";
      return given(slo(inOne, { window: `{ duration: 1M, isRolling: false, calendar: { ${start} } }` }), metrics);
    },
    args: ["--now", "2026-10-31T22:00:00Z"],
    decision: "promote",
    says: ["100 % of the error budget", "0 of 74400 events"],
  },
  {
    name: "7 scrapes that pause for two hours and go on higher count their increase once",
    files: () => {
      const paused = (t: number): boolean => t > T0 - 3 * day && t < T0 - 3 * day + 2 * hour;
      const reading = (metric: string, value: number): object => ({ metric, value, type: "counter" });
      const made = (t: number): readonly object[] => {
        const n = (t - T0 + 8 * day) / minute;
        return paused(t) ? [] : [reading("all", 200 * n), reading("err", n / 10)];
      };
      const all = ratio("bad", "metric: err", "metric: all", "counter: true, ");
      return given(slo(all), rows(made, { length: 7 * day + 5 * minute }));
    },
    decision: "promote",
    says: ["50 % of the error budget is left", "1008 of 2016000 events"],
  },
  {
    name: "8 a region that falls silent beside a healthy one is named",
    files: () => {
      const region = (name: string): object => ({ ...good(), labels: { region: name } });
      return given(
        slo(inOne),
        rows((t) => (t > T0 - hour ? [region("us")] : [region("us"), region("eu")])),
      );
    },
    args: live,
    decision: "promote",
    says: [/warn .*region="eu" has had no row since 2026-11-21T23:00:00Z/],
  },
  {
    name: "8 the same in OpenMetrics",
    files: () => {
      const of = (code: string, region: string, share: number, until = T0) => ({
        [`r_total{code="${code}",region="${region}"}`]: (n: number, t: number) => (t <= until ? n * share : undefined),
      });
      const us = { ...of("200", "us", 1000), ...of("500", "us", 1) };
      const eu = { ...of("200", "eu", 1000, T0 - hour), ...of("500", "eu", 1, T0 - hour) };
      return given(slo(coded, { objective: "target: 0.99" }), `${scrapes({ ...us, ...eu })}# EOF\n`, "", "a.om");
    },
    args: live,
    decision: "promote",
    says: [/warn .*region="eu" has had no row since 2026-11-21T23:00:00Z/],
  },
  {
    name: "9 a good metric that nobody writes is no data: neither a rollback nor a pass",
    files: () =>
      given(
        slo(ratio("good", "metric: ok", "metric: all")),
        rows(() => count("all", 100)),
      ),
    args: live,
    decision: "hold",
    says: ['"good" never had a row (ok)'],
  },
  ...["beside itself", "in another order"].map((how): Situation => ({
    name: `10 an export copied ${how} does not make 60 events the 100 that are needed`,
    files: () => {
      const text = rows(() => ({ window: "1m", metric: "req", good: 1, total: 1 }), { length: hour, step: minute });
      const lines = text.trimEnd().split("\n");
      return {
        ...given(slo(inOne, { window: "{ duration: 1h, isRolling: true }" }), text, "  minimum-events: 100\n"),
        "metrics/b.jsonl": how === "beside itself" ? text : `${lines.toReversed().join("\n")}\n`,
      };
    },
    decision: "hold",
    says: ["60 events within 1h are too few to judge (at least 100 are needed)", /too few events +too few events/],
    never: /120 events|100 %/,
  })),
  {
    name: "11 rows of an hour beside the five minutes that they were made of change nothing",
    files: () => ({
      ...given(
        slo(inOne),
        rows(() => ({ ...good(), good: 9995, total: 10_000 })),
      ),
      "metrics/b.jsonl": rows(() => ({ ...good(), window: "1h", good: 12 * 9995, total: 120_000 }), { step: hour }),
    }),
    decision: "promote",
    says: ["10080 of 20160000 events", "168 repeat other rows"],
  },
  {
    name: "12 one bad request of three is too little to say anything, however many per cent that were",
    files: () => {
      const asked = [T0 - hour, T0 - 2 * hour, T0 - 50 * hour];
      const made = (t: number): object => ({
        window: "1h",
        metric: "req",
        good: t === asked[0] ? 0 : Number(asked.includes(t)),
        total: Number(asked.includes(t)),
      });
      return given(slo(inOne), rows(made, { step: hour }), "  minimum-events: 100\n");
    },
    args: [
      ...live,
      "--format",
      "markdown=r.md",
      "--format",
      "html=r.html",
      "--format",
      "json=r.json",
      "--format",
      "pretty",
    ],
    decision: "hold",
    says: ["3 events within 7d are too few to judge (at least 100 are needed)", /too few events +too few events/],
    never: /33233|overspent|333\.3/,
  },
  {
    name: "13 two hours without requests at night are no proof of health, and no failure",
    files: () =>
      given(
        slo(inOne),
        rows((t) => (t > T0 - 2 * hour ? { ...good(), good: 0, total: 0 } : good())),
      ),
    args: live,
    decision: "hold",
    says: [/HOLD .*0 events within 1h are too few/],
  },
  {
    name: "14 an outage within a weekly exclusion costs nothing, and the report says what does not count",
    files: () =>
      given(
        fourWeeks,
        outages(),
        "  exclusions:\n    - { from: 2026-11-01T02:00:00Z, to: 2026-11-01T03:00:00Z, why: weekly backup, recur: FREQ=WEEKLY;BYDAY=SU, zone: UTC }\n",
      ),
    decision: "promote",
    says: ["100 % of the error budget", "3h not counted: weekly backup", "3h in 3 times do not count: weekly backup"],
  },
  {
    name: "14 the same without the exclusion is overspent",
    files: () => given(fourWeeks, outages()),
    decision: "hold",
    says: ["the error budget of 28d is overspent by 346.4 %: 36000 of 8064000 events were bad"],
  },
  {
    name: "15 a budget that was overspent and began anew promotes, and says when and why",
    files: () =>
      given(
        slo(inOne),
        rows((t) => (t > T0 - 2 * day - hour && t <= T0 - 2 * day ? { ...good(), good: 0 } : good())),
        '  resets:\n    - { at: 2026-11-21T00:00:00Z, why: "CTO: incident 42 is settled" }\n',
      ),
    decision: "promote",
    says: ["since the budget was reset at 2026-11-21T00:00:00Z: CTO: incident 42", /\.+\|█+/],
  },
  {
    name: "19 a limit that no bound of the histogram has is told with the bounds that there are",
    files: () => {
      const bucket = (le: string, share: number) => ({ [`lat_bucket{le="${le}"}`]: (n: number) => 100 * n * share });
      const all = { ...bucket("0.1", 0.5), ...bucket("0.5", 0.9), ...bucket("1.0", 0.99), ...bucket("+Inf", 1) };
      return given(latency(0.3), `${scrapes(all, "histogram")}# EOF\n`, "", "a.om");
    },
    decision: "hold",
    says: ["2016 histograms of lat were not used: the objective's value 0.3 is none of their bounds (0.1, 0.5, 1)"],
  },
  {
    name: "19 the same of rows with buckets",
    files: () =>
      given(
        latency(0.3),
        rows(() => ({ window: "5m", metric: "lat", buckets: { "0.1": 24, "0.5": 90, "1.0": 95, "+Inf": 100 } })),
      ),
    decision: "hold",
    says: ["the objective's value 0.3 is none of their bounds (0.1, 0.5, 1)", /metrics\/a\.jsonl:1/],
  },
  {
    name: "20 a gauge counts no events, and is told with its line",
    files: () =>
      given(
        slo(ratio("good", "metric: up", "metric: up_all")),
        rows(() => [
          { metric: "up", value: 1, type: "gauge" },
          { metric: "up_all", value: 1, type: "gauge" },
        ]),
      ),
    decision: "hold",
    says: ["a value at a moment counts no events", /metrics\/a\.jsonl:1/],
    never: /100 % of/,
  },
  {
    name: "21 more good than all is no data, and told",
    files: () =>
      given(
        slo(ratio("good", "metric: ok", "metric: all")),
        rows(() => [count("ok", 150, "1h"), count("all", 100, "1h")], { step: hour }),
      ),
    decision: "hold",
    says: [/HOLD .*"good" is more than the total in 168 rows \(ok\)/],
    never: /100 % of/,
  },
  ...[1, 30, 60, 150, 299].map((seconds): Situation => ({
    name: `23 a total outage whose rows lie a second apart rolls back, ${seconds} seconds after`,
    files: () =>
      given(
        slo(ratio("good", "metric: ok", "metric: all")),
        rows((t) => count("ok", t > T0 - 2 * hour ? 0 : 1000)) + rows(() => count("all", 1000), { end: T0 + 1000 }),
      ),
    args: [...live, "--now", at(T0 + seconds * 1000)],
    decision: "roll back",
    says: [/burns 1000 times too fast over 1h \((?:about )?(\d+) of \1 events bad\)/],
    never: /\d\.\d+ (?:of [\d.]+ )?events/,
  })),
  {
    name: "24 equal events in one file are several events",
    files: () => {
      const result = (i: number): string => (i % 2000 === 7 ? "error" : "ok");
      const event = (_: unknown, i: number): object => ({
        ts: at(T0 - 7 * day + Math.floor(i / 2) * 12_096 + 1),
        event: "save",
        result: result(i),
      });
      return given(
        slo(ratio("bad", "event: save, labels: { result: error }", "event: save")),
        jsonl(Array.from({ length: 100_000 }, event)),
      );
    },
    decision: "promote",
    says: ["50 of 100000 events were bad", "50 % of the error budget is left"],
  },
  {
    name: "25 ten minutes of data for a budget of thirty days warn",
    files: () =>
      given(
        slo(inOne, { window: "{ duration: 30d, isRolling: true }" }),
        rows(() => ({ ...good(), window: "1m" }), { length: 10 * minute, step: minute }),
      ),
    decision: "promote",
    says: [/warn .*It is judged on 10m of data, 0\.02 % of the period/],
  },
  {
    name: "26 files without any SLO hold, and say so",
    files: () =>
      given("apiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: { description: x }\n", rows(good)),
    decision: "hold",
    says: ['The files that the policy names under "slo" have no SLO'],
  },
  {
    name: "27 counters whose type was forgotten count nothing, and are told with their line",
    files: () =>
      given(
        slo(ratio("good", "metric: ok", "metric: all", "counter: true, ")),
        rows((t) => [
          { metric: "all", value: (t - T0 + 8 * day) / minute },
          { metric: "ok", value: (t - T0 + 8 * day) / minute / 2 },
        ]),
      ),
    decision: "hold",
    says: ['Write "type": "count" or "counter"', /metrics\/a\.jsonl:2/],
  },
  {
    name: "28 rows that stopped when the stage began say nothing of it: neither rollback nor pass",
    files: () =>
      given(
        slo(inOne),
        rows((t) => ({ ...good(), good: t > T0 - 2 * hour ? 700 : 1000 }), {
          length: 7 * day - 50 * minute,
          end: T0 - 50 * minute,
        }),
      ),
    args: [...live, "--stage-since", at(T0 - 50 * minute)],
    decision: "hold",
    says: ["there are no data since the stage began at 2026-11-21T23:10:00Z; the newest are of 2026-11-21T23:10:00Z"],
  },
  ...[
    { name: "in between", from: T0 - day, args: [] },
    { name: "until now, live", from: T0 - 6 * hour, args: live },
  ].map(({ name, from, args }): Situation => ({
    name: `29 errors whose exporter pauses for six hours ${name} are zero there, by name`,
    files: () =>
      given(
        slo(ratio("bad", "metric: err", "metric: all")),
        rows((t) => [count("all", 1000), ...(t > from && t <= from + 6 * hour ? [] : [count("err", 0)])]),
      ),
    args,
    decision: "promote",
    says: [/warn .*"bad" had no row in 72 rows of the total.*taken as zero \(err\)/],
  })),
  {
    name: "30 a score is judged by its value, and no text makes events of it",
    files: () =>
      given(
        slo(`thresholdMetric: ${source("metric: csat, unit: of 5")}`, {
          objective: "target: 0.9, op: gte, value: 3.5",
        }),
        rows(() => ({ metric: "csat", value: 4, unit: "of 5" })),
      ),
    decision: "promote",
    says: ["0 of 2016 values were bad", "201 values left"],
    never: /events?\b/,
  },
  {
    name: "31 a budget of slices that is nearly used up says what is left in seconds",
    files: () =>
      given(
        slo(inOne, { method: "Timeslices", objective: "target: 0.999, timeSliceTarget: 0.95, timeSliceWindow: 5m" }),
        rows((t) => (t === T0 - 2 * day || t === T0 - 3 * day ? { ...good(), good: 0 } : good())),
      ),
    decision: "promote",
    says: ["0.8 % of the error budget is left, 4.8 seconds of 7d; 2 of 2016 slices were bad"],
  },
  {
    name: "32 two minutes of total failure roll back, with what burns in both windows",
    files: () =>
      given(
        slo(inOne),
        rows((t) => ({ ...good(), window: "1m", good: t > T0 - 2 * minute ? 0 : 1000 }), { step: minute }),
      ),
    args: live,
    decision: "roll back",
    says: ["burns 33.3 times too fast over 1h (2000 of 60000 events bad), and 400 times over 5m (more than 13.44)"],
  },
];

async function check(folder: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const now = args.includes("--now") ? [] : ["--now", at(T0)];
  const ran = await releaseGate(folder, ["check", ...args, ...now], { env: { COLUMNS: "1000", ...env } });
  return { exitCode: ran.exitCode, text: ran.stdout + ran.stderr };
}

function expectWanted({ exitCode, text }: Awaited<ReturnType<typeof check>>, wanted: Wanted): void {
  expect({ exitCode, text }).toMatchObject({ exitCode: exitCodes[wanted.decision] });
  for (const each of wanted.says) {
    if (typeof each === "string") expect(text).toContain(each);
    else expect(text).toMatch(each);
  }
  if (wanted.never !== undefined) expect(text).not.toMatch(wanted.never);
}

describe("wanted of files", () => {
  it.each(situations)("$name: $decision", async ({ files, args, ...wanted }) => {
    const folder = project(files());
    expectWanted(await check(folder, args), wanted);
  });

  it("12 the same on every page: too few, and no share", async () => {
    const { files, args, ...wanted } = situations.find(({ name }) => name.startsWith("12 ")) ?? situations[0]!;
    const folder = project(files());
    await check(folder, args);
    for (const page of ["r.md", "r.html", "r.json"]) {
      const text = readFileSync(join(folder, page), "utf8");
      expect(text).toContain("too few");
      expect(text).not.toMatch(wanted.never!);
    }
  });

  it("22 rows of a clock that is two hours ahead do not count yet, and that is said", async () => {
    const folder = project(given(slo(inOne), rows(good, { end: Date.now() + 2 * hour })));
    const ran = await releaseGate(folder, ["check"], { env: { COLUMNS: "1000" } });
    expectWanted(
      { exitCode: ran.exitCode, text: ran.stdout },
      { decision: "promote", says: [/warn .*not counted: 2[45] are of the future/] },
    );
  });
});

type Answer = (body: string, response: ServerResponse) => void;

/** A server that answers by a function, and an SLO that asks it. */
async function asking(kind: "Prometheus" | "Datadog", answer: Answer, [part, total]: readonly [string, string]) {
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      answer(body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const of = (query: string): string =>
    `{ metricSource: { metricSourceRef: p, type: ${kind}, spec: { query: '${query}' } } }`;
  const indicator = `ratioMetric: { counter: true, good: ${of(part)}, total: ${of(total)} }`;
  const origin = `apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: p }\nspec: { type: ${kind}, connectionDetails: { url: "http://${host}" } }\n`;
  const folder = project({
    "slo.yaml": `${slo(indicator)}---\n${origin}`,
    "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n",
  });
  const keys = { RELEASE_GATE_HOSTS: host, DD_API_KEY: "a", DD_APP_KEY: "b" };
  return { host, close: () => server.close(), check: () => check(folder, [], keys) };
}

/** Prometheus's answer: 100 at every step of a query that it knows. */
const prometheus =
  (knows: boolean, warnings: readonly string[] = []): Answer =>
  (body, response) => {
    const form = new URLSearchParams(body);
    const [start = 0, end = 0, step = 1] = ["start", "end", "step"].map((key) => Number(form.get(key)));
    const values = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [start + i * step, "100"]);
    const result = knows ? [{ metric: {}, values }] : [];
    response.end(JSON.stringify({ status: "success", warnings, data: { resultType: "matrix", result } }));
  };

/** Datadog's answer: 100 at every step, changed by a function. */
const datadog =
  (change: (value: number, end: number, i: number) => number | null): Answer =>
  (body, response) => {
    const { from, to, interval } = (
      JSON.parse(body) as { data: { attributes: { from: number; to: number; interval: number } } }
    ).data.attributes;
    const first = Math.ceil(from / interval) * interval;
    const times = Array.from({ length: Math.floor((to - first) / interval) + 1 }, (_, i) => first + i * interval);
    const values = [times.map((time, i) => change(100, time + interval, i))];
    const attributes = { series: [{ group_tags: [], query_index: 0, unit: [] }], times, values };
    response.end(JSON.stringify({ data: { type: "timeseries_response", attributes } }));
  };

describe("wanted of servers", () => {
  const http = ['http_requests_total{code="200"}', "http_requests_total"] as const;
  const dog = ["sum:http.requests{code:2xx}.as_count()", "sum:http.requests{*}.as_count()"] as const;

  it("16 Datadog's step that is not over does not count", async () => {
    const asked = await asking(
      "Datadog",
      datadog((value, end) => (end > T0 ? 1 : value)),
      dog,
    );
    const said = await asked.check();
    expectWanted(said, { decision: "promote", says: [/0 of \d+00 events were bad/] });
  });

  it("16 an error of Datadog holds, with what it said", async () => {
    const asked = await asking(
      "Datadog",
      (_, response) => {
        response.statusCode = 403;
        response.end(JSON.stringify({ errors: ["Forbidden"] }));
      },
      dog,
    );
    expectWanted(await asked.check(), { decision: "hold", says: ["refuses the keys (status 403)"] });
  });

  it("16 null at every second step is data with gaps", async () => {
    const asked = await asking(
      "Datadog",
      datadog((value, _, i) => (i % 2 === 0 ? value : null)),
      dog,
    );
    expectWanted(await asked.check(), { decision: "hold", says: [/the data cover only 50(?:\.\d)? % of the time/] });
  });

  it("17 a misspelt metric holds in one line, with the query", async () => {
    const asked = await asking("Prometheus", prometheus(false), [
      'http_reqests_total{code="200"}',
      "http_reqests_total",
    ]);
    const said = await asked.check();
    expectWanted(said, { decision: "hold", says: [/the server has no such series: "total" \(http_reqests_total\)/] });
    expect(said.text.match(/^HOLD {2,}/gm)).toHaveLength(1);
  });

  it("18 a partial answer holds, with the server's words", async () => {
    const asked = await asking("Prometheus", prometheus(true, ["No StoreAPIs matched: partial response"]), http);
    const says = ["the server answered in part only: No StoreAPIs matched: partial response"];
    expectWanted(await asked.check(), { decision: "hold", says });
  });

  it("33 a server that is down holds, with its address", async () => {
    const asked = await asking("Prometheus", prometheus(true), http);
    asked.close();
    expectWanted(await asked.check(), { decision: "hold", says: [`http://${asked.host} cannot be reached`] });
  });
});
