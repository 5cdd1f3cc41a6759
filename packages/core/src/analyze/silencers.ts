import type { Finding } from "../rules/rule.js";
import type { Suppression } from "../source/suppression.js";

/** A comment, the migration that it stands in, and the rules of which it silenced something. */
export interface Entry {
  readonly suppression: Suppression;
  readonly home: number;
  readonly expired: boolean;
  readonly silenced: Set<string>;
}

/** Finds the first comment of the text that silences a finding, however many there are. */
export class Silencers {
  /** By rule and reach: the comments that are not expired, in the order of the text. */
  readonly #files = new Map<string, Entry>();
  readonly #statements = new Map<string, Entry>();
  readonly #ranges = new Map<string, Ranges>();

  constructor(entries: readonly Entry[]) {
    const inOrder = entries.toSorted((a, b) => a.suppression.span.start - b.suppression.span.start);
    for (const entry of inOrder) if (!entry.expired) this.#add(entry);
  }

  #add(entry: Entry): void {
    const { home, suppression } = entry;
    const { reach } = suppression;
    const rules = suppression.all ? [everyRule] : suppression.names.flatMap((name) => name.rules ?? []);
    for (const rule of new Set(rules)) {
      if (reach.of === "file") addFirst(this.#files, rule, entry);
      else if (reach.of === "statement") addFirst(this.#statements, keyOf(rule, home, reach.index), entry);
      else if (reach.of === "range") {
        const key = keyOf(rule, home);
        const ranges = this.#ranges.get(key) ?? new Ranges();
        ranges.add(entry, reach.span.start, reach.span.end);
        this.#ranges.set(key, ranges);
      }
    }
  }

  of({ rule, statement, span }: Finding, home: number): Entry | undefined {
    const found = [rule, everyRule].flatMap((each) => [
      this.#statements.get(keyOf(each, home, statement)) ?? [],
      this.#files.get(each) ?? [],
      this.#ranges.get(keyOf(each, home))?.around(span) ?? [],
    ]);
    return found.flat().toSorted((a, b) => a.suppression.span.start - b.suppression.span.start)[0];
  }
}

const everyRule = "";
const keyOf = (...parts: readonly (string | number | undefined)[]): string => parts.join(" ");

function addFirst(map: Map<string, Entry>, key: string, entry: Entry): void {
  if (!map.has(key)) map.set(key, entry);
}

/** Ranges in the order in which they begin. */
class Ranges {
  readonly #all: { readonly entry: Entry; readonly start: number; readonly furthest: number }[] = [];

  add(entry: Entry, start: number, end: number): void {
    this.#all.push({ entry, start, furthest: Math.max(end, this.#all.at(-1)?.furthest ?? end) });
  }

  /** The first one that holds a span: no earlier one ends as far. */
  around({ start, end }: Finding["span"]): Entry | undefined {
    let from = 0;
    let to = this.#all.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#all[middle]?.furthest ?? end) >= end) to = middle;
      else from = middle + 1;
    }
    const first = this.#all[from];
    return first && first.start <= start ? first.entry : undefined;
  }
}
