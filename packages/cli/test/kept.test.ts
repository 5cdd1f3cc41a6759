import { GateSession, loadProject } from "@release-gate/adapters";
import { lintEvidence, loadParser } from "@release-gate/core";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { kept } from "../src/kept.js";

beforeAll(() => loadParser());

it("keeps the findings of a run, and none of a run whose time was over", async () => {
  const folder = mkdtempSync(join(tmpdir(), "release-gate-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "1.sql"), "DROP TABLE a;");
  process.env["RELEASE_GATE_CACHE"] = join(folder, "user");
  onTestFinished(() => void delete process.env["RELEASE_GATE_CACHE"]);
  const cache = join(folder, "cache");
  const project = loadProject(folder);
  const input = new GateSession().migrations(project, { paths: ["1.sql"], folder });
  let judged = 0;
  const run = (isTimeOver: boolean) =>
    kept(
      cache,
      project,
      input,
      () => {
        judged++;
        return Promise.resolve(lintEvidence(input, project.policy));
      },
      () => isTimeOver,
    );
  await run(true);
  expect(existsSync(cache)).toBe(false);
  const report = await run(false);
  expect(await run(true)).toMatchObject({ files: [{ source: { path: "1.sql" } }], notes: report.notes });
  expect(judged).toBe(2);
});
