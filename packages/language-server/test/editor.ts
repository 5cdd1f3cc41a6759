import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type {
  CodeAction,
  Diagnostic,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
  Range,
} from "vscode-languageserver/node";

/** How a test's editor talks to the server. */
export type Transport = "stdio" | "ipc";

/** The part of an editor that a language server sees: a real process at the other end of a real pipe. */
export class Editor {
  readonly process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #published: PublishDiagnosticsParams[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #opened = new Set<string>();
  readonly logged: string[] = [];
  capabilities: InitializeResult["capabilities"] | undefined;

  constructor(server: string, transport: Transport) {
    const flag = transport === "stdio" ? "--stdio" : "--node-ipc";
    const stdio =
      transport === "stdio"
        ? (["pipe", "pipe", "inherit"] as const)
        : (["ignore", "inherit", "inherit", "ipc"] as const);
    this.process = spawn(process.execPath, [server, flag], { stdio: [...stdio] });
    const { stdin, stdout } = this.process;
    this.#connection =
      stdin && stdout
        ? createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin))
        : createMessageConnection(new IPCMessageReader(this.process), new IPCMessageWriter(this.process));
    this.#connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.#published.push(params);
      for (const wake of this.#waiting) wake();
    });
    this.#connection.onNotification(
      "window/logMessage",
      ({ message }: { message: string }) => void this.logged.push(message),
    );
    this.#connection.listen();
  }

  async start(options: { readonly locale?: string; readonly initializationOptions?: unknown } = {}): Promise<void> {
    const params = { processId: process.pid, rootUri: null, capabilities: {}, ...options };
    const result = await this.#connection.sendRequest<InitializeResult>("initialize", params);
    this.capabilities = result.capabilities;
    await this.#connection.sendNotification("initialized", {});
  }

  /** Ends the server as the protocol says, and gives its exit code. */
  async stop(): Promise<number | null> {
    const exited =
      this.process.exitCode === null ? once(this.process, "exit") : Promise.resolve([this.process.exitCode]);
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    const [code] = (await exited) as [number | null];
    this.#connection.dispose();
    return code;
  }

  /** Closes what is open, as at the end of a test. */
  async closeAll(): Promise<void> {
    for (const path of this.#opened) await this.close(path);
  }

  open(path: string, text: string, languageId = "sql"): Promise<void> {
    this.#opened.add(path);
    const uri = pathToFileURL(path).href;
    return this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(
    path: string,
    version: number,
    contentChanges: readonly { readonly text: string; readonly range?: Range }[],
  ): Promise<void> {
    return this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: pathToFileURL(path).href, version },
      contentChanges,
    });
  }

  save(path: string): Promise<void> {
    return this.#connection.sendNotification("textDocument/didSave", {
      textDocument: { uri: pathToFileURL(path).href },
    });
  }

  close(path: string): Promise<void> {
    this.#opened.delete(path);
    return this.#connection.sendNotification("textDocument/didClose", {
      textDocument: { uri: pathToFileURL(path).href },
    });
  }

  filesChanged(path: string): Promise<void> {
    return this.#connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: pathToFileURL(path).href, type: 2 }],
    });
  }

  /** The newest diagnostics of a file for which a condition holds; waits for them. */
  async diagnostics(
    path: string,
    holds: (diagnostics: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const deadline = Date.now() + 10_000;
    for (;;) {
      const newest = this.#published.findLast((each) => each.uri === uri);
      if (newest && holds(newest.diagnostics)) return newest.diagnostics;
      if (Date.now() > deadline)
        throw new Error(
          `No such diagnostics of ${path}; last: ${JSON.stringify(newest)}; log: ${this.logged.join("\n")}`,
        );
      await new Promise<void>((wake) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          wake();
        };
        const timer = setTimeout(done, 500);
        this.#waiting.add(done);
      });
    }
  }

  /** How often a file's diagnostics were published. */
  publishedTimes(path: string): number {
    return this.#published.filter(({ uri }) => uri === pathToFileURL(path).href).length;
  }

  hover(path: string, line: number, character: number): Promise<Hover | null> {
    return this.#connection.sendRequest("textDocument/hover", {
      textDocument: { uri: pathToFileURL(path).href },
      position: { line, character },
    });
  }

  facts(path: string, line: number, character: number): Promise<{ readonly markdown: string } | null> {
    return this.#connection.sendRequest("releaseGate/facts", {
      textDocument: { uri: pathToFileURL(path).href },
      position: { line, character },
    });
  }

  actions(path: string, range: Range, only?: readonly string[]): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only ? { only } : {}) };
    return this.#connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: pathToFileURL(path).href },
      range,
      context,
    });
  }
}
