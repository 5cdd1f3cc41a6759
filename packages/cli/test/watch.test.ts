import { msg, verdictOf, type Check, type Outcome, type Reason } from "@release-gate/core";
import { describe, expect, it } from "vitest";
import { watch, type Progress, type Sample, type Watched } from "../src/commands/watch.js";

const check = (outcome: Outcome, reason: Reason = "ok"): Check => ({
  id: "slo/api/budget",
  kind: "slo",
  outcome,
  reason,
  summary: msg`api`,
  symptom: true,
  evidence: {},
});
const verdict = (outcome: Outcome, reason?: Reason, live = true): Sample => ({
  verdict: verdictOf([check(outcome, reason)], { live }),
});
const pass = verdict("pass");
const hold = verdict("hold", "budget-exhausted");
const failed: Sample = { error: msg`This line is not JSON.` };

/** Watches 60 s every 10 s (7 samples are due) with a clock of its own; each sample takes `takes` milliseconds. */
async function watched(
  samples: readonly Sample[],
  { takes = 100, interruptAfter = Infinity } = {},
): Promise<Watched & { readonly told: readonly Progress[]; readonly at: readonly number[] }> {
  let now = 1_000_000;
  const told: Progress[] = [];
  const at: number[] = [];
  let interrupt = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  const result = await watch({
    length: 60_000,
    every: 10_000,
    clock: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      await (at.length >= interruptAfter ? new Promise(() => interrupt()) : undefined);
    },
    sample: async () => {
      const sample = samples[Math.min(at.length, samples.length - 1)] ?? failed;
      at.push((now - 1_000_000) / 1000);
      now += takes;
      return sample;
    },
    interrupted,
    tell: (progress) => told.push(progress),
  });
  return { ...result, told, at };
}

describe("watching", () => {
  it("takes a sample at the start, at every interval and at the end, and exits 0 when they were good", async () => {
    const { exitCode, why, at, told } = await watched([pass]);
    expect([exitCode, why, at]).toEqual([0, "good", [0, 10, 20, 30, 40, 50, 60]]);
    expect(told.at(-1)).toMatchObject({ good: 7, taken: 7, due: 7 });
  });

  it("exits 3 at the first rollback, at once", async () => {
    const { exitCode, at } = await watched([pass, pass, verdict("rollback", "burn-rate"), pass]);
    expect([exitCode, at]).toEqual([3, [0, 10, 20]]);
  });

  it("does not roll back what is not live", async () => {
    expect(await watched([verdict("rollback", "burn-rate", false)])).toMatchObject({
      exitCode: 1,
      why: "last-not-good",
    });
  });

  it("shows an error while collecting, goes on, and never counts it as good", async () => {
    const { exitCode, told } = await watched([pass, failed, failed, pass]);
    expect([exitCode, told.at(-1)?.good, told[1]?.sample]).toEqual([0, 5, failed]);
    expect(await watched([failed])).toMatchObject({ exitCode: 1, why: "last-not-good" });
  });

  it.each(["source-down", "no-data", "stale"] as const)(
    "counts %s not as good, even where the policy lets it pass",
    async (reason) => {
      expect((await watched([verdict("pass", reason)])).exitCode).toBe(1);
      expect((await watched([verdict("warn", reason)])).exitCode).toBe(1);
    },
  );

  it("needs half of the samples, and the last one, to be good", async () => {
    expect(await watched([hold, hold, hold, pass])).toMatchObject({ exitCode: 0 });
    expect(await watched([hold, hold, hold, hold, pass])).toMatchObject({ exitCode: 1, why: "too-few-good" });
    expect(await watched([pass, pass, pass, pass, pass, pass, hold])).toMatchObject({
      exitCode: 1,
      why: "last-not-good",
    });
  });

  it("counts samples that a slow one made it miss as not good", async () => {
    const { at, why, exitCode, last } = await watched([pass], { takes: 25_000 });
    expect([at, why, exitCode, last?.good, last?.due]).toEqual([[0, 30, 60], "too-few-good", 1, 3, 7]);
  });

  it("ends with 1 and its state when interrupted", async () => {
    const { exitCode, why, last } = await watched([pass], { interruptAfter: 3 });
    expect([exitCode, why, last?.taken]).toEqual([1, "interrupted", 3]);
  });
});
