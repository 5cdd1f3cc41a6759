import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { postgresMajors } from "../../packages/core/src/sql/statement.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";
import { replayBoth } from "./replay-both.js";

stopServersAfterwards();
const folder = join(import.meta.dirname, "histories");
const histories = readdirSync(folder).filter((name) => name.endsWith(".sql"));
const sessions: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(sessions.map((session) => session.close())));

describe.each(postgresMajors.map((major) => ({ major })))("the replayed catalog on PostgreSQL $major", ({ major }) => {
  it.skipIf(!available(major)).each(histories)(
    "equals the server's own after %s, and refuses what the server refuses",
    async (history) => {
      const running = await server(major);
      const session = await running.connect(await running.createDatabase());
      sessions.push(session);
      const replayed = await replayBoth(session, readFileSync(join(folder, history), "utf8"));
      const { missing, extra, disagreements } = replayed;
      expect({ missing, extra, disagreements }).toEqual({ missing: [], extra: [], disagreements: [] });
      expect(replayed.accepted).toBeGreaterThan(20);
    },
  );
});
