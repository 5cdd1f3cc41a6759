import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadProject, sloAccount } from "@release-gate/adapters";
import { readSloData } from "../src/slo-data.js";
import { english } from "@release-gate/core";

const top = mkdtempSync(join(tmpdir(), "release-gate-slo-account-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const slo = (name: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        good: { metricSource: { type: jsonl, spec: { metric: m } } }
        total: { metricSource: { type: jsonl, spec: { metric: m } } }
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9 }]
`;
const row = '{"ts":"2026-11-22T00:00:00Z","window":"1h","metric":"m","good":99,"total":100}\n';

let folders = 0;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(top, String(folders++));
  mkdirSync(join(folder, ".git"), { recursive: true });
  const policy = "version: 1\nslo:\n  files: slos\n  metrics: metrics\n";
  for (const [path, text] of Object.entries({ "release-gate.yaml": policy, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a walk of a folder counts, written without the code under test. */
function walked(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return statSync(path).isDirectory() ? walked(path) : [path];
  });
}

describe("the files of SLOs and of metrics", () => {
  it("are each read, beside, or not read: together what a walk of the folder counts", () => {
    const root = folderWith({
      ...{ "slos/a.yaml": slo("a"), "slos/deep/b.YML": slo("b"), "slos/c.json": "{}", "slos/d.jsonnet": "{}" },
      ...{ "slos/README.md": "", "slos/.hidden.yaml": "", "slos/package.json": "{}", "slos/e.yaml.tmpl": "" },
      ...{ "metrics/a.jsonl": row, "metrics/b.prom": "", "metrics/c.csv": "", "metrics/d.jsonl.zst": "" },
      ...{ "metrics/notes.txt": "", "metrics/.gitkeep": "" },
    });
    const project = loadProject(root);
    for (const [of, folder] of [
      ["slo", "slos"],
      ["metrics", "metrics"],
    ] as const) {
      const { read, beside, notRead } = sloAccount(project, of);
      const all = [...read, ...beside, ...notRead.map(({ path }) => path)];
      expect(all.toSorted()).toEqual(
        walked(join(root, folder))
          .map((path) => relative(root, path))
          .toSorted(),
      );
    }
    expect(sloAccount(project, "slo").notRead.map(({ path }) => path)).toEqual([
      "slos/c.json",
      "slos/d.jsonnet",
      "slos/e.yaml.tmpl",
    ]);
    expect(sloAccount(project, "metrics").notRead.map(({ path }) => path)).toEqual([
      "metrics/c.csv",
      "metrics/d.jsonl.zst",
    ]);
  });

  it("are read behind links that stay in the repository, and others are an error that names them", async () => {
    const root = folderWith({ "slos/a.yaml": slo("a"), "x/b.yaml": slo("b"), "y/m.jsonl": row });
    symlinkSync("../x/b.yaml", join(root, "slos/b.yaml"));
    symlinkSync("../y", join(root, "slos/none"));
    symlinkSync("y", join(root, "metrics"));
    const data = await readSloData(loadProject(root), Date.parse("2026-11-22T01:00:00Z"));
    expect(data.slos.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(data.notes.rows).toBe(1);
    symlinkSync("/etc/hostname", join(root, "slos/c.yaml"));
    await expect(readSloData(loadProject(root), 0)).rejects.toThrow(
      "slos/c.yaml is a link that leads out of the repository.",
    );
  });

  it("are told by a reason where they are not read", () => {
    const root = folderWith({ "slos/c.json": "{}", "metrics/c.csv": "" });
    symlinkSync("c.json", join(root, "slos/a.json"));
    expect(everyText(loadProject(root))).toEqual([
      "SLOs are read from YAML: what this file asks for is not known.",
      "SLOs are read from YAML: what this file asks for is not known.",
      "Metrics are read from JSONL and OpenMetrics text: what this file says is not counted.",
    ]);
  });
});

function everyText(project: Parameters<typeof sloAccount>[0]): string[] {
  return (["slo", "metrics"] as const).flatMap((of) =>
    sloAccount(project, of).notRead.map(({ text }) => english(text)),
  );
}
