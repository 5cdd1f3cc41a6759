import type { Recognised } from "./framework.js";

/** Which of two migrations runs first: by their place in the framework's list, by version, by name; up before down. */
export function compareMigrations(
  a: Recognised & { readonly path: string },
  b: Recognised & { readonly path: string },
): number {
  return (
    compareOrder(a.order, b.order) ||
    compareVersions(a.version, b.version) ||
    compareText(a.name, b.name) ||
    Number(a.direction === "down") - Number(b.direction === "down") ||
    compareText(a.path, b.path)
  );
}

/** What has no place in the list comes after it. */
function compareOrder(a = Infinity, b = Infinity): number {
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
