import type { Lock, RelationName } from "./facts.js";
import { stronger, type LockMode } from "./lock.js";

/** A lock that was taken, and where in the log a stronger one on the same relation follows. */
interface Taken {
  readonly lock: Lock;
  replacedAt: number | undefined;
}

/**
 * The locks that a transaction holds, the strongest mode per relation. Immutable, though versions share one log of which each
 * sees a beginning: a file of 100,000 statements in one transaction has as many versions.
 */
export class HeldLocks implements Iterable<Lock> {
  static #none: HeldLocks | undefined;

  /** No lock. Made when it is asked for: compiled, an initializer would name the class before it is there. */
  static get none(): HeldLocks {
    return (HeldLocks.#none ??= new HeldLocks([], new Map(), 0, 0));
  }

  readonly length: number;
  readonly #log: Taken[];
  /** Relation -> its last entry in the log. */
  readonly #last: Map<RelationName, number>;
  readonly #until: number;

  private constructor(log: Taken[], last: Map<RelationName, number>, until: number, length: number) {
    this.#log = log;
    this.#last = last;
    this.#until = until;
    this.length = length;
  }

  [Symbol.iterator](): IterableIterator<Lock> {
    return this.filter(() => true)[Symbol.iterator]();
  }

  find(test: (lock: Lock) => boolean): Lock | undefined {
    const log = this.#log;
    for (let at = 0; at < this.#until; at++) {
      const { lock, replacedAt } = log[at]!;
      if ((replacedAt === undefined || replacedAt >= this.#until) && test(lock)) return lock;
    }
    return undefined;
  }

  some(test: (lock: Lock) => boolean): boolean {
    return this.find(test) !== undefined;
  }

  filter(test: (lock: Lock) => boolean): Lock[] {
    const found: Lock[] = [];
    this.find((lock) => {
      if (test(lock)) found.push(lock);
      return false;
    });
    return found;
  }

  /** These locks and more, except those that are covered already. */
  with(taken: readonly Lock[]): HeldLocks {
    return taken.reduce<HeldLocks>((held, lock) => held.#and(lock), this);
  }

  #and({ relation, mode }: Lock): HeldLocks {
    if (this.#log.length > this.#until || this === HeldLocks.none) return this.#copy().#and({ relation, mode });
    const at = this.#last.get(relation);
    const before = at === undefined ? undefined : this.#log[at];
    const strongest: LockMode = before ? stronger(before.lock.mode, mode) : mode;
    if (before?.lock.mode === strongest) return this;
    if (before) before.replacedAt = this.#log.length;
    this.#last.set(relation, this.#log.length);
    this.#log.push({ lock: { relation, mode: strongest }, replacedAt: undefined });
    return new HeldLocks(this.#log, this.#last, this.#log.length, this.length + (before ? 0 : 1));
  }

  /** The same locks in a log of their own: another version went on with the old one. */
  #copy(): HeldLocks {
    const log = [...this].map((lock): Taken => ({ lock, replacedAt: undefined }));
    const last = new Map(log.map(({ lock }, at) => [lock.relation, at]));
    return new HeldLocks(log, last, log.length, log.length);
  }
}

/** Names that only become more. Immutable; versions share one log as `HeldLocks` do. */
export class GrownNames implements Iterable<string> {
  static readonly none = new GrownNames(new Map(), 0);

  /** Name -> its place in the order. */
  readonly #log: Map<string, number>;
  readonly size: number;

  private constructor(log: Map<string, number>, size: number) {
    this.#log = log;
    this.size = size;
  }

  has(name: string): boolean {
    return (this.#log.get(name) ?? this.size) < this.size;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const [name, at] of this.#log) {
      if (at >= this.size) return;
      yield name;
    }
  }

  with(names: readonly string[]): GrownNames {
    if (names.length === 0) return this;
    const fresh = names.filter((name) => !this.has(name));
    if (fresh.length === 0) return this;
    const log =
      this.#log.size > this.size || this === GrownNames.none
        ? new Map([...this].map((name, at) => [name, at]))
        : this.#log;
    for (const name of fresh) if (!log.has(name)) log.set(name, log.size);
    return new GrownNames(log, log.size);
  }
}
