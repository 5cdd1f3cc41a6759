import { connect, createServer, type Server, type Socket } from "node:net";
import { RecordedConnection } from "./connection.js";
import type { RecordedStatement } from "@release-gate/core";

/** Codes of the first message of a client (PostgreSQL's manual, "Message Formats": SSLRequest, GSSENCRequest). */
const wantsEncryption = new Set([80877103, 80877104]);

/** Where the server behind a recorder listens: the path of its socket, or host and port. */
export type Behind = { readonly path: string } | { readonly host: string; readonly port: number };

export interface Recorder {
  /** It listens here on 127.0.0.1. */
  readonly port: number;
  /** What was sent, in the order in which it came, over all connections. */
  readonly statements: readonly RecordedStatement[];
  readonly connections: readonly Pick<RecordedConnection, "number" | "database" | "refused" | "process">[];
  /** Whether some client wanted TLS, which is refused so that what it sends can be read. */
  readonly askedForTls: boolean;
  /** What could not be understood: the protocol was spoken otherwise than its manual says. */
  readonly notUnderstood: readonly string[];
  /** Ends all connections. */
  stop(): Promise<void>;
}

/**
 * Starts a proxy in front of a server that writes down what its clients send. It passes all bytes on as they are, but for requests
 * for encryption, to which it answers no. Passwords are not kept.
 * @param socket a path at which it listens as well
 */
export async function startRecorder(behind: Behind, socket?: string): Promise<Recorder> {
  const statements: RecordedStatement[] = [];
  const connections: RecordedConnection[] = [];
  const notUnderstood: string[] = [];
  const sockets = new Set<Socket>();
  let askedForTls = false;

  const accept = (client: Socket): void => {
    const connection: RecordedConnection = new RecordedConnection(
      () => connections.push(connection),
      (statement) => statements.push(statement),
    );
    const upstream = "path" in behind ? connect(behind.path) : connect(behind.port, behind.host);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // Whoever goes away ends both sides; that is all there is to say.
      socket.on("error", () => undefined);
    }
    const listen = (take: (chunk: Buffer) => void) => (chunk: Buffer) => {
      try {
        take(chunk);
      } catch (error) {
        notUnderstood.push(`connection ${connection.number}: ${(error as Error).message}`);
        // Nothing more can be told of this connection; it goes on all the same.
        take = () => undefined;
      }
    };
    let first = Buffer.alloc(0);
    let begun = false;
    const begin = (chunk: Buffer): void => {
      first = Buffer.concat([first, chunk]);
      while (first.length >= 8 && wantsEncryption.has(first.readUInt32BE(4))) {
        askedForTls = true;
        client.write("N");
        first = first.subarray(8);
      }
      if (first.length < 8) return;
      begun = true;
      fromClient(first);
      upstream.write(first);
    };
    const fromClient = listen((chunk) => connection.fromClient(chunk));
    const fromServer = listen((chunk) => connection.fromServer(chunk));
    client.on("data", (chunk: Buffer) => {
      if (!begun) return begin(chunk);
      fromClient(chunk);
      // Who sends faster than the server takes waits, so that a long COPY does not fill the memory.
      if (!upstream.write(chunk)) {
        client.pause();
        upstream.once("drain", () => client.resume());
      }
    });
    upstream.on("data", (chunk: Buffer) => {
      fromServer(chunk);
      if (!client.write(chunk)) {
        upstream.pause();
        client.once("drain", () => upstream.resume());
      }
    });
    const end = (): void => {
      connection.ended();
      client.destroySoon();
      upstream.destroySoon();
    };
    client.on("close", end);
    upstream.on("close", end);
  };
  const listening = async (start: (server: Server) => void): Promise<Server> => {
    const server = createServer(accept);
    await new Promise<void>((done, fail) => {
      server.once("error", fail);
      server.once("listening", done);
      start(server);
    });
    return server;
  };
  const server = await listening((each) => each.listen(0, "127.0.0.1"));
  const local = socket === undefined ? undefined : await listening((each) => each.listen(socket));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    statements,
    connections,
    get askedForTls() {
      return askedForTls;
    },
    notUnderstood,
    stop: () =>
      new Promise((done) => {
        local?.close();
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
