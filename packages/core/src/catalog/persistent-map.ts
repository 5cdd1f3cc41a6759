/** Versions that a look-up goes through before it brings the real map to where it looks. */
const nearSteps = 16;

/**
 * An immutable map in which the newest version costs as much as a plain `Map` and older ones stay readable (Baker,
 * "Shallow Binding Makes Functional Arrays Fast", 1991): one real map travels to the version that is used, the others
 * keep the difference. Linear histories, which is what replaying is, pay O(1) for each change.
 */
export class PersistentMap<Key, Value> {
  #map: Map<Key, Value> | undefined;
  /** Where `#map` is undefined: this version is `#next` with `#key` set to `#value` (or absent). */
  #next: PersistentMap<Key, Value> | undefined;
  #key: Key | undefined;
  #value: Value | undefined;
  #present = false;

  private constructor(map: Map<Key, Value>) {
    this.#map = map;
  }

  static empty<Key, Value>(): PersistentMap<Key, Value> {
    return new PersistentMap(new Map());
  }

  get size(): number {
    return this.#own().size;
  }

  get(key: Key): Value | undefined {
    if (this.#map) return this.#map.get(key);
    const near = this.#near(key);
    return near instanceof Map ? near.get(key) : near ? near.#value : this.#own().get(key);
  }

  has(key: Key): boolean {
    if (this.#map) return this.#map.has(key);
    const near = this.#near(key);
    return near instanceof Map ? near.has(key) : near ? near.#present : this.#own().has(key);
  }

  /**
   * Who knows what a version beside the newest has under a key: the version that remembers it, or the real map where the
   * few versions between do not differ there. Undefined where that is far: then bringing it here is cheaper.
   */
  #near(key: Key): PersistentMap<Key, Value> | Map<Key, Value> | undefined {
    if (this.#key === key) return this;
    let version = this.#next!;
    for (let step = 0; step < nearSteps; step++) {
      if (version.#map) return version.#map;
      if (version.#key === key) return version;
      version = version.#next!;
    }
    return undefined;
  }

  /** The values now; a copy, so that it may be read while other versions are made. */
  values(): Value[] {
    return [...this.#own().values()];
  }

  keys(): Key[] {
    return [...this.#own().keys()];
  }

  entries(): [Key, Value][] {
    return [...this.#own().entries()];
  }

  set(key: Key, value: Value): PersistentMap<Key, Value> {
    const map = this.#own();
    if (map.has(key) && map.get(key) === value) return this;
    const next = new PersistentMap(map);
    this.#become(next, key);
    map.set(key, value);
    return next;
  }

  delete(key: Key): PersistentMap<Key, Value> {
    const map = this.#own();
    if (!map.has(key)) return this;
    const next = new PersistentMap(map);
    this.#become(next, key);
    map.delete(key);
    return next;
  }

  /** Gives the real map away; `this` stays what it was by remembering its entry under `key`. */
  #become(next: PersistentMap<Key, Value>, key: Key): void {
    const map = this.#map!;
    this.#present = map.has(key);
    this.#value = map.get(key);
    this.#key = key;
    this.#map = undefined;
    this.#next = next;
  }

  /** The real map with this version's entries, brought here if another version has it. */
  #own(): Map<Key, Value> {
    if (this.#map) return this.#map;
    const path: PersistentMap<Key, Value>[] = [this];
    let owner = this.#next!;
    while (!owner.#map) {
      path.push(owner);
      owner = owner.#next!;
    }
    const map = owner.#map;
    for (let step = path.pop(); step; step = path.pop()) {
      const key = step.#key as Key;
      const [present, value] = [step.#present, step.#value];
      owner.#become(step, key);
      if (present) map.set(key, value as Value);
      else map.delete(key);
      step.#map = map;
      step.#next = undefined;
      step.#key = undefined;
      step.#value = undefined;
      owner = step;
    }
    return map;
  }
}
