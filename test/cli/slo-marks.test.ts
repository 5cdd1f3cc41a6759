import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, releaseGate } from "../support/cli.js";

/** A day of 100 events an hour, of which half failed in the second; six hours and the last of three days do not count. */
const marked = () =>
  project({
    "release-gate.yaml": `version: 1
slo:
  files: slo.yaml
  metrics: m.jsonl
  exclusions:
    - { from: 2026-11-21T06:00:00Z, to: 2026-11-21T12:00:00Z, why: "load test & <b>" }
    - { from: 2026-11-18T13:00:00Z, to: 2026-11-18T13:30:00Z, why: backup, recur: FREQ=DAILY, zone: UTC }
  resets:
    - { at: 2026-11-21T03:00:00Z, why: "CTO: it was the network" }
`,
    "slo.yaml": `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
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
`,
    "m.jsonl": Array.from({ length: 24 }, (_, i) => {
      const ts = new Date(Date.UTC(2026, 10, 21, i + 1)).toISOString();
      return `${JSON.stringify({ ts, window: "1h", metric: "m", good: i === 1 ? 50 : 100, total: 100 })}\n`;
    }).join(""),
  });

describe("exclusions and resets", () => {
  const excluded = "6.5h in 2 times do not count: load test & <b>, backup";
  const reset = "reset at 2026-11-21T03:00:00Z: CTO: it was the network";

  it("show on the burn-down of the terminal, of Markdown and of the page, with their reasons", async () => {
    const folder = marked();
    const { stdout } = await releaseGate(folder, [
      ...["check", "--now", "2026-11-22T00:00:00Z"],
      ...["markdown=r.md", "html=r.html", "pretty"].flatMap((each) => ["--format", each]),
    ]);
    const [, table = ""] = stdout.split("\n\n");
    expect(table).toMatch(/^ {2}90 % within 1d +\.\.\|[▁-█]xxxx[▁-█]{8}/m);
    expect(table).toContain(`\n  ${excluded}\n  ${reset}\n`);
    expect(table.replace(/\s+/g, " ")).toContain('"x" does not count, "|" reset.');

    const markdown = readFileSync(join(folder, "r.md"), "utf8");
    expect(markdown).toMatch(/`\.\.\|[▁-█]xxxx[▁-█]{8}`/);
    expect(markdown).toMatch(/^- api: 6.5h in 2 times do not count: load test &amp; &lt;b&gt;, backup$/m);

    expect(markdown).toMatch(/^- api: reset at .*: CTO: it was the network$/m);

    const html = readFileSync(join(folder, "r.html"), "utf8");
    expect(html).toContain("6.5h in 2 times do not count: load test &amp; &lt;b&gt;, backup");
    expect(html.match(/<rect class="excluded"[^>]*><title>/g)).toHaveLength(2);
    // A quarter of a day, of 300 units.
    expect(html).toMatch(
      /<rect class="excluded" x="123" y="14" width="75" [^>]*><title>load test &amp; &lt;b&gt;<\/title>/,
    );
    expect(html).toMatch(/<line class="reset" x1="85.5"[^>]*><title>CTO: it was the network<\/title>/);
    expect(html.match(/>does not count<\/text>|>reset<\/text>/g)).toHaveLength(2);
  });
});
