import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** How a command ended. */
export interface CommandEnd {
  /** Undefined where it was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** It took longer than it may, and was ended with all that it had started. */
  readonly timedOut: boolean;
}

export interface CommandOptions {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  readonly onOutput: (chunk: Buffer) => void;
  /** Called before it is ended because of its time: what its sessions wait for can still be asked. */
  readonly onTimeLimit: () => Promise<void>;
  /** Set where it gets a network of its own, in which there is nothing but the recorder. */
  readonly apart?: { readonly socket: string; readonly port: number } | undefined;
}

/**
 * Runs a command of the user's by the shell, without input: who asks a question gets no answer. All that it starts ends with it.
 * @throws Error where there is no shell.
 */
export async function runCommand(command: string, options: CommandOptions): Promise<CommandEnd> {
  const { execa } = await import("execa");
  const { apart } = options;
  const [program, ...args] = apart
    ? [
        ...apartWords(),
        "sh",
        "-c",
        inside,
        "sh",
        process.execPath,
        forwarder,
        apart.socket,
        String(apart.port),
        command,
      ]
    : ["sh", "-c", command];
  const child = execa(program!, args, {
    cwd: options.folder,
    env: { ...options.variables },
    extendEnv: false,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
  });
  child.stdout?.on("data", options.onOutput);
  child.stderr?.on("data", options.onOutput);
  const endAll = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  // What it left running in the background has no database any more, and would keep its output open.
  child.once("exit", () => endAll("SIGKILL"));
  const onExit = (): void => endAll("SIGKILL");
  const onSignal = (signal: NodeJS.Signals): void => {
    endAll("SIGKILL");
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    process.kill(process.pid, signal);
  };
  process.once("exit", onExit);
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void options
      .onTimeLimit()
      .catch(() => undefined)
      .then(() => {
        endAll("SIGTERM");
        setTimeout(() => endAll("SIGKILL"), 2_000).unref();
      });
  }, options.timeLimitMs);
  try {
    const ended = await child;
    if (ended.exitCode === undefined && ended.signal === undefined && !timedOut)
      throw new Error(ended.shortMessage ?? "the shell does not start");
    return { exitCode: ended.exitCode, signal: ended.signal, timedOut };
  } finally {
    clearTimeout(timer);
    process.off("exit", onExit);
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

/** Whether a command can be given a network of its own here: Linux with util-linux and iproute2, and the right to do so. */
export async function canRunApart(): Promise<boolean> {
  if (process.platform !== "linux" || !onPath("unshare") || !onPath("ip")) return false;
  const { execa } = await import("execa");
  const [program, ...args] = [...apartWords(), "ip", "link", "set", "lo", "up"];
  const { exitCode } = await execa(program!, args, { reject: false, stdio: "ignore", timeout: 10_000 });
  return exitCode === 0;
}

/** As root a new network; else with a user namespace around it, in which this user stays who it is. */
function apartWords(): readonly string[] {
  return process.getuid?.() === 0
    ? ["unshare", "--net"]
    : ["unshare", "--user", "--map-current-user", "--keep-caps", "--net"];
}

/** Opens the loopback of the new network, leads its port to the recorder's socket, and waits until somebody listens there. */
const inside = `ip link set lo up && { "$1" -e "$2" "$3" "$4" >/dev/null 2>&1 & } && "$1" -e 'const t=()=>require("net").connect(+process.argv[1],"127.0.0.1").on("connect",()=>process.exit()).on("error",()=>setTimeout(t,20));t()' "$4" && exec sh -c "$5"`;

const forwarder = `const net = require("net");
net.createServer((a) => { const b = net.connect(process.argv[1]); a.pipe(b).pipe(a);
for (const s of [a, b]) s.setNoDelay && s.setNoDelay(true), s.on("error", () => { a.destroy(); b.destroy(); }); }).listen(+process.argv[2], "127.0.0.1");`;

function onPath(program: string): boolean {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"].some(
    (folder) => folder.startsWith("/") && existsSync(join(folder, program)),
  );
}
