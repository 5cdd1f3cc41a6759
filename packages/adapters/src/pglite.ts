import type { Extensions } from "@electric-sql/pglite";
import { Notices, ServerError, type Row, type Session } from "./session.js";

/**
 * A fresh PostgreSQL 18 in this process (PGlite, an optional peer that is loaded here). It cannot be interrupted: run
 * unknown SQL in a child process, and refuse COPY FROM STDIN, which never ends.
 */
export async function openPglite(options: { readonly extensions?: Extensions } = {}): Promise<Session> {
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create({ ...(options.extensions ? { extensions: options.extensions } : {}) });
  const notices = new Notices();
  const onNotice = (notice: Parameters<Notices["add"]>[0]): void => notices.add(notice);
  const run = async (sql: string): Promise<readonly Row[]> => {
    try {
      return ((await database.exec(sql, { onNotice })).at(-1)?.rows ?? []) as Row[];
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      throw typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? new ServerError(code, message) : error;
    }
  };
  const version = await run("SELECT current_setting('server_version_num')::int4 / 10000 AS major");
  return {
    major: Number(version[0]?.major),
    run,
    takeNotices: () => notices.take(),
    close: () => database.close(),
  };
}
