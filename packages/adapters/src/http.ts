import { readFileSync } from "node:fs";
import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import { english, msg, type Message } from "@release-gate/core";

/** How to reach a server that answers queries. Secrets may stand in it; they are never part of an error's text. */
export interface Endpoint {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A file with a bearer token, read at each request, as orchestrators rotate it. */
  readonly tokenFile?: string;
  /** A file with the certificate authority (PEM) to trust instead of the system's. */
  readonly caFile?: string;
  /** Milliseconds for a whole request; half a minute where not given. */
  readonly timeout?: number;
}

/** A source of metrics could not be asked: what happened, whether asking again may help, and after how many milliseconds. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly text: Message;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(text: Message, options: { readonly retryable: boolean; readonly retryAfter?: number | undefined }) {
    super(english(text));
    this.text = text;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
  }
}

/** More than this is no answer to a query of ours. */
const largestAnswer = 256 * 1024 * 1024;

/**
 * Posts a form and gives the JSON answer, also of an answer with an error status that is JSON.
 * @throws SourceError for everything that goes wrong, without secrets.
 */
export async function postForm(
  endpoint: Endpoint,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { url, headers, host } = addressOf(endpoint, path);
  const body = new URLSearchParams(form).toString();
  const response = await send(
    url,
    {
      ...headers,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(Buffer.byteLength(body)),
    },
    body,
    endpoint,
    host,
  );
  const status = response.status;
  if (status >= 300 && status < 400) {
    throw new SourceError(
      msg`${host} redirects to ${hostOf(response.location)} (status ${status}). Use the address that it redirects to.`,
      { retryable: false },
    );
  }
  const json = parsed(response.text);
  if (status === 429 || status >= 500)
    throw new SourceError(msg`${host} is not able to answer now (status ${status}).`, {
      retryable: true,
      retryAfter: response.retryAfter,
    });
  if (status === 401 || status === 403)
    throw new SourceError(msg`${host} refuses the credentials (status ${status}).`, { retryable: false });
  if (json !== undefined) return json;
  const retryable = status === 200;
  throw new SourceError(msg`${host} did not answer with JSON (status ${status}). Is this its API's address?`, {
    retryable,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface Address {
  readonly url: URL;
  readonly headers: Record<string, string>;
  /** Scheme, host and port: what errors name. */
  readonly host: string;
}

function addressOf({ url: given, headers = {}, tokenFile }: Endpoint, path: string): Address {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new SourceError(msg`The address of the metrics source is not a URL.`, { retryable: false });
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new SourceError(msg`The address of the metrics source must begin with http: or https:.`, {
      retryable: false,
    });
  }
  const all: Record<string, string> = { accept: "application/json", ...headers };
  if (url.username !== "" || url.password !== "") {
    all["authorization"] ??=
      `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString("base64")}`;
    url.username = "";
    url.password = "";
  }
  if (tokenFile !== undefined) all["authorization"] = `Bearer ${readSecret(tokenFile)}`;
  url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
  return { url, headers: all, host: url.origin };
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SourceError(msg`The file ${file} cannot be read.`, { retryable: false });
  }
}

const hostOf = (location: string | undefined): string => {
  try {
    return new URL(location ?? "").origin;
  } catch {
    return "?";
  }
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly retryAfter: number | undefined;
}

function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { caFile, timeout = 30_000 }: Endpoint,
  host: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers,
      signal: AbortSignal.timeout(timeout),
      ...(caFile === undefined ? {} : { ca: readSecret(caFile) }),
    };
    const answered = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > largestAnswer) response.destroy(new Error("too large"));
        else chunks.push(chunk);
      });
      response.on("error", (error) => reject(failure(error, host, timeout)));
      response.on("aborted", () => reject(failure(new Error("closed"), host, timeout)));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          text,
          location: response.headers.location,
          retryAfter: retryAfterOf(response.headers["retry-after"]),
        });
      });
    };
    const sending =
      url.protocol === "https:" ? requestTls(url, options, answered) : requestPlain(url, options, answered);
    sending.on("error", (error) => reject(failure(error, host, timeout)));
    sending.end(body);
  });
}

/** Seconds, or a date; undefined where it is neither. */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function failure(error: Error & { code?: string }, host: string, timeout: number): SourceError {
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return new SourceError(msg`${host} did not answer within ${timeout / 1000} seconds.`, { retryable: true });
  }
  const code = error.code ?? "";
  if (/CERT|SELF_SIGNED|ALTNAME|SSL|EPROTO/.test(code)) {
    return new SourceError(msg`The certificate of ${host} is not trusted (${code}).`, { retryable: false });
  }
  return new SourceError(msg`${host} cannot be reached (${code === "" ? "connection closed" : code}).`, {
    retryable: true,
  });
}
