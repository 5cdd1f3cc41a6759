import { afterAll } from "vitest";
import { findInstallation, startServer, type RunningServer } from "../../packages/adapters/src/embedded-postgres.js";

const started = new Map<number, Promise<RunningServer>>();

/** The server of a major version for this test file: started at the first call, stopped after the file. */
export function server(major: number): Promise<RunningServer> {
  let running = started.get(major);
  if (!running) {
    const installation = findInstallation(major);
    if (!installation) throw new Error(`PostgreSQL ${major} is not installed: npm package pg${major}`);
    running = startServer(installation);
    started.set(major, running);
  }
  return running;
}

/** Stops the servers of this test file when it ends. Called once, at the top of the file. */
export function stopServersAfterwards(): void {
  afterAll(async () => {
    await Promise.all([...started.values()].map(async (running) => (await running).stop()));
    started.clear();
  });
}

/** A new and empty database on the server of a major version, as a URL. */
export async function freshDatabase(major: number): Promise<string> {
  const running = await server(major);
  return running.url(await running.createDatabase());
}

/** Whether the version can be had here. With REQUIRE_ALL=1 a missing one is an error and not a skipped test. */
export function available(major: number): boolean {
  const there = findInstallation(major) !== undefined;
  if (!there && process.env.REQUIRE_ALL === "1") throw new Error(`REQUIRE_ALL: the npm package pg${major} is missing`);
  return there;
}
