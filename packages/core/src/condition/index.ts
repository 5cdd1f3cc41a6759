export { keeps, limitOf, parseBound, type Bound, type BoundBase, type Dimension } from "./bound.js";
export { parseCondition, readCondition, type Condition, type Persistence } from "./condition.js";
export { complement, overlapOf, type Overlap } from "./overlap.js";
export { evaluate, type EvaluateOptions, type Evaluation, type GapPolicy, type Sample } from "./evaluate.js";
