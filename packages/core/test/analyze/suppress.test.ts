import { beforeAll, describe, expect, it } from "vitest";
import type { RuleSetting } from "../../src/analyze/run-rules.js";
import { english, loadParser, rules, sourceOf, type Finding } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const history = "CREATE TABLE users (id bigint PRIMARY KEY, name text, email text); CREATE TABLE logs (id bigint);";

/** Rules of the whole migration, which would speak between those that the tests are about. */
const quiet = ["require-lock-timeout", "no-wide-lock"].map((id) => [id, { severity: "off", options: {} }] as const);

function lint(text: string, options: Partial<FlatOptions> = {}, path = "2.sql"): readonly Finding[] {
  const report = lintFlat([sourceOf("1.sql", history), sourceOf(path, text)], {
    postgres: 18,
    given: new Set([path]),
    complete: true,
    today: "2026-11-22",
    ...options,
    settings: new Map<string, RuleSetting>([...quiet, ...(options.settings ?? [])]),
  });
  return report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
}

/** "rule" for a finding, "(rule) by" for a silenced one. */
const told = (text: string, options?: Partial<FlatOptions>): string[] =>
  lint(text, options).map(({ rule, suppressed }) => (suppressed ? `(${rule}) ${suppressed.by}` : rule));

const words = (text: string, options?: Partial<FlatOptions>): string[] =>
  lint(text, options)
    .filter(({ rule }) => rule.endsWith("suppression") || rule.endsWith("suppression-reason"))
    .map(({ rule, span }) => `${rule}: ${text.slice(span.start, span.end)}`);

const drop = "ALTER TABLE users DROP COLUMN name;";

describe("a comment of ours", () => {
  it("silences the rules that it names for the next statement, and for the one that it stands in", () => {
    expect(told(`-- release-gate: allow no-drop-column -- unused\n${drop}`)).toEqual(["(no-drop-column) comment"]);
    expect(told("ALTER TABLE users\n  -- release-gate: allow no-drop-column -- unused\n  DROP COLUMN name;")).toEqual([
      "(no-drop-column) comment",
    ]);
    expect(told(`/* release-gate: allow no-drop-column -- unused\n   since May */\n${drop}`)).toEqual([
      "(no-drop-column) comment",
    ]);
  });

  it("keeps its reason, its owner and its last day", () => {
    const of = (tail: string) => lint(`-- release-gate: allow no-drop-column -- ${tail}\n${drop}`)[0]?.suppressed;
    const all = { by: "comment", reason: "unused since May", owner: "team payments", expires: "2027-01-31" };
    expect(of("unused since May (owner team payments) expires 2027-01-31")).toEqual(all);
    expect(of("unused since May expires 2027-01-31 (owner team payments)")).toEqual(all);
    expect(of("unused since May (owner team payments, expires 2027-01-31)")).toEqual(all);
    expect(of("the session expires early")).toEqual({ by: "comment", reason: "the session expires early" });
  });

  it("is asked for a reason", () => {
    expect(words(`-- release-gate: allow no-drop-column\n${drop}`)).toEqual([
      "require-suppression-reason: -- release-gate: allow no-drop-column",
    ]);
    expect(told(`-- release-gate: allow no-drop-column\n${drop}`)).toContain("(no-drop-column) comment");
  });

  it("is told which of its rules had nothing to say", () => {
    const text = `-- release-gate: allow no-drop-column, no-truncate -- é 日本 😀\n${drop}`;
    expect(words(text)).toEqual(["no-unused-suppression: no-truncate"]);
    expect(words(`${drop}\n-- release-gate: allow no-drop-column -- stands behind it`)).toEqual([
      "no-unused-suppression: no-drop-column",
    ]);
  });

  it("may name a rule that is off: whether it would have spoken nobody knows", () => {
    const text = `-- release-gate: allow prefer-text, no-truncate -- kept for other projects\nSELECT 1;`;
    const off = new Map([["no-truncate", { severity: "off", options: {} }]] as const);
    expect(words(text, { settings: off })).toEqual([]);
    const on = new Map([["prefer-text", { severity: "warning", options: {} }]] as const);
    expect(words(text, { settings: on })).toEqual([
      "no-unused-suppression: prefer-text",
      "no-unused-suppression: no-truncate",
    ]);
    const unasked = new Map([["prefer-text", { severity: "warning", options: {}, unasked: true }]] as const);
    expect(words(text, { settings: unasked })).toEqual(["no-unused-suppression: no-truncate"]);
  });

  it("counts on its last day and not on the day after, when the finding is back and the comment is told", () => {
    const text = `-- release-gate: allow no-drop-column -- until then (owner Ada) expires 2026-11-22\n${drop}`;
    expect(told(text, { today: "2026-11-22" })).toEqual(["(no-drop-column) comment"]);
    expect(told(text, { today: "2026-11-23" })).toEqual(["no-expired-suppression", "no-drop-column"]);
    const [comment] = lint(text, { today: "2026-11-23" });
    expect(english(comment!.message)).toBe("What allowed no-drop-column here expired on 2026-11-22; its owner is Ada.");
  });

  it("is told of a rule that does not exist, and which one was meant", () => {
    const advice = (name: string): string => {
      const found = lint(`-- release-gate: allow ${name} -- why\n${drop}`);
      return english(found.find(({ rule }) => rule === "no-unknown-suppression")!.advice);
    };
    expect(advice("no-drop-colum")).toBe('Write "no-drop-column", if that was meant.');
    expect(advice("ban-drop-column")).toBe('Write "no-drop-column", if that was meant.');
    expect(advice("xyz")).toBe('Correct the name; "release-gate explain --all" lists the rules.');
    expect(words(`-- release-gate: allow no-drop-colum -- why\n${drop}`)).toEqual([
      "no-unknown-suppression: no-drop-colum",
    ]);
  });

  it.each([
    "-- release-gate: alow no-drop-column -- why",
    "-- release-gate allow no-drop-column -- why",
    "-- releasegate: allow no-drop-column -- why",
    "-- release-gate: ignore no-drop-column -- why",
    "-- release-gate: allow -- why",
    "-- release-gate: allow",
    "-- release-gate: allow no-drop-column; why",
    "-- release-gate: allow no-drop-column -- why expires 2026-02-30",
    "/* release-gate: disallow */",
  ])("silences nothing and is told where it cannot be understood: %s", (comment) => {
    expect(words(`${comment}\n${drop}`)).toEqual([`no-malformed-suppression: ${comment}`]);
    expect(told(`${comment}\n${drop}`)).toContain("no-drop-column");
  });

  it.each(["-- release-gate is what checks this file", "-- see the release gate", "-- Release Gate found this"])(
    "is not seen in prose: %s",
    (comment) => expect(words(`${comment}\n${drop}`)).toEqual([]),
  );

  it("is not seen in a string", () => {
    expect(told(`SELECT '-- release-gate: allow no-drop-column -- x';\n${drop}`)).toEqual(["no-drop-column"]);
  });

  it("for a file counts wherever it stands in the file", () => {
    const both = (head: string, tail: string): string => `${head}TRUNCATE logs;\n${drop}\n${tail}`;
    const comment = "-- release-gate: allow-file no-drop-column, no-truncate -- seed data\n";
    for (const text of [both(comment, ""), both("", comment)]) {
      expect(told(text)).toEqual(["(no-truncate) comment", "(no-drop-column) comment"]);
    }
  });

  it("for a file counts in all sections, also where it stands before the first one", () => {
    const text = [
      "-- release-gate: allow-file no-drop-column -- unused",
      "-- +goose Up",
      drop,
      "-- release-gate: allow no-truncat -- why",
      "SELECT 1;",
      "-- +goose Down",
      "-- release-gate: allow",
      "SELECT 1;",
    ].join("\n");
    const options = { framework: "goose", given: new Set(["00002_b.sql"]) };
    const sources = [sourceOf("00001_a.sql", `-- +goose Up\n${history}`), sourceOf("00002_b.sql", text)];
    const report = lintFlat(sources, { postgres: 18, complete: true, settings: new Map(quiet), ...options });
    const migrations = report.files.find(({ source }) => source.path === "00002_b.sql")?.migrations ?? [];
    const found = migrations.map(({ migration, findings }) => [
      migration.direction,
      ...findings
        .filter(({ rule }) => rule !== "no-incomplete-down-script")
        .map(({ rule, suppressed }) => (suppressed ? `(${rule})` : rule)),
    ]);
    expect(found).toEqual([
      ["up", "(no-drop-column)", "no-unknown-suppression"],
      ["down", "no-malformed-suppression"],
    ]);
  });

  it("can silence what is said about another comment, never about itself", () => {
    const other = "-- release-gate: allow-file require-suppression-reason -- from before we asked for reasons\n";
    expect(told(`${other}-- release-gate: allow no-drop-column\n${drop}`)).toEqual([
      "(require-suppression-reason) comment",
      "(no-drop-column) comment",
    ]);
    const own = "-- release-gate: allow no-drop-column, require-suppression-reason, no-unused-suppression\n";
    expect(words(`${own}${drop}`)).toEqual([
      `require-suppression-reason: ${own.trim()}`,
      "no-unused-suppression: require-suppression-reason",
      "no-unused-suppression: no-unused-suppression",
    ]);
  });

  it("is judged at the severity that the policy gives, or not at all", () => {
    const text = `-- release-gate: allow no-truncate -- why\nSELECT 1;`;
    const at = (severity: "off" | "error") =>
      lint(text, { settings: new Map([["no-unused-suppression", { severity, options: {} }]]) });
    expect(at("error").map(({ severity }) => severity)).toEqual(["error"]);
    expect(at("off")).toEqual([]);
  });

  it("says nothing in history", () => {
    const sources = [sourceOf("1.sql", "-- release-gate: alow x\nSELECT 1;"), sourceOf("2.sql", "SELECT 1;")];
    const report = lintFlat(sources, { postgres: 18, released: "1", rules });
    expect(report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))).toEqual([]);
  });
});

describe("a comment of squawk", () => {
  it("silences what its rules mean here, for its own line and the next statement", () => {
    expect(told(`-- squawk-ignore ban-drop-column, renaming-column -- unused\n${drop}`)).toEqual([
      "(no-drop-column) squawk-ignore",
    ]);
    expect(told(`${drop} -- squawk-ignore ban-drop-column`)).toEqual(["(no-drop-column) squawk-ignore"]);
    expect(told(`/* squawk-ignore ban-drop-column */\n${drop}`)).toEqual(["(no-drop-column) squawk-ignore"]);
    expect(told(`-- squawk-ignore ban-drop-column\nSELECT 1;\n${drop}`)).toEqual(["no-drop-column"]);
    expect(lint(`-- squawk-ignore ban-drop-column -- unused\n${drop}`)[0]?.suppressed?.reason).toBe("unused");
  });

  it("silences the file with -file, everything where it names no rule", () => {
    expect(told(`TRUNCATE logs;\n${drop}\n-- squawk-ignore-file ban-drop-column`)).toEqual([
      "no-truncate",
      "(no-drop-column) squawk-ignore-file",
    ]);
    expect(told(`-- squawk-ignore-file\nTRUNCATE logs;\n${drop}`)).toEqual([
      "(no-truncate) squawk-ignore-file",
      "(no-drop-column) squawk-ignore-file",
    ]);
  });

  it("is told of a name that squawk does not have, and of naming none", () => {
    expect(words(`-- squawk-ignore ban-drop-colum\n${drop}`)).toEqual(["no-unknown-suppression: ban-drop-colum"]);
    expect(words(`-- squawk-ignore\n${drop}`)).toEqual(["no-malformed-suppression: -- squawk-ignore"]);
    expect(told(`-- squawk-ignore\n${drop}`)).toContain("no-drop-column");
  });

  it("need not be of use here, nor give a reason: it is for squawk", () => {
    expect(told("-- squawk-ignore ban-drop-column, require-table-schema\nSELECT 1;")).toEqual([]);
  });
});

describe("a comment of pgfence", () => {
  it("silences everything, or the rules behind the colon, for the next statement", () => {
    expect(told(`-- pgfence-ignore\n${drop}\nTRUNCATE logs;`)).toEqual([
      "(no-drop-column) pgfence-ignore",
      "no-truncate",
    ]);
    expect(told(`-- pgfence-ignore: drop-column, rename-table\n${drop}`)).toEqual(["(no-drop-column) pgfence-ignore"]);
    expect(told(`-- pgfence: ignore drop-column\n${drop}`)).toEqual(["(no-drop-column) pgfence-ignore"]);
    expect(told(`-- pgfence-ignore: truncate\n${drop}`)).toEqual(["no-drop-column"]);
    expect(words(`-- pgfence-ignore: drop-colum\n${drop}`)).toEqual(["no-unknown-suppression: drop-colum"]);
  });

  it("silences for the file what pgfence judges per file, where it stands before the first statement", () => {
    const settings = new Map([["require-lock-timeout", { severity: "warning", options: {} }]] as const);
    const timeouts = (text: string) => told(text, { settings }).filter((each) => each.includes("require-lock-timeout"));
    const two = `SELECT 1;\n${drop}`;
    expect(timeouts(`-- pgfence-ignore: missing-lock-timeout\n${two}`)).toEqual([
      "(require-lock-timeout) pgfence-ignore",
    ]);
    expect(timeouts(two)).toEqual(["require-lock-timeout"]);
  });
});

describe("a comment of Atlas", () => {
  it("silences everything, an analyzer or a code, for the next statement", () => {
    for (const tail of ["", " destructive", " DS103", " DS101 DS103"]) {
      expect(told(`SELECT 1;\n-- atlas:nolint${tail}\n${drop}\nTRUNCATE logs;`)).toEqual([
        "(no-drop-column) atlas:nolint",
        "no-truncate",
      ]);
    }
    expect(told(`/*atlas:nolint DS103*/\n${drop}`)).toEqual(["(no-drop-column) atlas:nolint"]);
    expect(told(`/* atlas:nolint DS103 */\n${drop}`)).toEqual(["no-drop-column"]);
    expect(words(`-- atlas:nolint DS999\n${drop}`)).toEqual(["no-unknown-suppression: DS999"]);
  });

  it("silences the file where it heads it and an empty line follows", () => {
    expect(told(`-- atlas:nolint destructive\n\nSELECT 1;\n${drop}`)).toEqual(["(no-drop-column) atlas:nolint"]);
    expect(told(`-- atlas:nolint destructive\nSELECT 1;\n${drop}`)).toEqual(["no-drop-column"]);
  });
});

describe("a comment of the Postgres language server", () => {
  it("silences a rule, a group or its category, for the next statement", () => {
    for (const specifier of ["lint/safety/banDropColumn: unused", "lint/safety", "lint: unused"]) {
      expect(told(`-- pgls-ignore ${specifier}\n${drop}`)).toEqual(["(no-drop-column) pgls-ignore"]);
    }
    expect(told(`-- pgt-ignore lint/safety/banDropColumn\n${drop}`)).toEqual(["(no-drop-column) pgls-ignore"]);
    expect(told(`-- pgls-ignore typecheck: x\n${drop}`)).toEqual(["no-drop-column"]);
    expect(words(`-- pgls-ignore lint/safety/banDropColum: x\n${drop}`)).toEqual([
      "no-unknown-suppression: lint/safety/banDropColum",
    ]);
    expect(words(`-- pgls-ignore\n${drop}`)).toEqual(["no-malformed-suppression: -- pgls-ignore"]);
  });

  it("silences the file at its top only, and what lies between start and end", () => {
    expect(told(`-- pgls-ignore-all lint/safety/banDropColumn: x\nSELECT 1;\n${drop}`)).toEqual([
      "(no-drop-column) pgls-ignore-all",
    ]);
    expect(words(`SELECT 1;\n-- pgls-ignore-all lint: x\n${drop}`)).toEqual([
      "no-malformed-suppression: -- pgls-ignore-all lint: x",
    ]);
    const between = "-- pgls-ignore-start lint/safety/banTruncate: x\nTRUNCATE logs;\n";
    const end = "-- pgls-ignore-end lint/safety/banTruncate: x\nTRUNCATE users;";
    expect(told(`${between}${end}`)).toEqual(["(no-truncate) pgls-ignore-start", "no-truncate"]);
  });
});

describe("the reason that an editor asks for", () => {
  it.each(["say why this is safe here", "ここで安全である理由を書く"])("is none while it reads: %s", (words) => {
    const found = lint(`-- release-gate: allow no-drop-table -- ${words}\nDROP TABLE t;`);
    expect(found.map(({ rule }) => rule)).toContain("require-suppression-reason");
  });
});
