import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/cli.js";

const page = readFileSync(join(root, "SECURITY.md"), "utf8");
const listed = new Map(
  [...page.matchAll(/^(\d+)\. (\S+\.test\.ts): (.+)$/gm)].map(([, number = "", file = "", name = ""]) => [
    number,
    { file, name },
  ]),
);

/** The tables that say what a command does: those with a column for what it sends. */
const rows = page
  .split(/\n{2,}/)
  .filter((part) => part.startsWith("|") && /\| sends \|/.test(part))
  .flatMap((part) => part.split("\n").slice(2))
  .map((row) => row.split("|").slice(1, -1));

const numbersIn = (text: string): string[] => [...text.matchAll(/\[(\d+)\]/g)].map(([, number = ""]) => number);

describe("SECURITY.md", () => {
  it("names a test for everything that a command or a part of the editor reads, runs, writes and sends", () => {
    expect(rows.length).toBeGreaterThanOrEqual(13);
    for (const [name = "", ...cells] of rows) {
      expect(cells, name).toHaveLength(4);
      for (const cell of cells) expect(numbersIn(cell), `${name}: ${cell}`).not.toEqual([]);
    }
  });

  it("names tests that exist, and lists none that nobody names", () => {
    expect(new Set(numbersIn(page))).toEqual(new Set(listed.keys()));
    for (const { file, name } of listed.values()) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(readFileSync(join(root, file), "utf8"), file).toContain(name);
    }
  });

  it("has a row for every command of the CLI", () => {
    const commands = [
      ...readFileSync(join(root, "packages/cli/src/program.ts"), "utf8").matchAll(/^ {2}(\w+)Command,$/gm),
    ];
    const named = rows.map(([name = ""]) => name).join(" ");
    for (const [, command = ""] of commands) expect(named).toContain(`\`${command}\``);
    expect(commands.length).toBeGreaterThan(0);
  });
});
