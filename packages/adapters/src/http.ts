import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import { msg, type Message } from "@release-gate/core";
import { addressOf, certificatesOf, type Address, type Endpoint } from "./endpoint.js";
import { SourceError } from "./source-error.js";

/** More than this is no answer to a query of ours. */
const largestAnswer = 256 * 1024 * 1024;

/** What to ask a server, and what to say where it refuses the credentials. */
export interface Question {
  /** With the part after `?`, where there is one. */
  readonly path: string;
  /** Posted with its content type; without one it is a GET. */
  readonly body?: { readonly type: string; readonly text: string };
  readonly refusal?: (host: string, status: number) => Message;
}

/** Posts a form and gives the JSON answer: see `askJson`. */
export function postForm(endpoint: Endpoint, path: string, form: Readonly<Record<string, string>>): Promise<unknown> {
  return askJson(endpoint, {
    path,
    body: { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() },
  });
}

/**
 * Asks a server and gives the JSON answer, also of an answer with an error status that is JSON.
 * @throws SourceError for everything that goes wrong, without secrets.
 */
export async function askJson(endpoint: Endpoint, question: Question): Promise<unknown> {
  const address = addressOf(endpoint, question.path);
  const { status, text, location, retryAfter } = await send(address, question, endpoint);
  const { host } = address;
  if (status >= 300 && status < 400) {
    throw new SourceError(
      msg`${host} redirects to ${hostOf(location)} (status ${status}). Use the address that it redirects to.`,
      { retryable: false },
    );
  }
  if (status === 429 || status >= 500)
    throw new SourceError(msg`${host} is not able to answer now (status ${status}).`, { retryable: true, retryAfter });
  if (status === 401 || status === 403) {
    const { refusal = (name, code) => msg`${name} refuses the credentials (status ${code}).` } = question;
    throw new SourceError(refusal(host, status), { retryable: false });
  }
  const json = parsed(text);
  if (json !== undefined) return json;
  throw new SourceError(msg`${host} did not answer with JSON (status ${status}). Is this its API's address?`, {
    retryable: status === 200,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const hostOf = (location: string | undefined): string =>
  location !== undefined && URL.canParse(location) ? new URL(location).origin : "?";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly retryAfter: number | undefined;
}

function send({ url, headers, host }: Address, { body }: Question, endpoint: Endpoint): Promise<Answer> {
  const { timeout = 30_000, signal: ended } = endpoint;
  const certificates = certificatesOf(endpoint);
  // A timer of our own: Node may collect AbortSignal.timeout() within AbortSignal.any(), which then never fires (nodejs/node#57736).
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  const timer = setTimeout(stop, timeout);
  if (ended?.aborted === true) stop();
  ended?.addEventListener("abort", stop);
  return new Promise<Answer>((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(ended?.aborted === true ? outOfTime(host) : failure(error, host, timeout));
    const options = {
      method: body === undefined ? "GET" : "POST",
      headers:
        body === undefined
          ? headers
          : { ...headers, "content-type": body.type, "content-length": String(Buffer.byteLength(body.text)) },
      signal: stopped.signal,
      ...certificates,
    };
    const answered = (response: IncomingMessage): void => {
      collect(response, fail, (text) =>
        resolve({
          status: response.statusCode ?? 0,
          text,
          location: response.headers.location,
          retryAfter: retryAfterOf(response.headers),
        }),
      );
    };
    try {
      const sending =
        url.protocol === "https:" ? requestTls(url, options, answered) : requestPlain(url, options, answered);
      sending.on("error", fail);
      sending.end(body?.text);
    } catch (error) {
      // Node refuses headers and certificates before it sends anything.
      if (!(error instanceof Error) || !("code" in error)) throw error;
      fail(error);
    }
  }).finally(() => {
    clearTimeout(timer);
    ended?.removeEventListener("abort", stop);
  });
}

function collect(response: IncomingMessage, fail: (error: Error) => void, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestAnswer) response.destroy(new Error("too large"));
    else chunks.push(chunk);
  });
  response.on("error", fail);
  response.on("aborted", () => fail(new Error("closed")));
  response.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

/** Retry-After: seconds, or a date. X-RateLimit-Reset, as Datadog answers: the seconds until it answers again. */
function retryAfterOf(headers: IncomingMessage["headers"]): number | undefined {
  const header = headers["retry-after"] ?? headers["x-ratelimit-reset"];
  if (typeof header !== "string") return undefined;
  const seconds = Number(header);
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

const outOfTime = (host: string): SourceError =>
  new SourceError(msg`${host} had not answered when the time of this run was over.`, { retryable: false });

function failure(error: Error & { code?: string }, host: string, timeout: number): SourceError {
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return new SourceError(
      msg`${host} did not answer within ${timeout / 1000} {1, plural, one {second} other {seconds}}.`,
      { retryable: true },
    );
  }
  const code = error.code ?? "";
  const text = tlsFailure(host, code);
  if (text !== undefined) return new SourceError(text, { retryable: false });
  return new SourceError(msg`${host} cannot be reached (${code === "" ? "connection closed" : code}).`, {
    retryable: true,
  });
}

/** What codes of OpenSSL and of Node's TLS mean for the person who wrote the address; undefined for any other code. */
function tlsFailure(host: string, code: string): Message | undefined {
  if (/INVALID_CHAR/.test(code)) return msg`The credentials for ${host} have characters that a header cannot have.`;
  if (/ALERT/.test(code)) return msg`${host} does not accept our certificate (${code}). Give certFile and keyFile.`;
  if (/PEM|KEY_VALUES_MISMATCH|ASN1|UNSUPPORTED|DECODER/.test(code))
    return msg`The certificate or key for ${host} cannot be used (${code}).`;
  if (/WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|EPROTO/.test(code))
    return msg`${host} does not speak TLS (${code}). Does its address begin with http:?`;
  if (/CERT|SELF_SIGNED|ALTNAME|SSL/.test(code)) return msg`The certificate of ${host} is not trusted (${code}).`;
  return undefined;
}
