import { citext } from "@electric-sql/pglite/contrib/citext";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { postgresMajors } from "../../packages/core/src/sql/statement.js";
import { readyBench, report, withoutDependencyLocks, type ServerBench } from "./bench.js";
import type { Case } from "./case.js";
import { reset } from "./reset.js";
import { runCase, type Bench } from "./run-case.js";
import { available, server, stopServersAfterwards } from "./server.js";

const files = import.meta.glob<{ default: readonly Case[] }>("./cases/*.ts", { eager: true });
/** CASES=alter-column,names-of-files narrows the run to those files; VERSIONS=14,18,pglite to those servers. */
const only = process.env.CASES?.split(",");
const versions = process.env.VERSIONS?.split(",");
const groups = Object.entries(files)
  .map(([path, { default: cases }]) => ({ file: path.replace(/^.*\/|\.ts$/g, ""), cases }))
  .filter(({ file }) => only === undefined || only.includes(file));

/** What PGlite, one process without files of its own, lacks: cases with it are about servers only. */
const notInPglite = /postgres_fdw|\b(?:from|to) program\b|\bsubscription\b|\bload '|\bprepare transaction\b/i;

stopServersAfterwards();
beforeAll(() => loadParser());

for (const major of postgresMajors) {
  if (versions && !versions.includes(String(major))) continue;
  const here = available(major);
  describe.skipIf(!here)(`facts are what PostgreSQL ${major} does`, () => {
    let bench: ServerBench | undefined;
    for (const { file, cases } of groups) {
      describe(file, () => {
        for (const each of cases.filter((one) => !one.versions || one.versions.includes(major))) {
          test(each.name, async () => {
            bench = await readyBench(await server(major), bench);
            expect(report(await runCase(bench, each))).toEqual([]);
          });
        }
      });
    }
    afterAll(async () => bench?.session.close());
  });
}

if (!versions || versions.includes("pglite")) {
  describe("facts are what PGlite, PostgreSQL 18, does", () => {
    let bench: Bench | undefined;
    for (const { file, cases } of groups) {
      describe(file, () => {
        for (const each of cases.filter(
          (one) => (!one.versions || one.versions.includes(18)) && !notInPglite.test(one.setup + one.run),
        )) {
          test(each.name, async () => {
            if (!bench || !(await reset(bench.session).catch(() => false))) {
              await bench?.session.close();
              bench = { major: 18, session: await openPglite({ extensions: { citext } }) };
            }
            expect(report((await runCase(bench, each)).map(withoutDependencyLocks))).toEqual([]);
          });
        }
      });
    }
    afterAll(async () => bench?.session.close());
  });
}
