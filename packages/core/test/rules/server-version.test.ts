import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, sourceOf, type Statistics } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

function told(version: string | undefined): string[] {
  const statistics: Statistics = {
    schemaVersion: 1,
    collectedAt: "2026-11-22T00:00:00Z",
    postgres: { major: 14, version: version ?? "" },
    role: "app",
    settings: {},
    writesSince: null,
    relations: [],
    invalidIndexes: [],
    runners: [],
  };
  const report = lintFlat([sourceOf("1.sql", "CREATE INDEX CONCURRENTLY a ON users (email);")], {
    postgres: 14,
    transaction: "none",
    ...(version === undefined ? {} : { statistics }),
  });
  return report.files
    .flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))
    .filter(({ rule }) => rule === "no-faulty-concurrent-build")
    .map(({ span }) => `${span.start}-${span.end}`);
}

describe("the version that the statistics tell", () => {
  it.each(["14.0", "14.1", "14.2 (Debian 14.2-1)", "14.3"])("is one that corrupts indexes: %s", (version) => {
    expect(told(version)).toEqual(["13-25"]);
  });

  it.each([undefined, "14.4", "14.10", "14.23 (Ubuntu)", "13.7", "15.0", "14beta1"])(
    "is none that corrupts indexes, or not known to be: %s",
    (version) => expect(told(version)).toEqual([]),
  );
});
