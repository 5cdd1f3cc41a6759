import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { extendsOf, parsePolicy, parseRelease } from "../../src/index.js";

const page = readFileSync(fileURLToPath(new URL("../../../../docs/release.md", import.meta.url)), "utf8");
const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text = ""]) => text);

describe("docs/release.md", () => {
  it("shows a release with every key that it names", () => {
    const release = blocks.find((text) => text.startsWith("# release.yaml"))!;
    expect(parseRelease(release, "release.yaml")).toMatchObject({ version: "1.4.0", type: "hotfix", severity: "P1" });
  });

  it("shows policies that are read as they stand", () => {
    const policies = blocks.filter((text) => text.startsWith("# release-gate.yaml"));
    const read = policies.map((text) => parsePolicy(text, "release-gate.yaml"));
    expect(read.map(({ environments }) => Object.keys(environments ?? {}))).toEqual([["staging", "production"], []]);
    expect(policies.map((text) => extendsOf({ text, path: "p" })?.name)).toEqual([
      undefined,
      "@acme/release-policy@1.4.0",
    ]);
  });
});
