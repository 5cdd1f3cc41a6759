import { nodeRunners } from "./node.mjs";
import { goRunners } from "./go.mjs";
import { rustRunners } from "./rust.mjs";
import { pythonRunners } from "./python.mjs";
import { javaRunners } from "./java.mjs";
import { rubyRunners } from "./ruby.mjs";
import { perlRunners } from "./perl.mjs";

/** Every runner that can be had, by the language that it is written in. */
export const runners = [
  ...nodeRunners,
  ...goRunners,
  ...rustRunners,
  ...pythonRunners,
  ...javaRunners,
  ...rubyRunners,
  ...perlRunners,
];
