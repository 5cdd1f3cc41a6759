import fc from "fast-check";

export type Part = string | fc.Arbitrary<string>;

/** An SQL text whose parts are chosen at random: sql`DROP TABLE ${table}`. */
export function sql(texts: TemplateStringsArray, ...parts: Part[]): fc.Arbitrary<string> {
  return fc.tuple(...parts.map(arbitrary)).map((values) => texts.map((text, i) => text + (values[i] ?? "")).join(""));
}

const arbitrary = (part: Part): fc.Arbitrary<string> => (typeof part === "string" ? fc.constant(part) : part);
export const one = (...parts: Part[]): fc.Arbitrary<string> => fc.oneof(...parts.map(arbitrary));
/** Half of the time nothing. */
export const maybe = (part: Part): fc.Arbitrary<string> => one("", part);
/** One time in `times`. */
export const seldom = (times: number, part: Part): fc.Arbitrary<string> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant("") }, { weight: 1, arbitrary: arbitrary(part) });
export const list = (part: Part, most: number): fc.Arbitrary<string> =>
  fc.uniqueArray(arbitrary(part), { minLength: 1, maxLength: most }).map((parts) => parts.join(", "));

export const table = one("t1", "t1", "t2", "t3", "t4", "t4", "t5");
export const column = one("c1", "c2", "c3", "c4", "c4", "c5");
export const index = one("i1", "i2", "i3");
export const constraint = one("k1", "k2", "k3", "t1_pkey", "t2_pkey", "t1_c1_key", "t2_c1_fkey");
export const view = one("v1", "v2", "v3");
export const only = seldom(8, "ONLY ");
export const cascade = seldom(4, " CASCADE");
export const type = one(
  "int",
  "bigint",
  "text",
  "varchar(10)",
  "varchar(20)",
  "numeric(10,2)",
  "numeric",
  "timestamptz",
  "timestamp",
  "date",
  "boolean",
  "int[]",
  "jsonb",
  "uuid",
  "mood",
  "positive",
);
export const numeric = one("int", "bigint", "smallint", "numeric");
export const value = one(
  "5",
  "'x'",
  "now()",
  "gen_random_uuid()",
  "random()",
  "NULL",
  "clock_timestamp()",
  "'ok'",
  "true",
  "nextval('s1')",
  "lower('A')",
);
export const expression = one(
  "c1 > 0",
  "c1 IS NOT NULL",
  "c2 <> ''",
  "c3 IS NOT NULL",
  "c1 > 0 AND c2 <> ''",
  "length(c2) < 100",
);
export const action = one("", " ON DELETE CASCADE", " ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED");
export const notValid = seldom(3, " NOT VALID");

export const columnOptions = one(
  "",
  "",
  "NOT NULL",
  sql`DEFAULT ${value}`,
  sql`NOT NULL DEFAULT ${value}`,
  "UNIQUE",
  sql`CHECK (${expression})`,
  sql`REFERENCES ${table}${action}`,
  "PRIMARY KEY",
  "GENERATED ALWAYS AS IDENTITY",
  "GENERATED ALWAYS AS (c1 * 2) STORED",
);
export const tableConstraint = one(
  sql`PRIMARY KEY (${one("c1", "c1, c2", "c3")})`,
  sql`UNIQUE (${list(column, 2)})`,
  sql`CHECK (${expression})${seldom(6, " NO INHERIT")}`,
  sql`FOREIGN KEY (${one("c1", "c3")}) REFERENCES ${table}${maybe("(c1)")}${action}`,
  sql`EXCLUDE USING btree (c1 WITH =)`,
);
export const bound = one("FROM (0) TO (100)", "FROM (100) TO (200)", "FROM (0) TO (50)", "FROM (MINVALUE) TO (0)");
export const partition = one(
  sql`FOR VALUES ${bound}`,
  "DEFAULT",
  sql`FOR VALUES IN (1, 2)`,
  sql`FOR VALUES WITH (MODULUS 2, REMAINDER 0)`,
);

export const query = one(
  sql`SELECT * FROM ${table}`,
  sql`SELECT c1, c2 FROM ${table}`,
  sql`SELECT a.c1 FROM ${table} a JOIN ${table} b USING (c1)`,
  sql`SELECT c1 FROM ${view}`,
  sql`SELECT c1 FROM ${table} UNION SELECT c1 FROM ${table}`,
);
