import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import {
  LineMap,
  loadParser,
  postgresMajors,
  rules,
  sourceOf,
  type PostgresMajor,
  type TransactionMode,
} from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

/**
 * Edge cases: `fixtures/statements/<rule id>/<case>.sql`. What stands before a line `-- deployment` has been released
 * before. `-- expect: <rule id>` ends a line on which a finding of that rule begins; no other line may have one of the
 * folder's rule. `-- transaction: none` and `-- postgres: 17 18` at the top say how and where it runs, `-- whole` that
 * the history must be known to be whole.
 */
const folder = fileURLToPath(new URL("../../../../fixtures/statements/", import.meta.url));
const cases = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".sql"))
  .map((entry) => ({ rule: entry.parentPath.split("/").at(-1) ?? "", path: `${entry.parentPath}/${entry.name}` }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

beforeAll(() => loadParser());

interface Case {
  readonly history: string;
  readonly change: string;
  readonly transaction: TransactionMode;
  readonly versions: readonly PostgresMajor[];
  readonly wholes: readonly boolean[];
  readonly expected: readonly string[];
}

function read(path: string): Case {
  const text = readFileSync(path, "utf8");
  const at = text.search(/^-- deployment$/m);
  const change = at === -1 ? text : text.slice(at);
  const versions = /^-- postgres: (.*)$/m.exec(text)?.[1]?.split(" ").map(Number);
  const expected = change.split("\n").flatMap((line, index) => {
    const ids = /-- expect: (.*)$/.exec(line)?.[1]?.trim().split(/,\s*/) ?? [];
    return ids.map((id) => `${index + 1}: ${id}`);
  });
  return {
    history: at === -1 ? "" : text.slice(0, at),
    change,
    transaction: /^-- transaction: none$/m.test(text) ? "none" : "file",
    versions: postgresMajors.filter((major) => !versions || versions.includes(major)),
    wholes: /^-- whole$/m.test(text) ? [true] : [true, false],
    expected,
  };
}

describe.each(cases.map(({ rule, path }) => [path.slice(folder.length), rule, path] as const))("%s", (_, id, path) => {
  const { history, change, transaction, versions, wholes, expected } = read(path);

  // Whether the history is known to be whole, which a policy has to say, makes no difference where it is.
  const runs = versions.flatMap((postgres) => wholes.map((complete) => [postgres, complete] as const));
  it.each(runs)("has the findings that its lines expect on PostgreSQL %i (whole: %s)", (postgres, complete) => {
    const report = lintFlat([sourceOf("1.sql", history), sourceOf("2.sql", change)], {
      postgres,
      framework: "plain",
      transaction,
      given: new Set(["2.sql"]),
      complete,
      settings: new Map([[id, { severity: "error", options: {} }]]),
    });
    const lines = new LineMap(change);
    const watched = new Set([id, ...expected.map((each) => each.replace(/^\d+: /, ""))]);
    const found = report.files
      .flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))
      .filter(({ rule }) => watched.has(rule))
      .map(({ rule, span }) => `${lines.position(span.start).line}: ${rule}`);
    expect(found).toEqual(expected);
  });
});

describe("the edge cases", () => {
  it("lie in folders that rules are named by", () => {
    expect(cases.map(({ rule }) => rule).filter((rule) => !rules.some(({ id }) => id === rule))).toEqual([]);
  });
});
