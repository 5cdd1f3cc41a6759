import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageReader, longestKept } from "../src/recorder/messages.js";
import { loggedStatements, compareWithLog } from "../src/recorder/server-log.js";
import { addressVariables, recordedEnvironment } from "../src/recorder/environment.js";
import type { RecordedStatement } from "@release-gate/core";

function messageOf(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(type === "" ? 4 : 5);
  if (type !== "") head.write(type, 0, "latin1");
  head.writeUInt32BE(body.length + 4, head.length - 4);
  return Buffer.concat([head, body]);
}

describe("messages of the wire protocol", () => {
  it("are the same however the bytes are cut", () => {
    const type = fc.constantFrom("Q", "P", "B", "d", "Z");
    const body = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(type, body), { maxLength: 8 }),
        fc.array(fc.nat(200), { maxLength: 12 }),
        (sent, cuts) => {
          const whole = Buffer.concat(sent.map(([kind, bytes]) => messageOf(kind, Buffer.from(bytes))));
          const reader = new MessageReader(true);
          const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
          const read = places.slice(1).flatMap((end, index) => [...reader.push(whole.subarray(places[index], end))]);
          expect(read.map((each) => [each.type, [...each.body]])).toEqual(
            sent.map(([kind, bytes]) => [kind, [...bytes]]),
          );
        },
      ),
    );
  });

  it("are kept to a limit, and what is longer is passed over", () => {
    const long = messageOf("Q", Buffer.alloc(longestKept + 1000, 65));
    const reader = new MessageReader(true);
    const read = [
      ...reader.push(long.subarray(0, 1000)),
      ...reader.push(Buffer.concat([long.subarray(1000), messageOf("S", Buffer.alloc(0))])),
    ];
    expect(read.map(({ type, body, length }) => [type, body.length, length])).toEqual([
      ["Q", longestKept, longestKept + 1000],
      ["S", 0, 0],
    ]);
  });
});

describe("the server's own log", () => {
  const statement = (sql: string, more: Partial<RecordedStatement> = {}): RecordedStatement => ({
    connection: 1,
    database: "d",
    how: "simple",
    sql,
    values: [],
    before: "idle",
    message: 1,
    at: 0,
    tags: ["X"],
    ...more,
  });
  const logged = loggedStatements(
    [
      "release-gate:7:LOG:  statement: SELECT 1;\n\t-- release-gate:8:LOG:  statement: no",
      "release-gate:7:LOG:  execute <unnamed>: INSERT INTO t VALUES ($1)",
      "release-gate:7:DETAIL:  Parameters: $1 = 'a'",
      "release-gate:7:ERROR:  syntax error",
      "release-gate:7:STATEMENT:  SELEC 1",
      "release-gate:9:LOG:  statement: SELECT 2",
      "",
    ].join("\n"),
  );

  it("tells the statements with all their lines, and those of errors", () => {
    expect(logged).toEqual([
      { process: 7, sql: "SELECT 1;\n-- release-gate:8:LOG:  statement: no", ofError: false },
      { process: 7, sql: "INSERT INTO t VALUES ($1)", ofError: false },
      { process: 7, sql: "SELEC 1", ofError: true },
      { process: 9, sql: "SELECT 2", ofError: false },
    ]);
  });

  const recorded = [
    statement("SELECT 1;\n-- release-gate:8:LOG:  statement: no"),
    statement("INSERT INTO t VALUES ($1)", { how: "extended" }),
    statement("SELEC 1", { error: { sqlstate: "42601", message: "", while: "parsing" } }),
  ];

  it("agrees with a recording that has the same", () => {
    expect(compareWithLog(recorded, logged, () => 7)).toEqual({ agreed: 3, differences: [] });
  });

  it("tells what one has more often than the other", () => {
    expect(compareWithLog(recorded.slice(1), logged, () => 7).differences).toMatchObject([{ recorded: 0, logged: 1 }]);
    expect(compareWithLog([...recorded, statement("SELECT 3")], logged, () => 7).differences).toEqual([
      { sql: "SELECT 3", recorded: 1, logged: 0 },
    ]);
  });
});

describe("the environment of a recorded command", () => {
  const address = { host: "127.0.0.1", port: 5433, user: "postgres", password: "p@ss", database: "d" };

  it("has no address of another database, whatever it is called", () => {
    const { variables, removed } = recordedEnvironment(
      {
        PATH: "/bin",
        HOME: "/home/me",
        LANG: "C",
        DEBUG: "knex:*",
        UPGRADE: "1",
        PGSERVICE: "prod",
        PGPASSFILE: "/x",
        APP_DB_HOST: "prod",
        REPORTING: "postgres://u:p@prod/x",
        CACHE: "redis://prod",
        PROD_DSN: "host=prod user=x",
        UPSTREAM: "https://user:secret@prod.example.com",
        EMPTY: undefined,
        DB_CLIENT: "pg",
        DATABASE_POOL_MAX: "3",
        TYPEORM_LOGGING: "true",
        RELEASE_GATE_POSTGRES: "/usr/lib/x",
        MY_DBHOST: "prod",
        KNEX_CONNECTION_URL: "x",
      },
      address,
    );
    expect(removed).toEqual([
      "APP_DB_HOST",
      "CACHE",
      "KNEX_CONNECTION_URL",
      "MY_DBHOST",
      "PGPASSFILE",
      "PGSERVICE",
      "PROD_DSN",
      "REPORTING",
      "UPSTREAM",
    ]);
    expect(variables).toMatchObject({
      PATH: "/bin",
      HOME: "/home/me",
      LANG: "C",
      DEBUG: "knex:*",
      UPGRADE: "1",
      DB_CLIENT: "pg",
      DATABASE_POOL_MAX: "3",
      TYPEORM_LOGGING: "true",
    });
    expect(variables["RELEASE_GATE_POSTGRES"]).toBeUndefined();
    expect(Object.values(variables).filter((value) => value.includes("prod"))).toEqual([]);
  });

  it("leads the usual variables to the recorder, over what they held", () => {
    const { variables } = recordedEnvironment({ DATABASE_URL: "postgres://prod", PGHOST: "prod" }, address);
    expect(variables).toMatchObject({
      DATABASE_URL: "postgresql://postgres:p%40ss@127.0.0.1:5433/d?sslmode=disable",
      PGHOST: "127.0.0.1",
      PGPORT: "5433",
      FLYWAY_URL: "jdbc:postgresql://127.0.0.1:5433/d?sslmode=disable",
    });
    expect(Object.values(addressVariables(address)).every((value) => value !== "")).toBe(true);
  });
});
