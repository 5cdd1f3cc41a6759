import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { inClearNote } from "../../packages/adapters/src/index.js";
import { project, releaseGate } from "../support/cli.js";

/** A server that writes down what it is given. */
async function recorder(answer: { status?: number; headers?: Record<string, string> } = {}) {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(answer.status ?? 200, answer.headers).end('{"status":"error","error":"no"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const slo = (type: string, details: string): string => `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: ${type}, connectionDetails: { ${details} } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { metricSourceRef: p, type: ${type}, spec: { query: "sum:good{*}.as_count()" } } }
        total: { metricSource: { metricSourceRef: p, type: ${type}, spec: { query: "sum:total{*}.as_count()" } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;

const policy = "version: 1\nslo: { files: [slo.yaml] }\n";
const promSlo = (details: string): string =>
  slo("Prometheus", details).replaceAll(/sum:(\w+)\{\*\}\.as_count\(\)/g, "$1");
const keys = { DD_API_KEY: "secret-api", DD_APP_KEY: "secret-app" };

async function checkOf(
  files: Record<string, string>,
  env: Record<string, string> = {},
  prepare?: (folder: string) => void,
) {
  const folder = project({ ".git/HEAD": "", "release-gate.yaml": policy, ...files });
  prepare?.(folder);
  const { stdout, stderr, exitCode } = await releaseGate(folder, ["check"], { env });
  const text = (stdout + stderr).replace(/\s+/g, " ");
  expect(text).not.toMatch(/secret-|c2VjcmV0/);
  return { text, exitCode, folder };
}

describe("the keys of the environment", () => {
  it("go to no host that a policy names, which holds with the way out", async () => {
    const { url, received } = await recorder();
    const { text, exitCode } = await checkOf({ "slo.yaml": slo("Datadog", `url: "${url}"`) }, keys);
    expect(exitCode).toBe(1);
    expect(text).toContain("not a site of Datadog");
    expect(text).toContain("RELEASE_GATE_HOSTS=127.0.0.1");
    expect(received).toEqual([]);
  });

  it.each(["evil.example", "datadoghq.com.evil.example", "evildatadoghq.com"])(
    "go to no site like %s",
    async (site) => {
      const { text, exitCode } = await checkOf({ "slo.yaml": slo("Datadog", `site: ${site}, timeout: 1`) }, keys);
      expect(exitCode).toBe(1);
      expect(text).toContain("not a site of Datadog");
    },
  );

  it("go to a host that the environment allows", async () => {
    const { url, received } = await recorder();
    await checkOf({ "slo.yaml": slo("Datadog", `url: "${url}"`) }, { ...keys, RELEASE_GATE_HOSTS: new URL(url).host });
    expect(received[0]).toMatchObject({ "dd-api-key": "secret-api", "dd-application-key": "secret-app" });
  });
});

describe("files with tokens", () => {
  it("are not taken from outside of the repository, also not by a link, nor from what git keeps", async () => {
    const { url, received } = await recorder();
    const outside = project({ token: "secret-token" });
    for (const file of [join(outside, "token"), "link", ".git/config", "folder/token"]) {
      const { text, exitCode } = await checkOf(
        { "slo.yaml": promSlo(`url: "${url}", tokenFile: "${file}"`), ".git/config": "secret-token" },
        {},
        (folder) => {
          symlinkSync(join(outside, "token"), join(folder, "link"));
          symlinkSync(outside, join(folder, "folder"));
        },
      );
      expect(exitCode).toBe(1);
      expect(text).toContain("outside of the repository");
    }
    expect(received).toEqual([]);
  });

  it("are taken from the repository, and from a folder that the environment allows", async () => {
    const { url, received } = await recorder();
    const outside = project({ token: "secret-token" });
    await checkOf({ "slo.yaml": promSlo(`url: "${url}", tokenFile: token`), token: "secret-own" });
    await checkOf(
      { "slo.yaml": promSlo(`url: "${url}", tokenFile: "${join(outside, "token")}"`) },
      { RELEASE_GATE_FILES: outside },
    );
    expect(received.map(({ authorization }) => authorization)).toContain("Bearer secret-own");
    expect(received.map(({ authorization }) => authorization)).toContain("Bearer secret-token");
  });

  it("of a folder that the environment allows go to no other machine unless the environment says so", async () => {
    const outside = project({ token: "secret-token" });
    const { text, exitCode } = await checkOf(
      { "slo.yaml": promSlo(`url: "https://evil.example", tokenFile: "${join(outside, "token")}"`) },
      { RELEASE_GATE_FILES: outside },
    );
    expect(exitCode).toBe(1);
    expect(text).toContain("RELEASE_GATE_HOSTS=evil.example");
  });

  it("are plain files: a device is not read without end", async () => {
    const { text } = await checkOf(
      { "slo.yaml": promSlo('url: "http://127.0.0.1:9", tokenFile: /dev/zero') },
      { RELEASE_GATE_FILES: "/dev" },
    );
    expect(text).toContain("/dev/zero cannot be read");
  });
});

describe("credentials", () => {
  it("do not go over the wire in clear text to another machine", async () => {
    for (const url of ["http://me:secret-word@prometheus.example", "http://prometheus.example"]) {
      const details = `url: "${url}", headers: { Authorization: Bearer secret-token }`;
      const { text, exitCode } = await checkOf({ "slo.yaml": promSlo(details) });
      expect(exitCode).toBe(1);
      expect(text).toContain("without encryption");
      expect(text).toContain("RELEASE_GATE_HOSTS=http://prometheus.example");
    }
  });

  it("do not follow a redirect", async () => {
    const elsewhere = await recorder();
    const { url } = await recorder({ status: 307, headers: { location: `${elsewhere.url}/x?token=secret-other` } });
    const { text, exitCode } = await checkOf({
      "slo.yaml": promSlo(`url: "${url.replace("//", "//me:secret-word@")}"`),
    });
    expect(exitCode).toBe(1);
    expect(text).toContain("redirects to");
    expect(elsewhere.received).toEqual([]);
  });

  it.each(["http://me:secret-%ZZ@127.0.0.1:9", "http://secret-user%E0:x@127.0.0.1:9"])(
    "that are wrongly encoded are no bug, and not repeated: %s",
    async (url) => {
      const { text, exitCode } = await checkOf({ "slo.yaml": promSlo(`url: "${url}"`) });
      expect(exitCode).toBe(1);
      expect(text).toContain("is not encoded");
    },
  );

  it.each(["timeout: -1", "timeout: 1e12", "timeout: .nan", "timeout: .inf", "timeout: 0"])(
    "an odd time is told at its place: %s",
    async (timeout) => {
      const { text, exitCode } = await checkOf({ "slo.yaml": promSlo(`url: "http://127.0.0.1:9", ${timeout}`) });
      expect(exitCode).toBe(2);
      expect(text).toContain("number of seconds");
    },
  );
});

describe("the URL of a database", () => {
  it.each([
    ["collect", "--statistics", "postgres://me:secret-%ZZ@127.0.0.1:9/db"],
    ["collect", "--statistics", "postgres://me:secret-word@127.0.0.1:9/%ZZ"],
    ["trace", "--scratch", "--url", "postgres://me:secret-word@127.0.0.1:9/%ZZ", "m.sql"],
    ["trace", "--scratch", "--url", "postgres://me:secret-word@127.0.0.1:9/db", "m.sql"],
    ["collect", "--schema", "postgres://me:secret-word@127.0.0.1:9/db"],
  ])("is not repeated where it is wrong or nobody answers: %s %s %s", async (...args) => {
    const { stdout, stderr, exitCode } = await releaseGate(project({ "m.sql": "SELECT 1;" }), args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toMatch(/secret-|bug in Release Gate/);
  });

  it("with a password for another machine, without encryption, is told; with it, or for this machine, not", () => {
    const told = (url: string): boolean => inClearNote(url) !== undefined;
    expect(told("postgres://me:word@db.example/x")).toBe(true);
    expect(told("postgres://me:word@db.example/x?sslmode=disable")).toBe(true);
    expect(told("postgres://me:word@db.example/x?sslmode=verify-full")).toBe(false);
    expect(told("postgres://me@db.example/x")).toBe(false);
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) expect(told(`postgres://me:word@${host}/x`)).toBe(false);
    expect(told("postgres://me:word@x/y?host=/var/run/postgresql")).toBe(false);
  });
});

describe("what a policy may read", () => {
  const npmrc = "//registry/:_authToken=secret-token\n";

  it.each([
    ["migrations", (path: string) => `migrations: { path: "${path}" }`],
    ["a baseline", (path: string) => `migrations: { path: m, baseline: "${path}" }`],
    ["statistics", (path: string) => `migrations: { path: m, statistics: "${path}" }`],
    ["a schema", (path: string) => `migrations: { path: m, schema: "${path}" }`],
    ["SLOs", (path: string) => `slo: { files: ["${path}"] }`],
    ["metrics", (path: string) => `slo: { files: [slo.yaml], metrics: ["${path}"] }`],
  ])("is in its repository: %s elsewhere are named, and nothing of them is shown", async (_, key) => {
    const outside = project({ npmrc, "npmrc.sql": npmrc });
    for (const path of [
      join(outside, "npmrc"),
      "link",
      join(outside, "*.sql"),
      "../../../../../../../etc/passwd",
      "/dev/zero",
    ]) {
      const folder = project({
        ".git/HEAD": "",
        "release-gate.yaml": `version: 1\n${key(path)}\n`,
        "m/1.sql": "SELECT 1;",
        "slo.yaml": promSlo('url: "http://127.0.0.1:9"'),
      });
      symlinkSync(join(outside, "npmrc"), join(folder, "link"));
      const { stdout, stderr, exitCode } = await releaseGate(folder, ["check"]);
      expect(exitCode).toBe(2);
      expect(stdout + stderr).toContain("outside of the repository");
      expect(stdout + stderr).not.toMatch(/secret-|_authToken|root:/);
    }
  });

  it("is a folder elsewhere where the environment allows it, and another folder of the same repository", async () => {
    const outside = project({ "1.sql": "SELECT 1;" });
    const folder = project({
      ".git/HEAD": "",
      "db/1.sql": "SELECT 1;",
      "api/release-gate.yaml": "version: 1\nmigrations: { path: ../db }\n",
      "other/release-gate.yaml": `version: 1\nmigrations: { path: "${outside}" }\n`,
    });
    expect((await releaseGate(join(folder, "api"), ["lint"])).exitCode).toBe(0);
    expect((await releaseGate(join(folder, "other"), ["lint"])).exitCode).toBe(2);
    expect(
      (await releaseGate(join(folder, "other"), ["lint"], { env: { RELEASE_GATE_FILES: outside } })).exitCode,
    ).toBe(0);
  });

  it("a policy that is a link out of the repository is not read", async () => {
    const outside = project({ npmrc });
    const folder = project({ ".git/HEAD": "" });
    mkdirSync(join(folder, "m"));
    writeFileSync(join(folder, "m/1.sql"), "SELECT 1;");
    symlinkSync(join(outside, "npmrc"), join(folder, "release-gate.yaml"));
    const { stdout, stderr, exitCode } = await releaseGate(folder, ["lint"]);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain("secret-");
  });
});
