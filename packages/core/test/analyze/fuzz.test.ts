import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, sourceOf } from "@release-gate/core";
import { postgresMajors } from "../../src/sql/statement.js";
import { tokens } from "../../src/sql/tokens.js";
import type { Case } from "../../../../test/postgres/case.js";
import { lintFlat } from "../lint-flat.js";

/** How long to go on; a long run is `FUZZ_SECONDS=1200 npx vitest run packages/core/test/analyze/fuzz.test.ts`. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 5);

const files = import.meta.glob<{ default: readonly Case[] }>("../../../../test/postgres/cases/*.ts", { eager: true });
const cases = Object.values(files).flatMap((file) => file.default);
const words = [...new Set(cases.slice(0, 400).flatMap(({ run }) => tokens(run).map(({ text }) => text)))];

const change = fc.tuple(
  fc.nat(),
  fc.constantFrom("replace", "remove", "double", "insert", "swap"),
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
  ),
);

/** A history and its statements with some tokens or characters replaced, removed, doubled or put elsewhere. */
const mutated = fc
  .tuple(
    fc.constantFrom(...cases),
    fc.constantFrom(...cases),
    fc.array(change, { maxLength: 8 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([one, other, changes, way]) => {
    const text = `${one.setup};\n${one.run};\n${other.run};\n`;
    const parts = way === 0 ? [...text] : tokens(text).flatMap((token) => [token.text, " "]);
    for (const [at, how, word] of changes) {
      const i = at % Math.max(1, parts.length);
      if (how === "replace") parts[i] = word;
      else if (how === "remove") parts.splice(i, 1);
      else if (how === "swap") parts.splice(i, 0, ...parts.splice((i * 7) % parts.length, 2));
      else parts.splice(i, 0, how === "double" ? (parts[i] ?? "") : word);
    }
    return parts.join("");
  });

beforeAll(() => loadParser());

describe("mutated histories", () => {
  it(
    `never make the replay, the facts or a rule fail, hang or point outside of the text (${seconds} s)`,
    () => {
      let statements = 0;
      const property = fc.property(
        mutated,
        fc.constantFrom(...postgresMajors),
        fc.boolean(),
        (text, postgres, complete) => {
          const start = performance.now();
          const source = sourceOf("0001_fuzz.sql", text);
          const report = lintFlat([source], { postgres, complete });
          expect(report.notJudged.filter(({ why }) => why === "bug")).toEqual([]);
          for (const { migrations } of report.files) {
            for (const { findings, steps } of migrations) {
              statements += steps.length;
              for (const { span } of findings) {
                expect(span.start).toBeGreaterThanOrEqual(0);
                expect(span.end).toBeGreaterThanOrEqual(span.start);
                expect(span.end).toBeLessThanOrEqual(text.length);
              }
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
      if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
      console.log(`${result.numRuns} histories, ${statements} statements`);
    },
    (seconds + 60) * 1000,
  );
});
