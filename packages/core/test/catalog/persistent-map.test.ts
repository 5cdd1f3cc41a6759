import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PersistentMap } from "../../src/catalog/persistent-map.js";

/** One step: take version `from` (modulo how many there are), set or delete a key, and keep the result as a new version. */
const step = fc.record({
  from: fc.nat(),
  key: fc.integer({ min: 0, max: 5 }),
  value: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});

describe("PersistentMap", () => {
  it("holds in every version, whichever it branched from, what a plain Map copied at that moment holds", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.nat(), { maxLength: 20 }), (steps, looks) => {
        const versions = [PersistentMap.empty<number, number>()];
        const models = [new Map<number, number>()];
        for (const { from, key, value } of steps) {
          const at = from % versions.length;
          const model = new Map(models[at]);
          if (value === undefined) model.delete(key);
          else model.set(key, value);
          const version = versions[at]!;
          versions.push(value === undefined ? version.delete(key) : version.set(key, value));
          models.push(model);
        }
        // First by keys alone: a look-up near the newest version leaves the real map where it is.
        for (const look of [...looks, ...versions.keys()]) {
          const at = look % versions.length;
          for (let key = 0; key <= 5; key++) {
            expect(versions[at]!.get(key)).toBe(models[at]!.get(key));
            expect(versions[at]!.has(key)).toBe(models[at]!.has(key));
          }
        }
        for (const look of [...looks, ...versions.keys()]) {
          const at = look % versions.length;
          const sorted = (entries: Iterable<[number, number]>): [number, number][] =>
            [...entries].sort((a, b) => a[0] - b[0]);
          expect(sorted(versions[at]!.entries())).toEqual(sorted(models[at]!));
          expect(versions[at]!.size).toBe(models[at]!.size);
          for (let key = 0; key <= 5; key++) {
            expect(versions[at]!.get(key)).toBe(models[at]!.get(key));
            expect(versions[at]!.has(key)).toBe(models[at]!.has(key));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives itself back where a change changes nothing", () => {
    const map = PersistentMap.empty<string, number>().set("a", 1);
    expect(map.set("a", 1)).toBe(map);
    expect(map.delete("b")).toBe(map);
  });

  it("lets values be read and new versions be made at the same time", () => {
    let map = PersistentMap.empty<number, number>();
    for (let i = 0; i < 5; i++) map = map.set(i, i);
    for (const value of map.values()) map = map.set(value + 10, value);
    expect(map.size).toBe(10);
  });
});
