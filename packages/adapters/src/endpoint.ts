import { readFileSync, statSync } from "node:fs";
import { msg } from "@release-gate/core";
import { SourceError } from "./source-error.js";
import { isAllowedInClear, isLoopback } from "./trusted.js";

/** How to reach a server that answers queries. Secrets may stand in it; they are never part of an error's text. */
export interface Endpoint {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A file with a bearer token, read at each request, as orchestrators rotate it. */
  readonly tokenFile?: string;
  /** A file with the certificate authority (PEM) to trust instead of the system's. */
  readonly caFile?: string;
  /** Files with our own certificate and its key (PEM), for a server that asks for one; read at each request. */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Milliseconds for a whole request; half a minute where not given. */
  readonly timeout?: number;
  /** Ends what is not answered yet. */
  readonly signal?: AbortSignal;
}

/** An address with the headers to send to it. */
export interface Address {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Scheme, host and port: what errors name. */
  readonly host: string;
}

/**
 * The address of a path at an endpoint; credentials of its URL and its files go into the headers.
 * @throws SourceError where it is no address, or a file cannot be read.
 */
export function addressOf({ url: given, headers = {}, tokenFile }: Endpoint, path: string): Address {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined) {
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
      `Basic ${Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString("base64")}`;
    url.username = "";
    url.password = "";
  }
  if (tokenFile !== undefined) all["authorization"] = `Bearer ${readSecret(tokenFile)}`;
  const [pathname = "", search] = path.split("?", 2);
  url.pathname = `${url.pathname.replace(/\/$/, "")}${pathname}`;
  for (const [key, value] of new URLSearchParams(search)) url.searchParams.append(key, value);
  refuseInClear(url, all);
  return { url, headers: all, host: url.origin };
}

/** A part of a URL as it is meant. @throws SourceError, which does not repeat it, where a `%` stands before no byte. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new SourceError(
      msg`The user or the password in the address of the metrics source is not encoded as a URL has it. Write "%25" for "%".`,
      { retryable: false },
    );
  }
}

/** Names of headers whose values let their bearer in. */
const secretHeader = /auth|key|token|secret|cookie|password/i;

/** Credentials are not sent where everybody on the way can read them. */
function refuseInClear(url: URL, headers: Readonly<Record<string, string>>): void {
  const secret = Object.keys(headers).find((name) => secretHeader.test(name));
  if (url.protocol === "https:" || secret === undefined || isLoopback(url) || isAllowedInClear(url)) return;
  throw new SourceError(
    msg`${url.origin} would be given credentials (${secret}) without encryption, so it was not asked. Use https, or set RELEASE_GATE_HOSTS=${url.origin} in the environment.`,
    { retryable: false },
  );
}

/**
 * The certificates of an endpoint for Node's TLS.
 * @throws SourceError where a file cannot be read.
 */
export function certificatesOf({ caFile, certFile, keyFile }: Endpoint): { ca?: string; cert?: string; key?: string } {
  return {
    ...(caFile === undefined ? {} : { ca: readSecret(caFile) }),
    ...(certFile === undefined ? {} : { cert: readSecret(certFile) }),
    ...(keyFile === undefined ? {} : { key: readSecret(keyFile) }),
  };
}

/** No key, token or certificate is larger, in bytes. */
const largestSecret = 1 << 20;

/**
 * What stands in a file, without blanks around it.
 * @throws SourceError where it cannot be read, is no plain file (a device has no end), or is too large for a secret.
 */
export function readSecret(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > largestSecret) throw new Error("no secret");
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SourceError(msg`The file ${file} cannot be read.`, { retryable: false });
  }
}
