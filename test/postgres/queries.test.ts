import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { lintSources, loadParser, postgresMajors, sourceOf, type PostgresMajor } from "@release-gate/core";
import { available, freshDatabase, stopServersAfterwards } from "./server.js";

stopServersAfterwards();
beforeAll(() => loadParser());

const table = "CREATE TABLE t (a int);";
const index = "CREATE INDEX CONCURRENTLY i ON t (a);";

/** A file as golang-migrate runs it: all of it as one query. */
const files = [
  `${index}`,
  `SELECT 1; ${index}`,
  `BEGIN; SELECT 1; COMMIT; ${index}`,
  `${index} SELECT 1;`,
  `BEGIN; ${index} COMMIT;`,
  `SET lock_timeout = '1s'; ${index}`,
  `SELECT 1; VACUUM t;`,
  `VACUUM t;`,
];

async function connected<Result>(major: number, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: await freshDatabase(major) });
  await client.connect();
  try {
    await client.query(table);
    return await use(client);
  } finally {
    await client.end();
  }
}

const codeOf = (error: unknown): string => (error as { readonly code?: string }).code ?? String(error);

/** The SQLSTATE that we predict for a file of golang-migrate; "" for none. */
function predicted(sql: string, postgres: PostgresMajor): string {
  const sources = [sourceOf("1_t.up.sql", table), sourceOf("2_i.up.sql", sql)];
  const report = lintSources(sources, { postgres, complete: true });
  const steps = report.files[1]?.migrations.flatMap((each) => each.steps) ?? [];
  return steps.flatMap(({ facts }) => facts.error?.sqlstate ?? [])[0] ?? "";
}

/** Sends statements as Supabase does: one after the other without waiting, and one Sync at the end. */
async function pipelined(client: pg.Client, statements: readonly string[]): Promise<string> {
  const { connection } = client as unknown as { readonly connection: PipelineConnection };
  const errors: string[] = [];
  const done = new Promise<void>((resolve) => connection.once("readyForQuery", () => resolve()));
  connection.on("errorMessage", (error) => errors.push(codeOf(error)));
  for (const text of statements) {
    connection.parse({ text, name: "", types: [] });
    connection.bind({ portal: "", statement: "", values: [], binary: false, valueMapper: (value) => value });
    connection.execute({ portal: "", rows: 0 });
  }
  connection.sync();
  await done;
  return errors[0] ?? "";
}

interface PipelineConnection {
  once(event: "readyForQuery", listener: () => void): void;
  on(event: "errorMessage", listener: (error: unknown) => void): void;
  parse(query: { readonly text: string; readonly name: string; readonly types: readonly number[] }): void;
  bind(config: Readonly<Record<string, unknown>> & { readonly valueMapper: (value: unknown) => unknown }): void;
  execute(config: { readonly portal: string; readonly rows: number }): void;
  sync(): void;
}

for (const major of postgresMajors) {
  describe.skipIf(!available(major))(`several statements sent at once to PostgreSQL ${major}`, () => {
    it.each(files)("fail as one query where we say so: %s", async (sql) => {
      const code = await connected(major, (client) => client.query(sql).then(() => "", codeOf));
      expect(code).toBe(predicted(sql, major));
    });

    it("are one transaction as a pipeline too, in which CONCURRENTLY fails unless it comes first", async () => {
      const plain = index.slice(0, -1);
      expect(await connected(major, (client) => pipelined(client, [plain]))).toBe("");
      expect(await connected(major, (client) => pipelined(client, ["SELECT 1", plain]))).toBe("25001");
      expect(await connected(major, (client) => pipelined(client, [plain, "SELECT 1"]))).toBe("");
    });
  });
}
