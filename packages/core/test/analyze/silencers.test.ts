import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { msg, type Finding } from "@release-gate/core";
import { Silencers, type Entry } from "../../src/analyze/silencers.js";
import type { Reach } from "../../src/source/suppression.js";

const rules = ["a", "b"];
const span = fc.tuple(fc.nat(30), fc.nat(10)).map(([start, length]) => ({ start, end: start + length }));
const reach: fc.Arbitrary<Reach> = fc.oneof(
  fc.constant({ of: "file" as const }),
  fc.nat(2).map((index) => ({ of: "statement" as const, index })),
  span.map((each) => ({ of: "range" as const, span: each })),
);
/** Comments in the order of the text; a range begins at its comment, as its syntax has it. */
const comments = fc
  .array(fc.record({ reach, named: fc.subarray(rules), all: fc.boolean(), home: fc.nat(1), expired: fc.boolean() }))
  .map((all) =>
    all
      .toSorted((a, b) =>
        a.reach.of === "range" && b.reach.of === "range" ? a.reach.span.start - b.reach.span.start : 0,
      )
      .map(({ reach: of, named, all: every, home, expired }, at): Entry => ({
        suppression: {
          by: "comment",
          names: named.map((name) => ({ name, rules: [name], span: { start: 0, end: 0 } })),
          all: every,
          reason: "",
          owner: undefined,
          expires: undefined,
          span: { start: at, end: at },
          reach: of,
          statement: undefined,
        },
        home,
        expired,
        silenced: new Set(),
      })),
  );

describe("what silences a finding", () => {
  it("is the first comment of the text that is not expired, reaches it and names its rule", () => {
    fc.assert(
      fc.property(
        comments,
        fc.constantFrom(...rules),
        fc.nat(2),
        span,
        fc.nat(1),
        (entries, rule, statement, at, home) => {
          const ranges = entries.flatMap(({ suppression: { reach: of } }) =>
            of.of === "range" ? [of.span.start] : [],
          );
          fc.pre(ranges.every((start, i) => i === 0 || start >= (ranges[i - 1] ?? 0)));
          const finding: Finding = {
            ...{ rule, statement, span: at, severity: "error", basis: "predicted" },
            ...{ message: msg`Found.`, advice: msg`Mend it.` },
          };
          const expected = entries.find(({ suppression: { reach: of, names, all }, home: own, expired }) => {
            if (expired || !(all || names.some(({ name }) => name === rule))) return false;
            if (of.of === "file") return true;
            if (own !== home) return false;
            return of.of === "statement"
              ? of.index === statement
              : of.of === "range" && of.span.start <= at.start && at.end <= of.span.end;
          });
          expect(new Silencers(entries).of(finding, home)).toBe(expected);
        },
      ),
    );
  });
});
