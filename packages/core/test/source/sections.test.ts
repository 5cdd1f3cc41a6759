import { beforeAll, describe, expect, it } from "vitest";
import {
  english,
  frameworks,
  loadParser,
  readMigrations,
  sourceOf,
  type Migration,
  type Source,
} from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const read = (path: string, text: string, sidecars: readonly Source[] = []) =>
  readMigrations([sourceOf(path, text)], { postgres: 18, sidecars });

const shape = ({ direction, transaction, multiStatementQuery, statements }: Migration) => ({
  direction,
  transaction,
  one: multiStatementQuery,
  sql: statements.map(({ text }) => text),
});

const section = (direction: "up" | "down", transaction: "file" | "batch" | "none", one: boolean, ...sql: string[]) => ({
  direction,
  transaction,
  one,
  sql,
});

/** Where CONCURRENTLY fails, as the words of the source around it. */
function failing(path: string, text: string, sidecars: readonly Source[] = []): number[] {
  const report = lintFlat([sourceOf(path, text)], { postgres: 18, sidecars });
  return report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) =>
      findings
        .filter(({ rule }) => rule === "no-concurrent-in-transaction")
        .map(({ span }) => text.slice(0, span.start).split("\n").length),
    ),
  );
}

const index = "CREATE INDEX CONCURRENTLY i ON t (a);";

describe("goose", () => {
  it("runs each section in a transaction", () => {
    expect(read("1_a.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n").map(shape)).toEqual([
      section("up", "file", false, "SELECT 1"),
      section("down", "file", false, "SELECT 2"),
    ]);
  });

  it("takes its markers in any case, and NO TRANSACTION for both sections", () => {
    expect(
      read("1_a.sql", "-- +GOOSE up\nSELECT 1;\n-- +goose no transaction\n-- +goose DOWN\nSELECT 2;").map(shape),
    ).toEqual([section("up", "none", false, "SELECT 1"), section("down", "none", false, "SELECT 2")]);
  });

  it("ends a statement at the end of its block, also without a semicolon", () => {
    const text =
      "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\nSELECT 2;\n-- +goose Down\nSELECT 3;";
    expect(read("1_a.sql", text).map(({ statements }) => statements.map((each) => [each.index, each.text]))).toEqual([
      [
        [0, "SELECT 1"],
        [1, "SELECT 2"],
      ],
      [[0, "SELECT 3"]],
    ]);
  });

  it("sends a block as one query, and every other statement alone", () => {
    const block = `-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n${index}\n-- +goose StatementBegin\nSELECT 1;\n${index}\n-- +goose StatementEnd\n${index}`;
    expect(failing("1_a.sql", block)).toEqual([7]);
  });

  it("lets a broken down section be, and judges the up section", () => {
    const text = `-- +goose Up\n${index}\n-- +goose Down\nDROP INDEX i ON t;\n`;
    const report = lintFlat([sourceOf("1_a.sql", text)], { postgres: 18 });
    const rules = report.files.flatMap(({ migrations }) =>
      migrations.map(({ migration, findings }) => [
        migration.direction,
        findings.map(({ rule }) => rule).filter((rule) => /concurrent|syntax/.test(rule)),
      ]),
    );
    expect(rules).toEqual([
      ["up", ["no-concurrent-in-transaction"]],
      ["down", ["syntax-error"]],
    ]);
  });
});

describe("sql-migrate", () => {
  it("leaves the transaction for the section that says notransaction", () => {
    const text = "-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 2;";
    expect(read("1.sql", text).map(shape)).toEqual([
      section("up", "none", false, "SELECT 1"),
      section("down", "file", false, "SELECT 2"),
    ]);
  });

  it("runs sections of one direction as one, and one notransaction counts for all of them", () => {
    const text = "-- +migrate Up\nSELECT 1;\n-- +migrate Up notransaction\nSELECT 2;\n-- +migrate Down\nSELECT 3;";
    expect(read("1.sql", text).map(shape)).toEqual([
      section("up", "none", false, "SELECT 1", "SELECT 2"),
      section("down", "file", false, "SELECT 3"),
    ]);
  });

  it("tells its words from others of the same letters in another case", () => {
    expect(read("1.sql", "-- +migrate up\nSELECT 1;")).toMatchObject([{ framework: "plain" }]);
  });
});

describe("dbmate", () => {
  it("takes several pairs of blocks", () => {
    const text = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n-- migrate:down\n";
    expect(read("1_a.sql", text).map(shape)).toEqual([
      section("up", "file", false, "SELECT 1"),
      section("down", "file", false, "SELECT 2"),
      section("up", "file", false, "SELECT 3"),
      section("down", "file", false),
    ]);
  });

  it("sends a block without transaction as one query still", () => {
    expect(failing("1_a.sql", `-- migrate:up transaction:false\n${index}\n`)).toEqual([]);
    expect(failing("1_a.sql", `-- migrate:up transaction:false\n${index}\n${index}\n`)).toEqual([2, 3]);
  });
});

describe("tern", () => {
  it("leaves the transaction of the half that says so, statement by statement", () => {
    const text = `---- tern: disable-tx ----\n${index}\n${index}\n---- create above / drop below ----\nDROP INDEX CONCURRENTLY i;`;
    expect(read("1_a.sql", text).map(({ direction, transaction }) => [direction, transaction])).toEqual([
      ["up", "none"],
      ["down", "file"],
    ]);
    // The other half has its transaction still.
    expect(failing("1_a.sql", text)).toEqual([5]);
  });
});

describe("Flyway", () => {
  const flyway = (text: string, conf?: string) =>
    read("V1__a.sql", text, conf === undefined ? [] : [sourceOf("V1__a.sql.conf", conf)]);

  it("runs a file without a transaction when all its statements need that", () => {
    expect(flyway(`${index}\n/* again */ create unique  index\nconcurrently j ON t (b);`)).toMatchObject([
      { transaction: "none" },
    ]);
    expect(flyway("VACUUM t;")).toMatchObject([{ transaction: "none" }]);
  });

  it("keeps the transaction for what it does not know: REINDEX TABLE CONCURRENTLY", () => {
    expect(flyway("REINDEX TABLE CONCURRENTLY t;")).toMatchObject([{ transaction: "file" }]);
  });

  it("has no way to run a mixed file, but by executeInTransaction=false", () => {
    expect(failing("V1__a.sql", `SELECT 1;\n${index}`)).toEqual([2]);
    expect(flyway(`SELECT 1;\n${index}`, "executeInTransaction=false")).toMatchObject([{ transaction: "none" }]);
  });
});

describe("Drizzle", () => {
  const journal = sourceOf("meta/_journal.json", JSON.stringify({ entries: [{ tag: "0000_a" }, { tag: "0001_b" }] }));
  const lint = (first: string, second: string) =>
    lintFlat([sourceOf("0000_a.sql", first), sourceOf("0001_b.sql", second)], {
      postgres: 18,
      released: "none",
      sidecars: [journal],
    });

  it("cuts at its breakpoints, where there is no semicolon too", () => {
    expect(read("0000_a.sql", "SELECT 1--> statement-breakpoint\nSELECT 2").map(shape)).toEqual([
      section("up", "batch", false, "SELECT 1", "SELECT 2"),
    ]);
  });

  it("runs all files in one transaction: what the first has locked is locked in the second", () => {
    const report = lint(
      "CREATE TABLE t (a int);--> statement-breakpoint\nSET lock_timeout = '1s';",
      "ALTER TABLE t ADD b int;",
    );
    const [, second] = report.files;
    const transaction = second?.migrations[0]?.steps[0]?.transaction;
    expect(transaction?.created.has("public.t")).toBe(true);
    expect(transaction?.settings.get("lock_timeout")).toBe("1s");
  });

  it("has left its transaction for good after a COMMIT in a file", () => {
    const report = lint("COMMIT;", index);
    expect(report.files[1]?.migrations[0]?.steps[0]?.transaction.open).toBe(false);
    expect(lint("SELECT 1;", index).files[1]?.migrations[0]?.steps[0]?.transaction.open).toBe(true);
  });
});

describe("the advice for CONCURRENTLY in a transaction", () => {
  const advice = (path: string, text: string) =>
    lintFlat([sourceOf(path, text)], { postgres: 18 }).files.flatMap(({ migrations }) =>
      migrations.flatMap(({ findings }) =>
        findings.filter(({ rule }) => rule === "no-concurrent-in-transaction").map((each) => english(each.advice)),
      ),
    );

  it("names what the framework wants to be written, and whether the statement must then be alone", () => {
    expect(advice("1_a.sql", `-- +goose Up\n${index}`)).toEqual([
      'Put the statement into a file, which leaves the transaction of goose by "-- +goose NO TRANSACTION".',
    ]);
    expect(advice("1_a.sql", `-- migrate:up\n${index}`)).toEqual([
      'Put the statement alone into a file, which leaves the transaction of dbmate by "-- migrate:up transaction:false".',
    ]);
  });

  it("is what follows when it is written: each of these files is then run without a transaction", () => {
    const written = frameworks.flatMap(({ name, leaving }) =>
      leaving?.write.startsWith("--") ? [[name, leaving.write]] : [],
    );
    for (const [name = "", write = ""] of written) {
      const begin = name === "goose" ? "-- +goose Up\n" : "";
      const [migration] = readMigrations([sourceOf("1_a.up.sql", `${write}\n${begin}${index}`)], {
        postgres: 18,
        framework: name,
      });
      if (migration) expect([name, migration.transaction]).toEqual([name, "none"]);
    }
    expect(written.length).toBeGreaterThan(6);
  });
});

describe("a query of several statements", () => {
  it("is one transaction again after a COMMIT in it", () => {
    expect(failing("1_a.up.sql", `BEGIN;\nSELECT 1;\nCOMMIT;\n${index}`)).toEqual([4]);
  });

  it("goes on in the transaction that a BEGIN in it opened", () => {
    const report = lintFlat([sourceOf("1_a.up.sql", "BEGIN;\nSELECT 1;\nSELECT 2;")], { postgres: 18 });
    const open = report.files[0]?.migrations[0]?.steps.map(({ transaction }) => transaction.open);
    expect(open).toEqual([true, true, true]);
  });
});

describe("what stands beside a migration decides", () => {
  it.each([
    ["m/1_a/up.sql", "m/1_a/metadata.toml", "run_in_transaction = false", "diesel", "none"],
    ["m/1_a/up.sql", "m/1_a/metadata.toml", "# empty", "diesel", "none"],
    ["m/1_a/up.sql", "m/1_a/metadata.toml", "run_in_transaction = true", "diesel", "file"],
    ["m/1_a.up.sql", "go.mod", "require github.com/mattermost/morph v1.1.0", "morph", "file"],
    ["m/1_a.up.sql", "../go.mod", "require github.com/maragudk/migrate v1", "maragudk-migrate", "file"],
    ["m/1_a.up.sql", "go.mod", "require github.com/mattermost/morph v1.1.0 // indirect", "golang-migrate", "none"],
    ["m/1_a.up.sql", "go.mod", "require github.com/gobuffalo/pop/v6 v6.1.1", "pop", "file"],
    ["current.sql", ".gmrc", "{}", "graphile-migrate", "file"],
    ["m/1_a.up.sql", "Cargo.toml", "sqlx.workspace = true", "sqlx", "file"],
    ["m/1_a.sql", "m/Cargo.toml", '[dependencies.sqlx]\nversion = "0.8"', "sqlx", "file"],
    ["m/1_a.sql", "Cargo.toml", '[dependencies]\nserde = "1"', "plain", "none"],
    ["m/1_a.sql", "package.json", '{"dependencies": {"postgres-migrations": "5"}}', "postgres-migrations", "file"],
    ["m/20260101000000_a.sql", "config.toml", 'project_id = "x"', "supabase", "none"],
    ["m/20260101000000_a/migration.sql", "m/20260101000000_a/snapshot.json", "{}", "drizzle", "batch"],
    ["m/20260101000000_a/migration.sql", "m/other.json", "{}", "prisma", "none"],
  ])("for %s with %s: %s", (path, beside, text, framework, transaction) => {
    expect(read(path, "SELECT 1;", [sourceOf(beside, text)])).toMatchObject([{ framework, transaction }]);
  });
});

it("a file of sqlx has `_` after its number; what has none is passed over", () => {
  const sources = ["1_a.sql", "7-h.sql", "README.sql"].map((name) => sourceOf(`m/${name}`, "SELECT 1;"));
  const sidecars = [sourceOf("Cargo.toml", '[dependencies]\nsqlx = "0.9"')];
  expect(readMigrations(sources, { postgres: 18, sidecars }).map(({ name }) => name)).toEqual(["1_a"]);
});

describe("marks in a file of its own decide", () => {
  it.each([
    ["1_a.up.sql", "-- no-transaction\nSELECT 1;", "sqlx", "none", true],
    ["1_a.up.sql", "-- morph:nontransactional\nSELECT 1;", "morph", "none", true],
    ["1_a.up.sql", "SELECT /* TEMPLATE: schema */f();", "river", "file", false],
    ["1_a.postgres.autocommit.up.sql", "SELECT 1;", "pop", "none", true],
    ["1_a.cockroach.up.sql", "SELECT 1;", undefined, undefined, undefined],
    ["1_a.autocommit.down.sql", "SELECT 1;", "pop", "none", true],
    ["1-a.sql", "-- postgres-migrations disable-transaction\nSELECT 1;", "postgres-migrations", "none", true],
    [
      "committed/000001.sql",
      "--! Previous: -\n--! Hash: x\n\n--! no-transaction\nSELECT 1;",
      "graphile-migrate",
      "none",
      true,
    ],
    [
      "committed/000001.sql",
      "--! Previous: -\n--! Hash: x\n\nSELECT 1;\n--! no-transaction",
      "graphile-migrate",
      "file",
      false,
    ],
    ["1767225600000_a/up.sql", "SELECT 1;", "hasura", "file", false],
    ["v1.10/a.sql", "SELECT 1;", "yuniql", "batch", false],
  ])("for %s: %s", (path, text, framework, transaction, multiStatementQuery) => {
    const expected = framework === undefined ? [] : [{ framework, transaction, multiStatementQuery }];
    expect(read(path, text)).toMatchObject(expected);
  });

  it("for the files beside it too", () => {
    const sources = [sourceOf("m/1_a.sql", "-- +goose Up\nSELECT 1;"), sourceOf("m/2_b.sql", "SELECT 2;")];
    expect(readMigrations(sources, { postgres: 18 })).toMatchObject([{ framework: "goose" }, { framework: "goose" }]);
  });

  it("but two that contradict each other are an error that says what was seen and how to name one", () => {
    const sources = [
      sourceOf("m/1_a.sql", "-- +goose Up\nSELECT 1;"),
      sourceOf("m/2_b.sql", "-- migrate:up\nSELECT 2;\n-- migrate:down\n"),
    ];
    expect(() => readMigrations(sources, { postgres: 18 })).toThrow(
      "The framework of the migrations in m is ambiguous: m/1_a.sql looks like goose, m/2_b.sql like dbmate.",
    );
    expect(readMigrations(sources, { postgres: 18, framework: "dbmate" }).length).toBe(3);
  });
});

describe("two files of one version", () => {
  const lint = (...paths: string[]) =>
    lintFlat(
      paths.map((path) => sourceOf(path, path.includes("V") ? "SELECT 1;" : "-- +goose Up\nSELECT 1;")),
      { postgres: 18 },
    ).files.flatMap(({ source, migrations }) =>
      migrations.flatMap(({ findings }) =>
        findings.some(({ rule }) => rule === "no-duplicate-version") ? [source.path] : [],
      ),
    );

  it("are a finding at each where the runner refuses them, however the number is written", () => {
    expect(lint("1_a.sql", "001_b.sql", "2_c.sql")).toEqual(["001_b.sql", "1_a.sql"]);
    expect(lint("V1_0__a.sql", "V1.0__b.sql")).toEqual(["V1.0__b.sql", "V1_0__a.sql"]);
  });

  it("are none in two folders, nor for an up and its down", () => {
    expect(lint("a/1_a.sql", "b/1_b.sql")).toEqual([]);
    expect(lint("V1__a.sql", "U1__a.sql")).toEqual([]);
  });
});
