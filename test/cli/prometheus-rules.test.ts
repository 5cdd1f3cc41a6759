import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { project, releaseGate } from "../support/cli.js";
import { prometheusSlo } from "../support/prometheus-slo.js";

const policy = "version: 1\nslo:\n  files: slo.yaml\n";
const slo = prometheusSlo("http://127.0.0.1:9", { window: "28d", target: 0.99 });
const rules = ["generate", "prometheus-rules"];

describe("release-gate generate prometheus-rules", () => {
  it("writes a PrometheusRule with the name, namespace and labels asked for", async () => {
    const folder = project({ "release-gate.yaml": policy, "slo.yaml": slo });
    const args = [
      "--kind",
      "PrometheusRule",
      "--name",
      "slos",
      "--namespace",
      "monitoring",
      "--label",
      "release=prometheus",
    ];
    const { exitCode, stdout, stderr } = await releaseGate(folder, [...rules, ...args, "--label", "a.b/role="]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const written = parse(stdout) as { spec: unknown };
    expect(written).toMatchObject({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "slos", namespace: "monitoring", labels: { release: "prometheus", "a.b/role": "" } },
    });
    const file = await releaseGate(folder, rules);
    expect(written.spec).toEqual(parse(file.stdout));
  });

  it("exits 1, with a line for each, where the rules do not have all of the SLOs, and writes them", async () => {
    const other = (slo.split("---")[0] ?? "")
      .replace("name: api", "name: files")
      .replaceAll(/metricSourceRef: prom, spec: \{.*\} \} \}$/gm, "type: jsonl, spec: { metric: m } } }");
    const folder = project({ "release-gate.yaml": policy, "slo.yaml": `${slo}---\n${other}` });
    const { exitCode, stdout, stderr } = await releaseGate(folder, rules);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^slo\.yaml:\d+:\d+: files: no rules, as it has no query that Prometheus could evaluate\.\n$/,
      ),
    ]);
    expect(stdout).toContain('slo="api"');
    const japanese = await releaseGate(folder, [...rules, "--lang", "ja"]);
    expect(japanese.stderr).toContain("files: Prometheus が評価できるクエリがないため");
  });

  it.each([
    [["--kind", "Rule"], 'There is no kind "Rule" of rules. Use one of: rules, PrometheusRule.'],
    [["--name", "slos"], "A file of rules has no name, namespace or labels. Add --kind PrometheusRule"],
    [["--kind", "PrometheusRule", "--name", "SLOs"], '--name "SLOs" is no name of Kubernetes.'],
    [["--kind", "PrometheusRule", "--label", "release"], '--label "release" is no label of Kubernetes.'],
  ])("refuses %j with exit code 2 and writes nothing", async (args, says) => {
    const folder = project({ "release-gate.yaml": policy, "slo.yaml": slo });
    const { exitCode, stdout, stderr } = await releaseGate(folder, [...rules, ...args]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
  });
});
