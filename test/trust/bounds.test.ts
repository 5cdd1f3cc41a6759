import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseDocument, readSlos, UserError } from "@release-gate/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { querySlos } from "../../packages/adapters/src/index.js";
import { wrapped } from "../../packages/cli/src/layout.js";
import { project, releaseGate } from "../support/cli.js";

const slo = (name: string, source: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { ${source}, spec: { query: good } } }
        total: { metricSource: { ${source}, spec: { query: total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;

describe("what has no end, or is too large, is refused by the limit's name", () => {
  it("a pipe or a device in the place of a text", async () => {
    const folder = project({
      ".git/HEAD": "",
      "pipe/release-gate.yaml": "version: 1\nmigrations: { path: ../p.sql }\n",
      "device/release-gate.yaml": "version: 1\nmigrations: { path: /dev/zero }\n",
    });
    execFileSync("mkfifo", [join(folder, "p.sql")]);
    const env = { RELEASE_GATE_FILES: "/dev" };
    for (const each of ["pipe", "device"]) {
      const { stderr, exitCode } = await releaseGate(join(folder, each), ["check"], { env });
      expect(exitCode).toBe(2);
      expect(stderr).toContain("This is not a regular file.");
    }
  });

  it("a snapshot that grows a thousand times when it is decompressed", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nslo: { files: [slo.yaml], metrics: [m.jsonl.gz] }\n",
      "slo.yaml": slo("a", "type: snapshot").replaceAll("query:", "metric:"),
    });
    writeFileSync(join(folder, "m.jsonl.gz"), gzipSync("\n".repeat(100_000_000)));
    const { stderr, exitCode } = await releaseGate(folder, ["check"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("m.jsonl.gz");
    expect(stderr).toContain("more than 200 times");
  });
});

describe("a mapping of YAML", () => {
  it("is read in one pass, and a key that stands there twice is told at its place", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join("");
    expect(parseDocument(keys, "a.yaml")).toHaveLength(1);
    try {
      parseDocument(`${keys}k7: 2\n`, "a.yaml");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).place).toMatchObject({ path: "a.yaml", line: 20_001, column: 1 });
    }
  });
});

describe("aliases of YAML", () => {
  const refusal = (text: string): UserError | undefined => {
    try {
      parseDocument(text, "a.yaml");
      return undefined;
    } catch (error) {
      return error as UserError;
    }
  };
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join("");

  it("that would make a value of many gigabytes are refused", () => {
    const bomb = `a0: &a0 [lol, lol]\n${lines(40, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`)}`;
    expect(refusal(bomb)).toBeInstanceOf(UserError);
    expect(refusal(bomb)?.place).toMatchObject({ path: "a.yaml" });
  });

  it("are at most a thousand: each is looked for among all anchors", () => {
    const of = (count: number): string => lines(count, (i) => `a${i}: &a${i} 1\nb${i}: *a${i}\n`);
    expect(refusal(of(1000))).toBeUndefined();
    expect(refusal(of(1001))).toMatchObject({ place: { line: 2002 } });
    expect(refusal(of(1001))?.message).toContain("more than 1000 aliases");
  });

  it("of one anchor stand in 99 places at most", () => {
    const of = (count: number): string => `a: &a 1\n${lines(count, (i) => `b${i}: *a\n`)}`;
    expect(parseDocument(of(99), "a.yaml")[0]?.value).toMatchObject({ a: 1, b98: 1 });
    expect(() => parseDocument(of(100), "a.yaml")[0]?.value).toThrow("alias count");
  });

  it("of themselves, and merges of them, are an error and no endless loop", async () => {
    for (const text of ["a: &a [*a]\n", "a: &a\n  <<: *a\n  b: 1\n"]) {
      const folder = project({ "release-gate.yaml": `version: 1\n${text}` });
      const { stderr, exitCode } = await releaseGate(folder, ["check"]);
      expect(exitCode).toBe(2);
      expect(stderr).not.toContain("bug");
    }
  });
});

describe("a pattern with many wildcards", () => {
  it.each(["path", "overrides", "slo"])("is refused by the limit's name, as %s of a policy", async (where) => {
    const stars = `"m/${"*a".repeat(30)}b.sql"`;
    const policies: Record<string, string> = {
      path: `migrations: { path: ${stars} }`,
      overrides: `migrations: { path: m, overrides: [{ paths: [${stars}], rules: { no-drop-table: off } }] }`,
      slo: `slo: { files: [${stars}] }`,
    };
    const folder = project({
      [`m/${"a".repeat(200)}.sql`]: "DROP TABLE t;",
      "release-gate.yaml": `version: 1\n${policies[where]}\n`,
    });
    const { stderr, exitCode } = await releaseGate(folder, ["check"]);
    expect(exitCode).toBe(2);
    expect(stderr.replace(/\s+/g, " ")).toContain("one name in it has more than 3 wildcards");
  });
});

describe("a text of many blanks", () => {
  it("is shown with fewer, so that its lines are found in one pass", () => {
    expect(wrapped(`x${" ".repeat(300_000)}y`, 40, "")).toBe("x\ny");
  });
});

// What looks at each place of it again from every other takes minutes for these, longer than a test may.
describe("a text of two megabytes that repeats itself is read in one pass", () => {
  const n = 2_000_000;
  const sql = "SELECT 1;";

  it.each<[string, Record<string, string>]>([
    ["line ends in Flyway's conf", { "V1__a.sql": sql, "V1__a.sql.conf": "\n".repeat(n) }],
    ["blanks in Flyway's conf", { "V1__a.sql": sql, "V1__a.sql.conf": `executeInTransaction${" ".repeat(n)}x` }],
    ["line ends in metadata.toml", { "2020_a/up.sql": sql, "2020_a/metadata.toml": "\n".repeat(n) }],
    ["line ends in Cargo.toml", { "Cargo.toml": "\n".repeat(n), "migrations/1_a.sql": sql }],
    ["a comment that allows", { "a.sql": `-- release-gate: allow no-x -- a${" ".repeat(n)}b\n${sql}` }],
    ["a comment of squawk", { "a.sql": `-- squawk-ignore a${" ".repeat(n)}\u2028b\n${sql}` }],
    ["a comment of Atlas", { "a.sql": `-- atlas:nolint${" ".repeat(n)}\u2028b\n${sql}` }],
    ["comments of pgls", { "a.sql": `${"-- pgls-ignore-all lint: x\n".repeat(n / 40)}${sql}` }],
  ])("%s", async (_, files) => {
    const { exitCode, stdout, stderr } = await releaseGate(project(files), ["lint", "."]);
    expect([0, 1], stderr).toContain(exitCode);
    expect(stdout).toContain("1 file, 1 statement");
  });

  it("a query of a policy's SLO for Datadog", async () => {
    const query = `sum:a{${" ".repeat(n)}}x.as_count()`;
    const folder = project({
      "release-gate.yaml": "version: 1\nslo: { files: [slo.yaml] }\n",
      "slo.yaml": slo("a", "type: Datadog").replace("query: good", `query: "${query}"`),
    });
    const { stdout, stderr } = await releaseGate(folder, ["check"]);
    expect(stdout + stderr).not.toContain("This is a bug");
  });
});

describe("servers that say nothing", () => {
  it("are waited for side by side, and each only once", async () => {
    let open = 0;
    let most = 0;
    const server = createServer((request) => {
      most = Math.max(most, ++open);
      request.on("close", () => open--);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const source = `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: Prometheus, connectionDetails: { url: "http://127.0.0.1:${port}", timeout: 1 } }
`;
    const names = Array.from({ length: 40 }, (_, i) => `slo-${i}`);
    const documents = names.flatMap((name) =>
      parseDocument(slo(name, "metricSourceRef: p, type: Prometheus"), "slo.yaml"),
    );
    const slos = readSlos([...documents, ...parseDocument(source, "source.yaml")]);
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const { asked, down } = await querySlos(slos, Date.now(), () => undefined, { delays: [] });
    expect(asked).toHaveLength(40);
    expect(down.size).toBe(40);
    expect(most).toBeGreaterThan(8);
    expect(warnings).toEqual([]);
  });

  it("are left when the time of the run is over", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const source = `apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: p }\nspec: { type: Prometheus, connectionDetails: { url: "http://127.0.0.1:${port}" } }\n`;
    const slos = readSlos([
      ...parseDocument(slo("a", "metricSourceRef: p, type: Prometheus"), "slo.yaml"),
      ...parseDocument(source, "source.yaml"),
    ]);
    const { down } = await querySlos(slos, Date.now(), () => undefined, { signal: AbortSignal.timeout(300) });
    expect(down.get("a")?.pattern).toContain("when the time of this run was over");
  });

  it.each([
    ["check", 1, "The time limit of this run ended before the SLOs were judged."],
    ["collect", 2, "had not answered when the time of this run was over."],
  ])("do not keep the process of %s when its --time-limit is over", async (command, code, said) => {
    // Each would be waited for for three minutes and a half: 30 seconds, and again after each try.
    const servers = await Promise.all(
      ["a", "b", "c"].map(async (name) => {
        const server = createServer(() => undefined);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        onTestFinished(() => {
          server.closeAllConnections();
          server.close();
        });
        const { port } = server.address() as AddressInfo;
        const source = `apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: p-${name} }\nspec: { type: Prometheus, connectionDetails: { url: "http://127.0.0.1:${port}" } }\n`;
        return [`slos/${name}.yaml`, `${source}---\n${slo(name, `metricSourceRef: p-${name}, type: Prometheus`)}`];
      }),
    );
    const folder = project({
      "release-gate.yaml": "version: 1\nslo: { files: [slos] }\n",
      ...(Object.fromEntries(servers) as Record<string, string>),
    });
    const { exitCode, stdout, stderr } = await releaseGate(folder, [command, "--time-limit", "2s"]);
    expect((stdout + stderr).replace(/\s+/g, " ")).toContain(said);
    expect(exitCode).toBe(code);
  });
});
