import { beforeAll, describe, expect, test } from "vitest";
import { loadParser, parseStatements } from "../../packages/core/src/sql/parse.js";
import { kindsOfGrammar, parts } from "../../packages/core/test/facts/kinds.js";
import type { Case } from "./case.js";

const files = import.meta.glob<{ default: readonly Case[] }>("./cases/*.ts", { eager: true });

/** Kinds of statements that no case measures, and why. Whoever adds one here says it in docs/proof.md too. */
const notMeasured: ReadonlyMap<string, string> = new Map([]);

beforeAll(() => loadParser());

/** The kinds of the statements that are run and compared with a server; those of a setup are not. */
function measured(): Set<string> {
  const kinds = new Set<string>();
  for (const { default: cases } of Object.values(files))
    for (const { run } of cases)
      for (const { kind } of parseStatements(run, { postgres: 18 }).statements) kinds.add(kind);
  return kinds;
}

describe("a kind of statement", () => {
  test("is measured on real servers, unless the list says why not", () => {
    const known = measured();
    const unseen = kindsOfGrammar().filter((kind) => !known.has(kind) && !parts.has(kind) && !notMeasured.has(kind));
    expect(unseen).toEqual([]);
  });

  test("does not stand in the list any more once it is measured", () => {
    const known = measured();
    expect([...notMeasured.keys(), ...parts.keys()].filter((kind) => known.has(kind))).toEqual([]);
  });
});
