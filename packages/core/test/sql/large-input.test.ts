import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, parseStatements } from "../../src/sql/parse.js";

beforeAll(() => loadParser());

const megabyte = 1024 * 1024;

describe("a large text", () => {
  it("of 100,000 statements is split at each of them", { timeout: 300_000 }, () => {
    const text = "ALTER TABLE users ADD COLUMN é text;\n".repeat(100_000);
    const { statements } = parseStatements(text, { postgres: 18 });
    expect(statements).toHaveLength(100_000);
    expect(statements.at(-1)?.span.end).toBe(text.length - 2);
  });

  it("of 50 MB as pg_dump writes it needs less than 1 GB beside the text", { timeout: 300_000 }, () => {
    const table = `CREATE TABLE public.t (id bigint, body text);\nCOPY public.t (id, body) FROM stdin;\n${"1\tit's; some text\n".repeat(30_000)}\\.\n\n`;
    const inserts = "INSERT INTO public.t (id, body) VALUES (1, 'some text, and more of it');\n".repeat(2000);
    const part = table + inserts;
    const dump = part.repeat(Math.ceil((50 * megabyte) / part.length));
    const before = process.memoryUsage().rss;
    const { statements } = parseStatements(dump, { postgres: 18 });
    expect(statements.filter((each) => each.error)).toEqual([]);
    expect(statements.filter((each) => each.kind === "CopyStmt")).toHaveLength(
      Math.ceil((50 * megabyte) / part.length),
    );
    expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(1024);
  });
});
