import { nodeRunners } from "./node.mjs";
import { goRunners } from "./go.mjs";

/** Every runner that can be had, by the language that it is written in. */
export const runners = [...nodeRunners, ...goRunners];
