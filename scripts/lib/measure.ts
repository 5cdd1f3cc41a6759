import { parseStatements, loadParser } from "../../packages/core/src/sql/parse.js";
import { findInstallation, startServer, type RunningServer } from "../../packages/adapters/src/embedded-postgres.js";
import { observe, wantsOutside } from "../../packages/adapters/src/observe.js";
import { observeOutside, sessionSettings } from "../../packages/adapters/src/observe-outside.js";
import { ServerError, type Session } from "../../packages/adapters/src/session.js";
import type { Observed } from "../../packages/core/src/evidence/observed.js";

export interface Request {
  readonly postgres: readonly number[];
  readonly setup: string;
  readonly run: string;
  readonly open: boolean;
}

const servers = new Map<number, Promise<RunningServer>>();

function server(major: number): Promise<RunningServer> {
  let started = servers.get(major);
  if (!started) {
    const installation = findInstallation(major);
    if (!installation) throw new Error(`pg${major} is not installed`);
    started = startServer(installation);
    servers.set(major, started);
  }
  return started;
}

export async function measure(request: Request): Promise<string> {
  await loadParser();
  const answers = await Promise.all(request.postgres.map((major) => measureOn(major, request)));
  return answers.join("\n");
}

export async function stopAll(): Promise<void> {
  await Promise.all([...servers.values()].map(async (started) => (await started).stop()));
}

async function measureOn(major: number, request: Request): Promise<string> {
  const postgres = await server(major);
  const database = await postgres.createDatabase();
  let session = await postgres.connect(database);
  const lines: string[] = [];
  try {
    for (const statement of split(request.setup)) await prepare(session, statement);
    const statements = split(request.run);
    if (request.open) await session.run("BEGIN");
    for (const statement of statements) {
      let observed = await observe(session, statement, { transaction: request.open ? "open" : "own" });
      if (!request.open && wantsOutside(observed)) {
        const settings = await sessionSettings(session);
        await session.close();
        observed = await observeOutside({ server: postgres, database, settings }, statement);
        session = await postgres.connect(database);
        if (settings) await session.run(settings);
      }
      const which = statements.length > 1 ? ` [${statement.replace(/\s+/g, " ").slice(0, 60)}]` : "";
      lines.push(`${major}${which} ${show(observed)}`);
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    lines.push(`${major} SETUP FAILED ${error.sqlstate} ${error.message}`);
  } finally {
    await session.close();
    await postgres.dropDatabase(database);
  }
  return lines.join("\n");
}

/** Roles outlive a database: one that an earlier measurement made serves as well. */
async function prepare(session: Session, statement: string): Promise<void> {
  try {
    await session.run(statement);
  } catch (error) {
    if (!(error instanceof ServerError && error.sqlstate === "42710" && /^\s*create\s+(role|user)\b/i.test(statement)))
      throw error;
  }
}

/** The statements of a text; the whole text as one where the parser of 18 refuses it. */
function split(text: string): string[] {
  if (text.trim() === "") return [];
  const { statements } = parseStatements(text, { postgres: 18 });
  if (statements.some((statement) => statement.error)) return [text];
  return statements.map((statement) => text.slice(statement.span.start, statement.span.end));
}

function show(observed: Observed): string {
  if (observed.error) return `ERROR ${observed.error.sqlstate} ${observed.error.message}`;
  const parts = [`locks: ${observed.locks.map(({ relation, mode }) => `${relation}=${mode}`).join(", ") || "none"}`];
  if (observed.rewrites.length) parts.push(`rewrites: ${observed.rewrites.join(", ")}`);
  if (observed.emptied.length) parts.push(`emptied: ${observed.emptied.join(", ")}`);
  if (observed.scans.length)
    parts.push(
      `scans: ${observed.scans.map(({ relation, why, rows }) => `${relation}=${why}(${rows ?? "?"} rows)`).join(", ")}`,
    );
  if (observed.indexBuilds.length)
    parts.push(
      `builds: ${observed.indexBuilds.map(({ index, table, rebuilt }) => `${index} on ${table}${rebuilt ? " (rebuilt)" : ""}`).join(", ")}`,
    );
  return parts.join(" | ");
}
