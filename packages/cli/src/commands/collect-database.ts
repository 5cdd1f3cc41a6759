import {
  collectStatistics,
  connectPostgres,
  inClearNote,
  LostSessionError,
  postgresUrl,
  readSchema,
  refuseElsewhere,
  refuseLinkOut,
  ServerError,
  shownPath,
  withoutPassword,
  type Project,
  type Session,
} from "@release-gate/adapters";
import { msg, render, UserError, type Message, type Statistics } from "@release-gate/core";
import { resolve } from "node:path";
import type { OutputOptions } from "../flags.js";
import { momentOf } from "../moment.js";
import { folderOfOnlyPolicy, openProject } from "../open-project.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import type { CommandEnvironment } from "../environment.js";
import type { CollectDatabaseFlags } from "./collect-command.js";

/** Where the URL is looked for when the flag has none: it may hold a password, which a command line shows to everybody. */
const variable = "DATABASE_URL";

/**
 * `release-gate collect --statistics` and `--schema`: what a database holds, or its schema as SQL, into a file. Only reads.
 */
export async function runCollectDatabase(
  flags: CollectDatabaseFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const [flag, given] =
    flags.statistics === undefined
      ? (["--schema", flags.schema] as const)
      : (["--statistics", flags.statistics] as const);
  if (flags.statistics !== undefined && flags.schema !== undefined) throw oneAtATime();
  const now = momentOf(flags.now, env.clock).epochMilliseconds;
  const url = urlOf(flag, given);
  const inClear = inClearNote(url);
  if (inClear !== undefined) env.tell(`${render(inClear, options.language)}\n`);
  const isAsked = flags.config !== undefined || flags.output !== undefined;
  const near = !isAsked ? folderOfOnlyPolicy(env.folder, "collect") : env.folder;
  const project = await openProject(near, flags.config, undefined, env.folder);
  const statistics = flag === "--statistics";
  const path = flags.output === undefined ? policyFile(project, statistics) : resolve(env.folder, flags.output);
  refuseLinkOut(path);
  const { text, notes } = await withDatabase(url, statistics ? (session) => statisticsText(session, now) : schemaText);
  const shown = shownPath(env.folder, path);
  const told = [...notes, msg`Written: ${shown}`].map((note) => `${render(note, options.language)}\n`);
  return {
    output: options.quiet ? "" : told.join(""),
    files: [{ path, text }],
    exitCode: exitCodes.promote,
  };
}

function oneAtATime(): UserError {
  return new UserError(msg`--statistics and --schema cannot be used together.`, { hint: msg`Run it once for each.` });
}

function policyFile({ root, policy }: Project, statistics: boolean): string {
  const configured = policy.migrations;
  const schema = configured?.schema;
  const named = statistics ? configured?.statistics : typeof schema === "string" ? schema : schema?.file;
  const file = named ?? (statistics ? "statistics.json" : "schema.sql");
  refuseElsewhere(root, [file], policy.placeOf(["migrations", statistics ? "statistics" : "schema"]));
  return resolve(root, file);
}

/** A URL of a PostgreSQL server; its text is not repeated, because it may hold a password. */
function urlOf(flag: string, given: string | true | undefined): string {
  const url = typeof given === "string" ? given : process.env[variable];
  if (url === undefined || url === "") {
    throw new UserError(msg`${flag} needs the URL of a database.`, {
      hint: msg`Write it behind the flag, or set the environment variable ${variable}.`,
    });
  }
  return postgresUrl(flag, url);
}

interface Written {
  readonly text: string;
  readonly notes: readonly Message[];
}

async function withDatabase(url: string, read: (session: Session) => Promise<Written>): Promise<Written> {
  const session = await connect(url);
  try {
    return await read(session);
  } catch (error) {
    if (!(error instanceof ServerError || error instanceof LostSessionError)) throw error;
    throw new UserError(msg`The database could not be read: ${withoutPassword(error.message, url)}.`, {
      hint: msg`Give the role CONNECT on the database and pg_read_all_data, or USAGE and SELECT on what it is to read.`,
    });
  } finally {
    await session.close().catch(() => undefined);
  }
}

async function connect(url: string): Promise<Session> {
  try {
    return await connectPostgres({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      query_timeout: 120_000,
      application_name: "release-gate collect",
    });
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error) : String(error);
    throw new UserError(msg`The database cannot be reached: ${withoutPassword(reason, url)}.`, {
      hint: msg`Check the host, the port, the role and its password, and that the server may be reached from here.`,
    });
  }
}

/** Where a host has several addresses each has failed, and the error of all together has no words of its own. */
function reasonOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return error.message === "" && first instanceof Error ? first.message : error.message;
}

async function statisticsText(session: Session, now: number): Promise<Written> {
  const { statistics, unreadable } = await collectStatistics(session, now);
  return {
    text: `${JSON.stringify(statistics, null, 2)}\n`,
    notes: [
      ...unreadable.map((table) => msg`${table} may not be read: grant SELECT on it, or say what is released.`),
      summaryOf(statistics),
      ...(statistics.invalidIndexes.length > 0 ? [msg`Invalid indexes: ${statistics.invalidIndexes.join(", ")}`] : []),
    ],
  };
}

function summaryOf({ relations, runners, postgres }: Statistics): Message {
  const what = msg`PostgreSQL ${postgres.version}: ${relations.length} {1, plural, one {relation} other {relations}}`;
  if (runners.length === 0) return msg`${what}, no table of a known migration runner`;
  const tables = runners.map(({ table, ran, upTo }) => `${table} (${upTo === undefined ? ran.length : `… ${upTo}`})`);
  return msg`${what}, released by ${tables.join(", ")}`;
}

async function schemaText(session: Session): Promise<Written> {
  return { text: await readSchema(session), notes: [] };
}
