import fc from "fast-check";

/**
 * Property tests draw from a fixed seed, so that a run says something about the change and not about luck. PROPERTY_SEED
 * chooses another; `random` draws anew, to look for what nobody has met yet. With QUICK=1, as `npm run check` sets it, 20
 * are drawn instead of 100 where a test does not say how many.
 */
const chosen = process.env["PROPERTY_SEED"] ?? "20261122";
if (chosen !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });

if (process.env["QUICK"] === "1") fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 20 });
