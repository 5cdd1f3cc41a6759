import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { LostSessionError, ServerError, type Notice, type Row, type Session } from "./session.js";

export interface PgliteOptions {
  /** The longest that one statement may take, in milliseconds; then the process is ended. */
  readonly timeLimitMs: number;
  /** Extensions to have at hand, by their names in CREATE EXTENSION; those that PGlite does not bring are left out. */
  readonly extensions: readonly string[];
}

/** The program of the child, started by `node -e`: no file of ours has to be found beside a bundle. */
const program = `
const [path, list] = JSON.parse(process.argv[1]);
const { PGlite } = require(path);
const extensions = Object.fromEntries(list.map(([key, file]) => [key, require(file)[key]]));
const started = PGlite.create({ extensions }).then((database) => { process.send({ ready: true }); return database; });
let queue = Promise.resolve();
process.on("disconnect", () => process.exit());
process.on("message", ({ sql }) => {
  queue = queue.then(async () => {
    const notices = [];
    const onNotice = ({ severity, message }) => notices.push({ severity: severity ?? "", message: message ?? "" });
    try {
      const results = await (await started).exec(sql, { onNotice });
      process.send({ rows: results.at(-1)?.rows ?? [], notices });
    } catch (error) {
      process.send({ failed: { code: error.code, severity: error.severity, message: String(error.message) }, notices });
    }
  });
});`;

interface Answer {
  readonly ready?: true;
  readonly rows?: readonly Row[];
  readonly failed?: { readonly code?: string; readonly severity?: string; readonly message: string };
  readonly notices: readonly Notice[];
}

/**
 * A fresh PostgreSQL 18 (PGlite) in a process of its own, which is ended when a statement takes longer than the limit or
 * breaks it: PGlite itself ignores statement_timeout. Then, and when it dies, `run` throws `LostSessionError`.
 */
export async function openPgliteChild(options: PgliteOptions): Promise<Session> {
  const require = createRequire(import.meta.url);
  const main = require.resolve("@electric-sql/pglite");
  const extensions = options.extensions.flatMap((name) => contrib(require, name));
  const child = spawn(process.execPath, ["-e", program, JSON.stringify([main, extensions])], {
    cwd: "/",
    env: {}, // what migrations can read of it is nobody's
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  await answerOf(child, 60_000);
  let notices: Notice[] = [];
  const run = async (sql: string): Promise<readonly Row[]> => {
    if (child.exitCode !== null || child.signalCode !== null) throw new LostSessionError("PGlite has ended");
    child.send({ sql });
    const answer = await answerOf(child, options.timeLimitMs);
    for (const notice of answer.notices) notices.push(notice);
    if (!answer.failed) return answer.rows ?? [];
    const { code, severity, message } = answer.failed;
    // After a PANIC nothing that it says holds.
    if (severity !== "PANIC" && code !== undefined && /^[0-9A-Z]{5}$/.test(code)) throw new ServerError(code, message);
    end();
    throw new LostSessionError(message);
  };
  return {
    major: 18,
    run,
    takeNotices() {
      const taken = notices;
      notices = [];
      return taken;
    },
    close: async () => end(),
  };
}

/** [name of the export, file] of an extension that PGlite ships: "uuid-ossp" is contrib/uuid_ossp. */
function contrib(require: NodeJS.Require, name: string): [key: string, file: string][] {
  const key = name.replaceAll("-", "_");
  try {
    return [[key, require.resolve(`@electric-sql/pglite/contrib/${key}`)]];
  } catch {
    return [];
  }
}

/** The child's next message. The child is ended when none comes in time. */
function answerOf(child: ChildProcess, limitMs: number): Promise<Answer> {
  return new Promise((done, fail) => {
    const finish = (): void => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onExit);
    };
    const onMessage = (answer: Answer): void => (finish(), done(answer));
    const onExit = (): void => (finish(), fail(new LostSessionError("PGlite ended before it answered")));
    const timer = setTimeout(() => {
      finish();
      child.kill("SIGKILL");
      fail(new LostSessionError(`no answer within ${limitMs / 1000} s`));
    }, limitMs);
    child.on("message", onMessage).on("exit", onExit);
  });
}
