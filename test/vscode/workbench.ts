import { spawn, execFile, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
// @ts-expect-error -- a script without types
import { findChromium, vscodeCache } from "../../scripts/setup-vscode-test.mjs";

interface Cache {
  readonly node: string;
  readonly server: string;
}
const programs = (): Cache => (vscodeCache as () => Cache)();

/** Settings that make a run the same every time: no telemetry, no welcome page, nothing restored from an earlier run. */
const settings = {
  "security.workspace.trust.enabled": false,
  "files.hotExit": "off",
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "git.enabled": false,
  "editor.minimap.enabled": false,
};

/** What a payload of VS Code's address can say: a file to open, or where an extension and its tests are. */
export type Payload = readonly (readonly [key: string, value: string])[];

/** A real VS Code with a folder opened in it, and a browser to look at it. */
export class Workbench {
  /** A copy of the folder that was given, made for this run. */
  readonly folder: string;
  readonly #scratch: string;
  readonly #extensions: string;
  #server: ChildProcess | undefined;
  #browser: Browser | undefined;
  #port = 0;
  #output = "";

  /**
   * @param from the folder to copy; an empty one where not given
   * @param files path in the folder -> text, written over the copy
   * @param chosen settings of the user
   */
  constructor(
    from: string | undefined,
    files: Readonly<Record<string, string>> = {},
    chosen: Readonly<Record<string, unknown>> = {},
  ) {
    this.#scratch = mkdtempSync(join(tmpdir(), "release-gate-vscode-"));
    this.folder = join(this.#scratch, "project");
    this.#extensions = join(this.#scratch, "extensions");
    for (const name of ["project", "extensions", "data/User"])
      mkdirSync(join(this.#scratch, name), { recursive: true });
    if (from !== undefined) cpSync(from, this.folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(this.folder, path, ".."), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    writeFileSync(join(this.#scratch, "data/User/settings.json"), JSON.stringify({ ...settings, ...chosen }));
  }

  /** Installs a .vsix as a user does. */
  async install(vsix: string): Promise<void> {
    const { node, server } = programs();
    const folders = ["--extensions-dir", this.#extensions, "--server-data-dir", join(this.#scratch, "data")];
    await promisify(execFile)(node, [server, ...folders, "--install-extension", vsix]);
  }

  /** Starts VS Code and waits until it answers. */
  async start(): Promise<void> {
    const { node, server } = programs();
    this.#port = await freePort();
    const data = join(this.#scratch, "data");
    const args = [
      ...["--host", "127.0.0.1", "--port", String(this.#port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust"],
      // Without this flag a built VS Code ignores the payload's extensionDevelopmentPath and extensionTestsPath.
      "--enable-smoke-test-driver",
      ...["--server-data-dir", data, "--user-data-dir", data, "--extensions-dir", this.#extensions],
    ];
    // A group of its own, so that its children end with it.
    this.#server = spawn(node, [server, ...args], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#server.stdout, this.#server.stderr])
      stream?.on("data", (part) => (this.#output += String(part)));
    await this.#ready();
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/version`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.#server?.exitCode !== null) break;
      await new Promise((wake) => setTimeout(wake, 100));
    }
    throw new Error(`VS Code did not start:\n${this.#output}`);
  }

  /** How VS Code's own page names a file of this machine. */
  remote(path: string): string {
    return `vscode-remote://127.0.0.1:${this.#port}${path}`;
  }

  /** Opens the folder in a browser. `prepare` runs before the page is loaded. */
  async open(payload: Payload, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    this.#browser ??= await chromium.launch({
      executablePath: (findChromium as () => string)(),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
    const page = await this.#browser.newPage({ viewport: { width: 1400, height: 800 } });
    await prepare?.(page);
    const query = `folder=${encodeURIComponent(this.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    await page.goto(`http://127.0.0.1:${this.#port}/?${query}`);
    await page.waitForSelector(".monaco-workbench", { timeout: 60_000 });
    return page;
  }

  /** Ends the browser and VS Code with all its processes, and removes what the run wrote. */
  async stop(): Promise<void> {
    await this.#browser?.close();
    const server = this.#server;
    if (server?.pid !== undefined && server.exitCode === null) {
      const exited = once(server, "exit");
      process.kill(-server.pid, "SIGTERM");
      const timer = setTimeout(() => server.pid !== undefined && process.kill(-server.pid, "SIGKILL"), 5000);
      await exited;
      clearTimeout(timer);
    }
    rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Does something again and again until a condition holds, for menus that do not open at the first key. */
export async function until(what: string, milliseconds: number, attempt: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) if (await attempt()) return;
  throw new Error(`Waited ${milliseconds} ms in vain for ${what}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
