import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execaSync } from "execa";
import { describe, expect, test } from "vitest";
import { findInstallation } from "../../packages/adapters/src/embedded-postgres.js";
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
