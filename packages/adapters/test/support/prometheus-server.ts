import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cacheFolder } from "../../src/index.js";

/** The two programs of Debian's package `prometheus`. */
export interface PrometheusPrograms {
  readonly prometheus: string;
  readonly promtool: string;
}

/** The programs on the PATH; else those of a package unpacked into the cache, downloaded once where apt can. */
export function findPrometheus(): PrometheusPrograms | undefined {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const found = programsIn(folder);
    if (found !== undefined) return found;
  }
  const cache = join(cacheFolder(), "prometheus");
  return programsIn(join(cache, "usr/bin")) ?? download(cache);
}

function programsIn(folder: string): PrometheusPrograms | undefined {
  const programs = { prometheus: join(folder, "prometheus"), promtool: join(folder, "promtool") };
  return existsSync(programs.prometheus) && existsSync(programs.promtool) ? programs : undefined;
}

function download(cache: string): PrometheusPrograms | undefined {
  const folder = mkdtempSync(join(tmpdir(), "prometheus-package-"));
  try {
    execFileSync("apt-get", ["download", "prometheus"], { cwd: folder, stdio: "ignore", timeout: 60_000 });
    const file = readdirSync(folder).find((name) => name.endsWith(".deb"));
    if (file === undefined) return undefined;
    mkdirSync(cache, { recursive: true });
    execFileSync("dpkg", ["-x", join(folder, file), cache], { stdio: "ignore" });
    return programsIn(join(cache, "usr/bin"));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface RunningPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Prometheus on a free port over a history in OpenMetrics text (with `# EOF`), and targets to scrape. The caller
 * stops it.
 * @param remoteRead the address of a store that it asks for more; while that is down its answers are partial.
 */
export async function startPrometheus(
  programs: PrometheusPrograms,
  history: string,
  targets: readonly string[] = [],
  remoteRead?: string,
): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  const data = join(folder, "data");
  if (history !== "") {
    const file = join(folder, "history.om");
    writeFileSync(file, history);
    execFileSync(
      programs.promtool,
      ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h", file, data],
      { stdio: "ignore" },
    );
  }
  const scrape =
    targets.length === 0
      ? ""
      : `scrape_configs:\n  - job_name: service\n    static_configs: [{ targets: [${targets.map((target) => `"${target}"`).join(", ")}] }]\n`;
  const config = join(folder, "prometheus.yml");
  const remote = remoteRead === undefined ? "" : `remote_read: [{ url: "${remoteRead}", read_recent: true }]\n`;
  writeFileSync(config, `global: { scrape_interval: 1s, evaluation_interval: 1s }\n${scrape}${remote}`);
  const port = await freePort();
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    "--storage.tsdb.retention.time=400d",
    `--web.listen-address=127.0.0.1:${port}`,
    "--enable-feature=native-histograms",
    "--log.level=error",
  ];
  const child = spawn(programs.prometheus, args, { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 200; tries++) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { url, stop };
    await wait(50);
  }
  await stop();
  throw new Error("Prometheus did not become ready");
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
