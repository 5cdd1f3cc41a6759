import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gather } from "@release-gate/core";
import { afterAll, expect, it } from "vitest";
import { readSnapshots } from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "large-snapshots-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("hands JSONL rows on without keeping them: a million rows become a point per minute", async () => {
  const file = join(folder, "million.jsonl");
  writeFileSync(
    file,
    Array.from(
      { length: 1_000_000 },
      (_, i) => `{"ts":${Date.UTC(2026, 10, 22) + i * 10},"metric":"m","value":1,"type":"count"}`,
    ).join("\n"),
  );
  const now = Date.UTC(2026, 10, 23);
  const gathering = gather(new Map([["m", { name: "m", take: "total" as const }]]), { now });
  const begin = performance.now();
  const notes = await readSnapshots([{ file, shown: "million.jsonl" }], gathering.add);
  console.log(`a million rows in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  expect(notes.rows).toBe(1_000_000);
  expect(gathering.series().get("m")?.points.length).toBeLessThan(200);
});
