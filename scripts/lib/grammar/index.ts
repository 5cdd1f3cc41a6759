export { broken, commented } from "./broken.js";
export { compare, kinds } from "./compare.js";
export { samplesOf } from "./samples.js";
