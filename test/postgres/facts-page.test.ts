import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Case } from "./case.js";

const files = import.meta.glob<{ default: readonly Case[] }>("./cases/*.ts", { eager: true });

test("docs/facts.md shows every case of the differential table", () => {
  const page = readFileSync(new URL("../../docs/facts.md", import.meta.url), "utf8");
  const names = Object.values(files).flatMap(({ default: cases }) =>
    cases.map(({ name }) => name.replaceAll("|", "\\|")),
  );
  expect(names.filter((name) => !page.includes(`| ${name} |`))).toEqual([]);
});

test("no two cases of a file have the same name", () => {
  for (const { default: cases } of Object.values(files)) {
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  }
});
