import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import { routineBody } from "../../src/sql/routine-body.js";
import { postgresMajors } from "../../src/sql/statement.js";
import { tokens } from "../../src/sql/tokens.js";
import { walk } from "../../src/sql/walk.js";

/** How long to go on; a long run is `FUZZ_SECONDS=1200 npx vitest run packages/core/test/sql/fuzz.test.ts`. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 5);

const seeds = [
  ...readFileSync(new URL("tricky.sql", import.meta.url), "utf8").split("\n"),
  "DO $$ BEGIN IF x THEN EXECUTE 'a' || b; ELSE DROP TABLE c; END IF; FOR r IN SELECT 1 LOOP PERFORM 2; END LOOP; EXCEPTION WHEN others THEN NULL; END $$;",
  "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN SELECT ''x'' INTO y; RETURN QUERY SELECT 1; END';",
];
const words = seeds.flatMap((seed) => tokens(seed).map((token) => token.text));

/** A seed with some of its tokens and characters replaced, removed, doubled or swapped for others. */
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom("replace", "remove", "double", "insert"),
        fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 3 })),
      ),
      { maxLength: 5 },
    ),
    fc.boolean(),
  )
  .map(([seed, changes, byCharacter]) => {
    const parts = byCharacter ? [...seed] : tokens(seed).flatMap((token) => [token.text, " "]);
    for (const [at, change, other] of changes) {
      const i = at % Math.max(1, parts.length);
      if (change === "replace") parts[i] = other;
      else if (change === "remove") parts.splice(i, 1);
      else parts.splice(i, 0, change === "double" ? (parts[i] ?? "") : other);
    }
    return parts.join("");
  });

beforeAll(() => loadParser());

describe("mutated SQL", () => {
  it(
    `never fails, hangs or points outside of the text (${seconds} s)`,
    () => {
      const property = fc.property(
        fc.array(mutated, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...postgresMajors),
        (parts, postgres) => {
          const text = parts.join("\n");
          const start = performance.now();
          for (const statement of parseStatements(text, { postgres }).statements) {
            const { span, node, error } = statement;
            expect(node === undefined).toBe(error !== undefined);
            expect(error?.ours).not.toBe("bug");
            expect(text.slice(span.start, span.end)).toBe(statement.text);
            for (const { fields } of walk(node)) {
              if (typeof fields.location !== "number" || fields.location < 0) continue;
              expect(statement.at(fields.location)).toBeGreaterThanOrEqual(span.start);
              expect(statement.at(fields.location)).toBeLessThanOrEqual(span.end);
            }
            const places = [...(error ? [error] : []), ...(routineBody(statement)?.statements ?? [])];
            for (const each of places) {
              expect(each.span.start).toBeGreaterThanOrEqual(span.start);
              expect(each.span.end).toBeLessThanOrEqual(text.length); // the semicolon may be the guilty token
              expect(each.span.end).toBeGreaterThanOrEqual(each.span.start);
            }
          }
          expect(performance.now() - start).toBeLessThan(5000);
        },
      );
      const result = fc.check(property, {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
      });
      if (result.failed) throw new Error(fc.defaultReportMessage(result));
      console.log(`${result.numRuns} texts`);
    },
    (seconds + 60) * 1000,
  );
});
