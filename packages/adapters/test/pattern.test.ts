import { describe, expect, it } from "vitest";
import { matcherOf } from "../src/pattern.js";

describe("a pattern for paths", () => {
  it.each([
    ["**/migrations/**/*.{sql,ddl}", "a/migrations/b/1.sql", true],
    ["db/*/V?_*.sql", "db/a/V1_b.sql", true],
    ["{apps,packages}/*/db/{up,down}/*.sql", "apps/a/db/up/1.sql", true],
    ["db/[0-9]*.sql", "db/a.sql", false],
    ["app/(group)/*.sql", "app/(group)/1.sql", true],
    ["app/\\(group\\)/*.sql", "app/(group)/1.sql", true],
    ["+(a|b).sql", "a.sql", false],
  ])("%s, asked about %s", (pattern, path, fits) => {
    expect(matcherOf([pattern])(path)).toBe(fits);
  });

  it.each([
    ["*a".repeat(20), "one name in it has more than {0} wildcards"],
    ["{a,aa}".repeat(20), "one name in it has more than {0} wildcards"],
    ["m/**/a".repeat(9), 'it has more than {0} "**"'],
    ["a".repeat(1001), "it is longer than {0} characters"],
  ])("is refused by the limit's name where paths could be tried in too many ways: %s", (pattern, limit) => {
    expect(() => matcherOf([pattern])).toThrow(
      expect.objectContaining({
        text: expect.objectContaining({ values: [expect.anything(), expect.objectContaining({ pattern: limit })] }),
      }),
    );
  });

  it("has each parenthesis as a character, so that nothing in it repeats what repeats", () => {
    expect(matcherOf(["(a+)+b"])("a".repeat(200))).toBe(false);
  });
});
