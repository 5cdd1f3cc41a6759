import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execaSync } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import { project } from "../support/cli.js";
import { available, server, stopServersAfterwards } from "./server.js";

stopServersAfterwards();

/** The folder of a server's socket. */
const socketOf = (url: string): string => decodeURIComponent(new URL(url).hostname);

describe.skipIf(!available(18))("the embedded server", () => {
  test("listens on a socket that other users cannot reach, and asks for a password made at random", async () => {
    const running = await server(18);
    const url = running.url();
    const socket = socketOf(url);
    expect(statSync(socket).mode & 0o777).toBe(0o700);
    expect(statSync(dirname(socket)).mode & 0o066).toBe(0);
    expect(new URL(url).password).toMatch(/^[0-9a-f]{48}$/);
    const session = await running.connect();
    const [settings] = await session.run("SELECT current_setting('listen_addresses') AS addresses");
    expect(settings).toEqual({ addresses: "" });
    await session.close();
    const wrong = new URL(url);
    wrong.password = "guess";
    const { connectPostgres } = await import("../../packages/adapters/src/postgres.js");
    await expect(connectPostgres(wrong.href)).rejects.toThrow("password authentication failed");
  });

  test.skipIf(process.getuid?.() !== 0)(
    "cannot be reached by another user, who knows all but the password too",
    async () => {
      const running = await server(18);
      const path = join(socketOf(running.url()), ".s.PGSQL.5432");
      const program = `require("node:net").connect(${JSON.stringify(path)}).on("connect", () => console.log("in")).on("error", (e) => console.log(e.code))`;
      const { stdout } = execaSync(process.execPath, ["-e", program], { uid: 1, gid: 1, cwd: "/", env: {} });
      expect(stdout).toBe("EACCES");
    },
  );

  test("gives programs that a migration starts nothing of our environment", async () => {
    process.env["A_SECRET_OF_OURS"] = "s3cret";
    const session = await (await server(18)).connect();
    await session.run("CREATE TEMP TABLE env (line text); COPY env FROM PROGRAM 'env'");
    const lines = (await session.run("SELECT line FROM env")).map(({ line }) => String(line));
    await session.close();
    expect(lines.filter((line) => /s3cret|HOME=|npm_|VITEST/.test(line))).toEqual([]);
    if (process.getuid?.() === 0) {
      const who = await (await server(18)).connect();
      await who.run("CREATE TEMP TABLE who (line text); COPY who FROM PROGRAM 'id -u'");
      expect(await who.run("SELECT line FROM who")).toEqual([{ line: "65534" }]);
      await who.close();
    }
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("ends with its data when its parent gets %s", async (signal) => {
    const owner = spawn(process.execPath, [fileURLToPath(new URL("start-and-wait.mjs", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = (await once(owner.stdout, "data")) as [Buffer];
    const folder = dirname(socketOf(url.toString().trim()));
    expect(lstatSync(folder).isDirectory()).toBe(true);
    owner.kill(signal);
    const [, ended] = (await once(owner, "exit")) as [unknown, unknown];
    expect(ended).toBe(signal);
    expect(existsSync(folder)).toBe(false);
  });
});

describe.skipIf(process.getuid?.() !== 0 || !available(18))("what other users put where servers run", () => {
  const installation = findInstallation(18)!;
  const other = 1;

  /** Runs with a cache folder of its own. */
  async function withCache<Result>(cache: string, run: () => Promise<Result>): Promise<Result> {
    const before = process.env["RELEASE_GATE_CACHE"];
    process.env["RELEASE_GATE_CACHE"] = cache;
    try {
      return await run();
    } finally {
      if (before === undefined) delete process.env["RELEASE_GATE_CACHE"];
      else process.env["RELEASE_GATE_CACHE"] = before;
    }
  }

  test("is not used where they made the cache's folder first", async () => {
    const folder = project({});
    const servers = join(folder, "cache/servers");
    mkdirSync(servers, { recursive: true, mode: 0o700 });
    chownSync(servers, other, other);
    await withCache(join(folder, "cache"), async () => (await startServer(installation)).stop());
    expect(readdirSync(servers)).toEqual([]);
    expect(lstatSync(servers).uid).toBe(other);
  });

  test("is left alone where it has the name of what a dead server of ours left", async () => {
    const leftover = `/dev/shm/release-gate-run-0-999999999-${"x".repeat(6)}`;
    mkdirSync(join(leftover, "data"), { recursive: true });
    onTestFinished(() => rmSync(leftover, { recursive: true, force: true }));
    chownSync(leftover, other, other);
    await (await startServer(installation)).stop();
    expect(existsSync(join(leftover, "data"))).toBe(true);
  });

  test("is not given to the server's user where a link leads to it", async () => {
    const folder = project({ victim: "root's" });
    const cache = join(folder, "cache");
    const victim = join(folder, "victim");
    await withCache(cache, async () => {
      await (await startServer(installation)).stop();
      symlinkSync(victim, join(cache, "servers", installation.name, "data/base/link"));
      await (await startServer(installation)).stop();
    });
    expect(lstatSync(victim).uid).toBe(0);
  });

  test.each([
    ["a link", `ln -s "$VICTIM" "$2/base"`],
    ["a folder that is a link", `ln -s "$(dirname "$VICTIM")" "$2/base"`],
  ])("is neither taken nor kept where the server's user puts it among the data: %s", async (_, plant) => {
    const folder = project({ victim: "another's", "bin/initdb": "" });
    const victim = join(folder, "victim");
    chmodSync(folder, 0o755);
    chownSync(victim, other, other);
    writeFileSync(join(folder, "bin/initdb"), `#!/bin/sh\nVICTIM=${victim}\necho 18 > "$2/PG_VERSION"\n${plant}\n`);
    chmodSync(join(folder, "bin/initdb"), 0o755);
    const cache = join(folder, "cache");
    const fake = { bin: join(folder, "bin"), name: "fake" };
    await withCache(cache, () => expect(startServer(fake)).rejects.toThrow("which is no plain file"));
    expect(lstatSync(victim).uid).toBe(other);
    expect(existsSync(join(cache, "servers/fake"))).toBe(false);
  });
});

test("binaries are looked for beside us, never in the working directory", () => {
  const folder = project({ "node_modules/pg11/package.json": '{"version":"11.0.0"}' });
  mkdirSync(join(folder, "node_modules/pg11/native/bin"), { recursive: true });
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(findInstallation(11)).toBeUndefined();
  } finally {
    process.chdir(before);
  }
});

test.skipIf(!available(17))("binaries are those of RELEASE_GATE_POSTGRES where it names some", () => {
  const home = dirname(findInstallation(17)?.bin ?? "");
  process.env["RELEASE_GATE_POSTGRES"] = home;
  try {
    expect(findInstallation(17)).toMatchObject({
      bin: join(home, "bin"),
      name: expect.stringMatching(/^given-17/) as string,
    });
  } finally {
    delete process.env["RELEASE_GATE_POSTGRES"];
  }
});
