import { Fields, MessageReader, longestKept, type WireMessage } from "./messages.js";
import type { RecordedStatement, SentValue, SessionState } from "@release-gate/core";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Entry = Mutable<RecordedStatement> & { tags: string[] };

interface Prepared {
  readonly sql: string;
  readonly cut: boolean;
  types: readonly number[];
}

/** What the server still has to answer, in the order in which it was sent. */
type Pending =
  | { readonly kind: "query" | "execute" | "function"; readonly entry: Entry }
  | { readonly kind: "parse"; readonly prepared: Prepared }
  | { readonly kind: "describe"; readonly prepared: Prepared | undefined }
  | { readonly kind: "bind" | "close" }
  | { readonly kind: "sync" };

/** Types whose binary form is their text: "char", name, text, json, char(n), varchar, by their numbers in pg_type.dat. */
const sameAsText: ReadonlySet<number> = new Set([18, 19, 25, 114, 1042, 1043]);
const jsonb = 3802;

const isCut = ({ length }: WireMessage): boolean => length > longestKept;

/**
 * One connection as its two directions tell it (PostgreSQL's manual, "Message Flow"). It is given all bytes after those that ask
 * for encryption, and changes none.
 */
export class RecordedConnection {
  /** From 1, in the order in which the sessions began; 0 before. */
  number = 0;
  database = "";
  /** The server's process of the session. */
  process: number | undefined;
  /** Why the server let nobody in. */
  refused: { readonly sqlstate: string; readonly message: string } | undefined;
  #client = new MessageReader(false);
  #server = new MessageReader(true);
  #state: SessionState = "idle";
  #message = 1;
  readonly #prepared = new Map<string, Prepared>();
  readonly #portals = new Map<string, { readonly prepared: Prepared; readonly values: readonly SentValue[] }>();
  readonly #pending: Pending[] = [];
  #copying: Entry | undefined;
  readonly #begun: () => number;
  readonly #tell: (statement: RecordedStatement) => void;
  /** The first bytes of a session were seen: what comes after them is one. */
  #session = false;

  /** @param begun called when its session begins, gives its number */
  constructor(begun: () => number, tell: (statement: RecordedStatement) => void) {
    this.#begun = begun;
    this.#tell = tell;
  }

  fromClient(chunk: Buffer): void {
    for (const message of this.#client.push(chunk)) {
      if (this.#session) this.#sent(message);
      else this.#startup(message.body);
    }
  }

  fromServer(chunk: Buffer): void {
    for (const message of this.#server.push(chunk)) this.#answered(message);
  }

  /** The connection has ended: what was not answered stays so. */
  ended(): void {
    for (const each of this.#pending) if ("entry" in each) each.entry.unanswered = true;
    this.#pending.length = 0;
  }

  #startup(body: Buffer): void {
    const fields = new Fields(body);
    // 3.0 and later; a request to cancel has another code, and nothing follows it.
    if (fields.int32() >>> 16 !== 3) return;
    const parameters = new Map<string, string>();
    while (!fields.ended) {
      const name = fields.text();
      if (name === "") break;
      parameters.set(name, fields.text());
    }
    this.database = parameters.get("database") ?? parameters.get("user") ?? "";
    this.#client.started();
    this.#session = true;
    this.number = this.#begun();
  }

  #record(how: Entry["how"], sql: string, cut: boolean, values: readonly SentValue[]): Entry {
    const entry: Entry = {
      connection: this.number,
      database: this.database,
      how,
      sql,
      values,
      before: this.#state,
      message: this.#message,
      at: Date.now(),
      tags: [],
    };
    if (cut) entry.cut = true;
    this.#tell(entry);
    return entry;
  }

  #sent(message: WireMessage): void {
    const { type, body } = message;
    const fields = new Fields(body);
    switch (type) {
      case "Q":
        this.#message++;
        this.#pending.push({ kind: "query", entry: this.#record("simple", fields.text(), isCut(message), []) });
        this.#message++;
        return;
      case "F":
        this.#message++;
        this.#pending.push({
          kind: "function",
          entry: this.#record("function", `function ${fields.int32()}`, false, []),
        });
        return;
      case "P":
        return this.#parse(fields, isCut(message));
      case "B":
        this.#pending.push({ kind: "bind" });
        return isCut(message) ? this.#bindLong(fields) : this.#bind(fields);
      case "D":
        return this.#describe(fields);
      case "C":
        return this.#close(fields);
      case "E":
        return this.#execute(fields.text());
      case "S":
        this.#pending.push({ kind: "sync" });
        this.#message++;
        return;
      case "d":
        if (this.#copying?.copy)
          this.#copying.copy = { ...this.#copying.copy, bytes: this.#copying.copy.bytes + message.length };
        return;
      case "c":
        if (this.#copying?.copy) this.#copying.copy = { ...this.#copying.copy, done: true };
        return;
    }
  }

  #describe(fields: Fields): void {
    const what = fields.bytes(1).toString();
    this.#pending.push({ kind: "describe", prepared: what === "S" ? this.#prepared.get(fields.text()) : undefined });
  }

  #parse(fields: Fields, cut: boolean): void {
    const name = fields.text();
    const sql = fields.text();
    const types = cut ? [] : Array.from({ length: fields.int16() }, () => fields.int32());
    const prepared = { sql, cut, types };
    this.#prepared.set(name, prepared);
    this.#pending.push({ kind: "parse", prepared });
  }

  #bind(fields: Fields): void {
    const portal = fields.text();
    const prepared = this.#prepared.get(fields.text());
    if (!prepared) return;
    const formats = Array.from({ length: fields.int16() }, () => fields.int16());
    const values = Array.from({ length: fields.int16() }, (_, index): SentValue => {
      const size = fields.int32();
      const bytes = size < 0 ? undefined : fields.bytes(size);
      const binary = (formats.length === 1 ? formats[0] : formats[index]) === 1;
      const type = prepared.types[index] ?? 0;
      // JSON in its binary form has its version before the text.
      if (binary && type === jsonb && bytes?.[0] === 1)
        return { type, text: bytes.toString("utf8", 1), binary: undefined };
      return binary && !sameAsText.has(type)
        ? { type, text: undefined, binary: bytes }
        : { type, text: bytes?.toString("utf8"), binary: undefined };
    });
    this.#portals.set(portal, { prepared, values });
  }

  /** Its values are too long to be kept, so it is recorded as one whose text is not known to its end. */
  #bindLong(fields: Fields): void {
    const portal = fields.text();
    const prepared = this.#prepared.get(fields.text());
    if (prepared) this.#portals.set(portal, { prepared: { ...prepared, cut: true }, values: [] });
  }

  #close(fields: Fields): void {
    this.#pending.push({ kind: "close" });
    const what = fields.bytes(1).toString();
    if (what === "S") this.#prepared.delete(fields.text());
    else this.#portals.delete(fields.text());
  }

  #execute(name: string): void {
    const portal = this.#portals.get(name);
    const { sql, cut } = portal?.prepared ?? { sql: "", cut: true };
    this.#pending.push({ kind: "execute", entry: this.#record("extended", sql, cut, portal?.values ?? []) });
  }

  #answered({ type, body }: WireMessage): void {
    const head = this.#pending[0];
    const entry = head && "entry" in head ? head.entry : undefined;
    switch (type) {
      case "1":
      case "2":
      case "3":
        return this.#done(type === "1" ? "parse" : type === "2" ? "bind" : "close");
      case "t":
        if (head?.kind === "describe" && head.prepared) head.prepared.types = typesOf(new Fields(body));
        return;
      case "T":
      case "n":
        // The answer to a Describe; in a simple query the columns of its rows.
        return this.#done("describe");
      case "C":
        entry?.tags.push(new Fields(body).text());
        return this.#done("execute");
      case "I":
      case "s":
        return this.#done("execute");
      case "K":
        this.process = new Fields(body).int32();
        return;
      case "G":
        if (entry) {
          this.#copying = entry;
          entry.copy = { bytes: 0, done: false };
        }
        return;
      case "E":
        return this.#failed(body);
      case "Z":
        return this.#ready(String.fromCharCode(body[0]!));
    }
  }

  #done(kind: Pending["kind"]): void {
    if (this.#pending[0]?.kind === kind) this.#pending.shift();
  }

  /** What failed is the first that was not answered; what was sent with it up to the next Sync is never carried out. */
  #failed(body: Buffer): void {
    const head = this.#pending[0];
    const error = errorOf(body);
    if (!head) {
      this.refused ??= error;
      return;
    }
    if (head.kind === "query" || head.kind === "function") {
      // A simple query is parsed as a whole before any of it runs: see where the server says that it stands.
      head.entry.error = {
        ...error,
        while: head.entry.tags.length === 0 && isOfParsing(error.sqlstate) ? "parsing" : "running",
      };
      return;
    }
    this.#pending.shift();
    if (head.kind === "execute") head.entry.error = { ...error, while: "running" };
    else {
      // The next to be executed is what could not be prepared; if none was sent with it, it is recorded for the error.
      const next = this.#pending.find((each) => each.kind === "execute" || each.kind === "sync");
      const prepared = head.kind === "parse" ? head.prepared : undefined;
      const entry =
        next?.kind === "execute" ? next.entry : prepared && this.#record("extended", prepared.sql, prepared.cut, []);
      if (entry) entry.error = { ...error, while: "parsing" };
    }
    while (this.#pending.length > 0 && this.#pending[0]!.kind !== "sync") {
      const skipped = this.#pending.shift()!;
      if ("entry" in skipped && !skipped.entry.error) skipped.entry.skipped = true;
    }
  }

  #ready(state: string): void {
    const head = this.#pending[0];
    if (head && ["query", "function", "sync"].includes(head.kind)) this.#pending.shift();
    this.#state = state === "T" ? "open" : state === "E" ? "failed" : "idle";
    this.#copying = undefined;
    // What was sent without waiting for this finds the session as it is now.
    for (const each of this.#pending) {
      if ("entry" in each) each.entry.before = this.#state;
      if (each.kind === "sync" || each.kind === "query" || each.kind === "function") break;
    }
  }
}

function typesOf(fields: Fields): readonly number[] {
  return Array.from({ length: fields.int16() }, () => fields.int32());
}

/** Class 42 and the like may come while a statement runs, too; a syntax error of the whole text cannot. */
function isOfParsing(sqlstate: string): boolean {
  return sqlstate === "42601";
}

function errorOf(body: Buffer): { readonly sqlstate: string; readonly message: string } {
  const fields = new Fields(body);
  const parts = new Map<string, string>();
  while (!fields.ended) {
    const kind = fields.bytes(1).toString("latin1");
    if (kind === "\0") break;
    parts.set(kind, fields.text());
  }
  return { sqlstate: parts.get("C") ?? "", message: parts.get("M") ?? "" };
}
