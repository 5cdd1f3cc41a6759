import { existsSync, realpathSync } from "node:fs";
import { msg, UserError, type Place } from "@release-gate/core";
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * What the person or job that runs Release Gate trusts, said in the environment and nowhere else: a repository is text of
 * somebody else, so its files can neither choose where secrets go nor which files outside of it are read.
 *
 * `RELEASE_GATE_HOSTS`: hosts that may be given the secrets of the environment, separated by commas or blanks:
 * `prometheus.example.com`, `localhost:9090`, `*.example.com`; with `http://` before it also without encryption.
 * `RELEASE_GATE_FILES`: folders outside of the repository whose files a policy may name, separated as in PATH.
 */

/** Whose sites the keys of Datadog belong to: every host below these. */
const datadogSites = ["datadoghq.com", "datadoghq.eu", "ddog-gov.com"];

const repositoryMarks = [".git", ".hg", ".jj"];

/** The top of the repository that a folder is in; the folder itself where it is in none. */
export const repositoryOf = (folder: string): string => repositoryAbove(folder) ?? resolve(folder);

/** The top of the repository that a folder is in; undefined where it is in none. */
export function repositoryAbove(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (repositoryMarks.some((mark) => existsSync(join(at, mark)))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Whether a path is, or lies in, what git and its like keep in a repository. */
export const isKeptByGit = (top: string, path: string): boolean =>
  relative(top, path)
    .split(sep)
    .some((part) => repositoryMarks.includes(part));

/** Where a file is, links followed. */
export type Whereabouts = "repository" | "allowed" | "elsewhere";

/**
 * Tells where files are that a repository's text names: in the repository (but not in what git keeps there, which may hold the
 * credentials of the clone), in a folder that the environment allows, or elsewhere. A file that does not exist is where its
 * nearest folder is.
 * @param folder the configuration's folder, to which the files are relative.
 * @param top the top of the repository, where it is not to be looked for.
 */
export function whereabouts(folder: string, top = repositoryOf(folder)): (file: string) => Whereabouts {
  const repository = realOf(top);
  const allowed = (process.env["RELEASE_GATE_FILES"] ?? "").split(delimiter).filter(isAbsolute).map(realOf);
  return (file) => {
    const real = realOf(resolve(folder, file));
    if (allowed.some((each) => isWithin(each, real))) return "allowed";
    return isWithin(repository, real) && !isKeptByGit(repository, real) ? "repository" : "elsewhere";
  };
}

/**
 * Refuses files that a policy names and that are elsewhere: what stands in them would be shown in reports.
 * @throws UserError with the file's name and none of its content.
 */
export function refuseElsewhere(folder: string, files: readonly string[], place?: Place, top?: string): void {
  const where = whereabouts(folder, top);
  const file = files.find((each) => where(each) === "elsewhere");
  if (file === undefined) return;
  throw new UserError(msg`${file} is outside of the repository, so it is not read.`, {
    ...(place ? { place } : {}),
    hint: msg`Keep it in the repository; or name its folder in the environment, in RELEASE_GATE_FILES.`,
  });
}

/** Whether an absolute path is a folder or lies below it. */
export const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/** A path without links; of what does not exist the part that does. */
export function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), relative(dirname(path), path));
  }
}

/** Whether a host is this machine. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/** Whether a URL is of Datadog's own sites, or of the site that the environment names. */
export function isDatadog({ protocol, hostname }: URL): boolean {
  const own = [...datadogSites, process.env["DD_SITE"]?.trim().toLowerCase() ?? ""].filter((site) => site !== "");
  return protocol === "https:" && own.some((site) => hostname === site || hostname.endsWith(`.${site}`));
}

/** Whether the environment names the host of a URL among those that may be given its secrets. */
export function isAllowedHost(url: URL): boolean {
  return allowedHosts().some(
    ({ name, port }) => matches(url.hostname, name) && (port === undefined || port === portOf(url)),
  );
}

/** Whether the environment says that a host may be given secrets without encryption. */
export function isAllowedInClear(url: URL): boolean {
  return allowedHosts().some(
    ({ name, port, clear }) => clear && matches(url.hostname, name) && (port === undefined || port === portOf(url)),
  );
}

const portOf = ({ port, protocol }: URL): string => (port === "" ? (protocol === "https:" ? "443" : "80") : port);

const matches = (host: string, name: string): boolean =>
  name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;

interface AllowedHost {
  readonly name: string;
  readonly port: string | undefined;
  readonly clear: boolean;
}

function allowedHosts(): AllowedHost[] {
  return (process.env["RELEASE_GATE_HOSTS"] ?? "").split(/[\s,]+/).flatMap((text): AllowedHost[] => {
    const [, scheme, name, port] = /^(https?:\/\/)?(\[[0-9a-f:]+\]|[^/:@]+)(?::(\d+))?\/?$/i.exec(text) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), port, clear: scheme?.toLowerCase() === "http://" }];
  });
}
