import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { prometheus, retryDelays, retrying, SourceError, type Endpoint } from "../src/index.js";
import {
  certificate,
  certificateOfAnother,
  expiredCertificate,
  expiredKey,
  key,
  keyOfAnother,
} from "./support/test-certificate.js";

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), "http-"));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

async function serve(answer: RequestListener, tls?: ServerOptions): Promise<string> {
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failure(endpoint: Endpoint): Promise<SourceError> {
  try {
    await prometheus(endpoint).instant("up", 0);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("it answered");
}

const success = '{"status":"success","data":{"resultType":"vector","result":[]}}';
const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

describe("case 31: a source that does not answer as it should", () => {
  it.each<[string, number, string, Record<string, string>, boolean, RegExp]>([
    ["503", 503, "down", {}, true, /not able to answer now \(status 503\)/],
    ["429", 429, "{}", {}, true, /status 429/],
    ["401", 401, "{}", {}, false, /refuses the credentials/],
    ["HTML", 200, "<html>login</html>", {}, true, /did not answer with JSON/],
    ["404 in HTML", 404, "<html></html>", {}, false, /did not answer with JSON \(status 404\)/],
    ["partial JSON", 200, success.slice(0, 40), {}, true, /did not answer with JSON/],
    ["nothing at all", 200, "", {}, true, /did not answer with JSON/],
    ["JSON of something else", 200, '{"hello":1}', {}, false, /does not answer as Prometheus does/],
    [
      "wrong samples",
      200,
      '{"status":"success","data":{"resultType":"vector","result":[{"value":["x",1]}]}}',
      {},
      false,
      /does not answer as Prometheus does/,
    ],
    [
      "a refused query",
      400,
      '{"status":"error","errorType":"bad_data","error":"parse error at char 3"}',
      {},
      false,
      /refuses the query: parse error at char 3/,
    ],
    [
      "a query that cannot be run",
      422,
      '{"status":"error","errorType":"execution","error":"many-to-many matching"}',
      {},
      false,
      /refuses the query: many-to-many matching/,
    ],
    [
      "an error that calls itself fine",
      200,
      '{"status":"error","errorType":"timeout","error":"query timed out"}',
      {},
      true,
      /query timed out/,
    ],
    [
      "a redirect elsewhere",
      301,
      "",
      { location: "https://user:secret@elsewhere.example/x?token=secret" },
      false,
      /redirects to https:\/\/elsewhere\.example \(status 301\)/,
    ],
  ])("%s", async (_what, status, body, headers, retryable, text) => {
    const url = await serve(answering(status, body, headers));
    const error = await failure({ url });
    expect(error.message).toMatch(text);
    expect(error.message).not.toContain("secret");
    expect(error.retryable).toBe(retryable);
  });

  it("a connection that closes in the middle", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write(success.slice(0, 20), () => response.socket?.destroy());
    });
    expect(await failure({ url })).toMatchObject({ retryable: true });
  });

  it("a server that is not there, and one that never answers", async () => {
    expect((await failure({ url: "http://127.0.0.1:9" })).message).toMatch(/cannot be reached \(ECONNREFUSED\)/);
    const url = await serve(() => undefined);
    const error = await failure({ url, timeout: 200 });
    expect(error.message).toMatch(/did not answer within 0\.2 seconds/);
    expect(error.retryable).toBe(true);
  });

  it("one that never answers, also where memory is tidied up meanwhile", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const timer = setInterval(collect, 20);
    try {
      const silent = await serve(() => undefined);
      expect((await failure({ url: silent, timeout: 200 })).message).toContain("did not answer within 0.2 seconds");
    } finally {
      clearInterval(timer);
    }
  });

  it("addresses that are none", async () => {
    expect((await failure({ url: "prometheus" })).message).toMatch(/not a URL/);
    expect((await failure({ url: "ftp://x" })).message).toMatch(/must begin with http/);
  });
});

describe("credentials", () => {
  it("of the address, of a header and of a file reach the server, and no error's text", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(seen.length > 3 ? 500 : 200).end(success);
    });
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, "secret-token\n");
    const withUser = url.replace("://", "://user:p%40ss@");
    await prometheus({ url: withUser }).instant("up", 0);
    await prometheus({ url, headers: { authorization: "Bearer secret-header" } }).instant("up", 0);
    await prometheus({ url, tokenFile }).instant("up", 0);
    expect(seen).toEqual([
      `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
      "Bearer secret-header",
      "Bearer secret-token",
    ]);
    const error = await failure({ url: withUser, headers: { "x-key": "secret" } });
    expect(JSON.stringify([error.message, error.text])).not.toMatch(/p%40ss|p@ss|secret/);
  });

  it("in the query of an address reach the server, and no error's text", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url);
      response.writeHead(503).end();
    });
    const error = await failure({ url: `${url}/prometheus?token=secret` });
    expect(seen).toEqual(["/prometheus/api/v1/query?token=secret"]);
    expect(error.message).toBe(`${url} is not able to answer now (status 503).`);
  });

  it("a certificate that nobody vouches for is refused, and taken with the authority's file", async () => {
    const url = await serve(answering(200, success), { cert: certificate, key });
    const error = await failure({ url });
    expect(error.message).toMatch(/certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted/);
    expect(error.retryable).toBe(false);
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, certificate);
    expect(await prometheus({ url, caFile }).instant("up", 0)).toEqual([]);
  });
});

describe("TLS", () => {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const caFile = file("localhost.pem", certificate);
  const keyFile = file("localhost.key", key);
  const own = { cert: certificate, key };

  it.each<[string, ServerOptions, string, RegExp]>([
    [
      "of another name",
      { cert: certificateOfAnother, key: keyOfAnother },
      certificateOfAnother,
      /certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    ],
    [
      "that is over",
      { cert: expiredCertificate, key: expiredKey },
      expiredCertificate,
      /is not trusted \(CERT_HAS_EXPIRED\)/,
    ],
  ])("refuses a certificate %s, though its authority is trusted", async (what, tls, ca, text) => {
    const error = await failure({ url: await serve(answering(200, success), tls), caFile: file(`${what}.pem`, ca) });
    expect(error.message).toMatch(text);
    expect(error.retryable).toBe(false);
  });

  it("tells a server that speaks no TLS", async () => {
    const url = (await serve(answering(200, success))).replace("http:", "https:");
    const error = await failure({ url });
    expect(error.message).toMatch(/does not speak TLS \(\w+\)\. Does its address begin with http:\?/);
    expect(error.retryable).toBe(false);
  });

  it("shows our certificate to a server that asks for one, and says what is missing without it", async () => {
    const url = await serve(answering(200, success), {
      ...own,
      requestCert: true,
      rejectUnauthorized: true,
      ca: certificate,
    });
    expect(await prometheus({ url, caFile, certFile: caFile, keyFile }).instant("up", 0)).toEqual([]);
    const without = await failure({ url, caFile });
    expect(without.message).toMatch(/does not accept our certificate \(\w+\)\. Give certFile and keyFile/);
    expect(without.retryable).toBe(false);
  });

  it("refuses files that hold no certificate, or the key of another, without what stands in them", async () => {
    const url = await serve(answering(200, success), own);
    const certFile = file("secret.pem", "secret");
    for (const files of [
      { certFile, keyFile },
      { certFile: caFile, keyFile: certFile },
      { certFile: caFile, keyFile: file("another.key", keyOfAnother) },
    ]) {
      const error = await failure({ url, caFile, ...files });
      expect(error.message).toMatch(/certificate or key for https:\/\/127\.0\.0\.1:\d+ cannot be used/);
      expect(error.message).not.toContain("secret");
      expect(error.retryable).toBe(false);
    }
    expect((await failure({ url, caFile: join(folder, "missing") })).message).toMatch(/missing cannot be read/);
  });

  it("refuses a token that no header can have, without showing it", async () => {
    const error = await failure({ url: await serve(answering(200, success)), tokenFile: file("token", "sec\nret") });
    expect(error.message).toMatch(/have characters that a header cannot have/);
    expect(error.message).not.toMatch(/sec|ret/);
  });
});

describe("trying again", () => {
  const failing = (times: number, error: SourceError) => {
    let tries = 0;
    return async (): Promise<number> => {
      if (tries++ < times) throw error;
      return tries;
    };
  };
  const down = new SourceError({ pattern: "down", values: [] }, { retryable: true });
  const run = async (ask: () => Promise<number>): Promise<{ waits: number[]; result: number | string }> => {
    const waits: number[] = [];
    const result = await retrying(ask, { wait: async (ms) => void waits.push(ms) }).catch(
      (error: unknown) => (error as Error).message,
    );
    return { waits, result };
  };

  it("waits 0.5, 1, 2, 4, 8 seconds, five times, 15.5 seconds in all", async () => {
    expect(await run(failing(5, down))).toEqual({ waits: [500, 1000, 2000, 4000, 8000], result: 6 });
    expect(retryDelays.reduce((sum, delay) => sum + delay)).toBe(15_500);
    expect(await run(failing(6, down))).toEqual({ waits: [500, 1000, 2000, 4000, 8000], result: "down" });
  });

  it("only when it may help", async () => {
    expect(await run(failing(1, new SourceError({ pattern: "no", values: [] }, { retryable: false })))).toEqual({
      waits: [],
      result: "no",
    });
  });

  it("honours a longer Retry-After", async () => {
    const url = await serve(answering(503, "", { "retry-after": "3" }));
    const error = await failure({ url });
    expect(error.retryAfter).toBe(3000);
    expect((await run(failing(1, error))).waits).toEqual([3000]);
  });

  it("does not wait for a source that asks for more than five minutes", async () => {
    const url = await serve(answering(503, "", { "retry-after": "301" }));
    const error = await failure({ url });
    expect(error.retryAfter).toBe(301_000);
    expect(await run(failing(1, error))).toEqual({ waits: [], result: error.message });
    const soon = await failure({ url: await serve(answering(503, "", { "retry-after": "300" })) });
    expect((await run(failing(1, soon))).waits).toEqual([300_000]);
  });
});
