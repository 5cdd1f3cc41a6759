import { describe, expect, test } from "vitest";
import { compareFacts, heldBy } from "../../src/evidence/compare.js";
import type { Observed } from "../../src/evidence/observed.js";
import { noFacts, type Facts } from "../../src/facts/facts.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { msg } from "../../src/text/message.js";

const span = { start: 0, end: 1 };
const nothing: Observed = {
  locks: [],
  rewrites: [],
  emptied: [],
  scans: [],
  indexBuilds: [],
  created: [],
  durationMs: 1,
};
const facts = (some: Partial<Facts>): Facts => ({ ...noFacts, ...some });

describe("comparing facts with what a server did", () => {
  test("finds nothing where both say the same", () => {
    const said = facts({
      locks: [{ relation: "public.t", mode: "SHARE" }],
      scans: [{ relation: "public.t", why: "index" }],
      indexBuilds: [{ table: "public.t", blocksReads: false, blocksWrites: true, span }],
    });
    const seen: Observed = {
      ...nothing,
      locks: [{ relation: "public.t", mode: "SHARE" }],
      scans: [{ relation: "public.t", why: "index" }],
      indexBuilds: [{ index: "public.i", table: "public.t", rebuilt: false }],
    };
    expect(compareFacts(said, seen)).toEqual([]);
  });

  test("tells a lock that was missed, one too many, and one in another mode", () => {
    const said = facts({
      locks: [
        { relation: "public.a", mode: "SHARE" },
        { relation: "public.b", mode: "SHARE" },
      ],
    });
    const seen: Observed = {
      ...nothing,
      locks: [
        { relation: "public.b", mode: "ACCESS EXCLUSIVE" },
        { relation: "public.c", mode: "ROW SHARE" },
      ],
    };
    expect(compareFacts(said, seen)).toEqual([
      { about: "lock", kind: "extra", relation: "public.a", predicted: "SHARE" },
      { about: "lock", kind: "wrong", relation: "public.b", predicted: "SHARE", observed: "ACCESS EXCLUSIVE" },
      { about: "lock", kind: "missed", relation: "public.c", observed: "ROW SHARE" },
    ]);
  });

  test("counts the strongest of several modes on one relation", () => {
    const said = facts({
      locks: [
        { relation: "public.t", mode: "ACCESS SHARE" },
        { relation: "public.t", mode: "EXCLUSIVE" },
      ],
    });
    expect(compareFacts(said, { ...nothing, locks: [{ relation: "public.t", mode: "EXCLUSIVE" }] })).toEqual([]);
  });

  test("forgives a lock that the transaction held before, but not a stronger one", () => {
    const held = [{ relation: "public.t", mode: "SHARE" }] as const;
    expect(compareFacts(facts({ locks: held }), nothing, { held })).toEqual([]);
    expect(
      compareFacts(facts({ locks: [{ relation: "public.t", mode: "EXCLUSIVE" }] }), nothing, { held }),
    ).toMatchObject([{ kind: "extra" }]);
  });

  test("forgives the locks on a relation that the transaction created", () => {
    const held = heldBy({ ...noTransaction, open: true, created: noTransaction.created.with(["public.fresh"]) });
    expect(
      compareFacts(facts({ locks: [{ relation: "public.fresh", mode: "ACCESS EXCLUSIVE" }] }), nothing, { held }),
    ).toEqual([]);
  });

  test("tells a rewrite that was missed and a false one", () => {
    expect(compareFacts(facts({ rewrites: ["public.a"] }), { ...nothing, rewrites: ["public.b"] })).toEqual([
      { about: "rewrite", kind: "extra", relation: "public.a" },
      { about: "rewrite", kind: "missed", relation: "public.b" },
    ]);
  });

  test("leaves plain reads to the planner unless asked", () => {
    const seen: Observed = { ...nothing, scans: [{ relation: "public.t", why: "read" }] };
    expect(compareFacts(noFacts, seen)).toEqual([]);
    expect(compareFacts(noFacts, seen, { readsSeen: true })).toEqual([
      { about: "scan", kind: "missed", relation: "public.t" },
    ]);
  });

  test("does not ask for indexes that are built again to be told as new ones", () => {
    const seen: Observed = { ...nothing, indexBuilds: [{ index: "public.i", table: "public.t", rebuilt: true }] };
    expect(compareFacts(noFacts, seen)).toEqual([]);
    expect(
      compareFacts(facts({ indexBuilds: [{ table: "public.u", blocksReads: true, blocksWrites: true, span }] }), seen),
    ).toMatchObject([{ about: "index-build", kind: "extra" }]);
  });

  test("compares errors by SQLSTATE, and nothing else once the server refused", () => {
    const said = facts({
      locks: [{ relation: "public.t", mode: "SHARE" }],
      error: { sqlstate: "42P01", message: msg`gone`, span },
    });
    expect(compareFacts(said, { ...nothing, error: { sqlstate: "42P01", message: "gone" } })).toEqual([]);
    expect(compareFacts(said, { ...nothing, error: { sqlstate: "42703", message: "other" } })).toEqual([
      { about: "error", kind: "wrong", predicted: "42P01", observed: "42703" },
    ]);
    expect(compareFacts(said, nothing)).toMatchObject([{ about: "error", kind: "extra", predicted: "42P01" }]);
    expect(compareFacts(noFacts, { ...nothing, error: { sqlstate: "42P07", message: "exists" } })).toMatchObject([
      { about: "error", kind: "missed" },
    ]);
  });

  test("does not expect errors that come from the rows", () => {
    expect(
      compareFacts(noFacts, { ...nothing, error: { sqlstate: "23502", message: "contains null values" } }),
    ).toEqual([]);
  });
});
