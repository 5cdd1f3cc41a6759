import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, postgresMajors, sourceOf, type PostgresMajor } from "@release-gate/core";
import { available, freshDatabase, stopServersAfterwards } from "./server.js";
import { lintFlat } from "../../packages/core/test/lint-flat.js";

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

/** Statements as Supabase sends them: CONCURRENTLY fails in the pipeline unless it comes first. */
const pipelines = [
  ["CREATE INDEX CONCURRENTLY i ON t (a)"],
  ["SELECT 1", "CREATE INDEX CONCURRENTLY i ON t (a)"],
  ["CREATE INDEX CONCURRENTLY i ON t (a)", "SELECT 1"],
  ["CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "DROP INDEX CONCURRENTLY i"],
  ["REINDEX TABLE CONCURRENTLY t", "SELECT 1"],
  ["VACUUM t", "SELECT 1"],
  ["SELECT 1", "VACUUM t"],
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

/** The SQLSTATE that we predict for a file of a framework; "" for none. */
function predicted(sql: string, postgres: PostgresMajor, framework: "golang-migrate" | "supabase"): string {
  const end = framework === "supabase" ? "sql" : "up.sql";
  const sources = [sourceOf(`1_t.${end}`, table), sourceOf(`2_i.${end}`, sql)];
  const report = lintFlat(sources, { postgres, complete: true, framework });
  const steps = report.files[1]?.migrations.flatMap((each) => each.steps) ?? [];
  return steps.flatMap(({ facts }) => facts.error?.sqlstate ?? [])[0] ?? "";
}

/** Sends statements as Supabase does: one after the other without waiting, and one Sync at the end. */
class Pipeline {
  readonly result: Promise<string>;
  readonly #statements: readonly string[];
  #finish: (code: string) => void = () => undefined;

  constructor(statements: readonly string[]) {
    this.#statements = statements;
    this.result = new Promise((resolve) => (this.#finish = resolve));
  }

  submit(connection: PipelineConnection): void {
    for (const text of this.#statements) {
      connection.parse({ text, name: "", types: [] });
      connection.bind({ portal: "", statement: "", values: [], binary: false });
      connection.execute({ portal: "", rows: 0 });
    }
    connection.sync();
  }

  handleError(error: unknown): void {
    this.#finish(codeOf(error));
  }

  handleReadyForQuery(): void {
    this.#finish("");
  }

  // What comes back in between says nothing here.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}

interface PipelineConnection {
  parse(query: { readonly text: string; readonly name: string; readonly types: readonly number[] }): void;
  bind(config: Readonly<Record<string, unknown>>): void;
  execute(config: { readonly portal: string; readonly rows: number }): void;
  sync(): void;
}

function pipelined(client: pg.Client, statements: readonly string[]): Promise<string> {
  const pipeline = new Pipeline(statements);
  client.query(pipeline as unknown as pg.Submittable);
  return pipeline.result;
}

for (const major of postgresMajors) {
  describe.skipIf(!available(major))(`several statements sent at once to PostgreSQL ${major}`, () => {
    it.each(files)("fail as one query where we say so: %s", async (sql) => {
      const code = await connected(major, (client) => client.query(sql).then(() => "", codeOf));
      expect(code).toBe(predicted(sql, major, "golang-migrate"));
    });

    it.each(pipelines)("fail as a pipeline where we say so: %s", async (...statements) => {
      const code = await connected(major, (client) => pipelined(client, statements));
      expect(code).toBe(predicted(statements.join(";\n"), major, "supabase"));
    });
  });
}
