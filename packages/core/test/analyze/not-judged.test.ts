import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, rules, sourceOf } from "@release-gate/core";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const start = "CREATE TABLE t (id int, a text);";
const deep = `SELECT 1${"::int".repeat(3000)};`;

function lint(text: string, options: Partial<FlatOptions> = {}, history = start) {
  const report = lintFlat([sourceOf("1_start.sql", history), sourceOf("2_change.sql", text)], {
    postgres: 18,
    released: "1_start",
    complete: true,
    ...options,
  });
  const findings = report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
  const unknown = report.notJudged.map(({ path, line, why, ships }) => ({ path, line, why, ships }));
  const held = migrationChecks(report).filter(({ outcome }) => outcome === "hold");
  return { report, unknown, rules: findings.map(({ rule }) => rule), held: held.map(({ reason }) => reason) };
}

/** A rule with a bug, that shows at statements with these words. */
const broken = (words: string) => ({
  ...rules.find(({ id }) => id === "no-drop-column")!,
  kinds: undefined as never,
  check: ({ statement }: { readonly statement: { readonly text: string } }) => {
    if (statement.text.includes(words)) throw new TypeError("Cannot read properties of undefined");
    return [];
  },
});

describe("a statement that exceeds a limit", () => {
  it.each([
    ["nested arrays", `SELECT ${"ARRAY[".repeat(1000)}1${"]".repeat(1000)};`],
    ["casts", deep],
    ["concatenations", `SELECT 'a'${"||'b'".repeat(3000)};`],
    ["unions", `SELECT 1${" UNION SELECT 1".repeat(5000)};`],
    ["joins", `SELECT * FROM t x0 ${Array.from({ length: 2000 }, (_, i) => `JOIN t x${i + 1} ON true`).join(" ")};`],
    ["branches", `DO $$ BEGIN ${"IF true THEN ".repeat(3000)} NULL; ${"END IF; ".repeat(3000)} END $$;`],
    ["a default", `ALTER TABLE t ADD COLUMN b int DEFAULT 1${"+1".repeat(30_000)};`],
  ])("(%s) is not judged there, holds, and the others are judged", (_, statement) => {
    const { unknown, held, rules: found } = lint(`${statement}\nALTER TABLE t DROP COLUMN a;`);
    expect(unknown).toEqual([{ path: "2_change.sql", line: 1, why: "limit", ships: true }]);
    expect(held).toContain("not-judged");
    expect(found).toContain("no-drop-column");
  });

  it("ends only certainty in the history: what it may have made is not said to be missing", () => {
    const change = "ALTER TABLE u ADD COLUMN b int;";
    expect(lint(change).rules).toContain("no-failing-statement");
    const {
      unknown,
      rules: found,
      held,
    } = lint(change, {}, `${start}\nCREATE TABLE u AS SELECT 1${"+1".repeat(30_000)} AS b;`);
    expect(unknown).toEqual([{ path: "1_start.sql", line: 2, why: "limit", ships: false }]);
    expect(found).not.toContain("no-failing-statement");
    expect(held).toEqual([]);
  });

  it("warns where the policy lets limits pass", () => {
    const { report } = lint(deep, { allowed: { notRead: [], notJudged: ["limit"] } });
    const told = migrationChecks(report).filter(({ reason }) => reason === "not-judged");
    expect(told.map(({ outcome }) => outcome)).toEqual(["warn"]);
  });

  it("is followed no further where a text grows without end", () => {
    const grown = (body: string) => lint(`DO $$ DECLARE s text := 'aaaa'; BEGIN ${body} EXECUTE s; END $$;`);
    for (const body of [
      "FOR i IN 1..40 LOOP s := s || s; END LOOP;",
      "FOR i IN 1..40 LOOP s := replace(s, 'a', s); END LOOP;",
      "FOR i IN 1..40 LOOP s := format('%s%s', s, s); END LOOP;",
      "FOR i IN 1..40 LOOP s := concat(s, s); END LOOP;",
      "FOR i IN 1..40 LOOP s := quote_literal(s); END LOOP;",
      "s := lpad('x', 2000000000, 'y');",
    ]) {
      expect(grown(body).unknown).toEqual([{ path: "2_change.sql", line: 1, why: "too-dynamic", ships: true }]);
    }
  });
});

describe("a bug of ours", () => {
  it("in a rule costs that statement its judgment, and nothing else", () => {
    const others = rules.filter(({ id }) => id !== "no-drop-column");
    const {
      unknown,
      held,
      report,
      rules: found,
    } = lint("SELECT 1;\nALTER TABLE t DROP COLUMN a;\nDROP TABLE nope;", {
      rules: [broken("DROP COLUMN"), ...others],
    });
    expect(unknown).toEqual([{ path: "2_change.sql", line: 2, why: "bug", ships: true }]);
    expect(english(report.notJudged[0]!.text)).toContain("please report it with the statement: Cannot read");
    expect(held).toContain("not-judged");
    expect(found).toContain("no-failing-statement");
  });

  it("at the end of a migration is told of the migration", () => {
    const failing = { ...broken("never"), atEnd: () => [undefined as never][0] };
    const rule = {
      ...failing,
      atEnd: () => {
        throw new Error("at the end");
      },
    };
    expect(lint("SELECT 1;", { rules: [rule] }).unknown[0]).toMatchObject({ path: "2_change.sql", why: "bug" });
  });
});

describe("what was a bug", () => {
  it("is judged: an empty body, called", () => {
    const { unknown, rules: found } = lint("CREATE PROCEDURE p(x text) BEGIN ATOMIC END; CALL p('');");
    expect([unknown, found.includes("no-failing-statement")]).toEqual([[], false]);
  });

  it("is judged: a view that stands in itself", () => {
    const { report } = lint(
      "CREATE VIEW v AS SELECT 1 AS x; CREATE VIEW w AS SELECT * FROM v; CREATE OR REPLACE VIEW v AS SELECT x FROM w; SELECT * FROM w;",
    );
    const found = report.files[1]!.migrations[0]!.findings.find(({ rule }) => rule === "no-failing-statement");
    // Measured on 14 and 18.
    expect(english(found!.message)).toContain('42P17: infinite recursion detected in rules for relation "w"');
  });

  it("holds: a comment that names more rules than anybody can mean", () => {
    const names = Array.from({ length: 300_000 }, (_, i) => `x${i}`).join(", ");
    const { unknown } = lint(`-- squawk-ignore ${names}\nALTER TABLE t DROP COLUMN a;`);
    expect(unknown).toEqual([{ path: "2_change.sql", line: 1, why: "limit", ships: true }]);
  });
});

describe("what is put together only when it runs", () => {
  const dynamic = "DO $$ BEGIN EXECUTE current_setting('x'); END $$;";

  it("is told once, by the finding, which holds", () => {
    const { unknown, held, rules: found } = lint(dynamic);
    expect(unknown).toEqual([{ path: "2_change.sql", line: 1, why: "too-dynamic", ships: true }]);
    expect(found).toEqual(["no-dynamic-sql"]);
    expect(held).toEqual(["findings"]);
  });

  it("passes where somebody says why", () => {
    const { held } = lint(`-- release-gate: allow no-dynamic-sql -- the setting is ours\n${dynamic}`);
    expect(held).toEqual([]);
  });

  it("warns where the policy lets it pass", () => {
    expect(lint(dynamic, { allowed: { notRead: [], notJudged: ["too-dynamic"] } }).held).toEqual([]);
  });
});

describe("the time limit", () => {
  it("leaves what is left not judged: once for each migration, and it holds", () => {
    const { unknown, held } = lint("SELECT 1;\nALTER TABLE t DROP COLUMN a;", { isTimeOver: () => true });
    expect(unknown).toEqual([
      { path: "1_start.sql", line: 1, why: "limit", ships: false },
      { path: "2_change.sql", line: 1, why: "limit", ships: true },
    ]);
    expect(held).toContain("not-judged");
  });

  it("ends within a migration too", () => {
    let asked = 0;
    const text = "ALTER TABLE t DROP COLUMN IF EXISTS b;\n".repeat(400);
    const { report } = lint(text, { isTimeOver: () => asked++ > 2 });
    const [only, ...others] = report.notJudged;
    expect(others).toEqual([]);
    expect(only!.line).toBeGreaterThan(1);
  });
});
