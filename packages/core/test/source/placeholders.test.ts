import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, readMigrations, sourceOf, UserError } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const values = { schema: "a_schema_with_a_long_name", s: "x", "my.table": '"T"', ":NAME": "worker" };
const texts = (path: string, text: string, placeholders: Readonly<Record<string, string>> = values) =>
  readMigrations([sourceOf(path, text)], { postgres: 18, placeholders }).flatMap(({ statements }) =>
    statements.map((statement) => statement.text),
  );

describe("a placeholder with a value", () => {
  it.each([
    ["V1__a.sql", "SELECT ${schema}.f('${s}');", "SELECT a_schema_with_a_long_name.f('x')"],
    ["V1__a.sql", "SELECT ${SCHEMA}.f();", "SELECT a_schema_with_a_long_name.f()"],
    ["1_a.up.sql", 'SELECT {{ index .Options "s" }}.f();', "SELECT x.f()"],
    ["1_a.sql", "SELECT {{.s}}.f(), {{- .my.table -}}.a;", 'SELECT x.f(), "T".a'],
    ["1_a.sql", "SELECT $%s%$.f();", "SELECT x.f()"],
    ["1_a.sql", "SELECT /* TEMPLATE: s */.f();", "SELECT x.f()"],
    ["1_a.sql", "SELECT /* s */.f();", "SELECT x.f()"],
    ["1_a.sql", "SELECT :NAME.f(), a::int, b[1:2];", "SELECT worker.f(), a::int, b[1:2]"],
    ["1_a.sql", "SELECT {{/* a note */}}1;", "SELECT 1"],
    ["1_a.sql", "DO $$ BEGIN PERFORM ${s}.f(); END $$;", "DO $$ BEGIN PERFORM x.f(); END $$"],
  ])("is replaced in %s: %s", (path, text, expected) => {
    expect(texts(path, text)).toEqual([expected]);
  });

  it("is a literal or an identifier where psql writes it so, and stays in quotes", () => {
    const sqitch = { framework: "sqitch", postgres: 18, placeholders: { v: "it's", n: "Na me" } } as const;
    const [migration] = readMigrations([sourceOf("deploy/a.sql", `SELECT :'v', :"n", :v2, ':v';\n`)], {
      ...sqitch,
      placeholders: { ...sqitch.placeholders, v2: "1" },
    });
    expect(migration?.statements[0]?.text).toBe(`SELECT 'it''s', "Na me", 1, ':v'`);
  });

  it("may be set by psql's own command in the file", () => {
    const [migration] = readMigrations([sourceOf("deploy/a.sql", "\\set size 5\nSELECT :size;\n")], {
      postgres: 18,
      framework: "sqitch",
    });
    expect(migration?.statements.map(({ text }) => text)).toEqual(["SELECT 5"]);
  });

  it("has its value in the facts, and the finding its place in the file", () => {
    const text = "ALTER TABLE ${schema}.users ADD COLUMN é text;\nCREATE INDEX ON ${schema}.users (${s});\n";
    const report = lintFlat([sourceOf("V1__a.sql", text)], { postgres: 18, placeholders: values });
    const { steps = [], findings = [] } = report.files[0]?.migrations[0] ?? {};
    expect(steps.map(({ facts }) => facts.locks.map(({ relation }) => relation))).toEqual([
      ["a_schema_with_a_long_name.users"],
      ["a_schema_with_a_long_name.users"],
    ]);
    const found = findings.find(({ rule }) => rule === "require-concurrent-index");
    expect(found && text.slice(found.span.start, found.span.end)).toBe("INDEX");
    expect(steps.map(({ statement }) => text.slice(statement.span.start, statement.span.end))).toEqual([
      "ALTER TABLE ${schema}.users ADD COLUMN é text",
      "CREATE INDEX ON ${schema}.users (${s})",
    ]);
  });

  it("is pointed at as a whole where its value is wrong", () => {
    const text = "SELECT 1;\nSELECT ${s} FROM t;";
    const report = lintFlat([sourceOf("V1__a.sql", text)], { postgres: 18, placeholders: { s: "1 FROM a b c" } });
    const [error] = report.files[0]?.migrations[0]?.findings.filter(({ rule }) => rule === "syntax-error") ?? [];
    expect(error && text.slice(error.span.start, error.span.end)).toBe("${s}");
  });
});

describe("a placeholder without a value", () => {
  it("is left in strings, bodies, quoted names and comments", () => {
    const text = `SELECT '\${a} {{ .b }}', "{{ if .c }}" /* \${d} */; -- \${flyway:timestamp}\nDO $$ BEGIN PERFORM '\${e}'; END $$;`;
    expect(texts("V1__a.sql", text, {}).length).toBe(2);
  });

  it.each([
    ["V1__a.sql", "SELECT 1;\n  SELECT ${owner}.f();", 2, 10, "${owner}", "owner"],
    [
      "1_a.up.sql",
      'SELECT {{ index .Options "Namespace" }}.f();',
      1,
      8,
      '{{ index .Options "Namespace" }}',
      "Namespace",
    ],
    ["1_a.sql", "SELECT $%KEY%$;", 1, 8, "$%KEY%$", "KEY"],
    ["committed/1.sql", "--! Previous: -\n\nSELECT :APP;", 3, 8, ":APP", "APP"],
  ])("stops the reading of %s: %s", (path, text, line, column, written, name) => {
    let thrown: unknown;
    try {
      texts(path, text, {});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    const { message, place, hint } = thrown as UserError;
    expect(message).toBe(`The placeholder ${written} has no value.`);
    expect(place).toEqual({ path, line, column });
    expect(hint && english(hint)).toBe(
      `Give it one in release-gate.yaml, under migrations.placeholders: "${name}: VALUE".`,
    );
  });

  it("is not seen in what psql's variables only look like, in other frameworks", () => {
    expect(texts("1_a.sql", "SELECT a[1:n], b::text FROM t;", {}).length).toBe(1);
  });
});

describe("what decides which SQL there is", () => {
  const findings = (path: string, text: string, framework?: string) =>
    lintFlat([sourceOf(path, text)], { postgres: 18, ...(framework ? { framework } : {}) }).files.flatMap(
      ({ migrations }) =>
        migrations.flatMap(({ findings: found }) =>
          found
            .filter(({ rule }) => /unread|syntax/.test(rule))
            .map(({ rule, span }) => [rule, text.slice(span.start, span.end)]),
        ),
    );

  it("is not evaluated: the file counts as not judged, and says so at the first directive", () => {
    expect(findings("1_a.up.sql", "SELECT 1;\n{{ if .postgres }}SELECT 2;{{ else }}SELECT !;{{ end }}")).toEqual([
      ["no-unread-template", "{{ if .postgres }}"],
    ]);
    expect(findings("1_a.sql", '{{ template "shared.sql" . }}')).toEqual([
      ["no-unread-template", '{{ template "shared.sql" . }}'],
    ]);
  });

  it("leaves the other section of the file to be judged", () => {
    const text = "SELEC 1;\n---- create above / drop below ----\n{{ if .x }}DROP TABLE a;{{ end }}";
    expect(findings("1_a.sql", text)).toEqual([
      ["syntax-error", "SELEC"],
      ["no-unread-template", "{{ if .x }}"],
    ]);
  });

  it("is said of a file that psql includes", () => {
    expect(findings("deploy/a.sql", "SELECT 1;\n\\ir ../b.sql\nSELECT 2;", "sqitch")).toEqual([
      ["no-unread-template", "\\ir ../b.sql"],
    ]);
  });

  it.each([
    ...["\\gexec", "\\! psql -f b.sql", "\\copy t from 'a.csv'", "\\connect other", "\\c other", "\\include b.sql"],
    ...["\\g |psql", "\\g out.txt", "\\gx (format=csv) |psql", "\\o |psql", "\\lo_import a.bin", "\\lo_unlink 42"],
    ...["\\watch 2", "\\if :x", "\\password", "\\q", "\\set AUTOCOMMIT off", "\\set x `psql -f b.sql`"],
    ...["\\timing \\! psql", "\\echo done \\\\ DROP TABLE t;", "\\nothing_that_psql_knows"],
  ])("is said of %s, a command of psql that does more than print", (command) => {
    expect(findings("1_a.sql", `SELECT 1;\n${command}\nSELECT 2;`)).toEqual([["no-unread-template", command]]);
  });

  it.each([
    ...["\\echo 'it \\! is `done`'", "\\timing", "\\pset pager off", "\\set ON_ERROR_STOP on", "\\encoding UTF8"],
    ...[
      "\\restrict aBc1",
      "\\unrestrict aBc1",
      "\\dt+ public.*",
      "\\g",
      "\\g (format=csv)",
      "\\gset",
      "\\;",
      "\\o out.txt",
    ],
    ...["\\set AUTOCOMMIT on", "\\x \\t", "\\conninfo"],
  ])("is not said of %s, which only prints", (command) => {
    expect(findings("1_a.sql", `SELECT 1 ${command.startsWith("\\g") ? "" : ";"}\n${command}\nSELECT 2;`)).toEqual([]);
  });
});
