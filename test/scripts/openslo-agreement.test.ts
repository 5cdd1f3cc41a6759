import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, root } from "../support/cli.js";

const slo = (more: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: search }
spec:
  service: shop
  indicator:
    metadata: { name: search }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: good } } }
        total: { metricSource: { type: Prometheus, spec: { query: total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
${more}  objectives: [{ displayName: all, target: 0.99 }]
`;

function agreement(files: Readonly<Record<string, string>> | undefined) {
  const from = files === undefined ? "/nowhere" : project(files);
  return spawnSync(process.execPath, [join(root, "scripts/openslo-agreement.mjs"), "--from", from], {
    encoding: "utf8",
  });
}

describe("the agreement with OpenSLO's own documents", () => {
  it("counts those that are read or refused as their repository has them, and gives the reason of a difference", () => {
    const { stdout, status } = agreement({
      "OpenSLO/examples/a.yaml": slo("  budgetingMethod: Occurrences\n"),
      "OpenSLO/README.md": `text\n\`\`\`yaml\n${slo("")}\`\`\`\n`,
      "go-sdk/pkg/invalid_target.yaml": slo("  budgetingMethod: Occurrences\n").replace("0.99", "1.5"),
    });
    expect(stdout).toContain("| OpenSLO, v1 | 2 | 1 | 1 | 0 |");
    expect(stdout).toContain("| go-sdk, v1 | 1 | 1 | 0 | 0 |");
    expect(stdout).toMatch(/\| OpenSLO\/README\.md:2 \| read \| refused: .*budgetingMethod.* \| README: /);
    expect(status).toBe(0);
  });

  it("fails where a difference has no reason", () => {
    const { stdout, status } = agreement({ "go-sdk/invalid.yaml": slo("  budgetingMethod: Occurrences\n") });
    expect(stdout).toContain("NO REASON");
    expect(status).toBe(1);
  });

  it("says so where there is nothing to compare", () => {
    expect(agreement(undefined)).toMatchObject({ status: 2, stdout: "", stderr: "There is no folder /nowhere.\n" });
    expect(agreement({ "a.yaml": "x: 1\n" })).toMatchObject({ status: 2, stdout: "" });
  });
});
