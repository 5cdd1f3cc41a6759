import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadParser, postgresMajors } from "@release-gate/core";
import { safeCases } from "../../packages/core/test/rules/safe-cases.js";
import { readyBench, report, type ServerBench } from "../postgres/bench.js";
import { runCase } from "../postgres/run-case.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";

const cases = Object.entries(safeCases).flatMap(([kind, each]) =>
  each.map((one) => ({ ...one, name: `${kind}: ${one.name}` })),
);

stopServersAfterwards();
beforeAll(() => loadParser());

for (const major of postgresMajors) {
  describe.skipIf(!available(major))(`what is left alone does on PostgreSQL ${major} what the facts say`, () => {
    let bench: ServerBench | undefined;
    for (const { name, history, sql, transaction } of cases.filter(({ since = 0 }) => since <= major)) {
      test(name, async () => {
        bench = await readyBench(await server(major), bench);
        const compared = await runCase(bench, { name, setup: history, run: sql, transaction: transaction !== "none" });
        expect(compared.flatMap(({ observed }) => observed.error ?? [])).toEqual([]);
        expect(report(compared)).toEqual([]);
      });
    }
    afterAll(async () => bench?.session.close());
  });
}
