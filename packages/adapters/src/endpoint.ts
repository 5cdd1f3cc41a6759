import { readFileSync } from "node:fs";
import { msg } from "@release-gate/core";
import { SourceError } from "./source-error.js";

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
      `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString("base64")}`;
    url.username = "";
    url.password = "";
  }
  if (tokenFile !== undefined) all["authorization"] = `Bearer ${readSecret(tokenFile)}`;
  const [pathname = "", search] = path.split("?", 2);
  url.pathname = `${url.pathname.replace(/\/$/, "")}${pathname}`;
  for (const [key, value] of new URLSearchParams(search)) url.searchParams.append(key, value);
  return { url, headers: all, host: url.origin };
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

/**
 * What stands in a file, without blanks around it.
 * @throws SourceError where it cannot be read.
 */
export function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SourceError(msg`The file ${file} cannot be read.`, { retryable: false });
  }
}
