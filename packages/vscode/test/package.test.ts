import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const texts = (name: string) => JSON.parse(read(name)) as Record<string, string>;

describe("the extension's texts", () => {
  it("are all there in English and in Japanese where package.json names them, and no others", () => {
    const named = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key).toSorted();
    expect(Object.keys(texts("package.nls.json")).toSorted()).toEqual(named);
    expect(Object.keys(texts("package.nls.ja.json")).toSorted()).toEqual(named);
  });

  it("have a Japanese translation for each message of the code, with the same values, and no others", () => {
    const code = readdirSync(join(folder, "src")).map((name) => read(join("src", name)));
    const said = code.flatMap((text) =>
      [...text.matchAll(/l10n\.t\(\s*"([^"]+)"/g)].map(([, message]) => message ?? ""),
    );
    const japanese = texts("l10n/bundle.l10n.ja.json");
    expect(said.length).toBeGreaterThan(0);
    expect(Object.keys(japanese).toSorted()).toEqual(said.toSorted());
    const values = (text = "") => text.match(/\{\d+\}/g) ?? [];
    for (const message of said) expect(values(japanese[message])).toEqual(values(message));
    for (const translation of Object.values(japanese)) expect(translation).toMatch(/[\u3040-\u30ff]/);
  });
});

describe("the extension's schemas", () => {
  it("are the published ones, packed beside the server", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { yamlValidation: { fileMatch: string[]; url: string }[] };
    };
    const published = fileURLToPath(new URL("../../../docs", import.meta.url));
    const packed = readFileSync(fileURLToPath(new URL("../../../scripts/bundle-vscode.mjs", import.meta.url)), "utf8");
    expect(contributes.yamlValidation).toHaveLength(2);
    for (const { url, fileMatch } of contributes.yamlValidation) {
      const name = url.replace("./dist/schemas/", "");
      expect(readdirSync(published)).toContain(name);
      expect(packed).toContain(`"${name}"`);
      expect(fileMatch.length).toBeGreaterThan(0);
    }
    expect(read(".vscodeignore")).toContain("!dist/schemas/**");
  });
});

describe("the extension's commands and settings", () => {
  it("are those that the code uses", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { commands: { command: string }[]; configuration: { properties: Record<string, unknown> } };
    };
    const code = readdirSync(join(folder, "src"))
      .map((name) => read(join("src", name)))
      .join("\n");
    const registered = [...code.matchAll(/registerCommand\("([\w.]+)"/g)].map(([, command]) => command);
    expect(contributes.commands.map(({ command }) => command).toSorted()).toEqual(registered.toSorted());
    for (const setting of ["enable", "language"]) expect(code).toContain(`"${setting}"`);
    // Read by the language client itself, from its id.
    expect(Object.keys(contributes.configuration.properties)).toContain("releaseGate.trace.server");
  });

  it("are described in its README", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    for (const setting of Object.keys(contributes.configuration.properties))
      expect(read("README.md")).toContain(`\`${setting}\``);
  });
});
