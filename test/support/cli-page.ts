import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cli.js";

/** A row of a table of docs/cli.md: its first cell, the others, and whether it is marked as planned. */
export interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  readonly planned: boolean;
}

/** The tables of docs/cli.md: heading -> head of the table ("flag") -> its rows. */
export function cliPage(): ReadonlyMap<string, ReadonlyMap<string, readonly Row[]>> {
  const page = new Map<string, Map<string, Row[]>>();
  let section = new Map<string, Row[]>();
  let table: Row[] | undefined;
  let head: string | undefined;
  for (const line of readFileSync(join(root, "docs/cli.md"), "utf8").split("\n")) {
    const heading = /^#+ (.+)$/.exec(line)?.[1];
    if (heading !== undefined) page.set(heading, (section = new Map()));
    if (!line.startsWith("|")) {
      table = undefined;
      head = undefined;
      continue;
    }
    const cells = line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    if (head === undefined) head = cells[0] ?? "";
    else if (table === undefined) section.set(head, (table = []));
    else table.push(rowOf(cells));
  }
  return page;
}

function rowOf([first = "", ...cells]: readonly string[]): Row {
  const name = /`([^`]+)`/.exec(first)?.[1] ?? first;
  return { name, cells, planned: cells.some((cell) => cell.startsWith("**planned**")) };
}

/** The rows of one table; fails where the page has none. */
export function rowsOf(section: string, head: string): readonly Row[] {
  const rows = cliPage().get(section)?.get(head);
  if (rows === undefined) throw new Error(`docs/cli.md has no table "${head}" below the heading "${section}".`);
  return rows;
}

/**
 * What is to be done so that a table and the program say the same: a sentence for each name that only one of them has, and
 * for each that exists although it is marked as planned.
 *
 * @param where the heading of the table in docs/cli.md
 */
export function differences(where: string, rows: readonly Row[], existing: Iterable<string>): string[] {
  const there = new Set(existing);
  const listed = new Map(rows.map((row) => [row.name, row]));
  return [
    ...[...there]
      .filter((name) => !listed.has(name))
      .map((name) => `docs/cli.md, "${where}": add a row for \`${name}\`, which the program has.`),
    ...rows
      .filter(({ name, planned }) => planned && there.has(name))
      .map(
        ({ name }) => `docs/cli.md, "${where}": \`${name}\` exists now; remove "**planned**:" and say what it does.`,
      ),
    ...rows
      .filter(({ name, planned }) => !planned && !there.has(name))
      .map(
        ({ name }) =>
          `docs/cli.md, "${where}": the program has no \`${name}\`; remove the row, or mark it "**planned**:".`,
      ),
  ].toSorted();
}

/** Every key of a JSON value as a path: `files[].path`. Keys below `open` and those of spans are not listed. */
export function keysOf(value: unknown, open: ReadonlySet<string> = new Set(), path = ""): string[] {
  if (open.has(path) || path === "span" || path.endsWith(".span")) return [path];
  if (Array.isArray(value)) {
    const inner = value.flatMap((each) => keysOf(each, open, `${path}[]`));
    return inner.length > 0 ? inner : [];
  }
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => keysOf(each, open, path === "" ? key : `${path}.${key}`));
}
