// Measures what real servers do to run a statement:
//   node scripts/measure.mjs [--postgres 14,15,16,17,18] [--setup "SQL"] --run "SQL" [--open]
// Each version gets a new database, the setup, and then every statement of --run in a transaction of its own; with
// --open all of them in one transaction. Servers go on running in the background and end after 15 idle minutes.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadTypeScript, root } from "./lib/load-typescript.mjs";

const idleMinutes = 15;
const files = [
  "scripts/lib/measure.ts",
  ...["embedded-postgres", "observe", "observed-state", "observe-outside", "blockers", "postgres"].map(
    (name) => `packages/adapters/src/${name}.ts`,
  ),
];
const hash = createHash("sha256")
  .update(files.map((file) => readIfThere(join(root, file))).join(""))
  .update(root)
  .digest("hex")
  .slice(0, 12);
const socketPath = join(tmpdir(), `release-gate-measure-${hash}.sock`);

const { values } = parseArgs({
  options: {
    postgres: { type: "string", default: "14,15,16,17,18" },
    setup: { type: "string", default: "" },
    run: { type: "string", default: "" },
    open: { type: "boolean", default: false },
    daemon: { type: "boolean", default: false },
  },
});

if (values.daemon) await serve();
else {
  const majors = values.postgres.split(",").map(Number);
  console.log(await ask({ postgres: majors, setup: values.setup, run: values.run, open: values.open }));
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

async function ask(request) {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await exchange(JSON.stringify(request));
    } catch (error) {
      if (!["ENOENT", "ECONNREFUSED"].includes(error.code)) throw error;
      if (tries === 0)
        spawn(process.execPath, [fileURLToPath(import.meta.url), "--daemon"], {
          detached: true,
          stdio: "ignore",
          cwd: root,
        }).unref();
      await wait(50);
    }
  }
  throw new Error("The measuring servers did not start.");
}

function exchange(text) {
  return new Promise((done, fail) => {
    let answer = "";
    const socket = connect(socketPath, () => socket.end(text));
    socket
      .on("data", (chunk) => (answer += chunk))
      .on("error", fail)
      .on("end", () => done(answer));
  });
}

async function serve() {
  const { measure, stopAll } = await loadTypeScript("scripts/lib/measure.ts");
  let timer;
  const end = async () => {
    rmSync(socketPath, { force: true });
    await stopAll();
    process.exit(0);
  };
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(end, idleMinutes * 60_000);
  };
  process.on("SIGTERM", end).on("SIGINT", end);
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    let text = "";
    rest();
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => (text += chunk));
    socket.on("end", () =>
      measure(JSON.parse(text)).then(
        (answer) => socket.end(answer),
        (error) => socket.end(`FAILED ${error.stack}`),
      ),
    );
  });
  await exchange("").catch(() => rmSync(socketPath, { force: true })); // a socket without a listener is a leftover
  listener.on("error", () => process.exit(0)); // another one was first
  listener.listen(socketPath);
  rest();
}
