import fc from "fast-check";

/**
 * Property tests draw from a fixed seed, so that a run says something about the change and not about luck. PROPERTY_SEED
 * chooses another; `random` draws anew, to look for what nobody has met yet. PROPERTY_RUNS is how many are drawn where a test
 * does not say: 100 if left out, fewer by `npm run check`.
 */
const chosen = process.env["PROPERTY_SEED"] ?? "20261122";
if (chosen !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });

const runs = process.env["PROPERTY_RUNS"];
if (runs !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: Number(runs) });
