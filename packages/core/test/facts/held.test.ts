import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrownNames, HeldLocks } from "../../src/facts/held.js";
import { lockModes, stronger, type LockMode } from "../../src/facts/lock.js";

const lock = fc.record({ relation: fc.constantFrom("a", "b", "c", "d"), mode: fc.constantFrom(...lockModes) });
/** From which version (by its number) to go on, with which locks. */
const steps = fc.array(fc.tuple(fc.nat(20), fc.array(lock, { maxLength: 3 })), { maxLength: 30 });

describe("the locks that a transaction holds", () => {
  it("are in every version, whichever it went on from, the strongest mode per relation", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const versions = [{ held: HeldLocks.none, plain: new Map<string, LockMode>() }];
        for (const [from, taken] of sequence) {
          const { held, plain } = versions[from % versions.length]!;
          const next = new Map(plain);
          for (const { relation, mode } of taken) next.set(relation, stronger(next.get(relation) ?? mode, mode));
          versions.push({ held: held.with(taken), plain: next });
        }
        for (const { held, plain } of versions) {
          expect(new Map([...held].map(({ relation, mode }) => [relation, mode]))).toEqual(plain);
          expect(held.length).toBe(plain.size);
        }
      }),
    );
  });

  it("take time and memory in proportion to their number, though every version is kept", () => {
    const kept: HeldLocks[] = [];
    let held = HeldLocks.none;
    for (let at = 0; at < 50_000; at++) kept.push((held = held.with([{ relation: `t${at}`, mode: "SHARE" }])));
    expect(kept[99]?.length).toBe(100);
    expect(held.length).toBe(50_000);
  });
});

describe("the names of what a transaction created", () => {
  it("are in every version those that were added until then", () => {
    const names = fc.array(fc.tuple(fc.nat(20), fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 })));
    fc.assert(
      fc.property(names, (sequence) => {
        const versions = [{ grown: GrownNames.none, plain: new Set<string>() }];
        for (const [from, added] of sequence) {
          const { grown, plain } = versions[from % versions.length]!;
          versions.push({ grown: grown.with(added), plain: new Set([...plain, ...added]) });
        }
        for (const { grown, plain } of versions) {
          expect(new Set(grown)).toEqual(plain);
          expect(["a", "b", "c", "d", "e"].filter((name) => grown.has(name))).toEqual([...plain].sort());
        }
      }),
    );
  });
});
