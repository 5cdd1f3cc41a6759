import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { available, server, stopServersAfterwards } from "../../../../test/postgres/server.js";
import { english } from "../../src/text/message.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import { postgresMajors } from "../../src/sql/statement.js";

/** In an aborted transaction a server parses what it is sent, and then refuses it with this: so nothing is ever run. */
const parsedAndRefused = "25P02";

const text = readFileSync(new URL("tricky.sql", import.meta.url), "utf8");

beforeAll(() => loadParser());
stopServersAfterwards();

interface Answer {
  readonly sqlstate: string | undefined;
  readonly message?: string | undefined;
  readonly inToken?: boolean;
}

describe.each(postgresMajors)("PostgreSQL %i", (major) => {
  let client: pg.Client | undefined;

  beforeAll(async () => {
    if (!available(major)) return;
    client = new pg.Client({ connectionString: (await server(major)).url() });
    await client.connect();
    await client.query("BEGIN");
    await client.query("SELECT 1/0").catch(() => undefined);
  });
  afterAll(() => client?.end());

  it.skipIf(!available(major))(
    "accepts and refuses the same statements, with the same words at the same place",
    async () => {
      const ours: Record<string, Answer> = {};
      const theirs: Record<string, Answer> = {};
      for (const statement of parseStatements(text, { postgres: major }).statements) {
        const { error, span } = statement;
        // A command of psql never reaches the server.
        if (statement.text.startsWith("\\")) continue;
        const sent = text[span.end] === ";" ? `${statement.text};` : statement.text;
        const refused = await client?.query(sent).then(
          () => undefined,
          (each: unknown) => each as pg.DatabaseError,
        );
        const accepted = refused?.code === parsedAndRefused;
        theirs[statement.text] = accepted
          ? { sqlstate: undefined }
          : { sqlstate: refused?.code, message: refused?.message, inToken: true };
        ours[statement.text] = {
          sqlstate: error?.sqlstate,
          ...(error && { message: english(error.message), inToken: true }),
        };
        if (error && refused?.position !== undefined && !accepted) {
          const at = span.start + [...statement.text].slice(0, Number(refused.position) - 1).join("").length;
          const inToken = error.span.start <= at && (at < error.span.end || refused.message.endsWith("end of input"));
          ours[statement.text] = { sqlstate: error.sqlstate, message: english(error.message), inToken };
        }
      }
      expect(Object.keys(ours).length).toBeGreaterThan(200);
      expect(ours).toEqual(theirs);
    },
  );
});
