import { msg, type Message } from "../text/message.js";
import type { Framework, Recognised } from "./framework.js";

/**
 * How files run that no framework orders, or that lie in several folders: each folder as a whole; by leading number over all of
 * them; or by path as text.
 */
export const orders = ["folder", "number", "name"] as const;
export type Order = (typeof orders)[number];

/** What of a file decides when it runs. */
export interface Ordered {
  readonly path: string;
  readonly framework: Framework;
  readonly what: Recognised;
  /** The folder that holds all migrations of its runner. */
  readonly home: string;
}

export interface OrderOptions {
  /** As the policy says it; a folder as a whole where not given. */
  readonly order?: Order | undefined;
  /** The folders with migrations in the order in which they run. */
  readonly folders?: readonly string[] | undefined;
}

/** Puts files in the order in which they run; a down file follows its up one. */
export function inOrder<File extends Ordered>(files: readonly File[], options: OrderOptions): File[] {
  const rank = ranks(options.folders ?? []);
  return files.toSorted((a, b) => compareHomes(a, b, rank, options.order) || compareWithin(a, b, options.order));
}

function compareHomes(a: Ordered, b: Ordered, rank: (home: string) => number, order: Order | undefined): number {
  const merged = order === "number" || order === "name" || (a.framework === b.framework && a.framework.readsSubfolders);
  if (merged || a.home === b.home) return 0;
  return rank(a.home) - rank(b.home) || compareNatural(a.home, b.home);
}

/** The place of the named folder in which a home lies; homes in none come last. */
function ranks(folders: readonly string[]): (home: string) => number {
  const known = new Map<string, number>();
  return (home) => {
    const place = known.get(home) ?? folders.findIndex((each) => each === "." || `${home}/`.startsWith(`${each}/`));
    known.set(home, place);
    return place < 0 ? folders.length : place;
  };
}

/** By their place in the framework's list, as the framework compares versions, by name; up before down. */
function compareWithin(a: Ordered, b: Ordered, order: Order | undefined): number {
  const [left, right] = [a.what, b.what];
  if (order === "name") return compareText(withoutDirection(a.path), withoutDirection(b.path)) || upFirst(left, right);
  return (
    compareListed(left.order, right.order) ||
    compareKeys(a, b) ||
    compareListed(left.within, right.within) ||
    compareText(left.name, right.name) ||
    upFirst(left, right) ||
    compareText(a.path, b.path)
  );
}

function compareKeys(a: Ordered, b: Ordered): number {
  const [left, right] = [a.what.sorted, b.what.sorted];
  if (a.framework !== b.framework || left === undefined || right === undefined)
    return compareVersions(a.what.version, b.what.version);
  return (a.framework.compare ?? compareText)(left, right);
}

function upFirst(a: Recognised, b: Recognised): number {
  return Number(a.direction === "down") - Number(b.direction === "down");
}

/** What has no place in the list comes after it. */
function compareListed(a = Infinity, b = Infinity): number {
  return a === b ? 0 : a - b;
}

/** By version, number by number; what has none comes last, by name. */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const left = a.split(/[._-]/);
  const right = b.split(/[._-]/);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareNumbers(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** Digits of any length as numbers, without rounding; anything else as text. */
function compareNumbers(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return compareText(a, b);
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return left.length - right.length || compareText(left, right);
}

/** Texts with their numbers as numbers: "v2" before "v10". */
function compareNatural(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/(\d+)/));
  for (let i = 0; i < Math.min(left?.length ?? 0, right?.length ?? 0); i++) {
    const order = compareNumbers(left?.[i] ?? "", right?.[i] ?? "");
    if (order !== 0) return order;
  }
  return (left?.length ?? 0) - (right?.length ?? 0) || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const withoutDirection = (path: string): string => path.replace(/[._-](?:up|down)(?=\.sql$)/i, "");

/**
 * What of an order is a guess: folders that no list ranks, and plain files whose order as numbers is not that of their names.
 * Undefined where nothing is, or where the policy says the order.
 */
export function guessedOrder(files: readonly Ordered[], options: OrderOptions): Message | undefined {
  if (options.order !== undefined) return undefined;
  const ups = files.filter(({ what }) => what.direction !== "down");
  const rank = ranks(options.folders ?? []);
  const homes = new Map<number, string[]>();
  for (const { framework, home } of ups) {
    if (framework.readsSubfolders) continue;
    const known = homes.get(rank(home)) ?? [];
    if (!known.includes(home)) homes.set(rank(home), [...known, home]);
  }
  const several = [...homes.values()].find(({ length }) => length > 1);
  if (several) {
    const [first = "", second = ""] = several;
    return msg`The migrations are in ${several.length} folders, and it is a guess that ${shown(first)} runs before ${shown(second)}: name the folders under "migrations.path" in the order in which they run, or set "migrations.order".`;
  }
  const plain = ups.filter(({ framework }) => framework.orderIsGuess);
  const odd = plain.find((each, at) => {
    const before = plain[at - 1];
    if (!before) return false;
    const { version } = each.what;
    const same = version !== undefined && compareVersions(before.what.version, version) === 0;
    return compareText(before.what.name, each.what.name) > 0 || same;
  });
  const before = odd && plain[plain.indexOf(odd) - 1];
  if (!before) return undefined;
  return msg`It is a guess, from their numbers, that ${before.path} runs before ${odd.path}: say with "migrations.order" whether the runner sorts by number or by name.`;
}

const shown = (folder: string): string => (folder === "" ? "." : folder);
