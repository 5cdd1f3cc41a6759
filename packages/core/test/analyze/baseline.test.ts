import { beforeAll, describe, expect, it } from "vitest";
import {
  baselineEntries,
  english,
  formatBaseline,
  loadParser,
  parseBaseline,
  shrunk,
  sourceOf,
  UserError,
  type Baseline,
  type LintReport,
} from "@release-gate/core";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const settings = new Map(
  ["require-lock-timeout", "no-wide-lock"].map((id) => [id, { severity: "off", options: {} }] as const),
);

function lint(files: Readonly<Record<string, string>>, options: Partial<FlatOptions> = {}): LintReport {
  const sources = Object.entries(files).map(([path, text]) => sourceOf(path, text));
  return lintFlat(sources, { postgres: 18, framework: "plain", settings, ...options });
}

const told = (report: LintReport): string[] =>
  report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map((each) => (each.suppressed ? `(${each.rule})` : each.rule))),
  );

const baselineOf = (report: LintReport): Baseline => ({ path: "b.json", entries: baselineEntries(report.files) });

const files = { "1.sql": "ALTER TABLE users DROP COLUMN name;", "2.sql": "TRUNCATE logs; TRUNCATE logs;" };

describe("a baseline", () => {
  const baseline = (): Baseline => baselineOf(lint(files));

  it("silences the findings that were there, and nothing else", () => {
    expect(told(lint(files))).toEqual(["no-drop-column", "no-truncate", "no-truncate"]);
    const report = lint({ ...files, "3.sql": "TRUNCATE logs;" }, { baseline: baseline() });
    expect(told(report)).toEqual(["(no-drop-column)", "(no-truncate)", "(no-truncate)", "no-truncate"]);
    expect(report.files[0]?.migrations[0]?.findings[0]?.suppressed).toEqual({ by: "baseline", reason: "" });
    expect(report.baseline?.stale).toEqual([]);
  });

  it("knows a statement again under other lines, comments and indentation, not with another text", () => {
    const moved = "-- a note\n\n\nALTER TABLE users -- soon\n  DROP   COLUMN name;";
    expect(told(lint({ ...files, "1.sql": moved }, { baseline: baseline() }))[0]).toBe("(no-drop-column)");
    const other = "ALTER TABLE users DROP COLUMN email;";
    expect(told(lint({ ...files, "1.sql": other }, { baseline: baseline() }))[0]).toBe("no-drop-column");
  });

  it("holds as many findings as there were: one more of the same counts", () => {
    const three = { ...files, "2.sql": "TRUNCATE logs; TRUNCATE logs; TRUNCATE logs;" };
    expect(told(lint(three, { baseline: baseline() }))).toEqual([
      "(no-drop-column)",
      "(no-truncate)",
      "(no-truncate)",
      "no-truncate",
    ]);
  });

  it("does not take what a comment silences", () => {
    const report = lint({ "1.sql": `-- release-gate: allow no-drop-column -- unused\n${files["1.sql"]}` });
    expect(baselineEntries(report.files)).toEqual([]);
  });

  it("tells what no longer matches, and loses that and nothing more", () => {
    const mended = { "1.sql": "SELECT 1;", "2.sql": "TRUNCATE logs;" };
    const { baseline: used } = lint(mended, { baseline: baseline() });
    expect(used?.stale.map(({ rule, count }) => [rule, count])).toEqual([
      ["no-drop-column", 1],
      ["no-truncate", 1],
    ]);
    expect(shrunk(used!).map(({ rule, count }) => [rule, count])).toEqual([["no-truncate", 1]]);
  });

  it("is not stale for what was not judged, but for migrations that are gone", () => {
    const one = lint(files, { baseline: baseline(), given: new Set(["1.sql"]) });
    expect(one.baseline?.stale).toEqual([]);
    const only = { "1.sql": files["1.sql"] };
    expect(lint(only, { baseline: baseline() }).baseline?.stale.map(({ migration }) => migration)).toEqual(["2"]);
    expect(lint(only, { baseline: baseline(), partial: true }).baseline?.stale).toEqual([]);
  });
});

describe("the file of a baseline", () => {
  it("is read as it was written, one finding in each line", () => {
    const { entries } = baselineOf(lint(files));
    const text = formatBaseline(entries);
    expect(parseBaseline(text, "b.json").entries).toEqual(entries);
    expect(text.split("\n").filter((line) => line.includes("no-"))).toEqual([
      '    {"rule":"no-drop-column","migration":"1","statement":"ALTER TABLE users DROP COLUMN name"},',
      '    {"rule":"no-truncate","migration":"2","statement":"TRUNCATE logs","count":2}',
    ]);
    expect(parseBaseline(formatBaseline([]), "b.json").entries).toEqual([]);
  });

  it.each([
    ["", "1:1 b.json is empty."],
    ['{"version": 1, "findings": [}', "1:29"],
    ['{"version": 2, "findings": []}', '1:13 The value of "version" must be 1.'],
    ['{"version": 1, "finding": []}', '1:16 The key "finding" is not known here.'],
    ['{"version": 1,\n "findings": [{"rule": "x", "migration": "1", "count": 0}]}', '2:56 The value of "count"'],
  ])("is refused with its place: %s", (text, expected) => {
    try {
      parseBaseline(text, "b.json");
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(`${error.place?.line}:${error.place?.column} ${english(error.text)}`).toContain(expected);
    }
  });
});

describe("a baseline with findings that are gone", () => {
  it("is told by lint, and is a warning of check", () => {
    const report = lint({ "1.sql": "SELECT 1;" }, { baseline: baselineOf(lint(files)), partial: true });
    expect(report.notes.map(({ reason, text }) => [reason, english(text)])).toEqual([
      ["baseline", 'No longer found, of b.json: 1. "release-gate lint --update-baseline" takes them out.'],
    ]);
    expect(migrationChecks(report).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["migrations/1", "pass"],
      ["migrations/baseline", "warn"],
    ]);
  });
});
