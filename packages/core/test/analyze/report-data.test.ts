import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, reportOf, reportText, sourceOf, type LintReport } from "../../src/index.js";
import { lintFlat } from "../lint-flat.js";

const sources = [
  sourceOf("m/1_a.sql", "CREATE TABLE a (id int);\nDO $$ BEGIN ALTER TABLE old ADD COLUMN b int; END $$;\nSELEC 1;"),
  sourceOf("m/2_b.sql", "-- release-gate: allow no-drop-column -- it is empty\nALTER TABLE old DROP COLUMN x;"),
];

beforeAll(() => loadParser());

const judged = (): LintReport => lintFlat(sources, { postgres: 18, today: "2026-11-22" });

describe("the data of a report", () => {
  it("is read back as it was, with the texts of the files given", () => {
    const report = judged();
    const back = reportOf(reportText(report) ?? "", sources);
    const { postgres, notes, notRead, notJudged, allowed, files } = report;
    expect({ ...report, ...back }).toMatchObject({ postgres, notes, notRead, notJudged, allowed });
    expect(back?.files.map(({ source }) => source)).toEqual(sources);
    const findings = (all: typeof files | NonNullable<typeof back>["files"]) =>
      all.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
    expect(findings(back?.files ?? [])).toEqual(findings(files));
    expect(findings(files).length).toBeGreaterThan(1);
  });

  it("holds no text of a file and no syntax tree", () => {
    const text = reportText(judged()) ?? "";
    expect(text).not.toContain("BEGIN ALTER TABLE");
    expect(text).not.toContain("RangeVar");
  });

  it("is nothing where it is of another shape, or of other files", () => {
    const text = reportText(judged()) ?? "";
    const value = JSON.parse(text) as Record<string, unknown>;
    expect(reportOf(text, sources)).toBeDefined();
    expect(reportOf(text, sources.slice(1))).toBeUndefined();
    for (const key of Object.keys(value)) {
      expect(reportOf(JSON.stringify({ ...value, [key]: undefined }), sources), key).toBeUndefined();
      expect(reportOf(JSON.stringify({ ...value, [key]: "x" }), sources), key).toBeUndefined();
    }
    expect(reportOf(text.replace('"severity":"error"', '"severity":"none"'), sources)).toBeUndefined();
    expect(reportOf("[]", sources)).toBeUndefined();
    expect(reportOf("null", sources)).toBeUndefined();
  });
});
