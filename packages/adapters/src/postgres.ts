import { msg, UserError } from "@release-gate/core";
import type { ClientConfig, DatabaseError, QueryResult } from "pg";
import { LostSessionError, Notices, ServerError, type Row, type Session } from "./session.js";

/** Connects with the driver `pg`, an optional peer that is loaded here. `config` is a URL or the driver's own object. */
export async function connectPostgres(config: string | ClientConfig): Promise<Session> {
  const { default: pg } = await driver();
  const client = new pg.Client(typeof config === "string" ? { connectionString: config } : config);
  const notices = new Notices();
  client.on("notice", (notice) => notices.add(notice));
  client.on("error", () => undefined); // a server that goes away makes the next query throw, which is where it is told
  await client.connect();
  const run = async (sql: string): Promise<readonly Row[]> => {
    try {
      const result = (await client.query(sql)) as QueryResult<Row> | QueryResult<Row>[];
      return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
    } catch (error) {
      throw asServerError(error);
    }
  };
  const version = await run("SELECT current_setting('server_version_num')::int4 / 10000 AS major");
  return {
    major: Number(version[0]?.major),
    run,
    takeNotices: () => notices.take(),
    close: () => client.end(),
  };
}

/** Loaded once it is needed: it may not be there. */
async function driver(): Promise<typeof import("pg")> {
  try {
    return await import("pg");
  } catch (error) {
    throw new UserError(
      msg`The driver of PostgreSQL cannot be loaded: ${(error as Error).message.split("\n")[0] ?? ""}`,
      {
        hint: msg`Install the npm package pg beside release-gate.`,
      },
    );
  }
}

function asServerError(error: unknown): unknown {
  const { code, message } = error as DatabaseError;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return new LostSessionError(message);
  // Class 57P: the server ends this session, or itself.
  return code.startsWith("57P") ? new LostSessionError(message) : new ServerError(code, message);
}
