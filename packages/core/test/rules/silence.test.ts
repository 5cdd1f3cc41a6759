import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, postgresMajors, rules, sourceOf } from "@release-gate/core";
import { safeCases } from "./safe-cases.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

describe.each(Object.entries(safeCases))("no rule has an error %s", (_, cases) => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", (_name, each) => {
    const found = postgresMajors
      .filter((major) => major >= (each.since ?? 0))
      .flatMap((postgres) => [true, false].map((complete) => ({ postgres, complete })))
      .flatMap(({ postgres, complete }) => {
        const sources = [sourceOf("1.sql", each.history), sourceOf("2.sql", each.sql)];
        const report = lintFlat(sources, {
          postgres,
          framework: "plain",
          transaction: each.transaction ?? "file",
          complete,
          given: new Set(["2.sql"]),
        });
        return report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
      })
      .filter(({ severity }) => severity === "error")
      .map(({ rule, message }) => `${rule}: ${english(message)}`);
    expect([...new Set(found)]).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it("has at least as many safe examples as unsafe ones", () => {
    const distinct = (which: "bad" | "good"): number =>
      new Set(rule.examples.map((each) => `${each.history ?? ""}\n${each[which]}\n${each.goodTransaction ?? ""}`)).size;
    expect(distinct("good")).toBeGreaterThanOrEqual(distinct("bad"));
  });
});
